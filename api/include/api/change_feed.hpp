#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "scheduler/journal.hpp"
#include "scheduler/scheduling_service.hpp"

namespace api {

/// Who waits for entries of the journal. Called by the feed's thread only.
class ChangeReader {
 public:
  using Clock = std::chrono::steady_clock;

  ChangeReader() = default;
  ChangeReader(const ChangeReader&) = delete;
  ChangeReader& operator=(const ChangeReader&) = delete;
  virtual ~ChangeReader() = default;

  /// Whose it is: each may have so many.
  [[nodiscard]] virtual scheduler::Uuid owner() const = 0;
  /// The last entry that it has had; it is given those after it.
  [[nodiscard]] virtual scheduler::Position position() const = 0;
  /// Whether it can take entries now; asked again after a moment.
  [[nodiscard]] virtual bool has_room() const { return true; }
  /// Entries in order, without a gap, at most kMostAtOnce. @return whether it wants more
  [[nodiscard]] virtual bool take(const std::vector<scheduler::JournalEntry>& entries) = 0;
  /// There are no more for now. @return whether it waits on
  [[nodiscard]] virtual bool wait(Clock::time_point now) = 0;
  /// What it asks for cannot be read: NotFound when it is no longer kept, or is not of this history.
  virtual void fail(const scheduler::Error& why) = 0;
  /// The service stops: what is owed is answered now.
  virtual void end() = 0;

  static constexpr std::size_t kMostAtOnce = 512;
};

/// Gives the journal's entries to whoever follows it over HTTP, each from a place of its own, when readers of the
/// schedule can see what they did. The newest are kept in memory; older ones are read from the journal. One thread, so
/// that no client's slowness is another's, and none of the scheduling thread's. Thread-safe.
class ChangeFeed {
 public:
  explicit ChangeFeed(std::unique_ptr<scheduler::Journal> journal);
  ~ChangeFeed();
  ChangeFeed(const ChangeFeed&) = delete;
  ChangeFeed& operator=(const ChangeFeed&) = delete;

  /// What the scheduling service must call; valid as long as the feed.
  [[nodiscard]] scheduler::ScheduleListener listener();

  /// To be called once, when the schedule has been loaded.
  void begin(scheduler::Position head);

  static constexpr std::size_t kMostReaders = 2000;
  static constexpr std::size_t kMostReadersOfOne = 200;
  /// Takes the reader, unless there are too many, in all or of one owner, or it is stopping.
  /// @return whether it was taken
  [[nodiscard]] bool add(std::unique_ptr<ChangeReader>& reader);

  /// Ends the thread and every reader, whose dependencies may go then. Once is enough; the destructor does it too.
  void stop();

  [[nodiscard]] std::size_t readers() const;

 private:
  struct Waiting {
    std::unique_ptr<ChangeReader> reader;
    ChangeReader::Clock::time_point arrived;
  };

  enum class Turn {
    waits,     ///< there is nothing for it now
    has_more,  ///< and others have their turn first
    ends,
  };

  void run();
  /// One turn: some entries, and not all of a long journal, so that readers of what is new do not wait for it.
  [[nodiscard]] Turn serve(const Waiting& waiting);
  /// @return the entries after `after`; empty: there are none yet
  [[nodiscard]] scheduler::Result<std::vector<scheduler::JournalEntry>> entries_after(scheduler::Position after);
  [[nodiscard]] scheduler::Position head() const;
  void keep(const std::vector<scheduler::JournalEntry>& entries);
  void forget(scheduler::Position head);

  static constexpr std::size_t kKept = 4096;

  std::unique_ptr<scheduler::Journal> journal_;  // the thread's own
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<scheduler::JournalEntry> kept_;  // dense, the last one is head_
  scheduler::Position head_ = 0;
  std::vector<std::unique_ptr<ChangeReader>> arriving_;
  std::size_t count_ = 0;
  std::unordered_map<scheduler::Uuid, std::size_t> count_by_owner_;
  bool stopping_ = false;
  std::vector<Waiting> readers_;                // the thread's own
  ChangeReader::Clock::time_point away_until_;  // the thread's own: until then the journal is not asked in vain
  std::thread thread_;
};

}  // namespace api
