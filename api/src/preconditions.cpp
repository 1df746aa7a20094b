#include "preconditions.hpp"

#include <functional>
#include <string>

#include "error_response.hpp"
#include "exchange.hpp"
#include "http/problem.hpp"

namespace api {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Whether one of the list's members satisfies `matches`. Our entity tags hold no comma.
bool any_of_list(std::string_view list, const std::function<bool(std::string_view)>& matches) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (matches(trimmed(list.substr(0, comma)))) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

tl::expected<std::optional<scheduler::Version>, http::Response> expected_version(const http::Request& request,
                                                                                 scheduler::Version current) {
  const auto header = request.header("If-Match");
  if (!header) {
    return tl::unexpected(http::problem(
        428, "/problems/precondition-required", "If-Match is missing",
        "Send If-Match with the ETag that you got when you read it, so that nobody else's change is lost."));
  }
  if (trimmed(*header) == "*") return std::nullopt;
  const std::string etag = etag_of(current);
  if (any_of_list(*header, [&](std::string_view each) { return each == etag; })) return current;
  return tl::unexpected(stale(current));
}

bool none_match_fails(const http::Request& request, std::string_view etag) {
  const auto header = request.header("If-None-Match");
  if (!header) return false;
  return any_of_list(*header, [&](std::string_view each) {
    if (each.starts_with("W/")) each.remove_prefix(2);
    return each == "*" || each == etag;
  });
}

}  // namespace api
