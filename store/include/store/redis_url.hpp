#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

namespace store {

struct UnixSocket {
  std::filesystem::path path;  ///< of any length; relative ones start at the working directory of the moment

  friend bool operator==(const UnixSocket&, const UnixSocket&) = default;
};

struct TcpEndpoint {
  std::string host;  ///< a name or an address, IPv6 without brackets
  std::uint16_t port = 6379;

  friend bool operator==(const TcpEndpoint&, const TcpEndpoint&) = default;
};

/// Where a Redis is, and how to enter it.
struct RedisAddress {
  std::variant<UnixSocket, TcpEndpoint> endpoint;
  std::string user;      ///< empty: the default user
  std::string password;  ///< empty: none is sent
  int database = 0;

  friend bool operator==(const RedisAddress&, const RedisAddress&) = default;
};

/// Reads `unix:///path` or `redis://[[user]:password@]host[:port][/db]`; user and password are percent-decoded.
/// @return a sentence for the operator; it never repeats the URL, which may hold a password
[[nodiscard]] tl::expected<RedisAddress, std::string> parse_redis_url(std::string_view url);

/// The address for logs and messages, without user and password: "unix:///run/redis.sock", "redis://10.0.0.7:6379/0".
[[nodiscard]] std::string to_string(const RedisAddress& address);

}  // namespace store
