#include "bulk.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <boost/url/url_view.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../authentication.hpp"
#include "../error_response.hpp"
#include "../json_body.hpp"
#include "../window.hpp"
#include "../write.hpp"
#include "api/secret.hpp"
#include "http/problem.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;

/// One request of the list.
struct Operation {
  std::string method;
  std::string target;
  std::string body;
  std::optional<std::string> if_match;
};

/// Of all answers in a list together, beyond which nothing more is read.
constexpr std::size_t kMostAnswered = 4 * 1024 * 1024;

constexpr std::array<std::string_view, 4> kMethods{"GET", "POST", "PATCH", "DELETE"};
constexpr std::array<std::string_view, 4> kMembers{"method", "path", "body", "ifMatch"};

std::optional<std::string> text_member(const json::object& item, std::string_view name) {
  const json::value* value = item.if_contains(name);
  return value != nullptr && value->is_string() ? std::optional(std::string(value->get_string())) : std::nullopt;
}

/// Whether the path may be asked for in a list: one answer, and no other list. Decoded: there is more than one way to
/// write a path.
bool is_for_lists(const std::string& target) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url || !target.starts_with('/')) return false;
  std::vector<std::string> segments;
  for (const auto& segment : url->segments()) segments.emplace_back(segment);
  if (segments.size() < 2 || segments.front() != "v1") return false;
  const std::string& collection = segments[1];
  const std::string& last = segments.back();
  return collection != "bulk" && collection != "changes" && last != "import" && last != "export";
}

tl::expected<Operation, scheduler::InvalidField> operation_in(const json::value& value, const std::string& at) {
  const auto wrong = [&](std::string_view member, std::string detail) {
    return tl::unexpected(scheduler::InvalidField{at + std::string(member), std::move(detail)});
  };
  const json::object* item = value.if_object();
  if (item == nullptr) return wrong("", "must be an object");
  for (const auto& [name, member] : *item) {
    if (std::find(kMembers.begin(), kMembers.end(), std::string_view(name)) == kMembers.end()) {
      return wrong('/' + std::string(name), "is not known here; known are: method, path, body, ifMatch");
    }
  }
  Operation operation;
  operation.method = text_member(*item, "method").value_or("");
  if (std::find(kMethods.begin(), kMethods.end(), operation.method) == kMethods.end()) {
    return wrong("/method", "must be one of: GET, POST, PATCH, DELETE");
  }
  operation.target = text_member(*item, "path").value_or("");
  if (!is_for_lists(operation.target)) {
    return wrong("/path", "must be a path under /v1, for example /v1/rooms; lists, streams and files stand alone");
  }
  if (const json::value* body = item->if_contains("body")) {
    if (!body->is_object()) return wrong("/body", "must be an object");
    operation.body = json::serialize(*body);
  }
  if (item->contains("ifMatch")) {
    operation.if_match = text_member(*item, "ifMatch");
    if (!operation.if_match) return wrong("/ifMatch", "must be the ETag as it was read, for example \"\\\"3\\\"\"");
  }
  return operation;
}

/// What the body asks for.
struct Wish {
  std::vector<Operation> operations;
  bool stops_at_failure = false;
};

tl::expected<Wish, http::Response> wish_in(const json::object& body) {
  for (const auto& [name, member] : body) {
    if (name != "operations" && name != "onError") {
      return tl::unexpected(
          invalid_input('/' + std::string(name), "is not known here; known are: operations, onError"));
    }
  }
  Wish wish;
  const std::string on_error = text_member(body, "onError").value_or(body.contains("onError") ? "" : "continue");
  if (on_error != "continue" && on_error != "stop") {
    return tl::unexpected(invalid_input("/onError", "must be one of: continue, stop"));
  }
  wish.stops_at_failure = on_error == "stop";
  const json::value* list = body.if_contains("operations");
  if (list == nullptr || !list->is_array() || list->get_array().empty() || list->get_array().size() > kMostOperations) {
    return tl::unexpected(
        invalid_input("/operations", "must be a list of 1 to " + std::to_string(kMostOperations) + " operations"));
  }
  std::vector<scheduler::InvalidField> problems;
  const json::array& items = list->get_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto operation = operation_in(items[i], "/operations/" + std::to_string(i));
    if (!operation) {
      problems.push_back(operation.error());
    } else {
      wish.operations.push_back(std::move(*operation));
    }
  }
  if (!problems.empty()) return tl::unexpected(invalid_input(problems));
  return wish;
}

bool has_json(const http::Response& response) {
  return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    return header.first == "Content-Type" && header.second.find("json") != std::string::npos;
  });
}

/// An object's id, or a problem without its lists.
json::object in_short(const json::value& body) {
  json::object brief;
  for (const std::string_view name : {"id", "version", "type", "title", "status", "detail"}) {
    const json::value* member = body.is_object() ? body.get_object().if_contains(name) : nullptr;
    if (member != nullptr) brief.emplace(name, *member);
  }
  return brief;
}

json::object result_of(const http::Response& response) {
  json::object result{{"status", response.status}};
  for (const auto& [name, value] : response.headers) {
    if (name == "ETag") result.emplace("etag", value);
    if (name == "Location") result.emplace("location", value);
    if (name == "Idempotency-Replayed") result.emplace("replayed", true);
  }
  if (response.body && !response.body->empty() && has_json(response)) {
    result.emplace("body", json::parse(*response.body));
  }
  return result;
}

/// Carries out the operations one after the other: each begins when the one before is answered.
class Run : public std::enable_shared_from_this<Run> {
 public:
  Run(const Environment& environment, Exchange exchange, Wish wish, bool dry_run)
      : environment_(environment), exchange_(std::move(exchange)), wish_(std::move(wish)), dry_run_(dry_run) {}

