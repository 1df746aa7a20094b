#include "webhooks/url_check.hpp"

#include <algorithm>
#include <charconv>

#include "url_parts.hpp"

namespace webhooks {
namespace {

constexpr std::size_t kMaxUrlLength = 2048;
constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kPunctuation = "-._~:/?#[]@!$&'()*+,;=%";

using Verdict = tl::expected<void, std::string>;

tl::unexpected<std::string> refused(std::string why) { return tl::unexpected<std::string>(std::move(why)); }

bool is_of(std::string_view characters, char c) { return characters.find(c) != std::string_view::npos; }

bool is_rfc_3986(std::string_view url) {
  return std::ranges::all_of(url, [](char c) { return is_of(kAlphanumeric, c) || is_of(kPunctuation, c); });
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

/// A name with a dot at its end is the same name.
std::string_view without_root(std::string_view host) {
  if (host.size() > 1 && host.ends_with('.')) host.remove_suffix(1);
  return host;
}

/// What stands between "//" and the path, the query or the fragment.
std::string_view authority_of(std::string_view url) {
  const std::size_t slashes = url.find("//");
  if (slashes == std::string_view::npos) return {};
  const std::string_view rest = url.substr(slashes + 2);
  return rest.substr(0, rest.find_first_of("/?#"));
}

Verdict check_text(std::string_view url) {
  if (url.empty()) return refused("The URL is empty.");
  if (url.size() > kMaxUrlLength) return refused("The URL is longer than 2,048 characters.");
  if (!is_rfc_3986(url)) {
    return refused(
        "The URL has characters that RFC 3986 does not allow: percent-encode them, and write an international host "
        "name in its ASCII form (xn--...).");
  }
  if (url.find('#') != std::string_view::npos)
    return refused("The URL has a fragment: leave out '#' and what follows.");
  if (is_of(authority_of(url), '@')) {
    return refused("The URL names a user: leave that out. Notices are signed, so that the receiver can trust them.");
  }
  return {};
}

/// Resolvers read a name as an address, in one of its old spellings, when it ends so.
bool is_number(std::string_view label) {
  return label.starts_with("0x") || std::ranges::all_of(label, [](char c) { return c >= '0' && c <= '9'; });
}

Verdict check_host(const UrlParts& parts) {
  const std::string_view host = without_root(parts.host);
  if (const auto address = IpAddress::parse(host)) {
    if (is_public_address(*address)) return {};
    return refused("The URL leads to " + address->to_string() +
                   ", which is no public address. Whoever runs the service can allow it.");
  }
  if (is_number(host.substr(host.rfind('.') + 1))) {
    return refused("The URL's host is neither a name nor an address: write an address as 192.0.2.1 or [2001:db8::1].");
  }
  if (host == "localhost" || host.ends_with(".localhost") || host.find('.') == std::string_view::npos) {
    return refused(
        "The URL's host is a local name. Use one that the whole Internet knows, or ask whoever runs the "
        "service to allow it.");
  }
  return {};
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || stopped != digits.data() + digits.size() || port == 0) return std::nullopt;
  return port;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return is_of(kAlphanumeric, c) || is_of("-._", c); });
}

/// "host:80" is {"host", "80"}, "[::1]:80" is {"::1", "80"}; "::1" has no port.
std::pair<std::string_view, std::string_view> split_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (text.starts_with('[')) {
    const std::size_t bracket = text.find(']');
    if (bracket == std::string_view::npos) return {text, {}};
    const std::string_view rest = text.substr(bracket + 1);
    if (rest.empty()) return {text.substr(1, bracket - 1), {}};
    if (!rest.starts_with(':')) return {text, {}};
    return {text.substr(1, bracket - 1), rest.size() > 1 ? rest.substr(1) : "?"};
  }
  if (colon == std::string_view::npos || text.find(':') != colon) return {text, {}};
  return {text.substr(0, colon), colon + 1 < text.size() ? text.substr(colon + 1) : "?"};
}

}  // namespace

std::optional<Allowed::Entry> Allowed::parse_entry(std::string_view text) {
  const auto [where, port] = split_port(text);
  Entry entry;
  if (!port.empty()) {
    entry.port = parse_port(port);
    if (!entry.port) return std::nullopt;
  }
  if (const auto block = AddressBlock::parse(where)) {
    entry.block = *block;
    return entry;
  }
  if (!is_host_name(where)) return std::nullopt;
  entry.host = in_lower_case(without_root(where));
  return entry;
}

tl::expected<Allowed, std::string> Allowed::parse(const std::vector<std::string>& entries) {
  Allowed allowed;
  for (const std::string& text : entries) {
    const auto entry = parse_entry(text);
    if (!entry) {
      return tl::unexpected<std::string>(
          "\"" + text + "\" is no host, address or block of addresses: write intranet.example.org, 10.20.0.5:8443, " +
          "10.20.0.0/16 or [fd00::/8]:443.");
    }
    allowed.entries_.push_back(*entry);
  }
  return allowed;
}

bool Allowed::allows_host(std::string_view host, std::uint16_t port) const {
  if (const auto address = IpAddress::parse(without_root(host))) return allows_address(*address, port);
  const std::string name = in_lower_case(without_root(host));
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return !entry.host.empty() && entry.host == name && entry.port.value_or(port) == port;
  });
}

bool Allowed::allows_address(const IpAddress& address, std::uint16_t port) const {
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return entry.host.empty() && entry.block.contains(address) && entry.port.value_or(port) == port;
  });
}

Verdict check_url(std::string_view url, const Allowed& allowed) {
  if (auto text = check_text(url); !text) return text;
  const auto parts = parse_url(url);
  if (!parts || parts->host.empty() || parts->port == 0 || authority_of(url).empty()) {
    return refused("This is no URL: write https://host/path.");
  }
  const bool is_allowed = allowed.allows_host(parts->host, parts->port);
  if (parts->scheme != "https" && !(parts->scheme == "http" && is_allowed)) {
    return refused(parts->scheme == "http" ? "Notices go over https only: the URL must begin with https://."
                                           : "The URL must begin with https://.");
  }
  return is_allowed ? Verdict() : check_host(*parts);
}

std::string shown_url(std::string_view url) {
  const auto parts = parse_url(url);
  if (!parts) return "(no URL)";
  const bool is_ipv6 = parts->host.find(':') != std::string::npos;
  return parts->scheme + "://" + (is_ipv6 ? '[' + parts->host + ']' : parts->host) + ':' + std::to_string(parts->port);
}

}  // namespace webhooks
