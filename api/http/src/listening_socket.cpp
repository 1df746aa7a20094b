#include "listening_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <vector>

#include "descriptor.hpp"

namespace http {
namespace {

struct Place {
  std::string host;
  std::uint16_t port = 0;
};

std::vector<int> descriptors() {
  std::vector<int> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const std::string name = entry.path().filename();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    if (fd >= 0) all.push_back(fd);
  }
  return all;
}

int option_of(int fd, int option) {
  int value = -1;
  socklen_t size = sizeof(value);
  return ::getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

// Where a TCP socket is bound; port 0 for anything else.
Place place_of(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  if (option_of(fd, SO_PROTOCOL) != IPPROTO_TCP) return {};
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (storage.ss_family == AF_INET) {
    sockaddr_in address{};
    std::memcpy(&address, &storage, sizeof(address));
    ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    return {text.data(), ntohs(address.sin_port)};
  }
  sockaddr_in6 address{};
  std::memcpy(&address, &storage, sizeof(address));
  ::inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
  return {text.data(), ntohs(address.sin6_port)};
}

}  // namespace

bool stop_listening(const std::string& host, std::uint16_t port) {
  for (const int fd : descriptors()) {
    if (option_of(fd, SO_ACCEPTCONN) != 1) continue;
    if (const Place place = place_of(fd); place.port != port || place.host != host) continue;
    const Descriptor unused(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    return unused && ::dup3(unused.get(), fd, O_CLOEXEC) == fd;
  }
  return false;
}

bool has_connections_at(std::uint16_t port) {
  for (const int fd : descriptors()) {
    if (option_of(fd, SO_ACCEPTCONN) == 0 && place_of(fd).port == port) return true;
  }
  return false;
}

}  // namespace http