  /// With an Idempotency-Key the list as a whole is bound to it first: another list under the same key does nothing.
  void begin() {
    if (!exchange_.request.header("Idempotency-Key") || !may_write()) return advance();
    const http::Request& request = exchange_.request;
    fingerprint_ = sha256_hex(request.target + '\n' + request.body);
    Exchange claim{request, exchange_.parameters, http::Responder([self = shared_from_this()](http::Response response) {
                     if (response.status == 200) return self->advance();
                     self->exchange_.responder.send(std::move(response));
                   }),
                   exchange_.token};
    scheduler::Command command{exchange_.actor(), scheduler::Remember{}};
    write(environment_, std::move(claim), std::move(command), [](const scheduler::Decision&) {
      return http::Response{200, {}, nullptr};
    });
  }

 private:
  /// A list that only reads, or that somebody sends who may only read, leaves nothing behind.
  [[nodiscard]] bool may_write() const {
    return !dry_run_ && exchange_.token->value.role >= scheduler::Role::staff &&
           std::any_of(wish_.operations.begin(), wish_.operations.end(),
                       [](const Operation& operation) { return operation.method != "GET"; });
  }

  /// Where one operation is: its answer may come before its sending returns, on this thread or on another one. Whoever
  /// comes second goes on, so that only one thread is here at a time, and none calls itself.
  enum class Step { sending, sent, answered };

  void advance() {
    do {
      if (results_.size() == wish_.operations.size()) return finish();
      step_ = Step::sending;
      send_next();
    } while (step_.exchange(Step::sent) == Step::answered);
  }

  void send_next() {
    const std::size_t index = results_.size();
    if (answered_bytes_ > kMostAnswered && wish_.operations[index].method == "GET") return take(too_large());
    environment_.serve_for(
        request_of(wish_.operations[index]), exchange_.token, key_of(index),
        http::Responder([self = shared_from_this()](const http::Response& response) { self->take(response); }));
  }

  void take(const http::Response& response) {
    if (response.body) answered_bytes_ += response.body->size();
    json::object result = result_of(response);
    // What was done is done: then the answer says so, and no more.
    if (answered_bytes_ > kMostAnswered && result.contains("body")) result["body"] = in_short(result.at("body"));
    results_.push_back(std::move(result));
    if (response.status < 400) ++succeeded_;
    if (response.status >= 400 && wish_.stops_at_failure) skip_the_rest();
    if (step_.exchange(Step::answered) == Step::sent) advance();
  }

  static http::Response too_large() {
    return http::problem(
        413, "/problems/answer-too-large", "The answers are too large together",
        "What came before it in the list fills the answer already. Ask for less at once, or by itself.");
  }

  void skip_the_rest() {
    const http::Response skipped =
        http::problem(424, "/problems/not-tried", "An operation before it failed",
                      "With \"onError\": \"stop\" the operations after one that fails are not "
                      "tried. Mend that one, and send the rest again.");
    while (results_.size() < wish_.operations.size()) results_.push_back(result_of(skipped));
  }

  [[nodiscard]] http::Request request_of(const Operation& operation) const {
    http::Request request;
    request.method = operation.method;
    request.target = operation.target;
    if (dry_run_ && operation.method != "GET") request.target = as_dry_run(operation.target);
    request.body = operation.body;
    request.peer = exchange_.request.peer;
    request.headers.emplace_back("Authorization", exchange_.request.header("Authorization").value_or(""));
    if (operation.if_match) request.headers.emplace_back("If-Match", *operation.if_match);
    if (const auto prefer = exchange_.request.header("Prefer")) request.headers.emplace_back("Prefer", *prefer);
    return request;
  }

  /// Whatever the item says of it itself.
  static std::string as_dry_run(const std::string& target) {
    boost::urls::url url(boost::urls::parse_origin_form(target).value());
    url.params().erase("dryRun");
    url.params().append({"dryRun", "true"});
    return std::string(url.buffer());
  }

  [[nodiscard]] std::optional<scheduler::IdempotencyKey> key_of(std::size_t index) const {
    if (fingerprint_.empty() || wish_.operations[index].method == "GET") return std::nullopt;
    return scheduler::IdempotencyKey{
        exchange_.token->id.to_string(),
        // With a blank, which no client's key can have.
        std::string(*exchange_.request.header("Idempotency-Key")) + " #" + std::to_string(index), fingerprint_};
  }

  void finish() {
    const std::size_t all = results_.size();
    exchange_.responder.send(json_response(
        200, json::object{{"results", std::move(results_)}, {"succeeded", succeeded_}, {"failed", all - succeeded_}}));
  }

  const Environment& environment_;
  Exchange exchange_;
  Wish wish_;
  bool dry_run_;
  std::string fingerprint_;
  json::array results_;
  std::size_t succeeded_ = 0;
  std::size_t answered_bytes_ = 0;
  std::atomic<Step> step_ = Step::sending;
};

}  // namespace

void bulk(const Environment& environment, Exchange exchange) {
  const auto dry_run = flag_of(exchange.request, "dryRun");
  if (!dry_run) return exchange.responder.send(dry_run.error());
  const auto body = parse_body(exchange.request, "application/json");
  if (!body) return exchange.responder.send(body.error());
  auto wish = wish_in(*body);
  if (!wish) return exchange.responder.send(wish.error());
  std::make_shared<Run>(environment, std::move(exchange), std::move(*wish), *dry_run)->begin();
}

}  // namespace api::handlers
