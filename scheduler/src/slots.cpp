#include "scheduler/slots.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "rules/hours.hpp"
#include "scheduler/session.hpp"

namespace scheduler {
namespace {

using std::chrono::seconds;

class SlotFinder {
 public:
  SlotFinder(const Schedule& schedule, const Record<Event>& record, Instant now, std::optional<Id<Appointment>> except)
      : schedule_(schedule), record_(record), hours_(std::get<OfficeHours>(record.value.details)), now_(now) {
    for (const RecordPtr<Appointment>& each : schedule.appointments_of(record.id)) {
      if (each->value.status == AppointmentStatus::booked && each->id != except) appointments_.push_back(each);
    }
  }

  std::vector<Slot> find(const Interval& window, std::size_t limit) {
    // The last slot may go on into a day that is closed.
    closures_ = rules::closures_in(schedule_, {window.begin, window.end + hours_.slot_duration->exact()});
    std::vector<Slot> slots;
    for (const Occurrence& occurrence : occurrences_of(record_.value)) {
      if (!occurrence.interval.overlaps(window)) continue;
      add_slots_of(occurrence, window, limit, slots);
      if (slots.size() == limit) break;
    }
    return slots;
  }

 private:
  void add_slots_of(const Occurrence& occurrence, const Interval& window, std::size_t limit, std::vector<Slot>& slots) {
    const TimeZone& zone = record_.value.time_zone;
    const auto needs = needs_of(record_.value, occurrence.recurrence_id, {});
    const seconds length = hours_.slot_duration->exact();
    for (Instant begin = occurrence.interval.begin; begin + length <= occurrence.interval.end; begin += length) {
      Slot slot;
      slot.interval = {begin, begin + length};
      slot.start = zone.to_local(slot.interval.begin);
      slot.end = zone.to_local(slot.interval.end);
      if (begin < window.begin || window.end <= begin || touches_break(hours_, slot.start, slot.end)) continue;
      if (slots.size() == limit) return;
      decide(slot, *needs);
      slots.push_back(std::move(slot));
    }
  }

  void decide(Slot& slot, const Needs& needs) const {
    const Instant begin = slot.interval.begin;
    if (begin < now_ + notice() || begin < now_) {
      slot.in_time = false;
      slot.reason = begin < now_ ? "it is over" : "too short notice";
    } else if (hours_.max_advance && now_ + hours_.max_advance->length() < begin) {
      slot.in_time = false;
      slot.reason = "too far ahead";
    } else if (const auto closure = rules::general_closure_at(closures_, slot.interval, zone())) {
      slot.reason = closure->value.name;
    } else if (is_any_room_taken(slot.interval, needs)) {
      slot.reason = "the room is taken";
    } else {
      add_free_hosts(slot, needs);
    }
  }

  [[nodiscard]] seconds notice() const { return hours_.min_notice ? hours_.min_notice->length() : seconds{0}; }
  [[nodiscard]] const TimeZone& zone() const { return schedule_.settings().time_zone; }

  [[nodiscard]] bool is_taken_elsewhere(const ResourceRef& resource, const Interval& interval) const {
    bool taken = false;
    schedule_.visit_busy(resource, interval, [&](const IndexedOccurrence& each) {
      taken = each.event != record_.id;
      return !taken;
    });
    return taken;
  }

  [[nodiscard]] bool is_any_room_taken(const Interval& interval, const Needs& needs) const {
    for (const Id<Room>& id : needs.rooms) {
      const RecordPtr<Room> room = schedule_.find(id);
      for (const RecordPtr<Closure>& closure : closures_) {
        const auto& rooms = closure->value.rooms;
        const auto& campuses = closure->value.campuses;
        const bool is_shut = std::find(rooms.begin(), rooms.end(), id) != rooms.end() ||
                             (room && room->value.campus &&
                              std::find(campuses.begin(), campuses.end(), *room->value.campus) != campuses.end());
        if (is_shut && rules::interval_of(closure->value, zone()).overlaps(interval)) return true;
      }
      for (const Id<Room>& space : schedule_.rooms_sharing_space_with(id)) {
        if (space == id && room && room->value.concurrency > 1) continue;  // others may be in it too
        if (is_taken_elsewhere({ResourceKind::room, space.value}, interval)) return true;
      }
    }
    return false;
  }

