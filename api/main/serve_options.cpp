#include "serve_options.hpp"

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
