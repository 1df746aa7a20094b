#include "file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace store {
namespace {

constexpr int kLowestDescriptor = 10;

std::runtime_error cannot(const std::string& what, const std::filesystem::path& path) {
  return std::runtime_error("Cannot " + what + ' ' + path.string() + ": " + std::strerror(errno) + '.');
}

}  // namespace

std::optional<FileLock> FileLock::try_lock(const std::filesystem::path& path) {
  const int opened = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (opened < 0) throw cannot("open the lock", path);
  FileLock lock(fcntl(opened, F_DUPFD_CLOEXEC, kLowestDescriptor));
  close(opened);
  if (lock.descriptor_ < 0) throw cannot("open the lock", path);
  if (flock(lock.descriptor_, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) throw cannot("lock", path);
  return std::nullopt;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

void FileLock::write_process_id() const {
  const std::string text = std::to_string(getpid()) + '\n';
  const bool written =
      ftruncate(descriptor_, 0) == 0 && pwrite(descriptor_, text.data(), text.size(), 0) == std::ssize(text);
  if (!written) throw std::runtime_error(std::string("Cannot write to the lock file: ") + std::strerror(errno) + '.');
}

}  // namespace store
