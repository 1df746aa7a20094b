#include "transport.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pistache/peer.h>
#include <pistache/reactor.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "connection.hpp"

namespace http {
namespace {

using Pistache::Polling::NotifyOn;
using Peer = std::shared_ptr<Pistache::Tcp::Peer>;

constexpr std::size_t kReadSize = 16 * 1024;  // from one client, before the others' turn
constexpr std::size_t kRefusedAtOnce = 64;  // clients that are told that there is no room; further ones are only closed
constexpr int kUnsentInKernel = 64 * 1024;  // bytes of one socket that are not on their way yet
constexpr rlim_t kDuplicatesFrom = 16 * 1024;

std::string text_of(const Pistache::Address& address) {
  const std::string host = address.host();
  const std::string port = address.port().toString();
  return host.find(':') == std::string::npos ? host + ":" + port : "[" + host + "]:" + port;
}

// Pistache gives a peer to the thread (descriptor modulo threads). Duplicates made right behind would take every second
// number, and with two threads one would get all the peers: so they are made in a range of their own.
Descriptor duplicate(int fd) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const auto from = static_cast<int>(std::min<rlim_t>(limit.rlim_cur / 2, kDuplicatesFrom));
  return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, from));
}

// The kernel would take megabytes that a slow reader has no room for, from memory that all the connections share: some
// thousand slow readers of a calendar slowed the others down a thousandfold. A body waits in our memory once for all.
void keep_little_unsent(int fd) {
  ::setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentInKernel, sizeof(kUnsentInKernel));
}

// Also what a peer without a connection is closed with: Pistache reads the end of the stream then.
void cut_off(int fd) { ::shutdown(fd, SHUT_RDWR); }

// Makes epoll tell again whether there is something to read.
void look_again(Pistache::Tcp::Transport& transport, int fd) {
  try {
    transport.reactor()->modifyFd(transport.key(), fd, NotifyOn::Read | NotifyOn::Shutdown,
                                  Pistache::Polling::Mode::Edge);
  } catch (const std::exception&) {
    // Not registered yet: it will be told when it is.
  }
}

}  // namespace

PeerHandler::PeerHandler(std::shared_ptr<ServerState> server) : server_(std::move(server)) {}

std::shared_ptr<Pistache::Tcp::Handler> PeerHandler::clone() const { return std::make_shared<PeerHandler>(server_); }

// An exception here would end Pistache's thread, and the process.
void PeerHandler::onConnection(const Peer& peer) {
  try {
    open(peer);
  } catch (const std::exception& error) {
    server_->report(std::string("a connection could not be set up: ") + error.what());
    cut_off(peer->fd());
  }
}

void PeerHandler::open(const Peer& peer) {
  const int fd = peer->fd();
  server_->accepted.fetch_add(1, std::memory_order_relaxed);
  const bool room = server_->make_room();
  if (!room) server_->refused.fetch_add(1, std::memory_order_relaxed);
  Descriptor own = room || server_->turned_away < kRefusedAtOnce ? duplicate(fd) : Descriptor();
  // Out of descriptors: what is evicted gives back one at once.
  if (!own && room && server_->eviction.evict_one()) own = duplicate(fd);
  if (!own) return cut_off(fd);
  keep_little_unsent(fd);

  const std::uint64_t id = server_->last_id.fetch_add(1, std::memory_order_relaxed) + 1;
  auto again = [transport = transport(), fd] { look_again(*transport, fd); };
  auto connection =
      std::make_shared<Connection>(server_, id, std::move(own), text_of(peer->address()), std::move(again));
  connections_.emplace(peer.get(), connection);
  server_->registry.add(id, connection);
  if (!room) {
    connection->refuse();
  } else if (server_->draining) {
    connection->drain();
  }
}

void PeerHandler::onInput(const char* bytes, std::size_t count, const Peer& peer) {
  if (const auto connection = connection_of(*peer)) connection->on_input({bytes, count});
}

void PeerHandler::onDisconnection(const Peer& peer) {
  if (const auto connection = connection_of(*peer)) connection->on_peer_gone();
  connections_.erase(peer.get());
}

std::shared_ptr<Connection> PeerHandler::connection_of(const Pistache::Tcp::Peer& peer) const {
  const auto found = connections_.find(&peer);
  return found == connections_.end() ? nullptr : found->second;
}

Transport::Transport(const std::shared_ptr<ServerState>& server)
    : Transport(server, std::make_shared<PeerHandler>(server)) {}

Transport::Transport(std::shared_ptr<ServerState> server, std::shared_ptr<PeerHandler> handler)
    : Pistache::Tcp::Transport(handler), server_(std::move(server)), handler_(std::move(handler)) {}

std::shared_ptr<Pistache::Aio::Handler> Transport::clone() const { return std::make_shared<Transport>(server_); }

void Transport::onReady(const Pistache::Aio::FdSet& fds) {
  std::vector<Pistache::Polling::Event> others;
  try {
    for (const auto& entry : fds) {
      const auto found = peers.find(static_cast<Pistache::Fd>(entry.getTag().value()));
      if (found != peers.end()) {
        if (entry.isReadable()) read(Peer(found->second));
        continue;
      }
      Pistache::Polling::Event event(entry.getTag());
      if (entry.isReadable()) event.flags.setFlag(NotifyOn::Read);
      if (entry.isWritable()) event.flags.setFlag(NotifyOn::Write);
      others.push_back(event);
    }
    if (!others.empty()) Pistache::Tcp::Transport::onReady(Pistache::Aio::FdSet(std::move(others)));
  } catch (const std::exception& error) {
    server_->report(std::string("the HTTP transport failed: ") + error.what());
  }
}

void Transport::read(const Peer& peer) {
  const auto connection = handler_->connection_of(*peer);
  std::array<char, kReadSize> buffer;
  for (std::size_t total = 0; total < kReadSize;) {
    if (connection && !connection->wants_input()) return;
    const ssize_t count = ::recv(peer->fd(), buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (count <= 0) return lose(peer);
    total += static_cast<std::size_t>(count);
    try {
      handler_->onInput(buffer.data(), static_cast<std::size_t>(count), peer);
    } catch (const std::exception& error) {
      server_->report(std::string("a connection failed: ") + error.what());
      connection ? connection->cut() : cut_off(peer->fd());
    }
  }
  look_again(*this, peer->fd());
}

void Transport::lose(const Peer& peer) {
  handler_->onDisconnection(peer);
  removePeer(peer);
}

}  // namespace http
