#include "redis_connection.hpp"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>

namespace store {
namespace {

using std::chrono::milliseconds;

void ignore_sigpipe_unless_handled() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction current {};
    if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) signal(SIGPIPE, SIG_IGN);
  });
}

/// At least a millisecond: zero would mean "for ever" to the kernel.
timeval to_timeval(milliseconds patience) {
  const auto bounded = std::max(patience, milliseconds{1});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(bounded);
  timeval result{};
  result.tv_sec = seconds.count();
  result.tv_usec = std::chrono::microseconds(bounded - seconds).count();
  return result;
}

/// A socket's address holds about 107 bytes. A longer path is reached through a descriptor of its folder, which has a
/// short name in /proc.
redisContext* connect_unix(const std::filesystem::path& path, const timeval& timeout) {
  if (path.native().size() < sizeof(sockaddr_un::sun_path)) return redisConnectUnixWithTimeout(path.c_str(), timeout);
  const int folder = open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return redisConnectUnixWithTimeout("/nonexistent", timeout);  // for its error: no such file
  const auto short_path = "/proc/self/fd/" + std::to_string(folder) + '/' + path.filename().string();
  redisContext* const context = redisConnectUnixWithTimeout(short_path.c_str(), timeout);
  close(folder);
  return context;
}

/// Name lookup is the system resolver's, and not bounded by the timeout.
redisContext* connect_to(const RedisAddress& address, const timeval& timeout) {
  if (const auto* unix_socket = std::get_if<UnixSocket>(&address.endpoint)) {
    return connect_unix(unix_socket->path, timeout);
  }
  const auto& tcp = std::get<TcpEndpoint>(address.endpoint);
  return redisConnectWithTimeout(tcp.host.c_str(), tcp.port, timeout);
}

std::string error_of(const redisContext& context) {
  if (context.err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK)) return "it did not answer in time";
  return context.errstr;
}

}  // namespace

RedisConnection::RedisConnection(RedisAddress address) : address_(std::move(address)) {
  ignore_sigpipe_unless_handled();
}

void RedisConnection::Free::operator()(redisContext* context) const { redisFree(context); }

tl::unexpected<std::string> RedisConnection::failure(std::string_view doing, const std::string& why) const {
  return tl::unexpected<std::string>("Redis at " + to_string(address_) + ' ' + std::string(doing) + ": " + why + '.');
}

tl::expected<RedisReply, std::string> RedisConnection::command(const std::vector<std::string_view>& arguments,
                                                               milliseconds patience) {
  if (!context_) {
    if (auto connected = connect(patience); !connected) return tl::unexpected(connected.error());
  }
  return exchange(arguments, patience);
}

tl::expected<void, std::string> RedisConnection::connect(milliseconds patience) {
  context_.reset(connect_to(address_, to_timeval(patience)));
  if (!context_) return failure("cannot be reached", "out of memory");
  if (context_->err != 0) {
    const auto result = failure("cannot be reached", error_of(*context_));
    context_.reset();
    return result;
  }
  fcntl(context_->fd, F_SETFD, FD_CLOEXEC);
  if (std::holds_alternative<TcpEndpoint>(address_.endpoint)) redisEnableKeepAlive(context_.get());
  auto entered = enter(patience);
  if (!entered) context_.reset();
  return entered;
}

tl::expected<void, std::string> RedisConnection::enter(milliseconds patience) {
  const std::string database = std::to_string(address_.database);
  std::vector<std::vector<std::string_view>> steps;
  if (!address_.password.empty()) {
    steps.push_back({"AUTH"});
    if (!address_.user.empty()) steps.back().push_back(address_.user);
    steps.back().push_back(address_.password);
  }
  if (address_.database != 0) steps.push_back({"SELECT", database});
  for (const auto& step : steps) {
    const auto reply = exchange(step, patience);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->view().is_error()) return failure("refuses " + std::string(step[0]), std::string(reply->view().error()));
  }
  return {};
}

tl::expected<RedisReply, std::string> RedisConnection::exchange(const std::vector<std::string_view>& arguments,
                                                                milliseconds patience) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  texts.reserve(arguments.size());
  lengths.reserve(arguments.size());
  for (const std::string_view argument : arguments) {
    texts.push_back(argument.data() != nullptr ? argument.data() : "");
    lengths.push_back(argument.size());
  }
  redisSetTimeout(context_.get(), to_timeval(patience));
  errno = 0;
  void* const reply =
      redisCommandArgv(context_.get(), static_cast<int>(arguments.size()), texts.data(), lengths.data());
  if (reply != nullptr) return RedisReply(static_cast<redisReply*>(reply));
  const auto result = failure("gave no answer", error_of(*context_));
  context_.reset();
  return result;
}

}  // namespace store
