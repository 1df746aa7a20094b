#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace store_test {

/// Stands between clients and a Redis, on unix sockets, and can lose an answer: the request is done, its client never
/// hears of it.
class CuttingProxy {
 public:
  CuttingProxy(std::filesystem::path listen, std::filesystem::path redis);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  /// The next `count` requests that contain `word` lose their answers: their connections are closed instead.
  void cut_answers_to(const std::string& word, int count = 1);
  /// How many answers were cut.
  [[nodiscard]] int cuts() const { return cuts_; }

 private:
  struct Pair {
    int client = -1;
    int redis = -1;
    bool cutting = false;
  };

  void run();
  void accept_client();
  [[nodiscard]] bool pass_request(Pair& pair);
  [[nodiscard]] bool pass_answer(Pair& pair);
  [[nodiscard]] bool must_cut(const std::string& request);

  std::filesystem::path redis_path_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::mutex mutex_;
  std::string word_;
  int to_cut_ = 0;
  std::atomic<int> cuts_{0};
  std::vector<Pair> pairs_;
  std::thread thread_;
};

}  // namespace store_test
