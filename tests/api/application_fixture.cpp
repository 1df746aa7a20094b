#include "api/application_fixture.hpp"

#include <boost/json/parse.hpp>
#include <future>
#include <stdexcept>

#include "scheduler/describe.hpp"

namespace support {
namespace {

std::string token_of(scheduler::Role role) { return "kv_" + std::string(word_for(role)); }

scheduler::SchedulingService::Journals journals_on(const std::shared_ptr<FakeStorage>& storage) {
  return {std::make_unique<FakeJournal>(storage), std::make_unique<FakeJournal>(storage)};
}

api::Department tashkent() {
  api::Department department;
  department.slug = "test";
  department.time_zone = scheduler::TimeZone::find("Asia/Tashkent").value();
  department.public_url = "http://karvon.test";
  return department;
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    segments.emplace_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

api::Services with_ports(api::Services services) {
  services.check_webhook_url = [](std::string_view url) -> tl::expected<void, std::string> {
    if (url.starts_with("https://")) return {};
    return tl::unexpected(std::string("must begin with https://"));
  };
  services.webhook_delivery = [](scheduler::Id<scheduler::Webhook>) { return std::nullopt; };
  return services;
}

}  // namespace

scheduler::Instant FixedClock::now() const { return scheduler::parse_instant("2026-12-01T06:00:00Z").value(); }

ApplicationFixture::ApplicationFixture(api::RateLimits limits)
    : storage_(std::make_shared<FakeStorage>()),
      scheduling_(journals_on(storage_), clock_),
      journal_reader_(std::make_unique<FakeJournal>(storage_)),
      changes_(std::make_unique<FakeJournal>(storage_)),
      application_(
          with_ports({scheduling_, clock_, ids_, journal_reader_, changes_, token_uses_, [](std::string_view) {}}),
          tashkent(), std::move(limits)) {
  scheduling_.listen(changes_.listener());
  if (!scheduling_.start()) throw std::logic_error("a journal in memory is there");
  changes_.begin(scheduling_.schedule()->head());
  create_tokens();
}

ApplicationFixture::~ApplicationFixture() {
  changes_.stop();
  journal_reader_.stop();
  storage_->set_unavailable(true);  // whoever waits for an entry need not
  scheduling_.stop();
}

void ApplicationFixture::create_tokens() {
  for (const auto role :
       {scheduler::Role::viewer, scheduler::Role::staff, scheduler::Role::coordinator, scheduler::Role::admin}) {
    std::promise<void> done;
    const scheduler::AccessToken token{std::string(word_for(role)), role, api::sha256_hex(token_of(role))};
    scheduling_.submit({{{"test", scheduler::Role::admin},
                         scheduler::Create<scheduler::AccessToken>{{ids_.next()}, token},
                         std::nullopt},
                        std::nullopt,
                        [](const scheduler::Decision&) { return std::string(); },
                        [&done](const scheduler::Result<scheduler::Answer>&) { done.set_value(); }});
    done.get_future().get();
  }
}

http::Response ApplicationFixture::send(std::string_view method, std::string_view target, std::string body,
                                        http::Headers headers, std::optional<scheduler::Role> role) {
  if (role) return send_as(token_of(*role), method, target, std::move(body), std::move(headers));
  return send_as("", method, target, std::move(body), std::move(headers));
}

void ApplicationFixture::send_later(http::Request request, http::Responder::Sink sink) {
  application_.handle(std::move(request), http::Responder(std::move(sink)));
}

http::Response ApplicationFixture::send_as(const std::string& secret, std::string_view method, std::string_view target,
                                           std::string body, http::Headers headers) {
  if (!secret.empty()) headers.emplace_back("Authorization", "Bearer " + secret);
  std::promise<http::Response> answer;
  application_.handle(request_of(method, target, std::move(body), std::move(headers)),
                      http::Responder([&answer](http::Response response) { answer.set_value(std::move(response)); }));
  return answer.get_future().get();
}

boost::json::value json_of(const http::Response& response) { return boost::json::parse(*response.body); }

std::string header_of(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (http::equal_ignoring_case(key, name)) return value;
  }
  return {};
}

http::Request request_of(std::string_view method, std::string_view target, std::string body, http::Headers headers) {
  http::Request request;
  request.method = method;
  request.target = target;
  const auto question = target.find('?');
  request.segments = segments_of(target.substr(0, question));
  while (question != std::string_view::npos && !target.empty()) {
    target.remove_prefix(std::min(target.find_first_of("?&"), target.size() - 1) + 1);
    const auto pair = target.substr(0, target.find('&'));
    const auto equals = pair.find('=');
    request.query.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (target.find('&') == std::string_view::npos) break;
  }
  request.body = std::move(body);
  request.headers = std::move(headers);
  return request;
}

}  // namespace support
