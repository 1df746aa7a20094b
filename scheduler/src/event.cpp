#include "scheduler/event.hpp"

#include <algorithm>

#include "scheduler/describe.hpp"

namespace scheduler {
namespace {

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

bool is_excluded(const Event& event, LocalTime recurrence_id) {
  const auto found = event.recurrence_overrides.find(recurrence_id);
  return found != event.recurrence_overrides.end() && found->second.excluded;
}

std::vector<LocalTime> starts_of(const Event& event) {
  if (!event.recurrence_rule) return {event.start};
  return expand(*event.recurrence_rule, event.start, kMaxOccurrences).value_or(std::vector<LocalTime>{});
}

}  // namespace

std::string_view name_of(EventKind kind) { return word_for(kind); }

std::vector<Occurrence> occurrences_of(const Event& event) {
  std::vector<Occurrence> occurrences;
  for (const LocalTime start : starts_of(event)) {
    if (is_excluded(event, start)) continue;
    occurrences.push_back({start, event.time_zone.interval(start, event.duration)});
  }
  return occurrences;
}

std::vector<Id<Room>> rooms_of(const Event& event) {
  std::vector<Id<Room>> rooms;
  if (event.room) rooms.push_back(*event.room);
  for (const auto& room : event.rooms) add_once(rooms, room);
  return rooms;
}

std::vector<Id<Person>> people_of(const Event& event) {
  std::vector<Id<Person>> people;
  if (const auto* master_class = std::get_if<MasterClass>(&event.details)) {
    people.push_back(master_class->expert);
    if (master_class->interpreter) add_once(people, master_class->interpreter->person);
  } else {
    people.push_back(std::get<OfficeHours>(event.details).host);
  }
  for (const auto& person : event.people) add_once(people, person);
  return people;
}

bool claims_resources(const Event& event) { return event.status != EventStatus::cancelled; }

}  // namespace scheduler
