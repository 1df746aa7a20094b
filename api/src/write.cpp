#include "write.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "api/secret.hpp"
#include "authentication.hpp"
#include "error_response.hpp"
#include "http/problem.hpp"
#include "scheduler/describe.hpp"
#include "sealed_text.hpp"
#include "stored_answer.hpp"
#include "window.hpp"

namespace api {
namespace {

constexpr std::size_t kMaxKeyLength = 255;

http::Response as_dry_run(http::Response response) {
  response.status = 200;
  std::erase_if(response.headers, [](const auto& header) { return header.first == "Location"; });
  return response;
}

/// "/stops/2/start" as "/start".
scheduler::Error of_one_item(scheduler::Error error, std::string_view list) {
  auto* invalid = std::get_if<scheduler::InvalidInput>(&error);
  if (list.empty() || invalid == nullptr) return error;
  for (scheduler::InvalidField& field : invalid->fields) {
    if (!field.pointer.starts_with(std::string(list) + '/')) continue;
    const auto end_of_index = field.pointer.find('/', list.size() + 1);
    field.pointer = end_of_index == std::string::npos ? "" : field.pointer.substr(end_of_index);
  }
  return error;
}

/// What answers of one exchange have in common; shared by what happens to it now and later.
struct Telling {
  const Environment& environment;
  Sight sight;
  Render render;
  std::string list;

  [[nodiscard]] http::Response success(const scheduler::Decision& decision) const {
    if (!sight.is_limited()) return render(decision);
    scheduler::Decision shown = decision;
    sight.redact(shown, *environment.services.scheduling.schedule());
    return render(shown);
  }

  [[nodiscard]] http::Response refusal(scheduler::Error error) const {
    if (auto* conflict = std::get_if<scheduler::SchedulingConflict>(&error)) {
      sight.redact(*conflict, *environment.services.scheduling.schedule());
    }
    return error_response(of_one_item(std::move(error), list), environment.services.report,
                          environment.department.time_zone);
  }
};

http::Response preview(const Telling& telling, const scheduler::Command& command) {
  const auto decision = telling.environment.services.scheduling.preview(command);
  return decision ? as_dry_run(telling.success(*decision)) : telling.refusal(decision.error());
}

bool is_usable_key(std::string_view key) {
  return !key.empty() && key.size() <= kMaxKeyLength &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// RFC 7240: whether the client has no use for the object in the answer.
bool wants_minimal(const http::Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (http::equal_ignoring_case(name, "Prefer") && value.find("return=minimal") != std::string::npos) return true;
  }
  return false;
}

http::Response minimal(http::Response response) {
  if (response.status < 200 || response.status > 299 || !response.body) return response;
  if (response.status == 200) response.status = 204;
  std::erase_if(response.headers, [](const auto& header) { return header.first == "Content-Type"; });
  response.headers.emplace_back("Preference-Applied", "return=minimal");
  response.body = nullptr;
  return response;
}

/// What happens to one submission between decision and answer; shared by its two callbacks.
struct Pending {
  http::Responder responder;
  Telling telling;
  bool is_minimal;
  std::string seal;  ///< with which the stored answer is closed
  http::Response response;

