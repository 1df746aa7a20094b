#include "journal_window.hpp"

#include <utility>

namespace webhooks {

using scheduler::JournalEntry;
using scheduler::NotFound;
using scheduler::Position;
using scheduler::Result;

namespace {

constexpr std::size_t kEntriesARead = 64;
constexpr std::size_t kMostKept = 8;
constexpr std::chrono::milliseconds kNoPatience{0};

}  // namespace

JournalWindow::JournalWindow(std::unique_ptr<scheduler::Journal> journal, std::chrono::milliseconds look)
    : journal_(std::move(journal)), look_(look) {}

const JournalEntry* JournalWindow::kept_after(Position after) {
  for (auto entries = kept_.begin(); entries != kept_.end(); ++entries) {
    if (after + 1 < entries->front().position || after >= entries->back().position) continue;
    kept_.splice(kept_.begin(), kept_, entries);
    return &kept_.front()[after + 1 - kept_.front().front().position];
  }
  return nullptr;
}

Result<JournalWindow::Next> JournalWindow::next(Position after, Ticks now) {
  if (const JournalEntry* const entry = kept_after(after)) return entry;
  if (end_ && end_->position == after && now < end_->seen + look_) return Nothing{};
  auto entries = journal_->read(after, kEntriesARead, kNoPatience);
  if (!entries) {
    if (std::holds_alternative<NotFound>(entries.error())) return find_lost(after);
    return tl::unexpected(std::move(entries.error()));
  }
  if (entries->empty()) {
    end_ = End{after, now};
    return Nothing{};
  }
  kept_.push_front(std::move(*entries));
  if (kept_.size() > kMostKept) kept_.pop_back();
  return &kept_.front().front();
}

Result<JournalWindow::Next> JournalWindow::find_lost(Position after) {
  kept_.clear();
  end_.reset();
  const auto schedule = journal_->load();
  if (!schedule) return tl::unexpected(schedule.error());
  const Position head = schedule->head();
  if (head < after) return Lost{head, true};
  // What can be read now was not trimmed: the journal said once that its history is another one.
  const auto again = journal_->read(after, 1, kNoPatience);
  if (!again && !std::holds_alternative<NotFound>(again.error())) return tl::unexpected(again.error());
  return Lost{head, again.has_value()};
}

}  // namespace webhooks
