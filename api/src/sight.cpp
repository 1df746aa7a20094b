#include "sight.hpp"

#include <optional>

namespace api {
namespace {

void redact_opponent(std::optional<scheduler::Opponent>& opponent, const Sight& sight,
                     const scheduler::Schedule& schedule) {
  if (!opponent) return;
  const auto event = schedule.find(scheduler::Id<scheduler::Event>{opponent->id});
  if (event && !sight.sees(event->value)) opponent->title = kHiddenTitle;
}

}  // namespace

void Sight::redact(std::vector<scheduler::Conflict>& conflicts, const scheduler::Schedule& schedule) const {
  if (!is_limited()) return;
  for (scheduler::Conflict& each : conflicts) {
    redact_opponent(each.with, *this, schedule);
    redact_opponent(each.event, *this, schedule);
  }
}

void Sight::redact(scheduler::SchedulingConflict& error, const scheduler::Schedule& schedule) const {
  redact(error.conflicts, schedule);
  redact(error.warnings, schedule);
}

void Sight::redact(scheduler::Decision& decision, const scheduler::Schedule& schedule) const {
  redact(decision.warnings, schedule);
  for (scheduler::SkippedOccurrence& each : decision.skipped) redact(each.conflicts, schedule);
}

}  // namespace api
