#include "http/server.hpp"

#include <pistache/listener.h>
#include <sys/resource.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "connection.hpp"
#include "listening_socket.hpp"
#include "server_state.hpp"
#include "transport.hpp"

namespace http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBacklog = 1024;
constexpr std::size_t kMostThreads = 64;
constexpr std::size_t kOtherDescriptors = 128;  // of the process: files, Redis, epoll, the refused
constexpr std::chrono::milliseconds kCutPause{5};
constexpr std::chrono::milliseconds kCutTime{1'000};  // for the transport to notice that all its peers were shut down

Pistache::Address address_of(const ServerOptions& options) {
  const bool is_v6 = options.address.find(':') != std::string::npos;
  return Pistache::Address(is_v6 ? "[" + options.address + "]" : options.address, Pistache::Port(options.port));
}

// Accepting more than there are descriptors for would make accept() fail, again and again, instead of answering 503.
std::size_t affordable(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  const auto descriptors = static_cast<std::size_t>(limit.rlim_cur);
  return std::min(wanted, std::max<std::size_t>(descriptors, kOtherDescriptors + 2) / 2 - kOtherDescriptors / 2);
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler)
      : state_(std::make_shared<ServerState>(std::move(options), std::move(handler))) {}

  void start() {
    const ServerOptions& options = state_->options;
    const std::string place = options.address + " port " + std::to_string(options.port);
    try {
      bind(options);
    } catch (const std::exception& error) {
      listener_.reset();
      throw std::runtime_error("cannot listen on " + place + ": " + error.what() +
                               "; free the port, or choose another address or port");
    }
    port_ = listener_->getPort();
    state_->most_connections = affordable(options.limits.connections);
    if (state_->most_connections < options.limits.connections) {
      state_->report("only " + std::to_string(state_->most_connections) +
                     " connections at once: raise the limit of open files (ulimit -n)");
    }
    state_->writer.start();
    listener_->runThreaded();
  }

  void stop(std::chrono::milliseconds drain) {
    const std::lock_guard lock(stop_mutex_);
    if (!listener_) return;
    const auto deadline = Clock::now() + drain;
    if (!stop_listening(listener_->address().host(), port_))
      state_->report("the listening socket was not found; new clients are turned away instead");
    state_->draining = true;
    for (const auto& connection : state_->registry.all()) connection->drain();
    state_->registry.wait_empty(deadline);
    cut_all();
    for (const auto& connection : state_->registry.all()) connection->detach();
    listener_.reset();
    state_->writer.stop();
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const ServerState& state() const { return *state_; }

 private:
  // Not only those in the registry: Pistache's threads may still be handing over what was accepted a moment ago, and
  // would leave its descriptor open if they were stopped before.
  void cut_all() {
    const auto deadline = Clock::now() + kCutTime;
    do {
      for (const auto& connection : state_->registry.all()) connection->cut();
      std::this_thread::sleep_for(kCutPause);
    } while (has_connections_at(port_) && Clock::now() < deadline);
  }

  void bind(const ServerOptions& options) {
    const auto flags = Pistache::Flags<Pistache::Tcp::Options>(
        Pistache::Tcp::Options::ReuseAddr | Pistache::Tcp::Options::NoDelay | Pistache::Tcp::Options::CloseOnExec);
    listener_ = std::make_unique<Pistache::Tcp::Listener>(address_of(options));
    listener_->init(std::clamp<std::size_t>(options.threads, 1, kMostThreads), flags, "http", kBacklog);
    listener_->setTransportFactory([state = state_] { return std::make_shared<Transport>(state); });
    listener_->bind();
  }

  std::shared_ptr<ServerState> state_;
  std::mutex stop_mutex_;
  std::unique_ptr<Pistache::Tcp::Listener> listener_;
  std::uint16_t port_ = 0;
};

Server::Server(ServerOptions options, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler))) {}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

void Server::start() { impl_->start(); }

std::uint16_t Server::port() const { return impl_->port(); }

void Server::stop(std::chrono::milliseconds drain) { impl_->stop(drain); }

Counters Server::counters() const {
  const ServerState& state = impl_->state();
  Counters counters;
  counters.connections_open = state.registry.size();
  counters.connections_accepted = state.accepted;
  counters.connections_refused = state.refused;
  counters.connections_evicted = state.evicted;
  counters.requests = state.requests;
  counters.rejected = state.rejected;
  counters.timeouts = state.timeouts;
  return counters;
}

}  // namespace http
