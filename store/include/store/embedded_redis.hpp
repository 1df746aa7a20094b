#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "store/redis_url.hpp"

namespace store {

/// Another service works in this data directory; the message names its process.
class DataDirectoryInUse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A redis-server of our own for one data directory: on a unix socket only, every write synced to disk before it is
/// answered, no eviction. It is started again when it dies, and stopped with this object. store/README.md says what it
/// keeps where. Thread-safe.
class EmbeddedRedis {
 public:
  /// Creates the directory where it is missing, takes its lock, stops a redis-server that a crashed service left
  /// behind, and returns when the new one answers: it loads its data first, for as long as that takes.
  /// @throws DataDirectoryInUse
  /// @throws std::runtime_error with a sentence for the operator: no redis-server in PATH, damaged data, no permission
  explicit EmbeddedRedis(const std::filesystem::path& data_directory);

  /// stop()
  ~EmbeddedRedis();
  EmbeddedRedis(const EmbeddedRedis&) = delete;
  EmbeddedRedis& operator=(const EmbeddedRedis&) = delete;

  [[nodiscard]] RedisAddress address() const;

  /// 0 while it is not running.
  [[nodiscard]] int process_id() const;

  /// Why it is not started any more: several starts in a row came to nothing. Else nullopt.
  [[nodiscard]] std::optional<std::string> failure() const;

  /// Ends the server, at most after some seconds by force, and only then lets go of the directory. Once is enough.
  void stop();

 private:
  class Supervisor;
  std::unique_ptr<Supervisor> supervisor_;
};

/// Where the EmbeddedRedis of this data directory listens while a service runs there: for commands that work beside it,
/// after DataDirectoryInUse. Nothing is checked.
[[nodiscard]] RedisAddress embedded_redis_address(const std::filesystem::path& data_directory);

}  // namespace store
