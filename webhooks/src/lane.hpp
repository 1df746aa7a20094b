#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "courier.hpp"
#include "message.hpp"
#include "retry_schedule.hpp"
#include "webhooks/delivery.hpp"
#include "webhooks/dispatcher.hpp"

namespace webhooks {

/// The moment, by the clock that only goes on and by the one on the wall.
struct Moment {
  std::chrono::steady_clock::time_point ticks;
  scheduler::Instant instant;
};

/// One endpoint's way through the journal: where it is, what it waits for, what is to be saved. It does nothing by
/// itself. Not thread-safe.
class Lane {
 public:
  using Ticks = std::chrono::steady_clock::time_point;
  enum class Unsaved {
    nothing,
    skipped,  ///< entries that were not wanted: to be saved some time
    outcome,  ///< an attempt's: nothing is sent before that is saved
  };

  /// Of an endpoint that the store knows of.
  Lane(Delivery kept, const Moment& now);
  /// Of a new one.
  Lane(const Endpoint& endpoint, const Moment& now);

  /// The endpoint as it is now. Changes that may help (another URL, secret or `since`, switched on) begin the attempts
  /// anew.
  /// @return whether a request under way is to be cut
  [[nodiscard]] bool observe(const Endpoint& endpoint, const Moment& now);
  /// It is not among the endpoints. @return as observe()
  [[nodiscard]] bool unlist(const Moment& now);
  /// Since when it is not among them.
  [[nodiscard]] std::optional<Ticks> unlisted_since() const { return unlisted_since_; }

  [[nodiscard]] const Delivery& delivery() const { return delivery_; }
  [[nodiscard]] const Endpoint& endpoint() const { return *endpoint_; }
  /// The notice of lost changes, if it comes before the entries.
  [[nodiscard]] std::optional<Message> lost() const;

  /// Whether the next entry may be looked at and sent.
  [[nodiscard]] bool is_ready(Ticks now) const;
  /// When it will be, if nothing happens; nullopt: not by itself.
  [[nodiscard]] std::optional<Ticks> waits_until() const;
  /// Whether Ports::disable is to be called (again).
  [[nodiscard]] std::optional<std::string> wants_disabling(const Moment& now);

  void skip(scheduler::Position position);
  /// Entries are lost to it: that is to be saved, and then told before anything else.
  void lose(scheduler::Position head, const Moment& now);
  void sent(const Message& message, const Moment& now);
  /// The request is cut or came to nothing by itself, without an attempt.
  void unsent() { under_way_.reset(); }

  enum class Verdict { accepted, failed, given_up };
  Verdict finish(const HttpOutcome& outcome, RetrySchedule& schedule, const Moment& now);

  [[nodiscard]] Unsaved unsaved() const { return unsaved_; }
  void saved() { unsaved_ = Unsaved::nothing; }

 private:
  void begin_anew(const Moment& now);
  Verdict fail(const HttpOutcome& outcome, RetrySchedule& schedule, const Moment& now);
  void give_up(std::string reason);
  void touch(Unsaved what);

  Delivery delivery_;
  std::optional<Endpoint> endpoint_;
  std::optional<Ticks> unlisted_since_;
  Ticks due_;
  std::optional<Message> under_way_;     ///< without its body
  std::optional<std::string> given_up_;  ///< why
  Ticks disable_at_{};
  Unsaved unsaved_ = Unsaved::nothing;
};

}  // namespace webhooks
