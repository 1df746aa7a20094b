#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "scheduler/journal.hpp"
#include "store/embedded_redis.hpp"
#include "store/redis_url.hpp"

namespace karvon {

/// Which store is meant, as the command line says it.
struct StoreOptions {
  std::filesystem::path data = "karvon-data";
  std::string redis;       ///< empty: a private redis-server in `data`
  std::string department;  ///< its slug; empty: see Store::department
};

/// Ours, or the one that `--redis` names.
class Store {
 public:
  /// What to do when a service works in the data directory already.
  enum class Beside {
    nobody,          ///< refuse: DataDirectoryInUse
    running_service  ///< work in the same Redis, as another instance would
  };

  /// @throws std::invalid_argument when --redis is no such URL; what store::EmbeddedRedis throws
  Store(const StoreOptions& options, Beside beside);

  /// A connection of its own for one thread.
  [[nodiscard]] std::unique_ptr<scheduler::Journal> journal(const std::string& department) const;

  /// The slug that was asked for; else `suggested`; else the only department that the store has; else "karvon".
  /// @throws std::invalid_argument when the store has several; std::runtime_error when it cannot be asked
  [[nodiscard]] std::string department(const std::optional<std::string>& suggested) const;

  [[nodiscard]] const store::RedisAddress& address() const { return address_; }

 private:
  std::string asked_for_;
  std::unique_ptr<store::EmbeddedRedis> embedded_;
  store::RedisAddress address_;
};

}  // namespace karvon
