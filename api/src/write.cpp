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

http::Response preview(const Environment& environment, const scheduler::Command& command, const Render& render,
                       std::string_view list) {
  const auto decision = environment.services.scheduling.preview(command);
  if (decision) return as_dry_run(render(*decision));
  return error_response(of_one_item(decision.error(), list), environment.services.report,
                        environment.department.time_zone);
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

void write(const Environment& environment, Exchange exchange, scheduler::Command command, Render render,
           std::string_view list) {
  const auto dry_run = flag_of(exchange.request, "dryRun");
  if (!dry_run) return exchange.responder.send(dry_run.error());
  if (*dry_run) return exchange.responder.send(preview(environment, command, render, list));
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
  submission.done = [pending, report = environment.services.report, zone = environment.department.time_zone,
                     list = std::string(list)](scheduler::Result<scheduler::Answer> answer) {
    if (!answer) {
      return pending->responder.send(error_response(of_one_item(std::move(answer.error()), list), report, zone));
    }
    pending->responder.send(answer->replayed ? replayed(*answer) : std::move(pending->response));
  };
  environment.services.scheduling.submit(std::move(submission));
}

}  // namespace api
