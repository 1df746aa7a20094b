#include "lane.hpp"

#include <algorithm>
#include <utility>

namespace webhooks {

using scheduler::Position;

namespace {

constexpr std::chrono::seconds kDisableAgain{30};
constexpr unsigned kGone = 410;
constexpr unsigned kTooMany = 429;
constexpr unsigned kUnavailable = 503;

bool is_accepted(unsigned status) { return status >= 200 && status < 300; }
bool is_redirect(unsigned status) { return status >= 300 && status < 400; }

/// A sentence for the endpoint's owner.
std::string wording(const HttpOutcome& outcome) {
  if (outcome.status == 0) return "No answer: " + outcome.error + '.';
  std::string text = "It answered " + std::to_string(outcome.status) + '.';
  if (is_redirect(outcome.status)) text += " Redirects are not followed: change the URL instead.";
  return text;
}

std::chrono::seconds rounded_up(std::chrono::milliseconds pause) {
  return std::chrono::ceil<std::chrono::seconds>(pause);
}

}  // namespace

Lane::Lane(Delivery kept, const Moment& now) : delivery_(std::move(kept)), unlisted_since_(now.ticks), due_(now.ticks) {
  if (delivery_.next_attempt) due_ += std::max(*delivery_.next_attempt - now.instant, std::chrono::seconds{0});
}

Lane::Lane(const Endpoint& endpoint, const Moment& now)
    : delivery_{.cursor = endpoint.since,
                .since = endpoint.since,
                .attempts = 0,
                .last_attempt = {},
                .next_attempt = {},
                .last_status = 0,
                .last_error = {},
                .lost = {}},
      endpoint_(endpoint),
      due_(now.ticks) {
  touch(Unsaved::skipped);
}

bool Lane::observe(const Endpoint& endpoint, const Moment& now) {
  const std::optional<Endpoint> before = std::exchange(endpoint_, endpoint);
  const bool was_listed = !std::exchange(unlisted_since_, std::nullopt).has_value();
  if (delivery_.since < endpoint.since) {
    delivery_.since = endpoint.since;
    if (delivery_.cursor < endpoint.since) {
      delivery_.cursor = endpoint.since;
      delivery_.lost.reset();
    }
    begin_anew(now);
  }
  if (!endpoint.enabled) {
    given_up_.reset();
    return under_way_.has_value();
  }
  // One that comes out of the store goes on where it was: it may have been switched on all the time.
  const bool is_switched_on = before && (!before->enabled || !was_listed);
  // Off and on again between two looks is seen by the version alone.
  const bool is_changed = before && (before->url != endpoint.url || before->secret != endpoint.secret ||
                                     before->version != endpoint.version);
  if (is_switched_on || is_changed) {
    given_up_.reset();
    begin_anew(now);
  }
  return false;
}

bool Lane::unlist(const Moment& now) {
  if (!unlisted_since_) unlisted_since_ = now.ticks;
  given_up_.reset();
  return under_way_.has_value();
}

bool Lane::is_ready(Ticks now) const {
  return waits_until().value_or(Ticks::max()) <= now && unsaved_ != Unsaved::outcome;
}

std::optional<Lane::Ticks> Lane::waits_until() const {
  if (unlisted_since_ || !endpoint_ || !endpoint_->enabled || under_way_ || given_up_) return std::nullopt;
  return due_;
}

std::optional<std::string> Lane::wants_disabling(const Moment& now) {
  if (!given_up_ || now.ticks < disable_at_) return std::nullopt;
  disable_at_ = now.ticks + kDisableAgain;
  return given_up_;
}

void Lane::skip(Position position) {
  delivery_.cursor = position;
  // The message that failed is not wanted any more.
  delivery_.attempts = 0;
  delivery_.next_attempt.reset();
  touch(Unsaved::skipped);
}

std::optional<Message> Lane::lost() const {
  if (!delivery_.lost) return std::nullopt;
  return lost_message(endpoint_->id, delivery_.cursor, *delivery_.lost);
}

void Lane::lose(Position head, const Moment& now) {
  delivery_.lost = LostChanges{head, now.instant};
  touch(Unsaved::outcome);
}

void Lane::sent(const Message& message, const Moment& now) {
  under_way_ = Message{.position = message.position, .id = message.id, .body = {}};
  delivery_.last_attempt = now.instant;
}

Lane::Verdict Lane::finish(const HttpOutcome& outcome, RetrySchedule& schedule, const Moment& now) {
  const Message message = std::exchange(under_way_, std::nullopt).value_or(Message{});
  delivery_.last_status = outcome.status;
  touch(Unsaved::outcome);
  if (!is_accepted(outcome.status)) return fail(outcome, schedule, now);
  const auto lost_one = lost();
  if (lost_one && lost_one->id == message.id) {
    delivery_.cursor = message.position;  // which may be less than before
    delivery_.lost.reset();
  } else {
    // A `since` that moved on meanwhile stays where it is.
    delivery_.cursor = std::max(message.position, delivery_.cursor);
  }
  delivery_.last_error.clear();
  begin_anew(now);
  return Verdict::accepted;
}

Lane::Verdict Lane::fail(const HttpOutcome& outcome, RetrySchedule& schedule, const Moment& now) {
  ++delivery_.attempts;
  delivery_.last_error = wording(outcome);
  if (outcome.status == kGone) {
    give_up("It answered 410 (Gone): it wants no more notices.");
    return Verdict::given_up;
  }
  const bool is_heeded = outcome.status == kTooMany || outcome.status == kUnavailable;
  const auto pause = schedule.pause_after(delivery_.attempts, is_heeded ? outcome.retry_after : std::nullopt);
  if (!pause) {
    give_up("Given up after " + std::to_string(delivery_.attempts) +
            " attempts. The last one: " + delivery_.last_error);
    return Verdict::given_up;
  }
  due_ = now.ticks + *pause;
  delivery_.next_attempt = now.instant + rounded_up(*pause);
  return Verdict::failed;
}

void Lane::give_up(std::string reason) {
  // Saved as if nothing had failed: where it could not be switched off before a crash, all attempts are made again.
  delivery_.attempts = 0;
  delivery_.next_attempt.reset();
  given_up_ = std::move(reason);
  disable_at_ = Ticks{};
}

void Lane::begin_anew(const Moment& now) {
  delivery_.attempts = 0;
  delivery_.next_attempt.reset();
  due_ = now.ticks;
  touch(Unsaved::skipped);
}

void Lane::touch(Unsaved what) { unsaved_ = std::max(unsaved_, what); }

}  // namespace webhooks
