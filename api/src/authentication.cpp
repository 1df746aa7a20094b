#include "authentication.hpp"

#include "api/secret.hpp"
#include "http/problem.hpp"
#include "scheduler/describe.hpp"

namespace api {
namespace {

http::Response unauthorized(std::string_view detail, std::string_view challenge) {
  auto response = http::problem(401, "/problems/unauthorized", "A token is needed", detail);
  response.headers.emplace_back("WWW-Authenticate", challenge);
  return response;
}

}  // namespace

std::string_view bearer_of(const http::Request& request) {
  constexpr std::string_view kScheme = "bearer ";
  const auto header = request.header("Authorization").value_or("");
  if (!http::equal_ignoring_case(header.substr(0, kScheme.size()), kScheme)) return {};
  return header.substr(kScheme.size());
}

tl::expected<scheduler::RecordPtr<scheduler::AccessToken>, http::Response> authenticate(
    const http::Request& request, const scheduler::Schedule& schedule, scheduler::Role needed, scheduler::Instant now) {
  const std::string_view secret = bearer_of(request);
  if (secret.empty()) {
    return tl::unexpected(unauthorized("Send \"Authorization: Bearer kv_...\" with a token of this department.",
                                       "Bearer realm=\"karvon\""));
  }
  const std::string hash = sha256_hex(secret);
  auto token = schedule.find_token(hash);
  if (!token || !equal_in_constant_time(token->value.secret_sha256, hash)) {
    return tl::unexpected(unauthorized("This token is not known here, or no longer: ask an admin for a new one.",
                                       "Bearer realm=\"karvon\", error=\"invalid_token\""));
  }
  if (!token->value.is_valid_at(now)) {
    return tl::unexpected(unauthorized("This token has expired: ask an admin for a new one.",
                                       "Bearer realm=\"karvon\", error=\"invalid_token\""));
  }
  if (token->value.role < needed) {
    return tl::unexpected(http::problem(403, "/problems/forbidden", "Your role does not allow this",
                                        "It needs the role " + std::string(word_for(needed)) + " or a higher one; " +
                                            "your token has the role " + std::string(word_for(token->value.role)) +
                                            '.'));
  }
  return token;
}

}  // namespace api
