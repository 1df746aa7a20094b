#include "scheduler/event.hpp"

#include <algorithm>
#include <chrono>

#include "scheduler/describe.hpp"

namespace scheduler {
namespace {

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

template <class T>
void add_once(std::vector<T>& list, const std::vector<T>& items) {
  for (const T& item : items) add_once(list, item);
}

template <class T>
void add_once(std::vector<T>& list, const std::optional<T>& item) {
  if (item) add_once(list, *item);
}

Duration exactly(std::chrono::seconds length) {
  const date::hh_mm_ss<std::chrono::seconds> clock{length};
  return {.weeks = 0,
          .days = 0,
          .hours = static_cast<std::int32_t>(clock.hours().count()),
          .minutes = static_cast<std::int32_t>(clock.minutes().count()),
          .seconds = static_cast<std::int32_t>(clock.seconds().count())};
}

/// From `begin` to `end`: days as the clock shows them, and what is left exactly. Ends at `end` also where the clock is
/// changed on the last day.
Duration in_days_and_clock(const TimeZone& zone, LocalTime begin, LocalTime end) {
  auto days = std::chrono::duration_cast<date::days>(end - begin);
  // A last day that begins in a gap of the clock, after the end, is none.
  while (days > date::days{0} && zone.to_instant(end) < zone.to_instant(begin + days)) days -= date::days{1};
  Duration duration = exactly(zone.to_instant(end) - zone.to_instant(begin + days));
  duration.days = static_cast<std::int32_t>(days.count());
  return duration;
}

struct Normalizer {
  Event& event;

  void operator()(const MasterClass&) const {}
  void operator()(const OfficeHours&) const {}
  void operator()(const Visit& visit) const {
    event.start = visit.arrival;
    const auto length = event.time_zone.to_instant(visit.departure) - event.time_zone.to_instant(visit.arrival);
    event.duration = length > std::chrono::seconds{0}
                         ? in_days_and_clock(event.time_zone, visit.arrival, visit.departure)
                         : Duration{};
  }
  void operator()(const Trip& trip) const {
    event.start = trip.departure.local;
    event.time_zone = trip.departure.time_zone;
    const auto length = trip.homecoming.instant() - trip.departure.instant();
    event.duration = length > std::chrono::seconds{0} ? exactly(length) : Duration{};
  }
};

struct PeopleCollector {
  std::vector<Id<Person>>& people;

  void operator()(const MasterClass& details) const {
    add_once(people, details.expert);
    if (details.interpreter) add_once(people, details.interpreter->person);
  }
  void operator()(const OfficeHours& details) const {
    add_once(people, details.host);
    add_once(people, details.hosts);
  }
  void operator()(const Visit& visit) const {
    add_once(people, visit.hosts);
    for (const Stop& stop : visit.stops) {
      add_once(people, stop.hosts);
      if (stop.interpreter) add_once(people, stop.interpreter->person);
    }
    for (const VisitStep& step : visit.steps) add_once(people, step.responsible);
  }
  void operator()(const Trip& trip) const { add_once(people, trip.travellers); }
};

template <class T>
void replace_if_said(T& member, const std::optional<T>& said) {
  if (said) member = *said;
}

void apply_override(Event& event, const OccurrenceOverride& change) {
  replace_if_said(event.start, change.start);
  replace_if_said(event.duration, change.duration);
  replace_if_said(event.title, change.title);
  replace_if_said(event.description, change.description);
  if (change.title || change.description) event.localizations.clear();
  if (change.room) event.room = change.room;
  replace_if_said(event.rooms, change.rooms);
  replace_if_said(event.people, change.people);
  replace_if_said(event.equipment, change.equipment);
  if (auto* master_class = std::get_if<MasterClass>(&event.details)) {
    replace_if_said(master_class->expert, change.expert);
    if (change.interpreter) master_class->interpreter = change.interpreter;
  } else if (auto* hours = std::get_if<OfficeHours>(&event.details)) {
    replace_if_said(hours->host, change.host);
  }
}

Occurrence occurrence_at(const Event& event, LocalTime recurrence_id, const OccurrenceOverride* change) {
  const LocalTime start = change != nullptr ? change->start.value_or(recurrence_id) : recurrence_id;
  const Duration& duration = change != nullptr && change->duration ? *change->duration : event.duration;
  return {recurrence_id, start, event.time_zone.interval(start, duration)};
}

}  // namespace

std::string_view name_of(EventKind kind) { return word_for(kind); }

Event normalized(Event event) {
  std::visit(Normalizer{event}, event.details);
  if (event.hold_until && event.status == EventStatus::confirmed) event.status = EventStatus::tentative;
  return event;
}

std::vector<LocalTime> rule_starts_of(const Event& event) {
  if (!event.recurrence_rule) return {event.start};
  return expand(*event.recurrence_rule, event.start, kMaxOccurrences).value_or(std::vector<LocalTime>{});
}

std::vector<Occurrence> occurrences_of(const Event& event) {
  std::vector<Occurrence> occurrences;
  const auto& overrides = event.recurrence_overrides;
  const std::vector<LocalTime> starts = rule_starts_of(event);
  occurrences.reserve(starts.size() + overrides.size());
  for (const LocalTime start : starts) {
    const auto found = overrides.find(start);
    const OccurrenceOverride* change = found == overrides.end() ? nullptr : &found->second;
    if (change == nullptr || !change->excluded) occurrences.push_back(occurrence_at(event, start, change));
  }
  if (overrides.empty()) return occurrences;
  for (const auto& [recurrence_id, change] : overrides) {
    const bool is_added = !std::binary_search(starts.begin(), starts.end(), recurrence_id);
    if (is_added && !change.excluded) occurrences.push_back(occurrence_at(event, recurrence_id, &change));
  }
  std::sort(occurrences.begin(), occurrences.end(), [](const Occurrence& a, const Occurrence& b) {
    return std::tie(a.interval, a.recurrence_id) < std::tie(b.interval, b.recurrence_id);
  });
  return occurrences;
}

Event occurrence_as_event(const Event& event, LocalTime recurrence_id) {
  Event single = event;
  single.recurrence_rule.reset();
  single.recurrence_overrides.clear();
  single.start = recurrence_id;
  if (const auto found = event.recurrence_overrides.find(recurrence_id); found != event.recurrence_overrides.end()) {
    apply_override(single, found->second);
  }
  return single;
}

std::vector<Id<Room>> rooms_of(const Event& event) {
  std::vector<Id<Room>> rooms;
  add_once(rooms, event.room);
  add_once(rooms, event.rooms);
  for (const auto& [recurrence_id, change] : event.recurrence_overrides) {
    add_once(rooms, change.room);
    if (change.rooms) add_once(rooms, *change.rooms);
  }
  if (const auto* visit = std::get_if<Visit>(&event.details)) {
    for (const Stop& stop : visit->stops) add_once(rooms, stop.room);
  }
  return rooms;
}

std::vector<Id<Person>> people_of(const Event& event) {
  std::vector<Id<Person>> people;
  std::visit(PeopleCollector{people}, event.details);
  add_once(people, event.people);
  for (const auto& [recurrence_id, change] : event.recurrence_overrides) {
    add_once(people, change.expert);
    add_once(people, change.host);
    if (change.interpreter) add_once(people, change.interpreter->person);
    if (change.people) add_once(people, *change.people);
  }
  return people;
}

bool claims_resources(const Event& event) { return event.status != EventStatus::cancelled; }

}  // namespace scheduler
