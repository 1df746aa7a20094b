#include <algorithm>

#include "oracle.hpp"

namespace oracle {

using namespace scheduler;
using std::chrono::seconds;

namespace {

Interval lasting(const TimeZone& zone, LocalTime start, const Duration& duration) {
  const Instant begin = instant_of(zone, start);
  return {begin, begin + seconds{duration.hours * 3600 + duration.minutes * 60 + duration.seconds}};
}

bool meet(const Interval& a, const Interval& b) { return a.begin < b.end && b.begin < a.end; }

bool has_seat(const Registration& each) {
  return each.status == RegistrationStatus::registered || each.status == RegistrationStatus::offered;
}

seconds length_of(const Duration& duration) {
  return date::days{7 * duration.weeks + duration.days} +
         seconds{duration.hours * 3600 + duration.minutes * 60 + duration.seconds};
}

}  // namespace

std::optional<std::int64_t> Department::seats_of(EventId id) const { return seats_of(events_.at(id).event); }

std::optional<std::int64_t> Department::seats_of(const Event& event) const {
  std::optional<std::int64_t> capacity = std::get<MasterClass>(event.details).capacity;
  std::set<Id<Room>> rooms(event.rooms.begin(), event.rooms.end());
  if (event.room) rooms.insert(*event.room);
  std::int64_t seats = 0;
  for (const auto& room : rooms) {
    const auto found = rooms_.find(room);  // that of a cancelled event may be gone
    if (found == rooms_.end() || !found->second.capacity) return capacity;
    seats += *found->second.capacity;
  }
  if (rooms.empty()) return capacity;
  return std::min(capacity.value_or(seats), seats);
}

std::int64_t Department::seats_taken(EventId id) const {
  const auto all = registrations_of(id);
  return std::count_if(all.begin(), all.end(), has_seat);
}

std::vector<Registration> Department::registrations_of(EventId id) const {
  std::vector<Registration> found;
  for (const auto& [registration_id, each] : registrations_) {
    if (each.master_class == id) found.push_back(each);
  }
  std::sort(found.begin(), found.end(),
            [](const Registration& a, const Registration& b) { return a.number < b.number; });
  return found;
}

bool Department::is_in_time(EventId id, LocalTime start, Instant now) const {
  const Event& event = events_.at(id).event;
  const auto& details = std::get<OfficeHours>(event.details);
  const Instant begin = instant_of(event.time_zone, start);
  if (begin < now || (details.min_notice && begin < now + length_of(*details.min_notice))) return false;
  return !details.max_advance || begin <= now + length_of(*details.max_advance);
}

std::optional<std::map<Id<Person>, std::int64_t>> Department::free_hosts(EventId id, LocalTime start, Instant now,
                                                                         std::optional<Id<Appointment>> except) const {
  const Booked& booked = events_.at(id);
  const auto& details = std::get<OfficeHours>(booked.event.details);
  if (!booked.counts() || !details.slot_duration) return std::nullopt;
  const TimeZone& zone = booked.event.time_zone;
  const Interval slot = lasting(zone, start, *details.slot_duration);
  const Piece* hours = nullptr;
  for (const Piece& piece : booked.pieces) {
    const bool covers = piece.interval.begin <= slot.begin && slot.end <= piece.interval.end;
    if (covers && (slot.begin - piece.interval.begin) % (slot.end - slot.begin) == seconds{0}) hours = &piece;
  }
  if (hours == nullptr) return std::nullopt;
  const auto today = date::floor<date::days>(start);
  for (const auto day : {today, today + date::days{1}}) {
    for (const Break& each : details.breaks) {
      if (start < day + each.to.since_midnight && day + each.from.since_midnight < start + (slot.end - slot.begin)) {
        return std::nullopt;
      }
    }
  }

  std::map<Id<Person>, std::int64_t> free;
  if (!is_in_time(id, start, now)) return free;
  const TimeZone& here = settings_.time_zone;
  std::set<Id<Person>> absent;
  for (const auto& [closure_id, closure] : closures_) {
    if (closure.status == ClosureStatus::cancelled || closure.kind == ClosureKind::semester) continue;
    if (!meet(slot, {instant_of(here, closure.from), instant_of(here, closure.to + date::days{1})})) continue;
    absent.insert(closure.people.begin(), closure.people.end());
    if (closure.is_for_all() && closure.kind != ClosureKind::exams) return free;
    for (const auto& room : hours->rooms) {
      const auto& campus = rooms_.at(room).campus;
      if (std::count(closure.rooms.begin(), closure.rooms.end(), room) > 0) return free;
      if (campus && std::count(closure.campuses.begin(), closure.campuses.end(), *campus) > 0) return free;
    }
  }
  for (const auto& room : hours->rooms) {
    for (const auto& space : sharing_space(room)) {
      if (space == room && rooms_.at(room).concurrency > 1) continue;  // others may be in it too
      const auto taken = busy({ResourceKind::room, space.value}, slot);
      if (std::any_of(taken.begin(), taken.end(), [&](const auto& each) { return each.second != id; })) return free;
    }
  }
  std::set<Id<Person>> hosts(details.hosts.begin(), details.hosts.end());
  const auto changed = booked.event.recurrence_overrides.find(hours->recurrence_id);
  const bool has_own = changed != booked.event.recurrence_overrides.end() && changed->second.host;
  hosts.insert(has_own ? *changed->second.host : details.host);
  for (const auto& host : hosts) {
    if (absent.contains(host)) continue;
    const auto& stays = people_.at(host).presence;
    const bool is_here = std::any_of(stays.begin(), stays.end(), [&](const Stay& stay) {
      return instant_of(here, stay.arrival) <= slot.begin && slot.end <= instant_of(here, stay.departure);
    });
    if (hours->in_person && !stays.empty() && !is_here) continue;
    bool elsewhere = false;
    for (const auto& [other_id, other] : events_) {
      if (other_id == id || !other.counts()) continue;
      for (const Piece& piece : other.pieces) {
        if (piece.travelling && !hours->in_person) continue;  // he joins from there
        elsewhere = elsewhere || (piece.takes_people && piece.people.contains(host) && meet(piece.interval, slot));
      }
    }
    if (elsewhere) continue;
    std::int64_t visitors = 0;
    for (const auto& [appointment_id, each] : appointments_) {
      if (each.office_hours != id || each.host != host || appointment_id == except) continue;
      if (each.status == AppointmentStatus::booked && meet(lasting(zone, each.start, each.duration), slot)) ++visitors;
    }
    if (visitors < details.slot_capacity) free.emplace(host, visitors);
  }
  return free;
}

}  // namespace oracle