  void send(http::Response answer) { responder.send(is_minimal ? minimal(std::move(answer)) : std::move(answer)); }
};

/// With what the stored answer is sealed: the token's secret, and what the token may. With another role or scope what
/// was answered before is not for it any more.
std::string seal_of(const Exchange& exchange) {
  std::string seal(bearer_of(exchange.request));
  const scheduler::AccessToken& token = exchange.token->value;
  seal.append("\n").append(word_for(token.role));
  for (const scheduler::EventKind kind : token.scope.kinds) seal.append("\n").append(word_for(kind));
  for (const auto& room : token.scope.rooms) seal.append("\n").append(room.to_string());
  return seal;
}

/// The answer that was given to the same request before.
http::Response replayed(const scheduler::Answer& answer, std::string_view seal) {
  const auto text = unsealed(answer.text, seal);
  if (!text) {
    return http::problem(409, "/problems/answer-not-readable", "It was done, and the answer cannot be given again",
                         "The request with this Idempotency-Key was carried out; its stored answer cannot be read. "
                         "Read what it made.");
  }
  http::Response response = response_of(*text);
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

tl::expected<std::optional<scheduler::IdempotencyKey>, http::Response> idempotency_of(const Exchange& exchange) {
  const http::Request& request = exchange.request;
  if (exchange.item_key) return exchange.item_key;
  const auto key = request.header("Idempotency-Key");
  if (request.method != "POST" || !key) return std::nullopt;
  if (!is_usable_key(*key)) {
    return tl::unexpected(http::problem(400, "/problems/malformed-idempotency-key", "The Idempotency-Key is unusable",
                                        "Send 1 to 255 visible ASCII characters, a fresh UUID for example."));
  }
  return scheduler::IdempotencyKey{exchange.token->id.to_string(), std::string(*key),
                                   sha256_hex(request.method + '\n' + request.target + '\n' + request.body)};
}

namespace {

/// Whether the request was carried out before cannot be found out now.
http::Response nobody_knows(const Environment& environment, const scheduler::Error& error) {
  return error_response(error, environment.services.report, environment.department.time_zone);
}

}  // namespace

Exchange with_repetition(const Environment& environment, Exchange exchange) {
  const auto key = idempotency_of(exchange);
  if (!key || !*key) return exchange;
  auto inner = std::make_shared<http::Responder>(std::move(exchange.responder));
  auto look = [&environment, inner, key = **key, seal = seal_of(exchange),
               is_minimal = wants_minimal(exchange.request)](http::Response response) {
    if (response.status < 400) return inner->send(std::move(response));
    auto refused = std::make_shared<http::Response>(std::move(response));
    const auto look_up = [&environment, inner, refused, key, seal, is_minimal](scheduler::Journal& journal) {
      const auto stored = journal.find_answer(key.scope, key.key);
      if (!stored) return inner->send(nobody_knows(environment, stored.error()));
      const bool is_repeated = *stored && (*stored)->fingerprint == key.fingerprint;
      if (!is_repeated) return inner->send(std::move(*refused));
      http::Response again = replayed({(*stored)->answer, true}, seal);
      inner->send(is_minimal ? minimal(std::move(again)) : std::move(again));
    };
    const bool taken = environment.services.journal.submit(look_up);
    if (!taken) inner->send(nobody_knows(environment, scheduler::JournalUnavailable{"too many wait"}));
  };
  exchange.responder = http::Responder(std::move(look), [inner] { return inner->is_awaited(); });
  return exchange;
}

void write(const Environment& environment, Exchange exchange, scheduler::Command command, Render render,
           const WriteOptions& options) {
  const auto dry_run = flag_of(exchange.request, "dryRun");
  if (!dry_run) return exchange.responder.send(dry_run.error());
  Telling telling{environment, exchange.sight(), std::move(render), std::string(options.list)};
  if (*dry_run) return exchange.responder.send(preview(telling, command));
  auto idempotency = idempotency_of(exchange);
  if (!idempotency) return exchange.responder.send(idempotency.error());

  const bool is_minimal = !options.tells_secret && wants_minimal(exchange.request);
  auto pending = std::make_shared<Pending>(
      Pending{std::move(exchange.responder), std::move(telling), is_minimal, seal_of(exchange), {}});
  scheduler::Submission submission;
  submission.command = std::move(command);
  submission.idempotency = std::move(*idempotency);
  submission.render = [pending, stored = submission.idempotency.has_value()](const scheduler::Decision& decision) {
    pending->response = pending->telling.success(decision);
    return stored ? sealed(to_text(pending->response), pending->seal) : std::string();
  };
  submission.done = [pending](scheduler::Result<scheduler::Answer> answer) {
    if (!answer) return pending->send(pending->telling.refusal(std::move(answer.error())));
    pending->send(answer->replayed ? replayed(*answer, pending->seal) : std::move(pending->response));
  };
  environment.services.scheduling.submit(std::move(submission));
}

}  // namespace api
