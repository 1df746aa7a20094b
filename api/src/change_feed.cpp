#include "api/change_feed.hpp"

#include <algorithm>
#include <utility>

namespace api {
namespace {

/// How often readers are asked whether they wait on when nothing happens.
constexpr std::chrono::milliseconds kLook{250};
/// A place ahead of what is known here may be another instance's: so long it is waited for before it is of no history.
constexpr std::chrono::seconds kCatchUp{2};
/// So long nobody waits for a journal that did not answer, while others can be served from memory.
constexpr std::chrono::seconds kAway{5};

}  // namespace

using scheduler::JournalEntry;
using scheduler::Position;
using scheduler::Result;

ChangeFeed::ChangeFeed(std::unique_ptr<scheduler::Journal> journal)
    : journal_(std::move(journal)), thread_([this] { run(); }) {}

ChangeFeed::~ChangeFeed() { stop(); }

void ChangeFeed::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const auto& waiting : readers_) waiting.reader->end();
  readers_.clear();
  for (const auto& reader : arriving_) reader->end();
  arriving_.clear();
}

scheduler::ScheduleListener ChangeFeed::listener() {
  return {[this](const std::vector<JournalEntry>& entries) { keep(entries); }, [this](Position head) { forget(head); }};
}

void ChangeFeed::begin(Position head) {
  const std::lock_guard lock(mutex_);
  head_ = std::max(head_, head);
}

bool ChangeFeed::add(std::unique_ptr<ChangeReader>& reader) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || count_ >= kMostReaders) return false;
    std::size_t& of_owner = count_by_owner_[reader->owner()];
    if (of_owner >= kMostReadersOfOne) return false;
    ++of_owner;
    ++count_;
    arriving_.push_back(std::move(reader));
  }
  changed_.notify_all();
  return true;
}

std::size_t ChangeFeed::readers() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

Position ChangeFeed::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

void ChangeFeed::keep(const std::vector<JournalEntry>& entries) {
  {
    const std::lock_guard lock(mutex_);
    if (!kept_.empty() && kept_.back().position + 1 != entries.front().position) kept_.clear();
    kept_.insert(kept_.end(), entries.begin(), entries.end());
    if (kept_.size() > kKept) {
      kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(kept_.size() - kKept));
    }
    head_ = entries.back().position;
  }
  changed_.notify_all();
}

void ChangeFeed::forget(Position head) {
  {
    const std::lock_guard lock(mutex_);
    kept_.clear();
    head_ = head;
  }
  changed_.notify_all();
}

void ChangeFeed::run() {
  bool has_more = false;
  for (;;) {
    const Position seen = head();
    {
      std::unique_lock lock(mutex_);
      const auto has_work = [&] { return stopping_ || has_more || !arriving_.empty() || head_ != seen; };
      if (readers_.empty()) {
        changed_.wait(lock, [&] { return stopping_ || !arriving_.empty(); });
      } else {
        changed_.wait_for(lock, kLook, has_work);
      }
      if (stopping_) return;
      const auto now = ChangeReader::Clock::now();
      for (auto& reader : arriving_) readers_.push_back({std::move(reader), now});
      arriving_.clear();
    }
    has_more = false;
    std::vector<scheduler::Uuid> gone;
    std::erase_if(readers_, [&](const Waiting& waiting) {
      const Turn turn = serve(waiting);
      has_more = has_more || turn == Turn::has_more;
      if (turn == Turn::ends) gone.push_back(waiting.reader->owner());
      return turn == Turn::ends;
    });
    const std::lock_guard lock(mutex_);
    count_ = readers_.size() + arriving_.size();
    for (const scheduler::Uuid& owner : gone) {
      if (--count_by_owner_[owner] == 0) count_by_owner_.erase(owner);
    }
  }
}

ChangeFeed::Turn ChangeFeed::serve(const Waiting& waiting) {
  ChangeReader& reader = *waiting.reader;
  const auto now = ChangeReader::Clock::now();
  if (reader.position() > head() && now < waiting.arrived + kCatchUp) return Turn::waits;
  if (!reader.has_room()) return reader.wait(now) ? Turn::waits : Turn::ends;
  const auto entries = entries_after(reader.position());
  if (!entries) {
    reader.fail(entries.error());
    return Turn::ends;
  }
  if (entries->empty()) return reader.wait(now) ? Turn::waits : Turn::ends;
  if (!reader.take(*entries)) return Turn::ends;
  if (reader.position() < head()) return Turn::has_more;
  return reader.wait(now) ? Turn::waits : Turn::ends;
}

Result<std::vector<JournalEntry>> ChangeFeed::entries_after(Position after) {
  {
    const std::lock_guard lock(mutex_);
    if (after > head_) return tl::unexpected<scheduler::Error>(scheduler::NotFound{});
    if (after == head_) return std::vector<JournalEntry>();
    if (!kept_.empty() && kept_.front().position <= after + 1) {
      const auto first = kept_.begin() + static_cast<std::ptrdiff_t>(after + 1 - kept_.front().position);
      const auto count = std::min<std::ptrdiff_t>(std::distance(first, kept_.end()), ChangeReader::kMostAtOnce);
      return std::vector<JournalEntry>(first, first + count);
    }
  }
  const auto now = ChangeReader::Clock::now();
  if (now < away_until_)
    return tl::unexpected<scheduler::Error>(scheduler::JournalUnavailable{"it was not there just now"});
  auto entries = journal_->read(after, ChangeReader::kMostAtOnce, std::chrono::milliseconds{0});
  if (!entries && std::holds_alternative<scheduler::JournalUnavailable>(entries.error())) {
    away_until_ = ChangeReader::Clock::now() + kAway;
  }
  const Position known = head();
  // What this instance's readers cannot see yet is not told yet.
  if (entries) std::erase_if(*entries, [&](const JournalEntry& entry) { return entry.position > known; });
  return entries;
}

}  // namespace api
