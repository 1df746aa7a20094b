#include "store/departments.hpp"

#include <chrono>
#include <set>

#include "department_state.hpp"
#include "redis_connection.hpp"

namespace store {
namespace {

constexpr std::string_view kHeads = "{*}:head";
constexpr std::string_view kKeysPerScan = "1000";
constexpr std::chrono::seconds kPatience{5};

/// "{music}:head" is the head of "music". @throws UnexpectedReply when it is not what was asked for
std::string slug_in(std::string_view head_key) {
  constexpr std::string_view kEnd = "}:head";
  if (!head_key.starts_with('{') || !head_key.ends_with(kEnd)) {
    throw UnexpectedReply("Redis answered a key that does not match " + std::string(kHeads));
  }
  return std::string(head_key.substr(1, head_key.size() - 1 - kEnd.size()));
}

}  // namespace

scheduler::Result<std::vector<std::string>> departments_in(const RedisAddress& address) {
  RedisConnection redis(address);
  std::set<std::string> slugs;
  std::string cursor = "0";
  do {
    const auto answer = ask(redis, {"SCAN", cursor, "MATCH", kHeads, "COUNT", kKeysPerScan}, kPatience);
    if (!answer) return tl::unexpected(answer.error());
    cursor = answer->view().at(0).text();
    const ReplyView keys = answer->view().at(1);
    for (std::size_t i = 0; i < keys.size(); ++i) slugs.insert(slug_in(keys.at(i).text()));
  } while (cursor != "0");
  return std::vector<std::string>(slugs.begin(), slugs.end());
}

}  // namespace store
