#include "changes.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <memory>

#include "../change_notices.hpp"
#include "../error_response.hpp"
#include "../window.hpp"
#include "http/body_stream.hpp"
#include "http/problem.hpp"
#include "scheduler/describe.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::JournalEntry;
using scheduler::Position;

constexpr std::chrono::seconds kLongestWait{60};
constexpr std::chrono::seconds kHeartbeat{15};
/// Of a stream whose client is behind; what one turn adds fits into what the server keeps for a client.
constexpr std::size_t kMostWaiting = 128 * 1024;

tl::expected<std::optional<std::uint64_t>, http::Response> number_in(const http::Request& request,
                                                                     std::string_view name, std::uint64_t most) {
  const auto text = request.query_value(name);
  if (!text) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size() || number > most) {
    return tl::unexpected(
        invalid_input("?" + std::string(name), "must be a whole number from 0 to " + std::to_string(most)));
  }
  return number;
}

tl::expected<std::vector<scheduler::EntityKind>, http::Response> kinds_in(const http::Request& request) {
  std::vector<scheduler::EntityKind> kinds;
  std::string_view rest = request.query_value("kinds").value_or("");
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    const auto words = words_of(scheduler::EntityKind{});
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) {
      return tl::unexpected(invalid_input("?kinds", "has \"" + std::string(word) + "\", which is no kind of object"));
    }
    kinds.push_back(static_cast<scheduler::EntityKind>(found - words.begin()));
  }
  return kinds;
}

/// What both ways of following have in common.
class Follower : public ChangeReader {
 public:
  Follower(const Environment& environment, const Exchange& exchange, std::vector<scheduler::EntityKind> kinds,
           Position after)
      : environment_(environment),
        token_(exchange.token),
        filter_{exchange.token->value.role, exchange.sight(), std::move(kinds)},
        position_(after) {}

  [[nodiscard]] scheduler::Uuid owner() const override { return token_->id.value; }
  [[nodiscard]] Position position() const override { return position_; }

  virtual void refuse(http::Response response) = 0;

 protected:
  [[nodiscard]] std::optional<json::object> notice(const JournalEntry& entry) {
    position_ = entry.position;
    return notice_of(entry, filter_, *environment_.services.scheduling.schedule());
  }

  /// Whoever is revoked hears nothing more. Nor does one whose token is another one now, with less to see: he asks
  /// again.
  [[nodiscard]] bool may_still_read() const {
    const auto token = environment_.services.scheduling.schedule()->find(token_->id);
    return token && token->version == token_->version && token->value.is_valid_at(environment_.services.clock.now());
  }

  [[nodiscard]] http::Response refusal(const scheduler::Error& why) const {
    if (std::holds_alternative<scheduler::NotFound>(why)) {
      return no_longer_kept(environment_.services.scheduling.schedule()->head(), std::nullopt);
    }
    return error_response(why, environment_.services.report, environment_.department.time_zone);
  }

  const Environment& environment_;

 private:
  scheduler::RecordPtr<scheduler::AccessToken> token_;
  NoticeFilter filter_;
  Position position_;
};

/// Answers once: with what there is, or with nothing when the time is up.
class Poll final : public Follower {
 public:
  Poll(const Environment& environment, Exchange exchange, std::vector<scheduler::EntityKind> kinds, Position after,
       std::size_t limit, std::chrono::seconds wait)
      : Follower(environment, exchange, std::move(kinds), after),
        responder_(std::move(exchange.responder)),
        limit_(limit),
        until_(Clock::now() + wait) {}

  [[nodiscard]] bool take(const std::vector<JournalEntry>& entries) override {
    for (const JournalEntry& entry : entries) {
      if (changes_.size() == limit_) break;
      if (auto shown = notice(entry)) changes_.push_back(std::move(*shown));
    }
    if (changes_.size() < limit_) return true;
    answer();
    return false;
  }

  [[nodiscard]] bool wait(Clock::time_point now) override {
    if (changes_.empty() && now < until_ && may_still_read() && responder_.is_awaited()) return true;
    answer();
    return false;
  }

  void fail(const scheduler::Error& why) override { responder_.send(refusal(why)); }
  void refuse(http::Response response) override { responder_.send(std::move(response)); }
  void end() override { answer(); }

 private:
  void answer() {
    const Position head = environment_.services.scheduling.schedule()->head();
    responder_.send(json_response(200,
                                  json::object{{"changes", std::move(changes_)}, {"next", position()}, {"head", head}},
                                  {{"Cache-Control", "no-store"}}));
  }

