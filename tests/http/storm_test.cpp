// Thousands of clients that go away at the worst moment, beside clients that check every byte. RELIABILITY.md 18.
#include <gtest/gtest.h>

#include <atomic>
#include <random>

#include "server_fixture.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kAborts = 2'000;
#else
constexpr int kAborts = 12'000;
#endif

namespace http::test {
namespace {

constexpr int kAborters = 6;
constexpr int kCheckers = 4;

// Long enough that some answers do not fit a socket at once, and made of the request's id, so that a stray byte shows.
std::string body_for(const std::string& id, std::size_t size) {
  std::string body;
  while (body.size() < size) body += id + ";";
  return body;
}

class Storm {
 public:
  explicit Storm(unsigned seed)
      : seed_(seed), workers_(4), server_([this](Request request, Responder responder) {
          auto shared = std::make_shared<Responder>(std::move(responder));
          workers_.run([shared, id = request.segments.at(0), size = std::stoul(request.segments.at(1))] {
            if (size % 3 == 0) std::this_thread::sleep_for(std::chrono::microseconds(size % 500));
            shared->send(text(body_for(id, size), 200, {{"X-Id", id}}));
          });
        }) {}

  void run() {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < kAborters; ++i) threads.emplace_back([this, i] { abort_again_and_again(seed_ + i); });
    std::vector<std::thread> checkers;
    for (unsigned i = 0; i < kCheckers; ++i) checkers.emplace_back([this, i] { check_until_calm(seed_ + 100 + i); });
    for (auto& thread : threads) thread.join();
    calm_ = true;
    for (auto& thread : checkers) thread.join();
  }

  std::atomic<int> checked = 0;
  std::atomic<int> misdelivered = 0;
  std::atomic<int> unanswered = 0;

  RunningServer& server() { return server_; }

 private:
  void abort_again_and_again(unsigned seed) {
    std::mt19937 random(seed);
    for (int i = 0; i < kAborts / kAborters; ++i) {
      Client client = server_.client();
      if (!client.connected()) continue;
      const std::string request =
          get("/aborted-" + std::to_string(seed) + "-" + std::to_string(i) + "/" + std::to_string(random() % 40'000));
      const auto moment = random() % 5;
      client.send(moment == 0 ? request.substr(0, request.size() / 2) : request + (moment == 1 ? request : ""));
      if (moment == 2) std::this_thread::sleep_for(std::chrono::microseconds(random() % 500));
      if (moment == 3) client.receive(100);
      if (moment == 4) continue;  // an orderly close
      client.abort();
    }
  }

  void check_until_calm(unsigned seed) {
    std::mt19937 random(seed);
    int number = 0;
    while (!calm_) {
      Client client = server_.client();
      if (!client.connected()) continue;
      for (int i = 0; i < 20 && !calm_; ++i) {
        const std::string id = "checked-" + std::to_string(seed) + "-" + std::to_string(number++);
        const std::size_t size = random() % 20'000;
        check(client.ask(get("/" + id + "/" + std::to_string(size))), id, size);
      }
    }
  }

  void check(const std::optional<Answer>& answer, const std::string& id, std::size_t size) {
    if (!answer) {
      ++unanswered;
    } else if (answer->header("X-Id") != id || answer->body != body_for(id, size)) {
      ++misdelivered;
    } else {
      ++checked;
    }
  }

  const unsigned seed_;
  std::atomic<bool> calm_ = false;
  Workers workers_;
  RunningServer server_;
};

TEST(AbortingClients, GetNobodyElsesAnswerAndLeaveNothingBehind) {
  const unsigned seed = std::random_device()();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  Storm storm(seed);
  const std::size_t before = open_descriptors();
  const auto begin = std::chrono::steady_clock::now();
  storm.run();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  std::printf("seed %u: %d aborting clients, %d checked answers in %d ms\n", seed, kAborts, storm.checked.load(),
              static_cast<int>(took.count()));
  EXPECT_EQ(storm.misdelivered, 0);
  EXPECT_EQ(storm.unanswered, 0);
  EXPECT_GT(storm.checked, 100);
  EXPECT_TRUE(eventually([&] { return storm.server()->counters().connections_open == 0; }));
  EXPECT_TRUE(eventually([&] { return open_descriptors() <= before; }))
      << before << " descriptors before, " << open_descriptors() << " after";
}

}  // namespace
}  // namespace http::test
