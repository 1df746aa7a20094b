#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/ids.hpp"
#include "webhooks/dispatcher.hpp"

namespace webhooks {

/// A POST of JSON.
struct HttpRequest {
  std::string url;
  std::vector<std::string> headers;  ///< "name: value"
  std::string body;
};

/// What became of it.
struct HttpOutcome {
  unsigned status = 0;                              ///< 0: no answer
  std::optional<std::chrono::seconds> retry_after;  ///< as the answer asks, whatever its status
  std::string error;                                ///< why there was no answer: a few words, without the URL
};

/// Sends requests over HTTP, any number at once, one for each endpoint, on the thread that calls. It connects only
/// where a notice may go (url_check.hpp), follows nothing, tells nobody who we are but the receiver, and takes at most
/// kMostAnswerBytes of an answer. Not thread-safe but for wake().
class Courier {
 public:
  static constexpr std::size_t kMostAnswerBytes = 64 * 1024;

  using Finished = std::vector<std::pair<scheduler::Uuid, HttpOutcome>>;

  /// @param options outlives this object. @throws std::runtime_error when libcurl does not start
  explicit Courier(const Options& options);
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  /// Begins a request; none of this endpoint may be under way. A URL that is refused is an outcome too.
  void send(const scheduler::Uuid& endpoint, HttpRequest request);

  /// Cuts the endpoint's request, if one is under way: it has no outcome.
  void cancel(const scheduler::Uuid& endpoint);
  void cancel_all();

  /// Works on what is under way, for `patience` or until something is finished or wake() is called. May return early.
  [[nodiscard]] Finished wait(std::chrono::milliseconds patience);

  /// Ends a wait() under way, or else the next one. Thread-safe.
  void wake();

 private:
  class Transfer;
  struct Multi;

  const Options& options_;
  std::unique_ptr<Multi> multi_;
  std::map<scheduler::Uuid, std::unique_ptr<Transfer>> transfers_;
  Finished refused_;
};

}  // namespace webhooks
