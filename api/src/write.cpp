#include "write.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "api/secret.hpp"
#include "error_response.hpp"
#include "http/problem.hpp"
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

http::Response preview(const Environment& environment, const scheduler::Command& command, const Render& render) {
  const auto decision = environment.services.scheduling.preview(command);
  if (!decision) return error_response(decision.error(), environment.services.report, environment.department.time_zone);
  return as_dry_run(render(*decision));
}

bool is_usable_key(std::string_view key) {
  return !key.empty() && key.size() <= kMaxKeyLength &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// The key of a POST, bound to the token that sent it and to what was sent.
tl::expected<std::optional<scheduler::IdempotencyKey>, http::Response> idempotency_of(const Exchange& exchange) {
  const http::Request& request = exchange.request;
  const auto key = request.header("Idempotency-Key");
  if (request.method != "POST" || !key) return std::nullopt;
  if (!is_usable_key(*key)) {
    return tl::unexpected(http::problem(400, "/problems/malformed-idempotency-key", "The Idempotency-Key is unusable",
                                        "Send 1 to 255 visible ASCII characters, a fresh UUID for example."));
  }
  return scheduler::IdempotencyKey{exchange.token->id.to_string(), std::string(*key),
                                   sha256_hex(request.method + '\n' + request.target + '\n' + request.body)};
}

/// What happens to one submission between decision and answer; shared by its two callbacks.
struct Pending {
  http::Responder responder;
  Render render;
  http::Response response;
};

http::Response replayed(const scheduler::Answer& answer) {
  http::Response response = response_of(answer.text);
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

void write(const Environment& environment, Exchange exchange, scheduler::Command command, Render render) {
  const auto dry_run = flag_of(exchange.request, "dryRun");
  if (!dry_run) return exchange.responder.send(dry_run.error());
  if (*dry_run) return exchange.responder.send(preview(environment, command, render));
  auto idempotency = idempotency_of(exchange);
  if (!idempotency) return exchange.responder.send(idempotency.error());

  auto pending = std::make_shared<Pending>(Pending{std::move(exchange.responder), std::move(render), {}});
  scheduler::Submission submission;
  submission.command = std::move(command);
  submission.idempotency = std::move(*idempotency);
  submission.render = [pending, stored = submission.idempotency.has_value()](const scheduler::Decision& decision) {
    pending->response = pending->render(decision);
    return stored ? to_text(pending->response) : std::string();
  };
  submission.done = [pending, report = environment.services.report,
                     zone = environment.department.time_zone](scheduler::Result<scheduler::Answer> answer) {
    if (!answer) return pending->responder.send(error_response(answer.error(), report, zone));
    pending->responder.send(answer->replayed ? replayed(*answer) : std::move(pending->response));
  };
  environment.services.scheduling.submit(std::move(submission));
}

}  // namespace api