  /// Whoever is away can still hold hours online.
  [[nodiscard]] bool is_busy_elsewhere(Id<Person> host, const Interval& interval, bool in_person) const {
    bool busy = false;
    schedule_.visit_busy({ResourceKind::person, host.value}, interval, [&](const IndexedOccurrence& each) {
      const bool is_journey = schedule_.find(each.event)->value.kind() == EventKind::trip;
      busy = each.event != record_.id && (in_person || !is_journey);
      return !busy;
    });
    return busy;
  }

  [[nodiscard]] bool is_absent(Id<Person> host, const Interval& interval, bool in_person) const {
    for (const RecordPtr<Closure>& closure : closures_) {
      const auto& people = closure->value.people;
      if (std::find(people.begin(), people.end(), host) == people.end()) continue;
      if (rules::interval_of(closure->value, zone()).overlaps(interval)) return true;
    }
    const RecordPtr<Person> person = schedule_.find(host);
    if (!person || person->value.presence.empty() || !in_person) return false;
    return std::none_of(person->value.presence.begin(), person->value.presence.end(), [&](const Stay& stay) {
      return zone().to_instant(stay.arrival) <= interval.begin && interval.end <= zone().to_instant(stay.departure);
    });
  }

  [[nodiscard]] std::int32_t visitors_of(Id<Person> host, const Interval& interval) const {
    std::int32_t visitors = 0;
    for (const RecordPtr<Appointment>& each : appointments_) {
      const Interval taken = record_.value.time_zone.interval(each->value.start, each->value.duration);
      if (each->value.host == host && taken.overlaps(interval)) ++visitors;
    }
    return visitors;
  }

  void add_free_hosts(Slot& slot, const Needs& needs) const {
    std::vector<std::pair<std::int32_t, Id<Person>>> seats;
    bool anybody = false;
    for (const Id<Person>& host : hosts_of(hours_, needs)) {
      if (is_busy_elsewhere(host, slot.interval, needs.in_person)) continue;
      if (is_absent(host, slot.interval, needs.in_person)) continue;
      anybody = true;
      for (std::int32_t n = visitors_of(host, slot.interval); n < hours_.slot_capacity; ++n)
        seats.emplace_back(n, host);
    }
    std::stable_sort(seats.begin(), seats.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [visitors, host] : seats) slot.free_hosts.push_back(host);
    if (slot.free_hosts.empty()) slot.reason = anybody ? "it is given away" : "the host is busy elsewhere";
  }

  const Schedule& schedule_;
  const Record<Event>& record_;
  const OfficeHours& hours_;
  Instant now_;
  std::vector<RecordPtr<Appointment>> appointments_;
  std::vector<RecordPtr<Closure>> closures_;
};

bool has_slots(const Event& event) {
  const auto* hours = std::get_if<OfficeHours>(&event.details);
  return hours != nullptr && hours->slot_duration && claims_resources(event);
}

}  // namespace

bool touches_break(const OfficeHours& hours, LocalTime start, LocalTime end) {
  const auto touches = [&](LocalTime day) {
    return std::any_of(hours.breaks.begin(), hours.breaks.end(), [&](const Break& pause) {
      return start < day + pause.to.since_midnight && day + pause.from.since_midnight < end;
    });
  };
  // What goes on over midnight meets the breaks of both days.
  return touches(date::floor<date::days>(start)) || touches(date::floor<date::days>(end));
}

std::vector<Id<Person>> hosts_of(const OfficeHours& hours, const Needs& needs) {
  std::vector<Id<Person>> hosts{needs.people.front()};
  for (const Id<Person>& host : hours.hosts) {
    if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(host);
  }
  return hosts;
}

std::vector<Slot> slots_of(const Schedule& schedule, const Record<Event>& office_hours, const Interval& window,
                           Instant now, std::size_t limit) {
  if (!has_slots(office_hours.value)) return {};
  return SlotFinder(schedule, office_hours, now, std::nullopt).find(window, limit);
}

std::optional<Slot> slot_at(const Schedule& schedule, const Record<Event>& office_hours, LocalTime start, Instant now,
                            std::optional<Id<Appointment>> except) {
  if (!has_slots(office_hours.value)) return std::nullopt;
  const Instant begin = office_hours.value.time_zone.to_instant(start);
  const Interval moment{begin, begin + seconds{1}};
  auto slots = SlotFinder(schedule, office_hours, now, except).find(moment, 1);
  if (slots.empty() || slots.front().start != start) return std::nullopt;
  return std::move(slots.front());
}

}  // namespace scheduler
