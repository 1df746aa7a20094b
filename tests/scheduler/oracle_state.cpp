#include <algorithm>
#include <tuple>

#include "oracle_check.hpp"
#include "scheduler/standing_conflicts.hpp"

namespace oracle {

using namespace scheduler;

namespace {

/// When and where, as a subscriber sees it.
std::vector<std::tuple<LocalTime, Interval, std::vector<Id<Room>>>> shown_of(const Event& event) {
  std::vector<std::tuple<LocalTime, Interval, std::vector<Id<Room>>>> shown;
  for (const Piece& each : pieces_of(event)) shown.emplace_back(each.recurrence_id, each.interval, each.rooms);
  return shown;
}

struct CheckChange {
  template <class T>
  void operator()(const Changed<T>& changed) const {
    if (!changed.after) return;
    expect(changed.after->version == (changed.before ? changed.before->version + 1 : 1U), "a version is left out");
    if (!changed.before) return;
    expect(changed.after->created == changed.before->created, "it is created twice");
    if constexpr (std::is_same_v<T, Event>) {
      const Event& before = changed.before->value;
      const Event& after = changed.after->value;
      expect(after.uid == before.uid, "another UID");
      expect(after.sequence == before.sequence || after.sequence == before.sequence + 1, "SEQUENCE jumps");
      const bool moved = after.status != before.status || shown_of(after) != shown_of(before);
      expect(!moved || after.sequence == before.sequence + 1, "SEQUENCE does not tell of the change");
    }
  }
};

/// Seats are never more than there are, unless their number was not the class's own; nobody waits for a free one.
void check_seats(const Department& department, Department::EventId id, Instant now) {
  const Department::Booked& booked = department.events().at(id);
  const auto seats = department.seats_of(id);
  const auto& details = std::get<MasterClass>(booked.event.details);
  const std::int64_t taken = department.seats_taken(id);
  expect(!details.capacity || taken <= *details.capacity, "more seats are taken than there are");
  const bool has_begun = booked.pieces.empty() || booked.pieces.back().interval.begin <= now;
  if (!booked.counts() || has_begun || (seats && taken >= *seats)) return;
  for (const Registration& each : department.registrations_of(id)) {
    expect(each.status != RegistrationStatus::waiting, "somebody waits, and a seat is free");
  }
}

void check_appointments(const Department& department, Instant now) {
  for (const auto& [id, each] : department.appointments()) {
    if (each.status != AppointmentStatus::booked) continue;
    const Department::Booked& hours = department.events().at(each.office_hours);
    const Instant begin = instant_of(hours.event.time_zone, each.start);
    if (begin <= now) continue;
    const Instant end = begin + std::chrono::minutes{each.duration.minutes};
    const auto& details = std::get<OfficeHours>(hours.event.details);
    const bool is_within = std::any_of(hours.pieces.begin(), hours.pieces.end(), [&](const Piece& piece) {
      const bool is_host =
          std::count(details.hosts.begin(), details.hosts.end(), each.host) > 0 || piece.people.contains(each.host);
      return piece.interval.begin <= begin && end <= piece.interval.end && is_host;
    });
    expect(hours.counts() && is_within, "an appointment has no office hours, or not its host's");
    for (const Break& pause : details.breaks) {
      const auto day = date::floor<date::days>(each.start);
      const LocalTime over = each.start + (end - begin);
      expect(over <= day + pause.from.since_midnight || day + pause.to.since_midnight <= each.start,
             "an appointment is in a break");
    }
  }
}

std::vector<std::pair<Interval, Department::EventId>> agenda_of(const Schedule& schedule) {
  std::vector<std::pair<Interval, Department::EventId>> found;
  schedule.visit_occurrences({Instant{} - date::years{50}, Instant{} + date::years{200}},
                             [&](const IndexedOccurrence& each) {
                               found.emplace_back(each.interval, each.event);
                               return true;
                             });
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void check_changes(const Department& department, const Decision& decision) {
  for (const Change& change : decision.changes) std::visit(CheckChange{}, change);
  // Who moves up came before everybody who still waits.
  std::map<Department::EventId, std::int32_t> last_moved_up;
  std::set<Id<Registration>> changed;
  for (const Change& change : decision.changes) {
    const auto* entry = std::get_if<Changed<Registration>>(&change);
    if (entry == nullptr || !entry->before || entry->before->value.status != RegistrationStatus::waiting) continue;
    changed.insert(entry->after->id);
    if (entry->after->value.status == RegistrationStatus::cancelled) continue;
    std::int32_t& last = last_moved_up[entry->after->value.master_class];
    last = std::max(last, entry->after->value.number);
  }
  for (const auto& [id, each] : department.registrations()) {
    if (each.status != RegistrationStatus::waiting || changed.contains(id)) continue;
    const auto found = last_moved_up.find(each.master_class);
    expect(found == last_moved_up.end() || found->second < each.number, "somebody is passed over");
  }
}

void check_state(const Department& department, const Schedule& schedule, Instant now) {
  for (const auto& [id, booked] : department.events()) {
    if (booked.event.kind() == EventKind::master_class) check_seats(department, id, now);
  }
  check_appointments(department, now);
  expect(!schedule.next_due() || *schedule.next_due() > now || !schedule.holds_due(now).empty() ||
             !schedule.offers_due(now).empty(),
         "something is due, and nobody knows what");
}

void check_standing(const Department& department, const Schedule& schedule) {
  const Interval for_ever{Instant{} - date::years{50}, Instant{} + date::years{200}};
  std::set<std::pair<Department::EventId, Clash>> found;
  for (const Conflict& each : standing_conflicts(schedule, for_ever, 100'000).conflicts) {
    found.emplace(Department::EventId{each.event->id}, clash_of(each));
  }
  std::set<std::pair<Department::EventId, Clash>> expected;
  for (auto [id, clash] : department.standing()) {
    clash.why.clear();
    expected.emplace(id, std::move(clash));
  }
  std::string differences;
  for (const auto& [id, clash] : found) {
    if (!expected.contains({id, clash}))
      differences += "\n  only the scheduler: " + id.to_string() + ' ' + text_of(clash);
  }
  for (const auto& [id, clash] : expected) {
    if (!found.contains({id, clash})) differences += "\n  only the oracle: " + id.to_string() + ' ' + text_of(clash);
  }
  expect(differences.empty(), "standing conflicts:" + differences);
}

void check_indexes(const Department& department, const Schedule& schedule, const std::vector<ResourceRef>& resources) {
  const Interval for_ever{Instant{} - date::years{50}, Instant{} + date::years{200}};
  for (const ResourceRef& resource : resources) {
    std::vector<std::pair<Interval, Department::EventId>> found;
    schedule.visit_busy(resource, for_ever, [&](const IndexedOccurrence& each) {
      found.emplace_back(each.interval, each.event);
      return true;
    });
    std::sort(found.begin(), found.end());
    expect(found == department.busy(resource, for_ever), "the index of a resource is not what its events take");
  }
  std::vector<std::pair<Interval, Department::EventId>> rows;
  for (const auto& [id, booked] : department.events()) {
    for (const Piece& piece : booked.pieces) rows.emplace_back(piece.interval, id);
  }
  std::sort(rows.begin(), rows.end());
  expect(rows == agenda_of(schedule), "the agenda is not what takes place");
}

}  // namespace oracle
