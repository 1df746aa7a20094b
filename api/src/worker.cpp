#include "worker.hpp"

#include <exception>
#include <string>
#include <utility>

namespace api {

Worker::Worker(std::function<void(std::string_view)> report) : report_(std::move(report)), thread_([this] { run(); }) {}

Worker::~Worker() { stop(); }

void Worker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  jobs_.clear();
}

bool Worker::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= kMostJobs) return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
  return true;
}

void Worker::run() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    if (turn_of(job) == Progress::done) continue;
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
}

Worker::Progress Worker::turn_of(const Job& job) const {
  try {
    return job();
  } catch (const std::exception& broken) {
    if (report_) report_(std::string("a file could not be worked on: ") + broken.what());
    return Progress::done;
  }
}

}  // namespace api
