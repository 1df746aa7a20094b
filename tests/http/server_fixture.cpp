#include "server_fixture.hpp"

#include <algorithm>
#include <utility>

namespace http::test {
namespace {

ServerOptions options_with(Limits limits) {
  ServerOptions options;
  options.limits = std::move(limits);
  return options;
}

}  // namespace

Response text(std::string body, unsigned status, Headers headers) {
  headers.emplace_back("Content-Type", "text/plain");
  return {status, std::move(headers), std::make_shared<const std::string>(std::move(body))};
}

RunningServer::RunningServer(Handler handler, Limits limits)
    : RunningServer(options_with(std::move(limits)), std::move(handler)) {}

RunningServer::RunningServer(ServerOptions options, Handler handler)
    : server_(
          [&] {
            // A test's clients are few: by default, no fewer descriptors than the limit asks for.
            if (options.limits.connections == Limits{}.connections) options.limits.connections = 1000;
            options.report = [this](std::string_view line) {
              const std::lock_guard lock(mutex_);
              reports_.emplace_back(line);
            };
            return std::move(options);
          }(),
          std::move(handler)) {
  server_.start();
}

std::vector<std::string> RunningServer::reports() const {
  const std::lock_guard lock(mutex_);
  return reports_;
}

void describe(Request request, Responder responder) {
  std::string line = request.method + " ";
  for (const auto& segment : request.segments) line += "[" + segment + "]";
  line += " (";
  for (const auto& [name, value] : request.query) line += name + "=" + value + ";";
  line += ") {" + request.body + "}";
  responder.send(text(std::move(line)));
}

Workers::Workers(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Workers::run(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Workers::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

Handler Held::handler() {
  return [this](Request request, Responder responder) {
    const std::lock_guard lock(mutex_);
    held_.emplace_back(request.target, std::move(responder));
    changed_.notify_all();
  };
}

Responder Held::take(const std::string& target) {
  std::unique_lock lock(mutex_);
  auto found = held_.end();
  changed_.wait_for(lock, std::chrono::seconds(10), [&] {
    found = std::find_if(held_.begin(), held_.end(), [&](const auto& entry) { return entry.first == target; });
    return found != held_.end();
  });
  if (found == held_.end()) return Responder(nullptr);
  Responder responder = std::move(found->second);
  held_.erase(found);
  return responder;
}

std::size_t Held::size() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  return condition();
}

}  // namespace http::test
