#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "http/server.hpp"

namespace webhooks_test {

/// A notice as it came.
struct Received {
  std::string path;
  http::Headers headers;
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;
};

/// Another system: an HTTP server on 127.0.0.1 that keeps what it gets, and answers each path as it is told.
class Receiver {
 public:
  Receiver();
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] std::string url(const std::string& path) const;
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

  /// The next answers of this path, one a request; without any it is 204.
  void answer(const std::string& path, std::vector<http::Response> answers);
  /// Each further request to this path gets this.
  void answer_always(const std::string& path, unsigned status);
  /// Requests to this path are not answered at all, from now on.
  void hold(const std::string& path);
  /// Called with each request, before it is answered, on the server's thread.
  void on_request(std::function<void(const Received&)> action);

  /// Waits until there are so many of this path, and gives them; fewer after 20 s.
  [[nodiscard]] std::vector<Received> wait_for(const std::string& path, std::size_t count);
  [[nodiscard]] std::vector<Received> received(const std::string& path) const;
  [[nodiscard]] std::vector<std::string> bodies(const std::string& path) const;

 private:
  void handle(const http::Request& request, http::Responder responder);
  [[nodiscard]] http::Response next_answer(const std::string& path);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::vector<Received>> received_;
  std::map<std::string, std::deque<http::Response>> answers_;
  std::map<std::string, unsigned> always_;
  std::map<std::string, std::vector<http::Responder>> held_;
  std::function<void(const Received&)> action_;
  http::Server server_;
};

[[nodiscard]] http::Response status(unsigned status, http::Headers headers = {}, std::string body = {});

/// Asks again every few milliseconds. False after 20 s.
[[nodiscard]] bool eventually(const std::function<bool()>& condition);

}  // namespace webhooks_test
