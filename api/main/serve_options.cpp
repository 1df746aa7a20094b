#include "serve_options.hpp"

#include <arpa/inet.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <stdexcept>

namespace karvon {
namespace {

std::string is_listen_address(const std::string& text) {
  try {
    (void)parse_listen_address(text);
    return {};
  } catch (const std::invalid_argument& wrong) {
    return wrong.what();
  }
}

std::string is_public_url(const std::string& text) {
  const bool is_http = text.starts_with("http://") || text.starts_with("https://");
  if (!is_http || text.ends_with('/') || text.find_first_of(" \"<>\\^`{|}") != std::string::npos) {
    return "must be an http or https URL without a slash at the end, for example https://calendar.example.org";
  }
  return {};
}

std::string is_ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1 ? "" : "must be an address";
}

std::string is_slug(const std::string& text) {
  constexpr std::size_t kLongest = 63;
  const bool fits = !text.empty() && text.size() <= kLongest &&
                    text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  return fits ? "" : "must be 1 to 63 small letters, digits and hyphens";
}

}  // namespace

void add_store_options(CLI::App& command, StoreOptions& options) {
  command.add_option("--data", options.data, "Where the admin token and the private Redis are kept")
      ->envname("KARVON_DATA")
      ->capture_default_str();
  command.add_option("--redis", options.redis, "unix:///path or redis://[user:password@]host:port/db")
      ->envname("KARVON_REDIS");
  command
      .add_option("--department", options.department,
                  "Its slug in the store's keys (default: the seed's, or the only one in the store)")
      ->envname("KARVON_DEPARTMENT")
      ->check(is_slug);
}

void add_serve_options(CLI::App& command, ServeOptions& options) {
  add_store_options(command, options.store);
  command.add_option("--listen", options.listen, "Address and port; port 0 takes any that is free")
      ->envname("KARVON_LISTEN")
      ->check(is_listen_address)
      ->capture_default_str();
  command.add_option("--public-url", options.public_url, "How clients reach the service, behind a proxy for example")
      ->envname("KARVON_PUBLIC_URL")
      ->check(is_public_url);
  command
      .add_option("--time-zone", options.time_zone,
                  "The department's IANA time zone (default: the seed's, or Asia/Tashkent)")
      ->envname("KARVON_TIME_ZONE");
  command.add_option("--seed", options.seed, "A department file, loaded into an empty store")
      ->envname("KARVON_SEED")
      ->check(CLI::ExistingFile);
  command
      .add_option("--rate-limit", options.token_rate,
                  "Requests a second that one token may make on the average; ten times as many at once; 0: any number")
      ->envname("KARVON_RATE_LIMIT")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      .add_option("--address-rate-limit", options.address_rate,
                  "The same for whoever has no token, by address: feeds, pages, wrong tokens")
      ->envname("KARVON_ADDRESS_RATE_LIMIT")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      .add_option("--trusted-proxy", options.trusted_proxies,
                  "Address of a proxy in front, whose X-Forwarded-For tells where requests come from")
      ->envname("KARVON_TRUSTED_PROXY")
      ->delimiter(',')
      ->check(CLI::ValidIPV4 | CLI::Validator(is_ipv6, "IPV6"));
  command
      .add_option("--webhook-allow", options.webhook_allow,
                  "A host, address or block (CIDR), with :port or without, that webhooks may reach though it is not on "
                  "the public Internet")
      ->envname("KARVON_WEBHOOK_ALLOW")
      ->delimiter(',');
  command.add_option("--log-level", options.log_level, "trace, debug, info, warn, error")
      ->envname("KARVON_LOG_LEVEL")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
}

ListenAddress parse_listen_address(const std::string& text) {
  const auto colon = text.rfind(':');
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = colon == std::string::npos ? std::from_chars_result{end, std::errc::invalid_argument}
                                                          : std::from_chars(text.data() + colon + 1, end, port);
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (error != std::errc{} || parsed != end || host.empty()) {
    throw std::invalid_argument("must be an address and a port, for example 127.0.0.1:8080 or [::1]:8080");
  }
  return {host, port};
}

}  // namespace karvon
