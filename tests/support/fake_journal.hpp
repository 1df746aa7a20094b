#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scheduler/journal.hpp"

namespace support {

/// What several FakeJournals share, as several instances share one Redis; and where tests break it. Thread-safe.
class FakeStorage {
 public:
  /// While true, every call of every journal answers JournalUnavailable. Waiting reads are woken.
  void set_unavailable(bool unavailable);

  /// The next append writes its batch and then answers JournalUnavailable.
  void lose_next_reply();

  /// Called once, at the start of the next append, before the heads are compared: a journal on the same storage may
  /// append in it, so that the head has moved.
  void before_next_append(std::function<void()> action);

  /// Forgets the entries up to and including `position`.
  void trim(scheduler::Position position);

  /// Takes back the entries after `position`, objects and answers included, as a failover that lost its tail does.
  void lose_entries_after(scheduler::Position position);

  /// How often an append was asked for, whatever came of it.
  [[nodiscard]] std::size_t append_calls() const;
  /// How many entries each append that was written had.
  [[nodiscard]] std::vector<std::size_t> batch_sizes() const;
  [[nodiscard]] scheduler::Position head() const;
  /// Those that were not trimmed.
  [[nodiscard]] std::vector<scheduler::JournalEntry> entries() const;

 private:
  friend class FakeJournal;
  using AnswerKey = std::pair<std::string, std::string>;

  [[nodiscard]] scheduler::Result<scheduler::AppendOutcome> append(scheduler::Position expected_head,
                                                                   const std::vector<scheduler::JournalAppend>& batch);
  [[nodiscard]] std::function<void()> start_append();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<scheduler::JournalEntry> entries_;  ///< all that were written: entry p is at p - 1
  std::map<AnswerKey, scheduler::IdempotencyRecord> answers_;
  std::map<AnswerKey, scheduler::Position> answered_at_;
  scheduler::Schedule schedule_;
  scheduler::Position trimmed_ = 0;
  std::function<void()> before_append_;
  std::vector<std::size_t> batch_sizes_;
  std::size_t append_calls_ = 0;
  bool unavailable_ = false;
  bool lose_reply_ = false;
};

/// A Journal in memory. It keeps the contract that tests/contract/journal_contract.hpp checks; as with the real one,
/// each thread uses its own.
class FakeJournal final : public scheduler::Journal {
 public:
  explicit FakeJournal(std::shared_ptr<FakeStorage> storage = std::make_shared<FakeStorage>());

  [[nodiscard]] FakeStorage& storage() { return *storage_; }

  [[nodiscard]] scheduler::Result<scheduler::Schedule> load() override;
  [[nodiscard]] scheduler::Result<scheduler::AppendOutcome> append(
      scheduler::Position expected_head, const std::vector<scheduler::JournalAppend>& batch) override;
  [[nodiscard]] scheduler::Result<std::vector<scheduler::JournalEntry>> read(
      scheduler::Position after, std::size_t limit, std::chrono::milliseconds patience) override;
  [[nodiscard]] scheduler::Result<std::optional<scheduler::IdempotencyRecord>> find_answer(
      std::string_view scope, std::string_view key) override;

 private:
  std::shared_ptr<FakeStorage> storage_;
};

}  // namespace support
