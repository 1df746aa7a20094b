// Many streams, written from many threads while their clients come and go.
#include <gtest/gtest.h>

#include <atomic>
#include <random>

#include "http/body_stream.hpp"
#include "server_fixture.hpp"

namespace http::test {
namespace {

/// Sends numbered events to all who listen, from several threads, under the lock that the handler takes too.
class Broadcast {
 public:
  void listen(const Request&, Responder responder) {
    const std::lock_guard lock(mutex_);
    auto stream = std::make_shared<BodyStream>();
    stream->write("from " + std::to_string(next_) + ";");
    responder.send({200, {}, nullptr, stream});
    streams_.push_back(std::move(stream));
  }

  void say() {
    const std::lock_guard lock(mutex_);
    const std::string event = std::to_string(next_++) + ";";
    std::erase_if(streams_, [](const auto& stream) { return !stream->open(); });
    for (const auto& stream : streams_) stream->write(event);
  }

  void end() {
    const std::lock_guard lock(mutex_);
    streams_.clear();
  }

  [[nodiscard]] std::size_t listeners() const {
    const std::lock_guard lock(mutex_);
    return streams_.size();
  }

 private:
  mutable std::mutex mutex_;
  int next_ = 0;
  std::vector<std::shared_ptr<BodyStream>> streams_;
};

/// Whether `heard` is "from N;N;N+1;N+2;...", the last event perhaps cut short.
bool is_in_order(const std::string& heard) {
  if (heard.find(';') == std::string::npos) return true;
  int next = std::stoi(heard.substr(5));
  for (std::size_t at = heard.find(';') + 1; at < heard.size();) {
    const std::size_t end = heard.find(';', at);
    if (end == std::string::npos) return true;
    if (std::stoi(heard.substr(at, end - at)) != next++) return false;
    at = end + 1;
  }
  return true;
}

/// Listens for a while, or to the end. What was heard.
std::string listen(Client& client, std::size_t chunks) {
  if (!client.ask(get("/events"))) return {};
  std::string heard;
  for (std::size_t i = 0; i < chunks; ++i) {
    const auto bytes = client.chunk();
    if (!bytes || bytes->empty()) break;
    heard += *bytes;
  }
  return heard;
}

TEST(StreamStorm, GivesEveryListenerEveryEventInOrder) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Broadcast broadcast;
  RunningServer server([&](const Request& request, Responder responder) {
    if (request.target == "/events") return broadcast.listen(request, std::move(responder));
    responder.send(text("beside"));
  });
  std::atomic<bool> done = false;
  std::atomic<int> disordered = 0;
  std::atomic<int> heard = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 3; ++i) {
    writers.emplace_back([&] {
      while (!done) {
        broadcast.say();
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      }
    });
  }
  std::vector<std::thread> clients;
  for (unsigned i = 0; i < 4; ++i) {
    clients.emplace_back([&, i] {
      std::mt19937 random(seed + i);
      for (int turn = 0; turn < 100; ++turn) {
        Client client = server.client();
        const std::string events = listen(client, random() % 30);
        if (!is_in_order(events)) ++disordered;
        if (!events.empty()) ++heard;
        if (random() % 2 == 0) client.abort();
      }
    });
  }
  Client faithful = server.client();
  std::string all;
  std::thread listener([&] { all = listen(faithful, 1'000'000); });
  Client other = server.client();
  for (int i = 0; i < 200; ++i) EXPECT_EQ(other.ask(get("/"))->body, "beside");
  for (auto& client : clients) client.join();
  EXPECT_TRUE(eventually([&] { return broadcast.listeners() == 1; }));
  done = true;
  for (auto& writer : writers) writer.join();
  broadcast.end();
  listener.join();
  EXPECT_EQ(disordered, 0);
  EXPECT_GT(heard, 100);
  EXPECT_TRUE(is_in_order(all));
  EXPECT_GT(all.size(), 1000u);
}

TEST(StreamStorm, StopsWhileEverybodyWrites) {
  for (int round = 0; round < 10; ++round) {
    Broadcast broadcast;
    RunningServer server(
        [&](const Request& request, Responder responder) { broadcast.listen(request, std::move(responder)); });
    std::atomic<bool> done = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        while (!done) broadcast.say();
      });
    }
    std::atomic<int> whole = 0;
    for (int i = 0; i < 5; ++i) {
      threads.emplace_back([&] {
        Client client = server.client();
        client.ask(get("/events"));
        if (client.chunks()) ++whole;
      });
    }
    EXPECT_TRUE(eventually([&] { return broadcast.listeners() == 5; }));
    server->stop(std::chrono::seconds(10));
    done = true;
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(whole, 5);
  }
}

}  // namespace
}  // namespace http::test
