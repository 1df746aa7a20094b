#include <algorithm>
#include <set>
#include <string>

#include "conflicts.hpp"
#include "deciding.hpp"
#include "rules/hours.hpp"
#include "scheduler/session.hpp"

namespace scheduler {
namespace {

/// So many sessions are held against the rules twice in one change: it must not keep the others waiting for long.
constexpr std::size_t kMostSessions = 20000;

const Instant kForEver{std::chrono::hours{24 * 366 * 200}};

/// The events that a change may touch.
class Touched {
 public:
  Touched(const Schedule& schedule, Instant now) : schedule_(schedule), ahead_{now, kForEver} {}

  [[nodiscard]] std::set<Id<Event>> take() { return std::move(events_); }

  /// Nothing is touched by what is new, or by a new name.
  void add(const Changed<Person>& changed) {
    if (!changed.before || !changed.after || !matters(changed.before->value, changed.after->value)) return;
    add_users({ResourceKind::person, changed.after->id.value});
    // Whoever interprets at an event that leaves its people free is not taken by it, and must know the language too.
    if (changed.before->value.interprets != changed.after->value.interprets) add_all_in(ahead_);
  }
  void add(const Changed<Room>& changed) {
    if (!changed.after || (changed.before && !matters(changed.before->value, changed.after->value))) return;
    for (const Id<Room>& room : schedule_.rooms_sharing_space_with(changed.after->id)) add_users_of(room);
    for (const Id<Room>& part : changed.after->value.parts) {
      for (const Id<Room>& room : schedule_.rooms_sharing_space_with(part)) add_users_of(room);
    }
  }
  void add(const Changed<Equipment>& changed) {
    if (!changed.before || !changed.after) return;
    const Equipment& before = changed.before->value;
    if (changed.after->value.quantity >= before.quantity && changed.after->value.seats == before.seats) return;
    add_users({ResourceKind::equipment, changed.after->id.value});
  }
  void add(const Changed<Closure>& changed) {
    if (!changed.after) return;
    const Interval closed = rules::interval_of(changed.after->value, schedule_.settings().time_zone);
    add_all_in(closed.intersection(ahead_));
  }
  /// Another way between two campuses may matter to anybody.
  void add(const Changed<Settings>& changed) {
    if (changed.before && changed.after && matters(changed.before->value, changed.after->value)) add_all_in(ahead_);
  }
  template <class T>
  void add(const Changed<T>&) {}

 private:
  static bool matters(Person before, const Person& after) {
    before.name = after.name;
    before.localizations = after.localizations;
    before.email = after.email;
    before.phone = after.phone;
    before.organization = after.organization;
    before.roles = after.roles;
    before.languages = after.languages;
    before.note = after.note;
    return before != after;
  }
  static bool matters(Room before, const Room& after) {
    before.name = after.name;
    before.localizations = after.localizations;
    before.address = after.address;
    before.approval_needed = after.approval_needed;
    return before != after;
  }

  static bool matters(Settings before, const Settings& after) {
    before.time_zone_rules = after.time_zone_rules;
    return before != after;
  }

  void add_users_of(Id<Room> room) { add_users({ResourceKind::room, room.value}); }

  void add_users(const ResourceRef& resource) {
    schedule_.visit_busy(resource, ahead_, [&](const IndexedOccurrence& taken) {
      events_.insert(taken.event);
      return true;
    });
  }

  void add_all_in(const Interval& window) {
    if (window.end <= window.begin) return;
    schedule_.visit_occurrences(window, [&](const IndexedOccurrence& taken) {
      events_.insert(taken.event);
      return true;
    });
  }

  const Schedule& schedule_;
  Interval ahead_;
  std::set<Id<Event>> events_;
};

std::vector<Session> sessions_after(const Event& event, Instant now) {
  std::vector<Session> sessions = sessions_of(event);
  std::erase_if(sessions, [&](const Session& session) { return session.interval.end <= now; });
  return sessions;
}

/// Visitors stand before the door: office hours are not merely not held.
void add_appointments(const Schedule& schedule, const Record<Event>& hours, Conflict& conflict) {
  std::size_t booked = 0;
  for (const RecordPtr<Appointment>& each : schedule.appointments_of(hours.id)) {
    const Interval taken = hours.value.time_zone.interval(each->value.start, each->value.duration);
    booked += each->value.status == AppointmentStatus::booked && taken.overlaps(conflict.interval) ? 1U : 0U;
  }
  if (booked == 0) return;
  conflict.detail += (conflict.detail.empty() ? "" : "; ") + std::to_string(booked) +
                     (booked == 1 ? " appointment is booked then" : " appointments are booked then");
}

}  // namespace

Consequences consequences_of(const Deciding& deciding, const Change& change) {
  Touched touched(deciding.schedule, deciding.now);
  std::visit([&](const auto& changed) { touched.add(changed); }, change);
  const std::set<Id<Event>> events = touched.take();
  Consequences consequences;
  if (events.empty()) return consequences;

  Schedule after = deciding.schedule;
  after.apply(change);
  std::size_t examined = 0;
  for (const Id<Event>& id : events) {
    const RecordPtr<Event> record = after.find(id);
    if (!claims_resources(record->value)) continue;
    const std::vector<Session> sessions = sessions_after(record->value, deciding.now);
    if (examined + sessions.size() > kMostSessions) {
      consequences.unexamined += sessions.size();
      continue;
    }
    examined += sessions.size();
    std::vector<Conflict> now_there = conflicts_of(after, record->value, id, sessions);
    if (now_there.empty()) continue;
    const KnownConflicts were_there(conflicts_of(deciding.schedule, record->value, id, sessions));
    for (Conflict& each : now_there) {
      const bool is_over = each.interval.end <= deciding.now;  // of an event that goes on
      if (is_over || were_there.contains(each)) continue;
      if (consequences.conflicts.size() == kMaxConflictsNamed) break;
      each.event = Opponent{id.value, static_cast<OpponentKind>(record->value.kind()),
                            title_of(record->value, each.recurrence_id, each.part), each.interval};
      each.severity = Severity::warning;  // it has happened already
      add_appointments(deciding.schedule, *record, each);
      consequences.conflicts.push_back(std::move(each));
    }
  }
  std::sort(consequences.conflicts.begin(), consequences.conflicts.end());
  return consequences;
}

}  // namespace scheduler
