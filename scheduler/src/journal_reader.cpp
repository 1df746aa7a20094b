#include "scheduler/journal_reader.hpp"

#include <utility>

namespace scheduler {

JournalReader::JournalReader(std::unique_ptr<Journal> journal)
    : journal_(std::move(journal)), thread_([this] { run(); }) {}

JournalReader::~JournalReader() { stop(); }

void JournalReader::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  jobs_.clear();
}

bool JournalReader::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= kMostWaiting) return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
  return true;
}

void JournalReader::run() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job(*journal_);
  }
}

}  // namespace scheduler
