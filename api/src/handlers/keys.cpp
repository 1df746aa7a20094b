#include "keys.hpp"

#include "api/secret.hpp"
#include "http/problem.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::AccessToken;
using scheduler::Webhook;

/// Each may hold a connection for seconds.
constexpr std::size_t kMostWebhooks = 100;

/// Answers with the object and, under `name`, what nobody can be told again. A preview has no secret: it would open
/// nothing.
template <class R>
Render show_with_secret(const Environment& environment, unsigned status, std::string_view name, std::string secret,
                        const http::Request& request) {
  const bool is_preview = flag_of(request, "dryRun").value_or(false);
  return [&environment, status, name, secret = std::move(secret), is_preview](const scheduler::Decision& decision) {
    const auto& record = *std::get<scheduler::Changed<typename R::Type>>(decision.changes.front()).after;
    json::object shown = R::show_written(environment, record, decision);
    if (!is_preview) shown.emplace(name, secret);
    http::Headers headers{{"ETag", etag_of(record.version)}, {"Cache-Control", "no-store"}};
    if (status == 201) headers.emplace_back("Location", R::path_of(record));
    return json_response(status, shown, std::move(headers));
  };
}

/// The object that the body describes.
/// @return 400, 415, 422
template <class R>
tl::expected<typename R::Type, http::Response> value_in_body(const Environment& environment, const Exchange& exchange) {
  auto body = parse_body(exchange.request, "application/json");
  if (!body) return tl::unexpected(body.error());
  auto value = R::blank(environment, exchange);
  if (const auto problems = codec::from_json(*body, value); !problems.empty()) {
    return tl::unexpected(invalid_input(problems));
  }
  return value;
}

std::optional<http::Response> problem_of_url(const Environment& environment, const Webhook& webhook) {
  const auto checked = environment.services.check_webhook_url(webhook.url);
  if (checked) return std::nullopt;
  return invalid_input("/url", checked.error());
}

}  // namespace

// --- tokens

json::object Tokens::show(const Environment& environment, const scheduler::Schedule&,
                          const scheduler::Record<AccessToken>& record) {
  json::object shown = codec::to_json(record, codec::Audience::client);
  if (const auto last = environment.services.token_uses.last(record.id)) {
    shown.emplace("lastUsed", scheduler::to_string(*last));
  }
  return shown;
}

void create_token(const Environment& environment, Exchange exchange) {
  auto value = value_in_body<Tokens>(environment, exchange);
  if (!value) return exchange.responder.send(value.error());
  std::string secret = make_token();
  value->secret_sha256 = sha256_hex(secret);
  scheduler::Command command{exchange.actor(),
                             scheduler::Create<AccessToken>{{environment.services.ids.next()}, std::move(*value)}};
  auto render = show_with_secret<Tokens>(environment, 201, "token", std::move(secret), exchange.request);
  write(environment, std::move(exchange), std::move(command), std::move(render), {.tells_secret = true});
}

// --- webhooks

json::object Webhooks::show(const Environment& environment, const scheduler::Schedule&,
                            const scheduler::Record<Webhook>& record) {
  json::object shown = codec::to_json(record, codec::Audience::client);
  if (const auto delivery = environment.services.webhook_delivery(record.id)) shown.emplace("delivery", *delivery);
  return shown;
}

void create_webhook(const Environment& environment, Exchange exchange) {
  auto value = value_in_body<Webhooks>(environment, exchange);
  if (!value) return exchange.responder.send(value.error());
  if (auto problem = problem_of_url(environment, *value)) return exchange.responder.send(std::move(*problem));
  if (environment.services.scheduling.schedule()->all<Webhook>().size() >= kMostWebhooks) {
    return exchange.responder.send(
        http::problem(409, "/problems/too-many-webhooks", "There are too many webhooks",
                      "Delete one that is not needed any more: there may be " + std::to_string(kMostWebhooks) + "."));
  }
  value->secret = make_webhook_secret();
  value->since = environment.services.scheduling.schedule()->head();
  std::string secret = value->secret;
  scheduler::Command command{exchange.actor(),
                             scheduler::Create<Webhook>{{environment.services.ids.next()}, std::move(*value)}};
  auto render = show_with_secret<Webhooks>(environment, 201, "secret", std::move(secret), exchange.request);
  write(environment, std::move(exchange), std::move(command), std::move(render), {.tells_secret = true});
}

void patch_webhook(const Environment& environment, Exchange exchange) {
  const auto current = find<Webhooks>(environment, exchange);
  if (!current) return exchange.responder.send(not_found());
  const auto expected = expected_version(exchange.request, current->version);
  if (!expected) return exchange.responder.send(expected.error());
  auto changes = parse_body(exchange.request, "application/merge-patch+json");
  if (!changes) return exchange.responder.send(changes.error());
  auto value = patched<Webhooks>(environment, exchange, *current, std::move(*changes));
  if (!value) return exchange.responder.send(value.error());
  if (auto problem = problem_of_url(environment, *value)) return exchange.responder.send(std::move(*problem));
  scheduler::Command command{exchange.actor(), scheduler::Replace<Webhook>{current->id, std::move(*value),
                                                                           expected->value_or(current->version)}};
  write(environment, std::move(exchange), std::move(command), show_changed<Webhooks>(environment, 200, current));
}

void rotate_webhook(const Environment& environment, Exchange exchange) {
  const auto current = find<Webhooks>(environment, exchange);
  if (!current) return exchange.responder.send(not_found());
  Webhook value = current->value;
  value.secret = make_webhook_secret();
  std::string secret = value.secret;
  scheduler::Command command{exchange.actor(),
                             scheduler::Replace<Webhook>{current->id, std::move(value), current->version}};
  auto render = show_with_secret<Webhooks>(environment, 200, "secret", std::move(secret), exchange.request);
  write(environment, std::move(exchange), std::move(command), std::move(render), {.tells_secret = true});
}

}  // namespace api::handlers
