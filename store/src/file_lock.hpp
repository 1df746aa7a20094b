#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace store {

/// An exclusive flock(2): gone with its last descriptor, so never stale. A child process that inherits the descriptor
/// shares the lock and keeps it when we are gone.
class FileLock {
 public:
  /// Creates the file (0600) where it is missing. @return nullopt while somebody else holds it
  /// @throws std::runtime_error when the file cannot be opened
  [[nodiscard]] static std::optional<FileLock> try_lock(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  /// Close-on-exec, and above those that a spawned process is given.
  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// Replaces what the file holds by our process id.
  void write_process_id() const;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace store
