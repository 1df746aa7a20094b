#include "receiver.hpp"

#include <thread>
#include <utility>

namespace webhooks_test {
namespace {

constexpr std::chrono::seconds kPatience{20};

}  // namespace

std::string Received::header(std::string_view name) const {
  for (const auto& [found, value] : headers) {
    if (http::equal_ignoring_case(found, name)) return value;
  }
  return {};
}

Receiver::Receiver()
    : server_(http::ServerOptions{}, [this](const http::Request& request, http::Responder responder) {
        handle(request, std::move(responder));
      }) {
  server_.start();
}

Receiver::~Receiver() {
  server_.stop(std::chrono::milliseconds{0});
  held_.clear();
}

std::string Receiver::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(server_.port()) + path;
}

void Receiver::answer(const std::string& path, std::vector<http::Response> answers) {
  const std::lock_guard lock(mutex_);
  for (http::Response& response : answers) answers_[path].push_back(std::move(response));
}

void Receiver::answer_always(const std::string& path, unsigned status) {
  const std::lock_guard lock(mutex_);
  always_[path] = status;
}

void Receiver::hold(const std::string& path) {
  const std::lock_guard lock(mutex_);
  held_[path];
}

void Receiver::on_request(std::function<void(const Received&)> action) {
  const std::lock_guard lock(mutex_);
  action_ = std::move(action);
}

http::Response Receiver::next_answer(const std::string& path) {
  auto& queue = answers_[path];
  if (!queue.empty()) {
    http::Response response = std::move(queue.front());
    queue.pop_front();
    return response;
  }
  const auto always = always_.find(path);
  return status(always == always_.end() ? 204 : always->second);
}

void Receiver::handle(const http::Request& request, http::Responder responder) {
  Received received{request.target, request.headers, request.body};
  std::function<void(const Received&)> action;
  {
    const std::lock_guard lock(mutex_);
    action = action_;
  }
  if (action) action(received);
  const std::lock_guard lock(mutex_);
  received_[request.target].push_back(std::move(received));
  const auto held = held_.find(request.target);
  if (held != held_.end()) {
    held->second.push_back(std::move(responder));
  } else {
    responder.send(next_answer(request.target));
  }
  changed_.notify_all();
}

std::vector<Received> Receiver::wait_for(const std::string& path, std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kPatience, [&] { return received_[path].size() >= count; });
  return received_[path];
}

std::vector<Received> Receiver::received(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = received_.find(path);
  return found == received_.end() ? std::vector<Received>() : found->second;
}

std::vector<std::string> Receiver::bodies(const std::string& path) const {
  std::vector<std::string> bodies;
  for (const Received& received : received(path)) bodies.push_back(received.body);
  return bodies;
}

http::Response status(unsigned status, http::Headers headers, std::string body) {
  return {status, std::move(headers), std::make_shared<const std::string>(std::move(body))};
}

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{3});
  }
  return condition();
}

}  // namespace webhooks_test
