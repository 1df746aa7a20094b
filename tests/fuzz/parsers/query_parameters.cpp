#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "agenda_cursor.hpp"
#include "http/message.hpp"
#include "invariant.hpp"
#include "preconditions.hpp"
#include "scheduler/zone.hpp"
#include "target.hpp"
#include "window.hpp"

// The first line is the query of a request for the agenda, the second its If-Match: windows, limits, flags, cursors and
// the link to the next page.

namespace {

using fuzz::require;

constexpr std::string_view kPublicUrl = "https://calendar.example.org";

http::Request request_of(std::string_view line) {
  http::Request request;
  request.method = "GET";
  auto target = http::parse_target(request.method, "/v1/events?" + std::string(line));
  if (!target) return request;
  request.target = std::move(target->origin);
  request.segments = std::move(target->segments);
  request.query = std::move(target->query);
  return request;
}

void check_refusal(const http::Response& refusal) {
  require(refusal.status == 422 && refusal.body && !refusal.body->empty(),
          "a bad parameter is 422, and it is said why");
}

void check_window(const http::Request& request) {
  const auto zone = scheduler::TimeZone::find("Asia/Tashkent").value_or(scheduler::TimeZone());
  const auto window = api::window_of(request, zone);
  if (!window) return check_refusal(window.error());
  require(window->begin < window->end, "a window has a length");
  require(scheduler::parse_instant(scheduler::to_string(window->end)) == window->end, "its end can be written");
}

void check_limit(const http::Request& request) {
  const auto limit = api::limit_of(request);
  if (!limit) return check_refusal(limit.error());
  require(*limit >= 1 && *limit <= api::kMaxLimit, "a limit is within its bounds");
}

void check_cursor(std::string_view text) {
  const auto cursor = api::agenda_cursor_of(text);
  if (!cursor) return;
  const auto again = api::agenda_cursor_of(api::to_cursor(*cursor));
  require(again && *again == *cursor, "a cursor that is written again is the same");
}

void check_next_link(const http::Request& request) {
  constexpr std::string_view kCursor = "1796000000.1";
  constexpr std::string_view kEnd = ">; rel=\"next\"";
  const std::string link = api::next_link(request, kPublicUrl, kCursor);
  require(link.starts_with("<" + std::string(kPublicUrl)) && link.ends_with(kEnd), "a link has its form");
  const auto target = link.substr(1 + kPublicUrl.size(), link.size() - 1 - kPublicUrl.size() - kEnd.size());
  const auto next = http::parse_target("GET", target);
  require(next && next->segments == request.segments, "it leads to the same list");
  http::Request following;
  following.query = next->query;
  require(following.query_value("cursor") == kCursor, "with the cursor");
  for (const auto& [name, value] : request.query) {
    if (name != "cursor") require(following.query_value(name) == request.query_value(name), "and the same filters");
  }
}

void check_if_match(http::Request request, std::string_view line) {
  request.headers.emplace_back("If-Match", std::string(line));
  request.headers.emplace_back("If-None-Match", std::string(line));
  const auto version = api::expected_version(request, 7);
  require(version ? !*version || **version == 7 : version.error().status == 412, "a version is this one or stale");
  const bool names_it = version && version->has_value();
  require(!names_it || api::none_match_fails(request, "\"7\""), "what matches is not none");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view line = text.substr(0, text.find('\n'));
  const http::Request request = request_of(line);
  check_if_match(request, text.substr(std::min(line.size() + 1, text.size())));
  check_cursor(line);
  if (request.target.empty()) return 0;
  check_window(request);
  check_limit(request);
  const auto flag = api::flag_of(request, "dryRun");
  if (!flag) check_refusal(flag.error());
  check_cursor(request.query_value("cursor").value_or(""));
  check_next_link(request);
  return 0;
}
