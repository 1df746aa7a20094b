#include "scheduler/session.hpp"

#include <algorithm>
#include <utility>

namespace scheduler {
namespace {

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

void add_once(std::vector<EquipmentNeed>& list, const EquipmentNeed& need) {
  const auto same = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == need.id; });
  if (same == list.end()) {
    list.push_back(need);
  } else {
    same->quantity += need.quantity;
  }
}

/// Of a master class or office hours: what each of its occurrences needs that has nothing of its own.
Needs needs_of_occurrence(const Event& event) {
  Needs needs;
  if (event.room) needs.rooms.push_back(*event.room);
  for (const Id<Room>& room : event.rooms) add_once(needs.rooms, room);
  if (const auto* master_class = std::get_if<MasterClass>(&event.details)) {
    needs.people.push_back(master_class->expert);
    if (master_class->interpreter) add_once(needs.people, master_class->interpreter->person);
    needs.interpreter = master_class->interpreter;
    needs.seats = master_class->capacity;
  } else if (const auto* hours = std::get_if<OfficeHours>(&event.details)) {
    needs.people.push_back(hours->host);
    for (const Id<Person>& host : hours->hosts) add_once(needs.people, host);
  }
  for (const Id<Person>& person : event.people) add_once(needs.people, person);
  for (const EquipmentNeed& need : event.equipment) add_once(needs.equipment, need);
  needs.room_features = event.room_features;
  needs.in_person = !event.virtual_location || !needs.rooms.empty();
  needs.takes_people = event.free_busy_status == FreeBusyStatus::busy;
  return needs;
}

Needs needs_of_stop(const Event& event, const Visit& visit, const Stop& stop) {
  Needs needs;
  if (stop.room) needs.rooms.push_back(*stop.room);
  for (const Id<Person>& host : stop.hosts) add_once(needs.people, host);
  if (stop.interpreter) add_once(needs.people, stop.interpreter->person);
  needs.interpreter = stop.interpreter;
  for (const EquipmentNeed& need : stop.equipment) add_once(needs.equipment, need);
  if (!visit.delegates.empty()) needs.seats = static_cast<std::int32_t>(visit.delegates.size());
  needs.campus = stop.campus;
  needs.takes_people = event.free_busy_status == FreeBusyStatus::busy;
  return needs;
}

/// What is taken for the whole of a visit or trip.
Needs needs_of_whole(const Event& event) {
  Needs needs;
  if (const auto* trip = std::get_if<Trip>(&event.details)) {
    needs.travelling = true;
    for (const Id<Person>& traveller : trip->travellers) add_once(needs.people, traveller);
  }
  for (const Id<Person>& person : event.people) add_once(needs.people, person);
  for (const EquipmentNeed& need : event.equipment) add_once(needs.equipment, need);
  needs.takes_people = event.free_busy_status == FreeBusyStatus::busy;
  return needs;
}

std::shared_ptr<const Needs> shared(Needs needs) { return std::make_shared<const Needs>(std::move(needs)); }

bool has_needs_of_its_own(const OccurrenceOverride& change) {
  return change.room || change.rooms || change.people || change.equipment || change.expert || change.interpreter ||
         change.host;
}

std::shared_ptr<const Needs> needs_at(const Event& event, LocalTime recurrence_id,
                                      const std::shared_ptr<const Needs>& usual) {
  const auto found = event.recurrence_overrides.find(recurrence_id);
  if (found == event.recurrence_overrides.end() || !has_needs_of_its_own(found->second)) return usual;
  return shared(needs_of_occurrence(occurrence_as_event(event, recurrence_id)));
}

std::vector<Session> sessions_of_series(const Event& event) {
  std::vector<Session> sessions;
  const auto usual = shared(needs_of_occurrence(event));
  for (const Occurrence& occurrence : occurrences_of(event)) {
    sessions.push_back({occurrence.recurrence_id, occurrence.start, event.time_zone, occurrence.interval, Uuid{},
                        event.recurrence_overrides.empty() ? usual : needs_at(event, occurrence.recurrence_id, usual)});
  }
  return sessions;
}

