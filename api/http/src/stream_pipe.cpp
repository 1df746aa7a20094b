#include "stream_pipe.hpp"

#include <utility>

#include "connection.hpp"

namespace http {

void StreamPipe::write(std::string bytes) {
  if (bytes.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    if (!open_) return;
    if (written_.empty()) {
      written_ = std::move(bytes);
    } else {
      written_ += bytes;
    }
    if (!attached_ || std::exchange(told_, true)) return;
  }
  tell();
}

void StreamPipe::end() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(open_, false) || !attached_ || std::exchange(told_, true)) return;
  }
  tell();
}

bool StreamPipe::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

std::size_t StreamPipe::waiting() const {
  const std::lock_guard lock(mutex_);
  return written_.size();
}

bool StreamPipe::attach(std::weak_ptr<Connection> reader) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(attached_, true)) return false;
  reader_ = std::move(reader);
  return true;
}

StreamPipe::Taken StreamPipe::take() {
  const std::lock_guard lock(mutex_);
  told_ = false;
  return {std::exchange(written_, {}), !open_};
}

std::size_t StreamPipe::look() {
  const std::lock_guard lock(mutex_);
  told_ = false;
  return written_.size();
}

void StreamPipe::finish() {
  const std::lock_guard lock(mutex_);
  open_ = false;
}

void StreamPipe::abandon() {
  std::string dropped;  // freed without the lock
  const std::lock_guard lock(mutex_);
  open_ = false;
  dropped.swap(written_);
}

void StreamPipe::tell() const {
  if (const auto reader = reader_.lock()) reader->on_stream();
}

}  // namespace http
