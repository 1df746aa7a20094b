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
  if (const auto* refused = std::get_if<scheduler::Refused>(&result.error())) {
    throw std::invalid_argument(refused->detail);
  }
  if (std::holds_alternative<scheduler::NotFound>(result.error())) {
    throw std::invalid_argument("there is no token with that id: karvon token list shows all");
  }
  throw std::runtime_error("the token was refused: try again");
}

std::unique_ptr<Store> open_store(const StoreOptions& options) {
  if (options.redis.empty() && !std::filesystem::exists(options.data / "redis")) {
    throw std::runtime_error("there is no store in " + options.data.string() +
                             ": name the right --data, or start the department first with karvon serve");
  }
  return std::make_unique<Store>(options, Store::Beside::running_service);
}

std::string department_in(const Store& store) {
  auto department = store.department(std::nullopt);
  if (!department) throw std::runtime_error("the store cannot be used: " + department.error());
  return std::move(*department);
}

scheduler::Schedule load(scheduler::Journal& journal) {
  scheduler::Schedule schedule = value_or_throw(journal.load());
  if (schedule.head() == 0) {
    throw std::runtime_error(
        "the department is empty: start it first with karvon serve, or name the right --department");
  }
  return schedule;
}

/// One look and one append. @return false when somebody else wrote in between
bool try_append(scheduler::Journal& journal, const scheduler::Command& command) {
  const scheduler::Schedule schedule = load(journal);
  const auto now = std::max(SystemClock().now(), schedule.last_change());
  const scheduler::Decision decision = value_or_throw(decide(schedule, command, now));
  const scheduler::JournalEntry entry{schedule.head() + 1, now, command.actor.name, "", decision.changes};
  return value_or_throw(journal.append(schedule.head(), {{entry, std::nullopt}})) == scheduler::AppendOutcome::written;
}

void perform(const StoreOptions& options, scheduler::Action action) {
  const auto store = open_store(options);
  const auto journal = store->journal(department_in(*store));
  const scheduler::Command command{{"command line", scheduler::Role::admin}, std::move(action)};
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    if (try_append(*journal, command)) return;
  }
  throw std::runtime_error("others are writing all the time: try again");
}

scheduler::TokenScope scope_of(const TokenOptions& options) {
  scheduler::TokenScope scope;
  const auto words = words_of(scheduler::EventKind{});
  for (const std::string& kind : options.kinds) {
    const auto found = std::find(words.begin(), words.end(), kind);
    if (found == words.end()) {
      throw std::invalid_argument("--kind must be master-class, office-hours, visit or trip");
    }
    scope.kinds.push_back(static_cast<scheduler::EventKind>(found - words.begin()));
  }
  for (const std::string& room : options.rooms) {
    const auto id = scheduler::Id<scheduler::Room>::parse(room);
    if (!id) throw std::invalid_argument("--room must be the id of a room: GET /v1/rooms shows them");
    scope.rooms.push_back(*id);
  }
  return scope;
}

std::optional<scheduler::Instant> expiry_of(const TokenOptions& options) {
  if (options.expires.empty()) return std::nullopt;
  const auto instant = scheduler::parse_instant(options.expires);
  if (!instant) throw std::invalid_argument("--expires must be an RFC 3339 instant, for example 2027-06-30T00:00:00Z");
  return instant;
}

}  // namespace

std::string create_token(const TokenOptions& options) {
  std::string secret = api::make_token();
  scheduler::AccessToken token{options.label, role_of(options.role), api::sha256_hex(secret), expiry_of(options),
                               scope_of(options)};
  perform(options.store, scheduler::Create<scheduler::AccessToken>{{api::RandomIds().next()}, std::move(token)});
  return secret;
}

std::string list_tokens(const TokenOptions& options) {
  const auto store = open_store(options.store);
  const std::string department = department_in(*store);
  const scheduler::Schedule schedule = load(*store->journal(department));
  const auto uses = value_or_throw(store->consumer_state(department, "token-uses")->load());
  std::string text;
  schedule.all<scheduler::AccessToken>().for_each(
      [&](scheduler::Id<scheduler::AccessToken> id, const scheduler::RecordPtr<scheduler::AccessToken>& token) {
        const auto used = uses.find(id.to_string());
        const scheduler::AccessToken& value = token->value;
        text += id.to_string() + "  " + std::string(word_for(value.role)) + (value.scope.limits() ? " (limited)" : "") +
                "  expires " + (value.expires ? scheduler::to_string(*value.expires) : "never") + "  last used " +
                (used != uses.end() ? used->second : "never") + "  " + value.label + '\n';
      });
  return text;
}

void revoke_token(const TokenOptions& options) {
  const auto id = scheduler::Id<scheduler::AccessToken>::parse(options.id);
  if (!id) throw std::invalid_argument("that is no id: karvon token list shows all");
  perform(options.store, scheduler::Remove<scheduler::AccessToken>{*id, std::nullopt});
}

}  // namespace karvon
