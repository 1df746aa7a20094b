#include "time_zone_check.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/describe.hpp"
#include "scheduler/standing_conflicts.hpp"
#include "submit_and_wait.hpp"

namespace karvon {
namespace {

/// Bookings begin within ten years (decision 3); a step is what a stop may have to wait for.
constexpr std::chrono::hours kAhead{24 * 3660};
constexpr std::chrono::hours kStep{24 * 30};
constexpr std::size_t kNamed = 20;

/// @return nothing when it was stopped
std::optional<std::vector<scheduler::Conflict>> clashes_ahead(const scheduler::Schedule& schedule,
                                                              scheduler::Instant now, const std::stop_token& stop) {
  std::vector<scheduler::Conflict> all;
  for (scheduler::Instant from = now; from < now + kAhead; from += kStep) {
    if (stop.stop_requested()) return std::nullopt;
    auto found = scheduler::standing_conflicts(schedule, {from, from + kStep}, SIZE_MAX);
    all.insert(all.end(), found.conflicts.begin(), found.conflicts.end());
  }
  return all;
}

/// Ids, not titles: a log is read by people to whom a private event is not shown.
void tell(const std::vector<scheduler::Conflict>& clashes) {
  for (std::size_t i = 0; i < clashes.size() && i < kNamed; ++i) {
    const scheduler::Conflict& each = clashes[i];
    spdlog::warn("  {} {} at {}: {}", word_for(each.event->kind), each.event->id.to_string(),
                 scheduler::to_string(each.interval.begin), word_for(each.rule));
  }
  if (clashes.size() > kNamed) spdlog::warn("  and {} more", clashes.size() - kNamed);
}

void keep_version(scheduler::SchedulingService& scheduling, const scheduler::Record<scheduler::Settings>& current,
                  std::string version) {
  scheduler::Settings settings = current.value;
  settings.time_zone_rules = std::move(version);
  const auto kept = submit_and_wait(
      scheduling, {{"start", scheduler::Role::admin},
                   scheduler::Replace<scheduler::Settings>{current.id, std::move(settings), current.version}});
  if (!kept) spdlog::warn("the version of the time zones' rules could not be kept: the next start looks through again");
}

}  // namespace

void look_through_again(scheduler::SchedulingService& scheduling, const scheduler::Clock& clock,
                        const std::stop_token& stop) {
  const std::string installed = scheduler::installed_time_zone_rules();
  const auto schedule = scheduling.schedule();
  const auto settings = schedule->find(scheduler::kSettings);
  if (installed.empty() || !settings || settings->value.time_zone_rules == installed) return;
  if (!settings->value.time_zone_rules.empty()) {
    const auto clashes = clashes_ahead(*schedule, clock.now(), stop);
    if (!clashes) return;
    spdlog::warn("the rules of time zones are those of {}, and were those of {}: {} {} ahead{}", installed,
                 settings->value.time_zone_rules, clashes->size(), clashes->size() == 1 ? "clash is" : "clashes are",
                 clashes->empty() ? "" : ". GET /v1/conflicts names them, also those that were overridden before");
    tell(*clashes);
  }
  keep_version(scheduling, *settings, installed);
}

}  // namespace karvon
