#include "transfer.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "url_parts.hpp"

namespace webhooks {
namespace {

constexpr unsigned kMostErrorLength = 200;

struct SocketAddress {
  IpAddress address;
  std::uint16_t port = 0;
};

std::optional<SocketAddress> address_of(const curl_sockaddr& socket) {
  SocketAddress found;
  if (socket.family == AF_INET && socket.addrlen >= sizeof(sockaddr_in)) {
    sockaddr_in four{};
    std::memcpy(&four, &socket.addr, sizeof four);
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &four.sin_addr, bytes.size());
    found.address.bytes[10] = 0xFF;
    found.address.bytes[11] = 0xFF;
    std::ranges::copy(bytes, found.address.bytes.begin() + 12);
    found.port = ntohs(four.sin_port);
    return found;
  }
  if (socket.family == AF_INET6 && socket.addrlen >= sizeof(sockaddr_in6)) {
    sockaddr_in6 six{};
    // libcurl keeps the whole address behind `addr`, which is declared as the shorter sockaddr.
    std::memcpy(&six, static_cast<const void*>(&socket.addr), sizeof six);
    std::memcpy(found.address.bytes.data(), &six.sin6_addr, found.address.bytes.size());
    found.port = ntohs(six.sin6_port);
    return found;
  }
  return std::nullopt;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  const CURLcode result = curl_easy_setopt(handle, option, value);
  if (result != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(result));
}

/// What libcurl says may repeat what the other side sent.
std::string printable(std::string_view text) {
  std::string result(text.substr(0, kMostErrorLength));
  std::ranges::replace_if(
      result, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return result;
}

}  // namespace

Courier::Transfer::Transfer(const scheduler::Uuid& endpoint, HttpRequest request, const Options& options)
    : endpoint_(endpoint), request_(std::move(request)), allowed_(options.allowed), handle_(curl_easy_init()) {
  if (!handle_) throw std::runtime_error("libcurl has no memory");
  if (const auto parts = parse_url(request_.url)) host_ = parts->host;
  set_request();
  set_limits(options);
  set_guards(options);
}

void Courier::Transfer::set_request() {
  curl_slist* list = nullptr;
  for (const std::string& header : request_.headers) list = curl_slist_append(list, header.c_str());
  headers_.reset(curl_slist_append(list, "Expect:"));  // or libcurl would wait for leave to send a longer body
  set(handle(), CURLOPT_URL, request_.url.c_str());
  set(handle(), CURLOPT_HTTPHEADER, headers_.get());
  set(handle(), CURLOPT_POST, 1L);
  set(handle(), CURLOPT_POSTFIELDS, request_.body.data());
  set(handle(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  set(handle(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle(), CURLOPT_PRIVATE, this);
  set(handle(), CURLOPT_ERRORBUFFER, error_.data());
}

void Courier::Transfer::set_limits(const Options& options) {
  set(handle(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connecting.count()));
  set(handle(), CURLOPT_TIMEOUT_MS, static_cast<long>(options.answering.count()));
  set(handle(), CURLOPT_NOSIGNAL, 1L);
  // A name look-up that hangs is left to itself, instead of everybody waiting for its end.
  set(handle(), CURLOPT_QUICK_EXIT, 1L);
  set(handle(), CURLOPT_WRITEFUNCTION, &Transfer::count_bytes);
  set(handle(), CURLOPT_WRITEDATA, this);
  set(handle(), CURLOPT_HEADERFUNCTION, &Transfer::count_bytes);
  set(handle(), CURLOPT_HEADERDATA, this);
}

void Courier::Transfer::set_guards(const Options& options) {
  set(handle(), CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle(), CURLOPT_FOLLOWLOCATION, 0L);
  set(handle(), CURLOPT_PROXY, "");  // nor that of the environment
  set(handle(), CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(handle(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.authorities.empty()) {
    set(handle(), CURLOPT_CAINFO, options.authorities.c_str());
    set(handle(), CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  set(handle(), CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
  set(handle(), CURLOPT_OPENSOCKETDATA, this);
}

bool Courier::Transfer::may_connect(const curl_sockaddr& address) {
  const auto to = address_of(address);
  if (!to) return false;
  if (is_public_address(to->address) || allowed_.allows_address(to->address, to->port) ||
      allowed_.allows_host(host_, to->port)) {
    return true;
  }
  refused_address_ = to->address.to_string();
  return false;
}

curl_socket_t Courier::Transfer::open_socket(void* transfer, curlsocktype, curl_sockaddr* address) {
  // What is looked at here is what is connected to: a name that leads elsewhere by now changes nothing.
  if (!static_cast<Transfer*>(transfer)->may_connect(*address)) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Courier::Transfer::count_bytes(const char*, std::size_t size, std::size_t count, void* transfer) {
  auto& self = *static_cast<Transfer*>(transfer);
  self.answer_bytes_ += size * count;
  self.has_enough_ = self.answer_bytes_ > kMostAnswerBytes;
  return self.has_enough_ ? 0 : size * count;
}

HttpOutcome Courier::Transfer::outcome(CURLcode result) const {
  HttpOutcome outcome;
  if (result != CURLE_OK && !(result == CURLE_WRITE_ERROR && has_enough_)) {
    if (!refused_address_.empty() && result == CURLE_COULDNT_CONNECT) {
      outcome.error = "its host leads to " + refused_address_ + ", where notices may not go";
    } else if (result == CURLE_OPERATION_TIMEDOUT) {
      outcome.error = "it did not answer in time";
    } else {
      outcome.error = printable(error_.front() != '\0' ? error_.data() : curl_easy_strerror(result));
    }
    return outcome;
  }
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  outcome.status = static_cast<unsigned>(status);
  curl_off_t seconds = 0;
  if (curl_easy_getinfo(handle(), CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0) {
    outcome.retry_after = std::chrono::seconds{seconds};
  }
  if (outcome.status == 0) outcome.error = "its answer was too long";
  return outcome;
}

}  // namespace webhooks
