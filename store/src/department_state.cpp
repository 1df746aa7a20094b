#include "department_state.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "scripts.hpp"

namespace store {
namespace {

using scheduler::Position;
using scheduler::Result;

constexpr std::string_view kDamaged = "DAMAGED ";

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kMeanings{{
    {"OOM", "Redis has reached its maxmemory: raise it, or give the machine more memory."},
    {"MISCONF", "Redis refuses writes because it cannot save to disk: see its log, and whether the disk is full."},
    {"READONLY", "This Redis is a read-only replica: let --redis name the primary."},
    {"LOADING", "Redis is still loading its data: wait until it has."},
    {"BUSY", "Redis is busy with somebody's long script: end it with SCRIPT KILL."},
    {"NOREPLICAS", "Redis has fewer replicas than min-replicas-to-write asks for: bring them back."},
    {"MASTERDOWN", "This Redis is a replica without its primary: let --redis name the primary."},
    {"NOAUTH", "Redis wants a password: put user and password into --redis."},
    {"WRONGPASS", "Redis does not know this user and password: correct those in --redis."},
    {"NOPERM", "The Redis user may not do this: allow it all commands on the department's keys."},
    {"MOVED", "This is a Redis Cluster, which is not supported yet: let --redis name a single Redis."},
    {"CLUSTERDOWN", "This is a Redis Cluster, which is not supported yet: let --redis name a single Redis."},
    {"ERR max number of clients", "Redis has too many clients: raise its maxclients."},
}};

std::optional<Position> to_position(std::string_view text) {
  Position position = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), position);
  if (error != std::errc{} || stopped != text.data() + text.size()) return std::nullopt;
  return position;
}

/// "17-0" is 17.
std::optional<Position> position_of_id(std::string_view id) {
  if (!id.ends_with("-0")) return std::nullopt;
  return to_position(id.substr(0, id.size() - 2));
}

/// "DAMAGED <key> <what>", as the scripts say it.
[[noreturn]] void throw_damaged(std::string_view error) {
  const std::string_view rest = error.substr(kDamaged.size());
  const std::size_t space = rest.find(' ');
  throw DamagedStore(rest.substr(0, space), rest.substr(space + 1));
}

/// A broken connection is noticed only when it is used, so what fails at once is tried again over a new one.
Result<RedisReply> ask_for_any(RedisConnection& redis, const std::vector<std::string_view>& arguments,
                               std::chrono::milliseconds patience) {
  const auto start = std::chrono::steady_clock::now();
  auto reply = redis.command(arguments, patience);
  if (!reply && std::chrono::steady_clock::now() - start < patience / 2) reply = redis.command(arguments, patience);
  if (!reply) return unavailable(reply.error());
  return std::move(*reply);
}

}  // namespace

DamagedStore::DamagedStore(std::string_view key, std::string_view what)
    : std::runtime_error("The Redis key " + std::string(key) + " is damaged: " + std::string(what) +
                         ". Nothing was changed. Restore the data from a backup.") {}

tl::unexpected<scheduler::Error> unavailable(std::string detail) {
  return tl::unexpected<scheduler::Error>(scheduler::JournalUnavailable{std::move(detail)});
}

std::string explain(std::string_view error) {
  for (const auto& [beginning, meaning] : kMeanings) {
    if (error.starts_with(beginning)) return std::string(meaning) + " (" + std::string(error) + ')';
  }
  if (error.starts_with(kDamaged)) return "What is stored is damaged: " + std::string(error.substr(kDamaged.size()));
  if (error.find("ompiling script") != std::string_view::npos) {
    return "This Redis is too old: Karvon needs Redis 7 or later. (" + std::string(error) + ')';
  }
  return "Redis refused the command. (" + std::string(error) + ')';
}

Result<RedisReply> ask(RedisConnection& redis, const std::vector<std::string_view>& arguments,
                       std::chrono::milliseconds patience) {
  auto reply = ask_for_any(redis, arguments, patience);
  if (reply && reply->view().is_error()) return unavailable(explain(reply->view().error()));
  return reply;
}

Result<DepartmentState> ask_state(RedisConnection& redis, const Keys& keys) {
  auto answer = ask_for_any(redis, {"EVAL", kStateScript, "4", keys.head, keys.epoch, keys.objects, keys.journal},
                            kCommandPatience);
  if (!answer) return tl::unexpected(answer.error());
  const ReplyView values = answer->view();
  if (values.is_error()) {
    if (values.error().starts_with(kDamaged)) throw_damaged(values.error());
    return unavailable(explain(values.error()));
  }
  const auto head = to_position(values.at(0).text());
  const auto last_entry = position_of_id(values.at(2).text());
  if (!head) throw DamagedStore(keys.head, "it is not a number");
  if (!last_entry) throw DamagedStore(keys.journal, "its last id is not of the form <position>-0");
  return DepartmentState{*head, std::string(values.at(1).text()), *last_entry,
                         static_cast<std::size_t>(values.at(3).integer())};
}

}  // namespace store
