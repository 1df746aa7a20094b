#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "scheduler/journal.hpp"
#include "store/embedded_redis.hpp"
#include "store/redis_consumer_state.hpp"
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

  /// What somebody who follows the journal keeps beside it, over a connection of its own for one thread.
  [[nodiscard]] std::unique_ptr<store::RedisConsumerState> consumer_state(const std::string& department,
                                                                          const std::string& consumer) const;

  /// The slug that was asked for; else `suggested`; else the only department that the store has; else "karvon".
  /// @return why the store cannot be asked. @throws std::invalid_argument when it has several
  [[nodiscard]] tl::expected<std::string, std::string> department(const std::optional<std::string>& suggested) const;

  [[nodiscard]] const store::RedisAddress& address() const { return address_; }

  /// Why our private Redis is not started any more, if that is so.
  [[nodiscard]] std::optional<std::string> failure() const { return embedded_ ? embedded_->failure() : std::nullopt; }

 private:
  std::string asked_for_;
  std::unique_ptr<store::EmbeddedRedis> embedded_;
  store::RedisAddress address_;
};

}  // namespace karvon
