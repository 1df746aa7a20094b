#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "scheduler/journal.hpp"

namespace scheduler {

/// A thread that reads the journal for those who may not wait themselves: what was written long ago is nowhere else.
/// Jobs run one after the other. Thread-safe.
class JournalReader {
 public:
  /// What a job does with the journal; it may wait for it, and must not throw.
  using Job = std::function<void(Journal&)>;

  explicit JournalReader(std::unique_ptr<Journal> journal);
  ~JournalReader();
  JournalReader(const JournalReader&) = delete;
  JournalReader& operator=(const JournalReader&) = delete;

  static constexpr std::size_t kMostWaiting = 256;

  /// @return false: too many wait already, or it is stopping; the job is dropped
  [[nodiscard]] bool submit(Job job);

  /// Waits for the job that runs; those that wait are dropped. The destructor does it too.
  void stop();

 private:
  void run();

  std::unique_ptr<Journal> journal_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace scheduler
