#include "client_address.hpp"

#include <algorithm>
#include <string_view>

namespace api {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// "127.0.0.1:40000" and "[::1]:40000" without port and brackets.
std::string_view host_of(std::string_view peer) {
  peer = peer.substr(0, peer.rfind(':'));
  if (peer.starts_with('[') && peer.ends_with(']')) peer = peer.substr(1, peer.size() - 2);
  return peer;
}

}  // namespace

std::string client_address(const http::Request& request, const std::vector<std::string>& trusted) {
  const auto is_trusted = [&](std::string_view address) {
    return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
  };
  std::string_view address = host_of(request.peer);
  // Several lines are one list, in their order (RFC 9110 5.3): a proxy may add one of its own.
  std::string lines;
  for (const auto& [name, value] : request.headers) {
    if (http::equal_ignoring_case(name, "X-Forwarded-For")) lines += (lines.empty() ? "" : ",") + value;
  }
  std::string_view forwarded = lines;
  while (is_trusted(address) && !forwarded.empty()) {
    const auto comma = forwarded.rfind(',');
    const std::string_view last = trimmed(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1));
    forwarded = comma == std::string_view::npos ? std::string_view() : forwarded.substr(0, comma);
    if (last.empty()) break;
    address = last;
  }
  return std::string(address);
}

}  // namespace api
