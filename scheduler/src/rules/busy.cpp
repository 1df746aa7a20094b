#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "../claims.hpp"
#include "wanted.hpp"

/// What is taken already: rooms, people and equipment, by others and by other parts of the same event.
namespace scheduler::rules {
namespace {

using std::chrono::seconds;

/// Setup and teardown of the two rooms of neighbours: of one room, or of a hall and its half.
struct Pauses {
  seconds before{0};  ///< what must lie between an earlier event there and the wanted one
  seconds after{0};   ///< ... and between the wanted one and a later event there

  [[nodiscard]] seconds most() const { return std::max(before, after); }
  [[nodiscard]] bool clash(const Interval& wanted, const Interval& taken) const {
    return taken.begin < wanted.end + after && wanted.begin < taken.end + before;
  }
};

seconds length_of(const std::optional<Duration>& duration) { return duration ? duration->length() : seconds{0}; }

Pauses pauses_between(const Room& wanted, const Room& taken) {
  return {length_of(taken.teardown) + length_of(wanted.setup), length_of(wanted.teardown) + length_of(taken.setup)};
}

/// Calls `visit(interval, quantity, opponent())` for whatever else takes `resource` around `window`: other events, and
/// other parts of the wanted one.
template <class Visit>
void visit_others(const Wanted& wanted, const Session& session, const ResourceRef& resource, const Interval& window,
                  Visit&& visit) {
  wanted.schedule.visit_busy(resource, window, [&](const IndexedOccurrence& taken) {
    if (taken.event == wanted.self) return true;
    return visit(taken, [&] { return opponent_at(wanted.schedule, taken); });
  });
  if (session.part == Uuid{}) return;
  for (const Session& other : wanted.sessions) {
    if (other.part == session.part || other.part == Uuid{} || !other.interval.overlaps(window)) continue;
    for (const Claim& claim : claims_of(*other.needs)) {
      if (claim.resource != resource) continue;
      const IndexedOccurrence own{other.interval, wanted.self, other.recurrence_id, other.part, claim.quantity};
      if (!visit(own, [&] { return opponent_of(wanted, other); })) return;
    }
  }
}

void check_room(const Wanted& wanted, const Session& session, Id<Room> id, Findings& findings) {
  const RecordPtr<Room> room = wanted.schedule.find(id);
  if (!room) return;
  for (const Id<Room>& space : wanted.schedule.rooms_sharing_space_with(id)) {
    const RecordPtr<Room> other_room = wanted.schedule.find(space);
    if (!other_room) continue;
    const Pauses pauses = pauses_between(room->value, other_room->value);
    const ResourceRef resource{ResourceKind::room, space.value};
    std::vector<std::pair<IndexedOccurrence, Opponent>> taken;
    visit_others(wanted, session, resource, session.interval.widened(pauses.most()),
                 [&](const IndexedOccurrence& each, const auto& opponent) {
                   if (pauses.clash(session.interval, each.interval)) taken.emplace_back(each, opponent());
                   return true;
                 });
    // Of a room that several events may share, only what is too much clashes; its halls and halves exclude each other.
    const std::int32_t others_allowed = space == id ? room->value.concurrency - 1 : 0;
    if (others_allowed > 0) {
      const auto at_once = [&](const IndexedOccurrence& each) {
        return std::count_if(taken.begin(), taken.end(), [&](const auto& other) {
          return other.first.interval.begin <= each.interval.begin &&
                 each.interval.begin < other.first.interval.end + pauses.before;
        });
      };
      const bool fits = std::all_of(taken.begin(), taken.end(),
                                    [&](const auto& each) { return at_once(each.first) <= others_allowed; });
      if (fits) continue;
    }
    for (const auto& [each, opponent] : taken) {
      const Interval around{each.interval.begin - pauses.after, each.interval.end + pauses.before};
      Conflict conflict = clash(wanted, session, Rule::room_double_booked, {ResourceKind::room, id.value},
                                session.interval.intersection(around));
      conflict.with = opponent;
      if (space != id) conflict.detail = "shares its space with " + other_room->value.name;
      findings.add(std::move(conflict));
      if (findings.enough()) return;
    }
  }
}

/// Where the person is while it lasts: on a journey, in a room, or anywhere with a screen.
bool is_journey(const Event& event, const Uuid& part) { return event.kind() == EventKind::trip && part == Uuid{}; }

void check_person(const Wanted& wanted, const Session& session, Id<Person> id, Findings& findings) {
  const ResourceRef resource{ResourceKind::person, id.value};
  const bool wants_journey = session.needs->travelling;
  visit_others(wanted, session, resource, session.interval, [&](const IndexedOccurrence& taken, const auto& opponent) {
    const RecordPtr<Event> other = wanted.schedule.find(taken.event);
    const bool is_away = other && is_journey(other->value, taken.part);
    Rule rule = Rule::person_double_booked;
    if (wants_journey || is_away) {
      rule = Rule::person_travelling;
      // Whoever is away can still join from there.
      if (is_away && !session.needs->in_person) return true;
      if (wants_journey && !is_away && other) {
        const auto needs = needs_of(other->value, taken.recurrence_id, taken.part);
        if (needs && !needs->in_person) return true;
      }
    }
    Conflict conflict = clash(wanted, session, rule, resource, session.interval.intersection(taken.interval));
    conflict.with = opponent();
    findings.add(std::move(conflict));
    return !findings.enough();
  });
}

/// The most of the others that is in use at any one moment of `window`, and when that begins.
std::int64_t peak(const std::vector<std::pair<IndexedOccurrence, Opponent>>& taken, const Interval& window) {
  std::int64_t most = 0;
  const auto in_use_at = [&](Instant moment) {
    std::int64_t sum = 0;
    for (const auto& [each, opponent] : taken) {
      if (each.interval.begin <= moment && moment < each.interval.end) sum += each.quantity;
    }
    return sum;
  };
  most = in_use_at(window.begin);
  for (const auto& [each, opponent] : taken) {
    if (each.interval.begin > window.begin) most = std::max(most, in_use_at(each.interval.begin));
  }
  return most;
}

void check_equipment(const Wanted& wanted, const Session& session, const EquipmentNeed& need, Findings& findings) {
  const RecordPtr<Equipment> equipment = wanted.schedule.find(need.id);
  if (!equipment) return;
  const ResourceRef resource{ResourceKind::equipment, need.id.value};
  std::vector<std::pair<IndexedOccurrence, Opponent>> taken;
  visit_others(wanted, session, resource, session.interval, [&](const IndexedOccurrence& each, const auto& opponent) {
    taken.emplace_back(each, opponent());
    return true;
  });
  // What an event takes for all of its time is not there for its parts.
  for (const Session& whole : wanted.sessions) {
    if (session.part == Uuid{} || whole.part != Uuid{} || !whole.interval.overlaps(session.interval)) continue;
    for (const EquipmentNeed& each : whole.needs->equipment) {
      if (each.id != need.id) continue;
      taken.emplace_back(IndexedOccurrence{whole.interval, wanted.self, whole.recurrence_id, {}, each.quantity},
                         opponent_of(wanted, whole));
    }
  }
  const std::int64_t quantity = equipment->value.quantity;
  const std::int64_t left = quantity - peak(taken, session.interval);
  if (need.quantity <= left) return;
  const std::string detail = std::to_string(need.quantity) + " of " + std::to_string(quantity) + " wanted, " +
                             std::to_string(std::max<std::int64_t>(left, 0)) + " free";
  if (taken.empty()) {
    findings.add(clash(wanted, session, Rule::equipment_exhausted, resource, session.interval, detail));
  }
  for (const auto& [each, opponent] : taken) {
    Conflict conflict = clash(wanted, session, Rule::equipment_exhausted, resource,
                              session.interval.intersection(each.interval), detail);
    conflict.with = opponent;
    findings.add(std::move(conflict));
    if (findings.enough()) return;
  }
}

}  // namespace

void check_busy(const Wanted& wanted, Findings& findings) {
  for (const Session& session : wanted.sessions) {
    const Needs& needs = *session.needs;
    for (const Id<Room>& room : needs.rooms) check_room(wanted, session, room, findings);
    for (const EquipmentNeed& need : needs.equipment) check_equipment(wanted, session, need, findings);
    if (needs.takes_people) {
      for (const Id<Person>& person : needs.people) check_person(wanted, session, person, findings);
    }
    if (findings.enough()) return;
  }
}

}  // namespace scheduler::rules
