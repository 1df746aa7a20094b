#include "window.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <charconv>
#include <string>

#include "error_response.hpp"

namespace api {
namespace {

/// Query parameters have no JSON Pointer: they are named as they are written.
http::Response bad_parameter(std::string_view name, std::string detail) {
  return invalid_input("?" + std::string(name), std::move(detail));
}

std::optional<scheduler::Instant> parse_edge(std::string_view text, const scheduler::TimeZone& zone) {
  if (const auto day = scheduler::parse_date(text)) return zone.to_instant(*day);
  return scheduler::parse_instant(text);
}

tl::expected<scheduler::Instant, http::Response> edge_of(const http::Request& request, std::string_view name,
                                                         const scheduler::TimeZone& zone) {
  constexpr std::string_view kExamples = "for example 2026-12-07 or 2026-12-07T09:00:00Z";
  const auto text = request.query_value(name);
  if (!text)
    return tl::unexpected(bad_parameter(name, "is missing: give a date or an instant, " + std::string(kExamples)));
  const auto edge = parse_edge(*text, zone);
  if (!edge) {
    return tl::unexpected(
        bad_parameter(name, "is neither a date nor an RFC 3339 instant (write + as %2B), " + std::string(kExamples)));
  }
  return *edge;
}

}  // namespace

tl::expected<scheduler::Interval, http::Response> window_of(const http::Request& request,
                                                            const scheduler::TimeZone& zone) {
  const auto from = edge_of(request, "from", zone);
  if (!from) return tl::unexpected(from.error());
  const auto to = edge_of(request, "to", zone);
  if (!to) return tl::unexpected(to.error());
  if (*to <= *from) {
    return tl::unexpected(bad_parameter("to", "must be later than from: the window ends where to begins"));
  }
  return scheduler::Interval{*from, *to};
}

tl::expected<std::size_t, http::Response> limit_of(const http::Request& request) {
  const auto text = request.query_value("limit");
  if (!text) return kDefaultLimit;
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc{} || end != text->data() + text->size() || limit < 1 || limit > kMaxLimit) {
    return tl::unexpected(bad_parameter("limit", "must be a whole number from 1 to " + std::to_string(kMaxLimit)));
  }
  return limit;
}

tl::expected<bool, http::Response> flag_of(const http::Request& request, std::string_view name) {
  const auto text = request.query_value(name).value_or("false");
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return tl::unexpected(bad_parameter(name, "must be true or false"));
}

std::string next_link(const http::Request& request, std::string_view public_url, std::string_view cursor,
                      std::string_view parameter) {
  auto target = boost::urls::parse_origin_form(request.target);
  boost::urls::url url = target ? boost::urls::url(*target) : boost::urls::url();
  url.params().set(parameter, cursor);
  return '<' + std::string(public_url) + std::string(url.buffer()) + ">; rel=\"next\"";
}

}  // namespace api
