#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "scheduler/clock.hpp"
#include "scheduler/decide.hpp"
#include "scheduler/journal.hpp"

namespace scheduler {

/// Whose retry a command may be: see IdempotencyRecord.
struct IdempotencyKey {
  std::string scope;
  std::string key;
  std::string fingerprint;
};

/// What the client is told: either just decided, or stored when the same request was first made.
struct Answer {
  std::string text;
  bool replayed = false;
};

/// A command on its way through the scheduling thread.
struct Submission {
  Command command;
  std::optional<IdempotencyKey> idempotency;
  /// Turns the decision into the answer, before it is written. Called on the scheduling thread, once per attempt.
  std::function<std::string(const Decision&)> render;
  /// Called once, on the scheduling thread, when the outcome is durable; on the submitting thread, before submit()
  /// returns, when the service is stopping or the journal is away. It must not block.
  std::function<void(Result<Answer>)> done;
};

/// Hears what becomes of the schedule, after readers can see it. Called on the scheduling thread: must not block or
/// throw. Either may be empty.
struct ScheduleListener {
  std::function<void(const std::vector<JournalEntry>&)> entries;  ///< in order, each once, without a gap
  /// The state was read anew, and is that of `head`: entries may have been missed, or lost.
  std::function<void(Position head)> reloaded;
};

/// What has been done since the start, for whoever watches the service.
struct SchedulingCounters {
  std::uint64_t commands = 0;  ///< submitted, and answered by the scheduling thread
  std::uint64_t refused = 0;   ///< of these, those that wrote nothing because they could not
  std::uint64_t batches = 0;   ///< appended
  std::uint64_t entries = 0;   ///< appended
};

/// The one writer of a process: a thread that takes all waiting commands as a batch, decides them one after the other
/// on what those before them made, writes them as one append (group commit), and only then shows them to readers and
/// answers. A second thread follows the journal for what other instances write. All public calls are thread-safe.
class SchedulingService {
 public:
  struct Journals {
    std::unique_ptr<Journal> writing;    ///< used by the scheduling thread only
    std::unique_ptr<Journal> following;  ///< used by the following thread only
  };

  /// @param report gets what the operator must know of a damaged journal, from any thread; may be empty
  SchedulingService(Journals journals, const Clock& clock, std::function<void(std::string_view)> report = {});
  ~SchedulingService();
  SchedulingService(const SchedulingService&) = delete;
  SchedulingService& operator=(const SchedulingService&) = delete;

  /// Before start(), once.
  void listen(ScheduleListener listener) { listener_ = std::move(listener); }

  /// Loads the state and starts both threads.
  /// @return JournalUnavailable: nothing was started
  [[nodiscard]] Result<void> start();

  /// Answers what is waiting, then ends both threads. Further submissions get JournalUnavailable.
  void stop();

  /// The newest durable state. Never null after start(). Cheap: hold it for as long as a request needs it.
  [[nodiscard]] std::shared_ptr<const Schedule> schedule() const;

  /// What the next command would be decided on: a copy of schedule() in which what has run out by now has ended.
  [[nodiscard]] Schedule draft() const;

  /// What the command would do, decided on the newest durable state; nothing is written.
  [[nodiscard]] Result<Decision> preview(const Command& command) const;

  void submit(Submission submission);

  /// How long ago the journal was last heard of, 1 s at least; 0 while it is well.
  [[nodiscard]] std::chrono::seconds staleness() const;

  /// Whether the journal is well, and what is in it is in schedule(): all of it, or all but what has come within the
  /// last kReadyLag.
  [[nodiscard]] bool ready() const;
  static constexpr std::chrono::seconds kReadyLag{2};

  /// The numbers are each right, not taken at one instant.
  [[nodiscard]] SchedulingCounters counters() const;

 private:
  struct Batch;

  void run();
  void follow();
  [[nodiscard]] std::vector<Submission> next_batch();
  void commit(std::vector<Submission> submissions);
  [[nodiscard]] Batch decide_all(const std::vector<Submission>& submissions);
  void expire_due(Batch& batch);
  [[nodiscard]] bool is_due();
  [[nodiscard]] Result<Answer> decide_one(const Submission& submission, Batch& batch);
  [[nodiscard]] Result<std::optional<Answer>> earlier_answer(const IdempotencyKey& key, const Batch& batch);
  [[nodiscard]] bool catch_up();
  [[nodiscard]] bool reload();
  void publish(Schedule schedule);
  void tell_listener(const std::vector<JournalEntry>& entries) const;
  void set_journal_well(bool well);
  void tell_operator(const std::string& what);
  void see(Position position);
  [[nodiscard]] bool stopping();

  Journals journals_;
  const Clock& clock_;
  std::function<void(std::string_view)> report_;
  ScheduleListener listener_;
  std::atomic<std::uint64_t> commands_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::atomic<std::uint64_t> batches_{0};
  std::atomic<std::uint64_t> entries_{0};
  std::string last_report_;  ///< the scheduling thread's own
  std::thread scheduling_;
  std::thread following_;

  mutable std::mutex schedule_mutex_;
  std::shared_ptr<const Schedule> schedule_;

  std::mutex queue_mutex_;
  std::condition_variable queue_changed_;
  std::deque<Submission> queue_;
  bool stopping_ = false;

  std::atomic<Position> seen_{0};                                ///< the furthest entry that the follower has seen
  std::atomic<std::chrono::steady_clock::rep> behind_since_{0};  ///< 0: it is not
  std::atomic<bool> journal_well_{false};
  std::atomic<bool> damaged_{false};  ///< the journal was read and made no sense; only a reload ends it
  std::atomic<std::chrono::steady_clock::rep> last_heard_{0};
};

}  // namespace scheduler
