#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

namespace api {

/// A thread for what takes longer than the threads of HTTP may: files that are read, written, and decided row by row.
/// Jobs take turns, so that a long one holds up no short one. Thread-safe.
///
/// A turn may wait for the scheduling thread, which answers everybody; for nothing else. It should end within a tenth
/// of a second, and keeps no lock.
class Worker {
 public:
  enum class Progress {
    more,  ///< it wants another turn, after the others
    done,
  };
  /// One turn. A job that throws is dropped, and told to the operator.
  using Job = std::function<Progress()>;

  /// @param report gets what no client is told; may be empty
  explicit Worker(std::function<void(std::string_view)> report);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  static constexpr std::size_t kMostJobs = 16;

  /// @return false: too many are there already, or it is stopping; the job is dropped
  [[nodiscard]] bool submit(Job job);

  /// Waits for the turn that is under way; the jobs are dropped as they are. The destructor does it too.
  void stop();

 private:
  void run();
  [[nodiscard]] Progress turn_of(const Job& job) const;

  std::function<void(std::string_view)> report_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace api
