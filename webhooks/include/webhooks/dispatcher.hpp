#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/clock.hpp"
#include "scheduler/journal.hpp"
#include "webhooks/consumer_state.hpp"
#include "webhooks/delivery.hpp"
#include "webhooks/url_check.hpp"

namespace webhooks {

/// Where notices go, as it stands now.
struct Endpoint {
  scheduler::Uuid id;
  std::string url;
  std::string secret;             ///< as SigningKey::parse reads it
  scheduler::Position since = 0;  ///< nothing at or before it is delivered; a higher one later on skips what is between
  bool enabled = true;            ///< switching it off and on again begins the attempts anew, at once
  scheduler::Version version = 0;  ///< another one: its owner has touched it, which begins them anew too
};

/// What the application lends. All of it is called on the dispatcher's own thread, must not block, and may throw only
/// where it says so.
struct Ports {
  /// All endpoints there are, also those that are switched off: what is not among them any more is forgotten after
  /// Options::forget_after. Cheap.
  std::function<std::vector<Endpoint>()> endpoints;

  /// The notice of this entry for this endpoint, as JSON; nullopt if it does not want it. The same for each attempt. An
  /// exception counts as a failed attempt.
  std::function<std::optional<std::string>(const scheduler::JournalEntry&, const Endpoint&)> payload;

  /// To switch the endpoint off: it answered 410, or it is given up. Called again every while for as long as it is
  /// switched on; nothing is sent to it meanwhile. The reason is a sentence for its owner.
  std::function<void(const scheduler::Uuid&, std::string reason)> disable;

  /// For the log: never a secret, and of URLs what shown_url() leaves.
  std::function<void(std::string_view)> report;
};

/// The pauses before each attempt, in order, as the specification suggests them: at once, 5 s, 5 min, 30 min, 2 h, 5 h,
/// 10 h, 14 h, 20 h, 24 h.
[[nodiscard]] std::vector<std::chrono::milliseconds> standard_pauses();

struct Options {
  Allowed allowed;
  std::string authorities;  ///< file (PEM) of the authorities to trust; empty: the system's
  std::vector<std::chrono::milliseconds> pauses = standard_pauses();  ///< one an attempt; not empty
  double jitter = 0.2;  ///< a pause is longer by a random part of it, up to this
  std::chrono::milliseconds longest_retry_after{std::chrono::hours{24}};  ///< what is heeded of an answer's Retry-After
  std::chrono::milliseconds connecting{5'000};                            ///< patience, name look-up included
  std::chrono::milliseconds answering{15'000};                            ///< patience for the whole request
  std::chrono::milliseconds look{200};      ///< between two looks for new entries and changed endpoints
  std::chrono::milliseconds lease{15'000};  ///< after which another instance takes over from one that died
  std::chrono::milliseconds forget_after{std::chrono::hours{1}};  ///< of endpoints that are no more
};

/// Since the start, of this instance.
struct Counters {
  bool delivering = false;  ///< whether this instance has the lease now
  std::uint64_t accepted = 0;
  std::uint64_t failed = 0;    ///< attempts
  std::uint64_t given_up = 0;  ///< endpoints, also by 410
};

/// Pushes what happens in the department to other systems, as Standard Webhooks 1.0 describes: at least once, and in
/// order for each endpoint. The next notice goes only when the one before was accepted (2xx) and that is saved, so a
/// crash repeats at most one of each endpoint, under the same webhook-id. No endpoint waits for another one.
///
/// One thread, which does all there is to do. webhooks/README.md says what is sent, and when.
class Dispatcher {
 public:
  /// @param clock outlives this object
  /// @throws std::runtime_error when libcurl does not start
  Dispatcher(std::unique_ptr<scheduler::Journal> journal, std::unique_ptr<ConsumerState> state, Ports ports,
             Options options, const scheduler::Clock& clock);
  /// stop()
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  /// Begins. Once. Ports::endpoints must know by now what there is.
  void start();

  /// Cuts what is under way (it is sent again by whoever goes on), lets go of the lease and returns when no port will
  /// be called any more: at once, or when the store's call under way is over. Idempotent. Not from a port.
  void stop();

  /// Something has been written: look now. Never needed, only quicker. Thread-safe, does not block.
  void wake();

  /// How far this endpoint is; of an instance that does not deliver, as the store had it some seconds ago. nullopt:
  /// nothing is known yet. Thread-safe.
  [[nodiscard]] std::optional<Delivery> status(const scheduler::Uuid& endpoint) const;

  /// Thread-safe.
  [[nodiscard]] Counters counters() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace webhooks
