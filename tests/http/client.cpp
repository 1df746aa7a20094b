#include "client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace http::test {

std::optional<std::string> Answer::header(std::string_view name) const {
  const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
  if (at == std::string::npos) return std::nullopt;
  const std::size_t begin = at + 2 + name.size() + 2;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

Client::Client(std::uint16_t port) : Client(port, ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}

Client::Client(std::uint16_t port, int socket) : fd_(socket) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd_ < 0 || ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    return;
  }
  set_timeout(std::chrono::seconds(10));
}

Client::~Client() {
  if (fd_ >= 0) ::close(fd_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string Client::receive(std::size_t count) {
  std::string bytes(count, '\0');
  const ssize_t received = ::recv(fd_, bytes.data(), bytes.size(), 0);
  bytes.resize(received > 0 ? static_cast<std::size_t>(received) : 0);
  return bytes;
}

std::string Client::receive_all() {
  std::string all = std::exchange(buffer_, {});
  for (std::string bytes = receive(); !bytes.empty(); bytes = receive()) all += bytes;
  return all;
}

bool Client::fill() {
  const std::string bytes = receive();
  buffer_ += bytes;
  return !bytes.empty();
}

std::optional<Answer> Client::answer(bool head_only) {
  std::size_t end = buffer_.find("\r\n\r\n");
  for (; end == std::string::npos; end = buffer_.find("\r\n\r\n")) {
    if (!fill()) return std::nullopt;
  }
  Answer answer;
  answer.head = buffer_.substr(0, end + 4);
  answer.status = static_cast<unsigned>(std::strtoul(answer.head.c_str() + 9, nullptr, 10));
  const auto length = answer.header("Content-Length");
  const std::size_t size = length && !head_only ? std::strtoul(length->c_str(), nullptr, 10) : 0;
  while (buffer_.size() < end + 4 + size) {
    if (!fill()) return std::nullopt;
  }
  answer.body = buffer_.substr(end + 4, size);
  buffer_.erase(0, end + 4 + size);
  return answer;
}

std::optional<Answer> Client::ask(std::string_view request) {
  if (!send(request)) return std::nullopt;
  return answer(request.starts_with("HEAD "));
}

std::optional<std::string> Client::chunk() {
  std::size_t line = buffer_.find("\r\n");
  for (; line == std::string::npos; line = buffer_.find("\r\n")) {
    if (!fill()) return std::nullopt;
  }
  char* end = nullptr;
  const std::size_t size = std::strtoul(buffer_.c_str(), &end, 16);
  if (line == 0 || end != buffer_.c_str() + line) return std::nullopt;
  while (buffer_.size() < line + 2 + size + 2) {
    if (!fill()) return std::nullopt;
  }
  if (buffer_.compare(line + 2 + size, 2, "\r\n") != 0) return std::nullopt;
  std::string bytes = buffer_.substr(line + 2, size);
  buffer_.erase(0, line + 2 + size + 2);
  return bytes;
}

std::optional<std::string> Client::chunks() {
  std::string all;
  for (;;) {
    const auto bytes = chunk();
    if (!bytes) return std::nullopt;
    if (bytes->empty()) return all;
    all += *bytes;
  }
}

bool Client::closed_within(std::chrono::milliseconds time) {
  pollfd state{fd_, POLLIN, 0};
  return buffer_.empty() && ::poll(&state, 1, static_cast<int>(time.count())) > 0 && receive().empty();
}

void Client::finish_sending() { ::shutdown(fd_, SHUT_WR); }

void Client::abort() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  ::close(std::exchange(fd_, -1));
}

void Client::set_receive_buffer(int bytes) { ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)); }

void Client::set_timeout(std::chrono::milliseconds time) {
  const timeval limit{time.count() / 1000, time.count() % 1000 * 1000};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

std::string get(std::string_view target, std::string_view more_fields) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n" + std::string(more_fields) + "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view more_fields) {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string(more_fields) + "\r\n" + std::string(body);
}

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace http::test
