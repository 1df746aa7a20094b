#pragma once

#include <pistache/tcp.h>
#include <pistache/transport.h>

#include <memory>
#include <unordered_map>

#include "server_state.hpp"

namespace http {

class Connection;

/// Makes a Connection of each peer that Pistache accepts, and finds it again by the Peer object: descriptor numbers are
/// reused. Each thread of Pistache has its own.
class PeerHandler final : public Pistache::Tcp::Handler {
 public:
  explicit PeerHandler(std::shared_ptr<ServerState> server);

  void onConnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
  void onInput(const char* bytes, std::size_t count, const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
  void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
  std::shared_ptr<Pistache::Tcp::Handler> clone() const override;

  /// Null for a peer that was cut off at once.
  [[nodiscard]] std::shared_ptr<Connection> connection_of(const Pistache::Tcp::Peer& peer) const;

 private:
  void open(const std::shared_ptr<Pistache::Tcp::Peer>& peer);

  std::shared_ptr<ServerState> server_;
  std::unordered_map<const Pistache::Tcp::Peer*, std::shared_ptr<Connection>> connections_;
};

/// Pistache's transport, but for how it reads: here a connection may say "not now" (so that a client cannot make the
/// server keep more than its share), and no client is read from for ever while others wait. Pistache's write queue
/// stays unused.
class Transport final : public Pistache::Tcp::Transport {
 public:
  explicit Transport(const std::shared_ptr<ServerState>& server);

  void onReady(const Pistache::Aio::FdSet& fds) override;
  std::shared_ptr<Pistache::Aio::Handler> clone() const override;

 private:
  Transport(std::shared_ptr<ServerState> server, std::shared_ptr<PeerHandler> handler);

  void read(const std::shared_ptr<Pistache::Tcp::Peer>& peer);
  void lose(const std::shared_ptr<Pistache::Tcp::Peer>& peer);

  std::shared_ptr<ServerState> server_;
  std::shared_ptr<PeerHandler> handler_;
};

}  // namespace http
