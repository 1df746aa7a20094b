#include "store/redis_url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <optional>

namespace store {
namespace {

using Parsed = tl::expected<RedisAddress, std::string>;

constexpr int kMostDatabases = 16384;
constexpr std::string_view kWhatWorks = "Use unix:///path/of/redis.sock or redis://[user:password@]host:port/db.";

tl::unexpected<std::string> refused(std::string_view why) {
  return tl::unexpected<std::string>(std::string(why) + ' ' + std::string(kWhatWorks));
}

Parsed from_unix(const boost::urls::url_view& url) {
  if (!url.encoded_host().empty() || url.path().size() < 2) {
    return refused("A unix socket is named with three slashes and an absolute path.");
  }
  return RedisAddress{.endpoint = UnixSocket{url.path()}, .user = {}, .password = {}};
}

std::optional<int> database_of(const boost::urls::url_view& url) {
  const std::string path = url.path();
  if (path.empty() || path == "/") return 0;
  int database = -1;
  const char* const end = path.data() + path.size();
  const auto [stopped, error] = std::from_chars(path.data() + 1, end, database);
  if (error != std::errc{} || stopped != end || database < 0 || database >= kMostDatabases) return std::nullopt;
  return database;
}

Parsed from_tcp(const boost::urls::url_view& url) {
  if (url.host().empty()) return refused("The Redis URL names no host.");
  if (url.has_port() && (url.port_number() == 0)) return refused("The port of the Redis URL is not 1 to 65535.");
  const auto database = database_of(url);
  if (!database) return refused("The database of the Redis URL is not a number from 0 on.");
  if (!url.user().empty() && !url.has_password()) return refused("The Redis URL has a user and no password.");
  return RedisAddress{
      .endpoint = TcpEndpoint{url.host_address(), url.has_port() ? url.port_number() : std::uint16_t{6379}},
      .user = url.user(),
      .password = url.password(),
      .database = *database};
}

}  // namespace

Parsed parse_redis_url(std::string_view text) {
  for (const std::string_view scheme : {"sentinel", "cluster"}) {
    if (text.starts_with(std::string(scheme) + "://")) {
      return refused(std::string(scheme) + ":// is not supported yet by this version.");
    }
  }
  const auto url = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
  if (url.has_error()) return refused("This is not a Redis URL.");
  if (url->has_query() || url->has_fragment()) return refused("A Redis URL has no '?' and no '#'.");
  if (url->scheme() == "unix") return from_unix(*url);
  if (url->scheme() == "redis") return from_tcp(*url);
  if (url->scheme() == "rediss") return refused("rediss:// (TLS) is not supported: put stunnel in between.");
  return refused("The scheme of the Redis URL is unknown.");
}

std::string to_string(const RedisAddress& address) {
  if (const auto* unix_socket = std::get_if<UnixSocket>(&address.endpoint)) {
    return "unix://" + unix_socket->path.string();
  }
  const auto& tcp = std::get<TcpEndpoint>(address.endpoint);
  const bool is_ipv6 = tcp.host.find(':') != std::string::npos;
  return "redis://" + (is_ipv6 ? '[' + tcp.host + ']' : tcp.host) + ':' + std::to_string(tcp.port) + '/' +
         std::to_string(address.database);
}

}  // namespace store
