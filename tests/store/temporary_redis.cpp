#include "temporary_redis.hpp"

#include <hiredis/hiredis.h>
#include <stdlib.h>

#include <atomic>
#include <stdexcept>

namespace store_test {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "karvon-store-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryRedis::operator()(const std::vector<std::string_view>& command) const {
  store::RedisConnection redis(server.address());
  const auto reply = redis.command(command, std::chrono::seconds{5});
  if (!reply) throw std::runtime_error(reply.error());
  return text_of(reply->view());
}

TemporaryRedis& shared_redis() {
  static TemporaryRedis redis;
  return redis;
}

std::string new_department() {
  static std::atomic<int> count{0};
  return "department-" + std::to_string(++count);
}

std::string text_of(const store::ReplyView& reply) {
  if (reply.is_nil()) return "(nil)";
  if (reply.is_error()) return std::string(reply.error());
  try {
    return std::string(reply.text());
  } catch (const store::UnexpectedReply&) {
  }
  try {
    return std::to_string(reply.integer());
  } catch (const store::UnexpectedReply&) {
  }
  std::string text = "[";
  for (std::size_t i = 0; i < reply.size(); ++i) text += (i > 0 ? " " : "") + text_of(reply.at(i));
  return text + ']';
}

}  // namespace store_test
