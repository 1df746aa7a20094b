#include "occurrences.hpp"

#include <algorithm>
#include <iterator>

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::Event;
using scheduler::LocalTime;
using scheduler::OccurrenceOverride;

const OccurrenceOverride* override_of(const NamedOccurrence& occurrence) {
  const auto& overrides = occurrence.event->value.recurrence_overrides;
  const auto found = overrides.find(occurrence.recurrence_id);
  return found != overrides.end() ? &found->second : nullptr;
}

}  // namespace

tl::expected<NamedOccurrence, http::Response> occurrence_in(const Exchange& exchange,
                                                            const scheduler::RecordPtr<Event>& event) {
  const auto recurrence_id = scheduler::parse_local_time(exchange.parameter("recurrence"));
  if (!recurrence_id) {
    return tl::unexpected(http::Response(
        invalid_input("{recurrence-id}", "must be a local start of the series, for example 2026-12-07T14:00:00")));
  }
  const auto starts = rule_starts_of(event->value);
  NamedOccurrence occurrence{event, *recurrence_id, std::binary_search(starts.begin(), starts.end(), *recurrence_id)};
  if (!occurrence.is_in_rule && override_of(occurrence) == nullptr) return tl::unexpected(not_found());
  return occurrence;
}

Event with_override(const NamedOccurrence& occurrence, OccurrenceOverride change) {
  Event event = occurrence.event->value;
  // An occurrence that was only added is taken away by leaving it out.
  const bool says_nothing = occurrence.is_in_rule ? change == OccurrenceOverride{} : change.excluded;
  if (says_nothing) {
    event.recurrence_overrides.erase(occurrence.recurrence_id);
  } else {
    event.recurrence_overrides[occurrence.recurrence_id] = std::move(change);
  }
  return event;
}

json::object show_occurrence(const NamedOccurrence& occurrence) {
  scheduler::Record<Event> single = *occurrence.event;
  single.value = occurrence_as_event(single.value, occurrence.recurrence_id);
  json::object shown = show_event(single);
  shown.emplace("recurrenceId", scheduler::to_string(occurrence.recurrence_id));
  const OccurrenceOverride* change = override_of(occurrence);
  shown.emplace("excluded", change != nullptr && change->excluded);
  if (change != nullptr && change->reason) shown.emplace("reason", *change->reason);
  shown.erase("recurrenceOverrides");
  return shown;
}

tl::expected<OccurrenceOverride, http::Response> patched_override(const NamedOccurrence& occurrence,
                                                                  json::object changes) {
  for (const auto& [name, value] : show_occurrence(occurrence)) {
    const auto same = changes.find(name);
    if (same != changes.end() && same->value() == value) changes.erase(same);
  }
  const OccurrenceOverride* current = override_of(occurrence);
  json::object target = codec::to_json(current != nullptr ? *current : OccurrenceOverride{}, codec::Audience::editor);
  // Why it was left out does not say why it is as it is now.
  const auto excluded = changes.find("excluded");
  if (excluded != changes.end() && !changes.contains("reason")) target.erase("reason");
  merge_changes(target, changes);
  OccurrenceOverride change;
  if (const auto problems = codec::from_json(target, change); !problems.empty()) {
    return tl::unexpected(invalid_input(problems));
  }
  return change;
}

Event following_part(const NamedOccurrence& occurrence) {
  Event event = occurrence.event->value;
  const auto starts = rule_starts_of(event);
  const auto first = std::lower_bound(starts.begin(), starts.end(), occurrence.recurrence_id);
  event.uid.clear();
  event.start = occurrence.recurrence_id;
  if (event.recurrence_rule && event.recurrence_rule->count) {
    *event.recurrence_rule->count -= static_cast<std::int32_t>(std::distance(starts.begin(), first));
  }
  event.recurrence_overrides.erase(event.recurrence_overrides.begin(),
                                   event.recurrence_overrides.lower_bound(occurrence.recurrence_id));
  return event;
}

Event preceding_part(const NamedOccurrence& occurrence) {
  Event event = occurrence.event->value;
  const auto starts = rule_starts_of(event);
  const auto first = std::lower_bound(starts.begin(), starts.end(), occurrence.recurrence_id);
  if (first == starts.begin()) {  // nothing is left: the whole is cancelled
    event.status = scheduler::EventStatus::cancelled;
    return event;
  }
  if (event.recurrence_rule) {
    event.recurrence_rule->count.reset();
    event.recurrence_rule->until = *std::prev(first);
  }
  event.recurrence_overrides.erase(event.recurrence_overrides.lower_bound(occurrence.recurrence_id),
                                   event.recurrence_overrides.end());
  return event;
}

tl::expected<bool, http::Response> wants_following(const http::Request& request) {
  const auto range = request.query_value("range").value_or("this");
  if (range == "this") return false;
  if (range == "this-and-future") return true;
  return tl::unexpected(invalid_input("?range", "must be this or this-and-future"));
}

}  // namespace api::handlers
