#include "token_command.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "api/secret.hpp"
#include "scheduler/decide.hpp"
#include "scheduler/describe.hpp"
#include "system_clock.hpp"

namespace karvon {
namespace {

/// How often others may write between our look and our append.
constexpr int kMaxAttempts = 20;

scheduler::Role role_of(const std::string& word) {
  const auto words = words_of(scheduler::Role{});
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) throw std::invalid_argument("--role must be viewer, staff, coordinator or admin");
  return static_cast<scheduler::Role>(found - words.begin());
}

template <class T>
T value_or_throw(scheduler::Result<T> result) {
  if (result) return std::move(*result);
  if (const auto* away = std::get_if<scheduler::JournalUnavailable>(&result.error())) {
    throw std::runtime_error("the store cannot be used: " + away->detail);
  }
  if (const auto* invalid = std::get_if<scheduler::InvalidInput>(&result.error())) {
    const scheduler::InvalidField& first = invalid->fields.front();
    throw std::invalid_argument("--" + first.pointer.substr(1) + ' ' + first.detail);
  }
  throw std::runtime_error("the token was refused: try again");
}

/// One look and one append. @return false when somebody else wrote in between
bool try_append(scheduler::Journal& journal, const scheduler::Command& command) {
  const scheduler::Schedule schedule = value_or_throw(journal.load());
  if (schedule.head() == 0) {
    throw std::runtime_error(
        "the department is empty: start it first with karvon serve, or name the right --department");
  }
  const auto now = std::max(SystemClock().now(), schedule.last_change());
  const scheduler::Decision decision = value_or_throw(decide(schedule, command, now));
  const scheduler::JournalEntry entry{schedule.head() + 1, now, command.actor.name, "", decision.changes};
  return value_or_throw(journal.append(schedule.head(), {{entry, std::nullopt}})) == scheduler::AppendOutcome::written;
}

}  // namespace

std::string create_token(const TokenOptions& options) {
  const scheduler::Role role = role_of(options.role);
  if (options.store.redis.empty() && !std::filesystem::exists(options.store.data / "redis")) {
    throw std::runtime_error("there is no store in " + options.store.data.string() +
                             ": name the right --data, or start the department first with karvon serve");
  }
  const Store store(options.store, Store::Beside::running_service);
  const auto department = store.department(std::nullopt);
  if (!department) throw std::runtime_error("the store cannot be used: " + department.error());
  const auto journal = store.journal(*department);
  std::string secret = api::make_token();
  api::RandomIds ids;
  const scheduler::Command command{
      {"command line", scheduler::Role::admin},
      scheduler::Create<scheduler::AccessToken>{{ids.next()}, {options.label, role, api::sha256_hex(secret)}},
      std::nullopt};
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    if (try_append(*journal, command)) return secret;
  }
  throw std::runtime_error("others are writing all the time: try again");
}

}  // namespace karvon
