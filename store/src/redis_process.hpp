#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "file_lock.hpp"
#include "store/redis_url.hpp"

namespace store {

/// What an EmbeddedRedis keeps in DIR/redis. Absolute paths.
struct RedisFolder {
  explicit RedisFolder(const std::filesystem::path& data_directory);

  /// Creates it, for us alone. @throws std::runtime_error
  void create() const;

  [[nodiscard]] RedisAddress address() const { return {UnixSocket{path / "redis.sock"}, {}, {}, 0}; }
  [[nodiscard]] std::filesystem::path log() const { return path / "redis.log"; }
  [[nodiscard]] std::filesystem::path lock() const { return path / "server.lock"; }

  std::filesystem::path path;
};

/// Frees the folder of a redis-server that outlived its service, and takes the lock that the next server will hold for
/// its whole life. leftover_redis.cpp says how.
/// @throws std::runtime_error when one goes on living
[[nodiscard]] FileLock take_over(const RedisFolder& folder);

/// @throws std::runtime_error that says how to install it
[[nodiscard]] std::filesystem::path find_redis_server();

/// Starts `program` in `folder`; the process shares `lock`. @return its id. @throws std::runtime_error
[[nodiscard]] int spawn_redis(const std::filesystem::path& program, const RedisFolder& folder, const FileLock& lock);

/// Waits until our child `process` answers, however long it loads.
/// @param stopping asked now and then: true ends the waiting
/// @return nullopt when it answers, or when `stopping`; else why not, for the operator: it has ended, or is silent
[[nodiscard]] std::optional<std::string> wait_until_ready(int process, const RedisFolder& folder,
                                                          const std::function<bool()>& stopping);

/// Whether our child `process` has ended within `patience`; it stays to be reaped.
[[nodiscard]] bool has_ended(int process, std::chrono::milliseconds patience);

}  // namespace store
