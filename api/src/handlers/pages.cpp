#include "pages.hpp"

#include <date/date.h>
#include <boost/json/object.hpp>
#include <ctime>
#include <optional>
#include <string>

#include "../preconditions.hpp"
#include "../window.hpp"
#include "http/problem.hpp"

namespace api::handlers {
namespace {

/// IMF-fixdate (RFC 9110 5.6.7); date's names of days and months are English whatever the locale.
std::string http_date(scheduler::Instant time) {
  return date::format(std::locale::classic(), "%a, %d %b %Y %T GMT", time);
}

std::optional<scheduler::Instant> parse_http_date(std::string_view text) {
  // The names of days and months are English here: the process never leaves the "C" locale.
  std::tm parts{};
  const std::string terminated(text);
  const char* end = strptime(terminated.c_str(), "%a, %d %b %Y %T GMT", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const auto day = date::year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday;
  if (!day.ok()) return std::nullopt;
  return date::sys_days{day} + std::chrono::hours{parts.tm_hour} + std::chrono::minutes{parts.tm_min} +
         std::chrono::seconds{parts.tm_sec};
}

/// RFC 9110 13.2.2: If-Modified-Since counts only where If-None-Match is not there.
bool is_not_modified(const http::Request& request, const calendar::Feed& feed) {
  if (request.header("If-None-Match")) return none_match_fails(request, feed.etag);
  const auto since = request.header("If-Modified-Since");
  const auto time = since ? parse_http_date(*since) : std::nullopt;
  return time && feed.last_modified <= *time;
}

calendar::FeedOptions public_feed_options(const Department& department, bool include_cancelled) {
  calendar::FeedOptions options;
  options.name = department.name;
  options.description =
      "Open events of the " + department.name + (department.institute.empty() ? "" : ", " + department.institute);
  options.source_url = department.public_url + "/calendar.ics";
  options.time_zone = department.time_zone;
  options.include_cancelled = include_cancelled;
  return options;
}

http::Response text_response(std::string text) {
  return {200, {{"Content-Type", "text/plain; charset=utf-8"}}, std::make_shared<const std::string>(std::move(text))};
}

}  // namespace

void public_calendar(const Environment& environment, Exchange exchange) {
  const auto cancelled = exchange.request.query_value("cancelled").value_or("1");
  const bool include_cancelled = cancelled != "0" && cancelled != "false";
  const auto feed = environment.feeds.public_feed(*environment.services.scheduling.schedule(),
                                                  public_feed_options(environment.department, include_cancelled),
                                                  environment.services.clock.now());
  http::Headers headers{{"ETag", feed->etag},
                        {"Last-Modified", http_date(feed->last_modified)},
                        {"Cache-Control", "private, max-age=300, must-revalidate"},
                        {"X-Robots-Tag", "noindex"},
                        {"Referrer-Policy", "no-referrer"}};
  if (is_not_modified(exchange.request, *feed)) return exchange.responder.send({304, std::move(headers), nullptr});
  headers.emplace_back("Content-Type", "text/calendar; charset=utf-8");
  headers.emplace_back("Content-Disposition", "inline; filename=\"" + environment.department.slug + ".ics\"");
  exchange.responder.send({200, std::move(headers), feed->body});
}

void openapi(const Environment& environment, Exchange exchange) {
  exchange.responder.send(
      {200, {{"Content-Type", "application/json"}}, std::make_shared<const std::string>(environment.openapi)});
}

void health(const Environment&, Exchange exchange) {
  exchange.responder.send(json_response(200, boost::json::object{{"status", "ok"}}));
}

void readiness(const Environment& environment, Exchange exchange) {
  if (environment.services.scheduling.ready()) {
    const auto head = environment.services.scheduling.schedule()->head();
    return exchange.responder.send(json_response(200, boost::json::object{{"status", "ready"}, {"head", head}}));
  }
  auto response = http::problem(503, "/problems/not-ready", "Not ready",
                                "The store cannot be reached, or not everything in it has been read yet. Look at the "
                                "log; it goes on by itself when the store is back.");
  response.headers.emplace_back("Retry-After", "2");
  exchange.responder.send(std::move(response));
}

void robots(const Environment&, Exchange exchange) {
  exchange.responder.send(text_response("User-agent: *\nAllow: /calendar.ics\nAllow: /feeds/\nDisallow: /\n"));
}

}  // namespace api::handlers
