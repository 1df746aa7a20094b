#include "cutting_proxy.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace store_test {
namespace {

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

int new_socket() { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

/// Whatever has come; empty at the end of the stream.
std::string receive(int from) {
  std::array<char, 65536> buffer{};
  const ssize_t size = recv(from, buffer.data(), buffer.size(), 0);
  return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::filesystem::path listen_path, std::filesystem::path redis)
    : redis_path_(std::move(redis)), listener_(new_socket()) {
  const sockaddr_un address = address_of(listen_path);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(listener_, 16) != 0 || pipe2(stop_, O_CLOEXEC) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  thread_ = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy() {
  close(stop_[1]);
  thread_.join();
  close(stop_[0]);
  close(listener_);
  for (const Pair& pair : pairs_) {
    close(pair.client);
    close(pair.redis);
  }
}

void CuttingProxy::cut_answers_to(const std::string& word, int count) {
  const std::lock_guard lock(mutex_);
  word_ = word;
  to_cut_ = count;
}

bool CuttingProxy::must_cut(const std::string& request) {
  const std::lock_guard lock(mutex_);
  if (to_cut_ == 0 || request.find(word_) == std::string::npos) return false;
  --to_cut_;
  return true;
}

void CuttingProxy::run() {
  for (;;) {
    std::vector<pollfd> waiting{{stop_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      waiting.push_back({pair.client, POLLIN, 0});
      waiting.push_back({pair.redis, POLLIN, 0});
    }
    if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) return;
    std::vector<Pair> alive;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      Pair& pair = pairs_[i];
      const bool request_passed = waiting[2 + 2 * i].revents == 0 || pass_request(pair);
      if (request_passed && (waiting[3 + 2 * i].revents == 0 || pass_answer(pair))) {
        alive.push_back(pair);
      } else {
        close(pair.client);
        close(pair.redis);
      }
    }
    pairs_ = std::move(alive);
    if (waiting[1].revents != 0) accept_client();
  }
}

void CuttingProxy::accept_client() {
  Pair pair{accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), new_socket(), false};
  const sockaddr_un address = address_of(redis_path_);
  if (connect(pair.redis, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    pairs_.push_back(pair);
  } else {
    close(pair.client);
    close(pair.redis);
  }
}

bool CuttingProxy::pass_request(Pair& pair) {
  const std::string request = receive(pair.client);
  pair.cutting = must_cut(request);
  return !request.empty() && send_all(pair.redis, request);
}

bool CuttingProxy::pass_answer(Pair& pair) {
  const std::string answer = receive(pair.redis);
  if (!pair.cutting) return !answer.empty() && send_all(pair.client, answer);
  ++cuts_;
  return false;
}

}  // namespace store_test
