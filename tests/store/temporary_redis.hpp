#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "redis_connection.hpp"
#include "store/embedded_redis.hpp"
#include "store/redis_journal.hpp"

namespace store_test {

/// A fresh folder in the system's temporary one, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A Redis of its own.
struct TemporaryRedis {
  TemporaryFolder folder;
  store::EmbeddedRedis server{folder.path() / "data"};

  [[nodiscard]] std::unique_ptr<store::RedisJournal> open(std::string_view department = "test") const {
    return std::make_unique<store::RedisJournal>(server.address(), department);
  }

  /// Sends a command. @return its answer in a text: "OK", "3", "(nil)", "[a b]"; std::runtime_error without one
  std::string operator()(const std::vector<std::string_view>& command) const;
};

/// One server for all tests of the program that do not break it; each uses a department of its own.
[[nodiscard]] TemporaryRedis& shared_redis();
[[nodiscard]] std::string new_department();

/// The answer as TemporaryRedis gives it.
[[nodiscard]] std::string text_of(const store::ReplyView& reply);

}  // namespace store_test