  http::Responder responder_;
  std::size_t limit_;
  Clock::time_point until_;
  json::array changes_;
};

/// Goes on until the client leaves (WHATWG HTML, 9.2 Server-sent events).
class Stream final : public Follower {
 public:
  Stream(const Environment& environment, Exchange exchange, std::vector<scheduler::EntityKind> kinds, Position after)
      : Follower(environment, exchange, std::move(kinds), after),
        responder_(std::move(exchange.responder)),
        body_(std::make_shared<http::BodyStream>()) {}

  [[nodiscard]] bool has_room() const override { return body_->waiting() < kMostWaiting; }

  [[nodiscard]] bool take(const std::vector<JournalEntry>& entries) override {
    begin();
    if (!may_still_read()) return false;
    std::string text;
    for (const JournalEntry& entry : entries) {
      if (const auto shown = notice(entry)) {
        text += "id: " + std::to_string(entry.position) + "\nevent: change\ndata: " + json::serialize(*shown) + "\n\n";
      }
    }
    if (!text.empty()) write(std::move(text));
    return body_->open();
  }

  [[nodiscard]] bool wait(Clock::time_point now) override {
    begin();
    if (!may_still_read()) return false;
    if (now >= last_sign_ + kHeartbeat) write(": still here\n\n");
    return body_->open();
  }

  void fail(const scheduler::Error& why) override {
    if (responder_) return responder_.send(refusal(why));
    write("event: lost\ndata: {}\n\n");
  }
  void refuse(http::Response response) override { responder_.send(std::move(response)); }
  void end() override { begin(); }

 private:
  void begin() {
    if (!responder_) return;
    http::Response response{
        200,
        {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
        nullptr};
    response.stream = body_;
    responder_.send(std::move(response));
    write("retry: 3000\n\n");
  }

  void write(std::string text) {
    body_->write(std::move(text));
    last_sign_ = Clock::now();
  }

  http::Responder responder_;
  std::shared_ptr<http::BodyStream> body_;  // ends with this object
  Clock::time_point last_sign_;
};

bool wants_stream(const http::Request& request) {
  const auto accept = request.header("Accept");
  return accept && accept->find("text/event-stream") != std::string_view::npos;
}

/// A browser that reconnects says where it was, and cannot change the URL.
tl::expected<std::optional<std::uint64_t>, http::Response> last_event_id(const http::Request& request) {
  const auto text = request.header("Last-Event-ID");
  if (!text) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) {
    return tl::unexpected(http::problem(400, "/problems/malformed-last-event-id", "The Last-Event-ID is unusable",
                                        "Send the id of the last event that you have had, or leave it out."));
  }
  return number;
}

}  // namespace

void changes(const Environment& environment, Exchange exchange) {
  const http::Request& request = exchange.request;
  const auto after = number_in(request, "after", INT64_MAX);
  if (!after) return exchange.responder.send(after.error());
  const auto wait = number_in(request, "wait", static_cast<std::uint64_t>(kLongestWait.count()));
  if (!wait) return exchange.responder.send(wait.error());
  const auto limit = limit_of(request);
  if (!limit) return exchange.responder.send(limit.error());
  auto kinds = kinds_in(request);
  if (!kinds) return exchange.responder.send(kinds.error());
  const auto last = last_event_id(request);
  if (!last) return exchange.responder.send(last.error());

  std::unique_ptr<Follower> follower;
  if (wants_stream(request)) {
    const Position head = environment.services.scheduling.schedule()->head();
    const Position from = last->value_or(after->value_or(head));
    follower = std::make_unique<Stream>(environment, std::move(exchange), std::move(*kinds), from);
  } else {
    follower = std::make_unique<Poll>(environment, std::move(exchange), std::move(*kinds), after->value_or(0), *limit,
                                      std::chrono::seconds{wait->value_or(0)});
  }
  Follower* const mine = follower.get();
  std::unique_ptr<ChangeReader> reader = std::move(follower);
  if (environment.services.changes.add(reader)) return;
  auto refused = http::problem(503, "/problems/too-many-followers", "Too many clients follow the changes",
                               "Close streams and polls that are not needed: one token may have 200. Then try again.");
  refused.headers.emplace_back("Retry-After", "5");
  mine->refuse(std::move(refused));
}

}  // namespace api::handlers
