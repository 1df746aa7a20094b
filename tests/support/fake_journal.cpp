#include "support/fake_journal.hpp"

#include <algorithm>
#include <utility>

namespace support {

using scheduler::AppendOutcome;
using scheduler::IdempotencyRecord;
using scheduler::JournalAppend;
using scheduler::JournalEntry;
using scheduler::JournalUnavailable;
using scheduler::Position;
using scheduler::Result;
using scheduler::Schedule;

namespace {

tl::unexpected<scheduler::Error> unavailable() {
  return tl::unexpected<scheduler::Error>(JournalUnavailable{"The fake journal was told to be unavailable."});
}

}  // namespace

void FakeStorage::set_unavailable(bool unavailable) {
  const std::lock_guard lock(mutex_);
  unavailable_ = unavailable;
  changed_.notify_all();
}

void FakeStorage::lose_next_reply() {
  const std::lock_guard lock(mutex_);
  lose_reply_ = true;
}

void FakeStorage::before_next_append(std::function<void()> action) {
  const std::lock_guard lock(mutex_);
  before_append_ = std::move(action);
}

void FakeStorage::trim(Position position) {
  const std::lock_guard lock(mutex_);
  trimmed_ = std::max(trimmed_, std::min<Position>(position, entries_.size()));
}

void FakeStorage::lose_entries_after(Position position) {
  const std::lock_guard lock(mutex_);
  entries_.resize(std::min<std::size_t>(position, entries_.size()));
  schedule_ = Schedule();
  for (const JournalEntry& entry : entries_) schedule_.apply(entry);
  std::erase_if(answers_, [&](const auto& answer) { return answered_at_.at(answer.first) > position; });
  changed_.notify_all();
}

std::size_t FakeStorage::append_calls() const {
  const std::lock_guard lock(mutex_);
  return append_calls_;
}

std::vector<std::size_t> FakeStorage::batch_sizes() const {
  const std::lock_guard lock(mutex_);
  return batch_sizes_;
}

Position FakeStorage::head() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

std::vector<JournalEntry> FakeStorage::entries() const {
  const std::lock_guard lock(mutex_);
  return {entries_.begin() + static_cast<std::ptrdiff_t>(trimmed_), entries_.end()};
}

std::function<void()> FakeStorage::start_append() {
  const std::lock_guard lock(mutex_);
  ++append_calls_;
  return std::exchange(before_append_, nullptr);
}

Result<AppendOutcome> FakeStorage::append(Position expected_head, const std::vector<JournalAppend>& batch) {
  const std::lock_guard lock(mutex_);
  if (unavailable_) return unavailable();
  if (entries_.size() != expected_head) return AppendOutcome::head_moved;
  for (const JournalAppend& item : batch) {
    JournalEntry entry = item.entry;
    entry.position = entries_.size() + 1;
    schedule_.apply(entry);
    entries_.push_back(std::move(entry));
    if (item.idempotency) {
      const AnswerKey key{item.idempotency->scope, item.idempotency->key};
      answers_[key] = *item.idempotency;
      answered_at_[key] = entries_.size();
    }
  }
  batch_sizes_.push_back(batch.size());
  changed_.notify_all();
  if (std::exchange(lose_reply_, false)) return unavailable();
  return AppendOutcome::written;
}

FakeJournal::FakeJournal(std::shared_ptr<FakeStorage> storage) : storage_(std::move(storage)) {}

Result<Schedule> FakeJournal::load() {
  const std::lock_guard lock(storage_->mutex_);
  if (storage_->unavailable_) return unavailable();
  return storage_->schedule_;
}

Result<AppendOutcome> FakeJournal::append(Position expected_head, const std::vector<JournalAppend>& batch) {
  if (const auto action = storage_->start_append()) action();
  return storage_->append(expected_head, batch);
}

Result<std::vector<JournalEntry>> FakeJournal::read(Position after, std::size_t limit,
                                                    std::chrono::milliseconds patience) {
  std::unique_lock lock(storage_->mutex_);
  const std::vector<JournalEntry>& entries = storage_->entries_;
  storage_->changed_.wait_for(lock, patience, [&] { return storage_->unavailable_ || entries.size() != after; });
  if (storage_->unavailable_) return unavailable();
  if (entries.size() < after || (after < storage_->trimmed_ && entries.size() > after)) {
    return tl::unexpected<scheduler::Error>(scheduler::NotFound{});
  }
  const std::size_t count = std::min<std::size_t>(limit, entries.size() - after);
  const auto first = entries.begin() + static_cast<std::ptrdiff_t>(after);
  return std::vector<JournalEntry>(first, first + static_cast<std::ptrdiff_t>(count));
}

Result<std::optional<IdempotencyRecord>> FakeJournal::find_answer(std::string_view scope, std::string_view key) {
  const std::lock_guard lock(storage_->mutex_);
  if (storage_->unavailable_) return unavailable();
  const auto found = storage_->answers_.find({std::string(scope), std::string(key)});
  if (found == storage_->answers_.end()) return std::nullopt;
  return found->second;
}

}  // namespace support
