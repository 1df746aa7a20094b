#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "client.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"

namespace http::test {

Response text(std::string body, unsigned status = 200, Headers headers = {});

/// A server on a free port of 127.0.0.1, started.
class RunningServer {
 public:
  explicit RunningServer(Handler handler, Limits limits = {});
  explicit RunningServer(ServerOptions options, Handler handler);

  [[nodiscard]] Client client() const { return Client(server_.port()); }
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  Server& operator*() { return server_; }
  Server* operator->() { return &server_; }
  /// What was reported for the log.
  [[nodiscard]] std::vector<std::string> reports() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> reports_;
  Server server_;
};

/// Answers with method, segments, query and body, in brackets: "GET [v1][rooms] (limit=5) {}".
void describe(Request request, Responder responder);

/// Runs tasks on threads of its own, so that answers come from elsewhere and in any order.
class Workers {
 public:
  explicit Workers(std::size_t threads);
  /// Finishes what is queued.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void run(std::function<void()> task);

 private:
  void loop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

/// Keeps the responders it is given, by target, for the test to answer them when it wants.
class Held {
 public:
  [[nodiscard]] Handler handler();
  /// Waits for the request; a dead responder after 10 s.
  Responder take(const std::string& target);
  [[nodiscard]] std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<std::string, Responder>> held_;
};

/// Asks again every few milliseconds. False after `time`.
bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds time = std::chrono::seconds(10));

}  // namespace http::test
