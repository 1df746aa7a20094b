#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "store_access.hpp"

namespace CLI {
class App;
}

namespace karvon {

/// `karvon serve`, as it was asked for. Unchecked but for the syntax.
struct ServeOptions {
  StoreOptions store;
  std::string listen = "127.0.0.1:8080";
  std::string public_url;  ///< empty: made of `listen`
  std::string time_zone;   ///< empty: the seed's, or Asia/Tashkent
  std::optional<std::filesystem::path> seed;
  std::string log_level = "info";
  double token_rate = 5000;                  ///< requests a second; 0: no limit
  double address_rate = 2000;                ///< of strangers; 0: no limit
  std::vector<std::string> trusted_proxies;  ///< addresses
  std::vector<std::string> webhook_allow;    ///< hosts, addresses and blocks beyond the public Internet
};

/// Adds the options that say which store is meant. `options` must outlive `command`.
void add_store_options(CLI::App& command, StoreOptions& options);

/// Adds the options of `serve` to its subcommand; each has an environment variable too. `options` must outlive
/// `command`.
void add_serve_options(CLI::App& command, ServeOptions& options);

/// "127.0.0.1:8080", "[::1]:8080", "localhost:0".
struct ListenAddress {
  std::string host;  ///< IPv6 without brackets
  std::uint16_t port = 0;
};

/// @throws std::invalid_argument that says what is wrong and how it is written
[[nodiscard]] ListenAddress parse_listen_address(const std::string& text);

}  // namespace karvon