Session whole_of(const Event& event) {
  return {event.start,     event.start,
          event.time_zone, event.time_zone.interval(event.start, event.duration),
          Uuid{},          shared(needs_of_whole(event))};
}

struct PartsCollector {
  const Event& event;
  std::vector<Session>& sessions;

  void operator()(const MasterClass&) const {}
  void operator()(const OfficeHours&) const {}
  void operator()(const Visit& visit) const {
    for (const Stop& stop : visit.stops) {
      sessions.push_back({event.start, stop.start, event.time_zone, event.time_zone.interval(stop.start, stop.duration),
                          stop.id.value, shared(needs_of_stop(event, visit, stop))});
    }
  }
  void operator()(const Trip& trip) const {
    const auto nothing = shared(Needs{});
    for (const Leg& leg : trip.legs) {
      sessions.push_back({event.start, leg.departure.local, leg.departure.time_zone,
                          Interval{leg.departure.instant(), leg.arrival.instant()}, leg.id.value, nothing});
    }
    const TimeZone& zone = trip.destination.time_zone;
    for (const TripSession& session : trip.sessions) {
      sessions.push_back({event.start, session.start, zone, zone.interval(session.start, session.duration),
                          session.id.value, nothing});
    }
  }
};

bool is_series(const Event& event) {
  return std::holds_alternative<MasterClass>(event.details) || std::holds_alternative<OfficeHours>(event.details);
}

struct TitleOfPart {
  const Uuid& part;

  std::optional<std::string> operator()(const MasterClass&) const { return std::nullopt; }
  std::optional<std::string> operator()(const OfficeHours&) const { return std::nullopt; }
  std::optional<std::string> operator()(const Visit& visit) const {
    for (const Stop& stop : visit.stops) {
      if (stop.id.value == part) return stop.title;
    }
    return std::nullopt;
  }
  std::optional<std::string> operator()(const Trip& trip) const {
    for (const Leg& leg : trip.legs) {
      if (leg.id.value == part) return leg.from + " - " + leg.to;
    }
    for (const TripSession& session : trip.sessions) {
      if (session.id.value == part) return session.title;
    }
    return std::nullopt;
  }
};

}  // namespace

std::vector<Session> sessions_of(const Event& event) {
  if (is_series(event)) return sessions_of_series(event);
  std::vector<Session> sessions{whole_of(event)};
  std::visit(PartsCollector{event, sessions}, event.details);
  std::stable_sort(sessions.begin(), sessions.end(),
                   [](const Session& a, const Session& b) { return a.interval.begin < b.interval.begin; });
  return sessions;
}

std::string title_of(const Event& event, LocalTime recurrence_id, const Uuid& part) {
  if (part != Uuid{}) return std::visit(TitleOfPart{part}, event.details).value_or(event.title);
  const auto found = event.recurrence_overrides.find(recurrence_id);
  return found != event.recurrence_overrides.end() ? found->second.title.value_or(event.title) : event.title;
}

std::shared_ptr<const Needs> needs_of(const Event& event, LocalTime recurrence_id, const Uuid& part) {
  if (is_series(event)) {
    const auto found = event.recurrence_overrides.find(recurrence_id);
    const bool differs = found != event.recurrence_overrides.end() && has_needs_of_its_own(found->second);
    return shared(needs_of_occurrence(differs ? occurrence_as_event(event, recurrence_id) : event));
  }
  if (part == Uuid{}) return shared(needs_of_whole(event));
  if (const auto* visit = std::get_if<Visit>(&event.details)) {
    for (const Stop& stop : visit->stops) {
      if (stop.id.value == part) return shared(needs_of_stop(event, *visit, stop));
    }
  }
  return nullptr;
}

}  // namespace scheduler
