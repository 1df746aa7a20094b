#include "delivery_loop.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "delivery_text.hpp"

namespace webhooks {

using scheduler::Uuid;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds kPause{1};
constexpr std::chrono::seconds kBetweenSavesOfSkipped{1};
/// Of entries that are not wanted, in one turn: others have their turn, too.
constexpr int kMostSkipped = 256;

std::string sentence_of(const scheduler::Error& error) {
  const auto* const unavailable = std::get_if<scheduler::JournalUnavailable>(&error);
  return unavailable != nullptr ? unavailable->detail : "The store gave an unexpected answer.";
}

}  // namespace

DeliveryLoop::DeliveryLoop(std::unique_ptr<scheduler::Journal> journal, std::unique_ptr<ConsumerState> state,
                           Ports ports, const Options& options, const scheduler::Clock& clock, StatusBoard& board)
    : ports_(std::move(ports)),
      options_(options),
      clock_(clock),
      board_(board),
      state_(std::move(state)),
      lease_(*state_, options.lease),
      window_(std::move(journal), options.look),
      schedule_(options.pauses, options.jitter, options.longest_retry_after),
      courier_(options) {}

Moment DeliveryLoop::moment() const { return {std::chrono::steady_clock::now(), clock_.now()}; }

void DeliveryLoop::turn() {
  const Moment now = moment();
  has_more_ = false;
  if (keep_lease(now) && !is_paused(now.ticks)) {
    observe_endpoints(now);
    start_due(now);
  }
  collect(patience_until_next(moment().ticks));
  if (is_delivering_ && !is_paused(moment().ticks)) save(moment(), false);
}

bool DeliveryLoop::keep_lease(const Moment& now) {
  if (!is_paused(now.ticks)) {
    if (const auto kept = lease_.keep(now.ticks); !kept) report_and_pause(sentence_of(kept.error()));
  }
  if (!lease_.is_held(now.ticks)) {
    step_back(now);
    return false;
  }
  return is_delivering_ || take_over(now);
}

bool DeliveryLoop::take_over(const Moment& now) {
  if (is_paused(now.ticks)) return false;
  auto kept = load();
  if (!kept) return false;
  for (const auto& [id, delivery] : *kept) lanes_.emplace(id, Lane(delivery, now));
  board_.show_all(std::move(*kept));
  board_.set_delivering(true);
  is_delivering_ = true;
  look_again();
  return true;
}

void DeliveryLoop::step_back(const Moment& now) {
  if (is_delivering_) {
    courier_.cancel_all();
    lanes_.clear();
    forgotten_.clear();
    board_.set_delivering(false);
    is_delivering_ = false;
  }
  if (is_paused(now.ticks) || now.ticks < show_kept_at_) return;
  show_kept_at_ = now.ticks + options_.lease / 3;
  if (auto kept = load()) board_.show_all(std::move(*kept));
}

std::optional<std::map<Uuid, Delivery>> DeliveryLoop::load() {
  const auto texts = state_->load();
  if (!texts) {
    report_and_pause(sentence_of(texts.error()));
    return std::nullopt;
  }
  std::map<Uuid, Delivery> deliveries;
  for (const auto& [name, text] : *texts) {
    const auto id = Uuid::parse(name);
    auto delivery = delivery_from_text(text);
    if (id && delivery) {
      deliveries.emplace(*id, std::move(*delivery));
    } else {
      ports_.report("What is kept of the webhook " + name + " cannot be read: it begins anew.");
    }
  }
  return deliveries;
}

void DeliveryLoop::observe_endpoints(const Moment& now) {
  if (now.ticks < look_at_) return;
  look_at_ = now.ticks + options_.look;
  std::vector<Uuid> listed;
  for (const Endpoint& endpoint : ports_.endpoints()) {
    listed.push_back(endpoint.id);
    const auto [found, is_new] = lanes_.try_emplace(endpoint.id, endpoint, now);
    if (!is_new && found->second.observe(endpoint, now)) {
      courier_.cancel(endpoint.id);
      found->second.unsent();
    }
    board_.show(endpoint.id, found->second.delivery());
  }
  std::ranges::sort(listed);
  for (auto& [id, lane] : lanes_) {
    if (std::ranges::binary_search(listed, id) || !lane.unlist(now)) continue;
    courier_.cancel(id);
    lane.unsent();
  }
  forget_removed(now);
  switch_off_given_up(now);
}

void DeliveryLoop::forget_removed(const Moment& now) {
  std::erase_if(lanes_, [&](const auto& lane) {
    const auto since = lane.second.unlisted_since();
    if (!since || now.ticks - *since < options_.forget_after) return false;
    forgotten_.push_back(lane.first);
    board_.remove(lane.first);
    return true;
  });
}

void DeliveryLoop::switch_off_given_up(const Moment& now) {
  for (auto& [id, lane] : lanes_) {
    if (auto reason = lane.wants_disabling(now)) ports_.disable(id, std::move(*reason));
  }
}

void DeliveryLoop::start_due(const Moment& now) {
  for (auto& [id, lane] : lanes_) {
    if (is_paused(now.ticks)) return;
    if (lane.is_ready(now.ticks) && start(lane, now)) has_more_ = true;
  }
}

