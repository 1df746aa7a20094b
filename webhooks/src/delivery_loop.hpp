#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "courier.hpp"
#include "journal_window.hpp"
#include "lane.hpp"
#include "lease.hpp"
#include "retry_schedule.hpp"
#include "status_board.hpp"
#include "webhooks/dispatcher.hpp"

namespace webhooks {

/// The dispatcher's work, turn by turn: keep the lease, look at the endpoints, send what is due, save what became of
/// it. Not thread-safe but for wake().
class DeliveryLoop {
 public:
  /// `options`, `clock` and `board` outlive this object.
  DeliveryLoop(std::unique_ptr<scheduler::Journal> journal, std::unique_ptr<ConsumerState> state, Ports ports,
               const Options& options, const scheduler::Clock& clock, StatusBoard& board);

  /// One turn; waits for what is under way, at most Options::look. @throws what the ports and the journal do
  void turn();

  /// A turn threw, or the store is away: nothing is asked of it for a while.
  void report_and_pause(std::string_view what);

  /// Look for new entries and endpoints in the next turn.
  void look_again();

  /// Cuts what is under way, saves what is not yet, lets go of the lease.
  void finish();

  /// Ends a wait of turn(). Thread-safe.
  void wake() { courier_.wake(); }

 private:
  using Ticks = std::chrono::steady_clock::time_point;
  using Lanes = std::map<scheduler::Uuid, Lane>;

  [[nodiscard]] Moment moment() const;
  [[nodiscard]] bool is_paused(Ticks now) const { return now < paused_until_; }
  [[nodiscard]] bool keep_lease(const Moment& now);
  [[nodiscard]] bool take_over(const Moment& now);
  void step_back(const Moment& now);
  void show_what_is_kept();
  [[nodiscard]] std::optional<std::map<scheduler::Uuid, Delivery>> load();

  void observe_endpoints(const Moment& now);
  void forget_removed(const Moment& now);
  void switch_off_given_up(const Moment& now);

  void start_due(const Moment& now);
  /// @return whether it goes on at once with further entries
  [[nodiscard]] bool start(Lane& lane, const Moment& now);
  [[nodiscard]] bool is_wanted_still(Lane& lane, const Moment& now);
  void send(Lane& lane, const Message& message, const Moment& now);
  void finish_attempt(Lane& lane, const HttpOutcome& outcome, const Moment& now);
  void lose_everybody(scheduler::Position head, const Moment& now);

  void collect(std::chrono::milliseconds patience);
  [[nodiscard]] std::chrono::milliseconds patience_until_next(Ticks now) const;
  void save(const Moment& now, bool also_skipped);

  Ports ports_;
  const Options& options_;
  const scheduler::Clock& clock_;
  StatusBoard& board_;
  std::unique_ptr<ConsumerState> state_;
  Lease lease_;
  JournalWindow window_;
  RetrySchedule schedule_;
  Courier courier_;

  bool is_delivering_ = false;
  Lanes lanes_;
  std::vector<scheduler::Uuid> forgotten_;  ///< to be removed from the store
  Ticks look_at_{};                         ///< at the endpoints
  Ticks save_skipped_at_{};
  Ticks show_kept_at_{};
  Ticks paused_until_{};
  std::string last_report_;
  bool has_more_ = false;  ///< the next turn has something to do at once
};

}  // namespace webhooks