bool DeliveryLoop::start(Lane& lane, const Moment& now) {
  for (int skipped = 0; skipped < kMostSkipped; ++skipped) {
    if (const auto lost = lane.lost()) {
      send(lane, *lost, now);
      return false;
    }
    const auto next = window_.next(lane.delivery().cursor, now.ticks);
    if (!next) {
      report_and_pause(sentence_of(next.error()));
      return false;
    }
    if (const auto* const lost = std::get_if<JournalWindow::Lost>(&*next)) {
      lane.lose(lost->head, now);
      if (lost->for_everybody) lose_everybody(lost->head, now);
      return true;
    }
    const auto* const entry = std::get_if<const scheduler::JournalEntry*>(&*next);
    if (entry == nullptr) return false;
    std::optional<std::string> payload;
    try {
      payload = ports_.payload(**entry, lane.endpoint());
    } catch (const std::exception& wrong) {
      ports_.report("The notice of entry " + std::to_string((*entry)->position) + " cannot be made: " + wrong.what());
      lane.sent(entry_message(lane.endpoint().id, **entry, {}), now);
      finish_attempt(lane, {.status = 0, .retry_after = {}, .error = "the notice could not be made"}, now);
      return false;
    }
    if (payload) {
      send(lane, entry_message(lane.endpoint().id, **entry, std::move(*payload)), now);
      return false;
    }
    lane.skip((*entry)->position);
  }
  return true;
}

void DeliveryLoop::lose_everybody(scheduler::Position head, const Moment& now) {
  for (auto& [id, lane] : lanes_) {
    // What is under way is of the old history: it is accepted or not, and then the notice of the loss comes.
    if (!lane.delivery().lost) lane.lose(head, now);
  }
}

/// An entry may be newer than the last look at the endpoints: what its owner has changed before it counts for it.
bool DeliveryLoop::is_wanted_still(Lane& lane, const Moment& now) {
  for (const Endpoint& endpoint : ports_.endpoints()) {
    if (endpoint.id != lane.endpoint().id) continue;
    (void)lane.observe(endpoint, now);  // nothing is under way
    return endpoint.enabled;
  }
  return false;
}

void DeliveryLoop::send(Lane& lane, const Message& message, const Moment& now) {
  if (!is_wanted_still(lane, now)) return;
  lane.sent(message, now);
  const auto key = SigningKey::parse(lane.endpoint().secret);
  if (!key) {
    finish_attempt(lane, {.status = 0, .retry_after = {}, .error = "its secret is not whsec_ and base64"}, now);
    return;
  }
  courier_.send(lane.endpoint().id, request_for(message, lane.endpoint(), *key, now.instant));
}

void DeliveryLoop::finish_attempt(Lane& lane, const HttpOutcome& outcome, const Moment& now) {
  const Uuid id = lane.endpoint().id;
  const Lane::Verdict verdict = lane.finish(outcome, schedule_, now);
  board_.show(id, lane.delivery());
  if (verdict == Lane::Verdict::accepted) {
    board_.count_accepted();
    return;
  }
  board_.count_failed();
  ports_.report("The webhook " + id.to_string() + " at " + shown_url(lane.endpoint().url) + " did not take a notice. " +
                lane.delivery().last_error);
  if (verdict == Lane::Verdict::given_up) {
    board_.count_given_up();
    look_at_ = Ticks{};
  }
}

void DeliveryLoop::collect(milliseconds patience) {
  for (const auto& [id, outcome] : courier_.wait(patience)) {
    const auto lane = lanes_.find(id);
    if (lane != lanes_.end()) finish_attempt(lane->second, outcome, moment());
  }
}

milliseconds DeliveryLoop::patience_until_next(Ticks now) const {
  if (has_more_ && !is_paused(now)) return milliseconds{0};
  milliseconds patience = options_.look;
  if (is_paused(now)) return patience;
  for (const auto& [id, lane] : lanes_) {
    const auto until = lane.waits_until();
    // One that is due already has nothing to send now.
    if (until && *until > now) patience = std::min(patience, std::chrono::ceil<milliseconds>(*until - now));
  }
  return patience;
}

void DeliveryLoop::save(const Moment& now, bool also_skipped) {
  if (now.ticks >= save_skipped_at_) {
    save_skipped_at_ = now.ticks + kBetweenSavesOfSkipped;
    also_skipped = true;
  }
  std::map<std::string, std::string> written;
  std::vector<std::string> removed;
  std::vector<Lane*> saved;
  for (auto& [id, lane] : lanes_) {
    if (lane.unsaved() == Lane::Unsaved::nothing) continue;
    if (lane.unsaved() == Lane::Unsaved::skipped && !also_skipped) continue;
    written.emplace(id.to_string(), to_text(lane.delivery()));
    saved.push_back(&lane);
  }
  for (const Uuid& id : forgotten_) removed.push_back(id.to_string());
  if (written.empty() && removed.empty()) return;
  const auto done = state_->save(lease_.owner(), written, removed);
  if (!done) {
    report_and_pause(sentence_of(done.error()));
    return;
  }
  if (!*done) {
    lease_.lost(now.ticks);
    step_back(now);
    return;
  }
  for (Lane* const lane : saved) lane->saved();
  forgotten_.clear();
}

void DeliveryLoop::report_and_pause(std::string_view what) {
  const Ticks now = moment().ticks;
  // While it stays the same, once is enough; a while later it is news again.
  if (what != last_report_ || now > paused_until_ + 2 * kPause) ports_.report(what);
  last_report_ = what;
  paused_until_ = now + kPause;
}

void DeliveryLoop::look_again() {
  look_at_ = Ticks{};
  window_.look_again();
}

void DeliveryLoop::finish() {
  courier_.cancel_all();
  const Moment now = moment();
  if (is_delivering_ && lease_.is_held(now.ticks) && !is_paused(now.ticks)) save(now, true);
  if (!is_paused(now.ticks)) lease_.release(now.ticks);
  board_.set_delivering(false);
}

}  // namespace webhooks
