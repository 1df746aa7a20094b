#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "../seats.hpp"
#include "language.hpp"
#include "wanted.hpp"

/// Whether what is wanted fits together at all, whenever it takes place: said once, for the first session that has it.
namespace scheduler::rules {
namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

/// RFC 4647 3.3.1: "ko" stands for "ko-KR" too, and letters' case does not matter.
bool matches(std::string_view known, std::string_view wanted) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  const auto begins_with = [&](std::string_view tag, std::string_view range) {
    return tag.size() >= range.size() && std::equal(range.begin(), range.end(), tag.begin(), same) &&
           (tag.size() == range.size() || tag[range.size()] == '-');
  };
  return begins_with(known, wanted) || begins_with(wanted, known);
}

/// What the event asks for, or what its participants take already.
std::optional<std::int32_t> seats_wanted(const Wanted& wanted, const Needs& needs) {
  if (wanted.event.kind() != EventKind::master_class) return needs.seats;
  const std::int32_t taken = seats_taken(wanted.schedule, wanted.self);
  return taken > needs.seats.value_or(0) ? taken : needs.seats;
}

/// Whoever takes several rooms has the seats of all of them.
void check_seats(const Wanted& wanted, const Session& session, Findings& findings) {
  const Needs& needs = *session.needs;
  const auto seats_needed = seats_wanted(wanted, needs);
  if (!seats_needed) return;
  std::int64_t seats = 0;
  ResourceRef largest{ResourceKind::room, {}};
  std::int32_t most = -1;
  for (const Id<Room>& id : needs.rooms) {
    const auto room = wanted.schedule.find(id);
    if (!room || !room->value.capacity) return;  // nobody knows
    seats += *room->value.capacity;
    if (*room->value.capacity > most) largest.id = id.value;
    most = std::max(most, *room->value.capacity);
  }
  if (needs.rooms.empty() || *seats_needed <= seats) return;
  findings.add(clash(wanted, session, Rule::capacity_exceeds_room, largest, session.interval,
                     std::to_string(*seats_needed) + " places are wanted, and there are " + std::to_string(seats)));
}

/// Whether the delegates fit into the vehicles of a stop. Some may walk, or come by themselves: it only warns.
void check_vehicles(const Wanted& wanted, const Session& session, Findings& findings) {
  const Needs& needs = *session.needs;
  if (wanted.event.kind() != EventKind::visit || !needs.seats) return;
  std::int64_t seats = 0;
  std::optional<ResourceRef> vehicle;
  for (const EquipmentNeed& need : needs.equipment) {
    const auto equipment = wanted.schedule.find(need.id);
    if (!equipment || !equipment->value.seats) continue;
    if (!vehicle || need.id.value < vehicle->id) vehicle = ResourceRef{ResourceKind::equipment, need.id.value};
    seats += std::int64_t{*equipment->value.seats} * need.quantity;
  }
  if (!vehicle || *needs.seats <= seats) return;
  Conflict conflict =
      clash(wanted, session, Rule::capacity_exceeds_room, *vehicle, session.interval,
            "there are " + std::to_string(*needs.seats) + " delegates, and " + std::to_string(seats) + " seats");
  conflict.severity = Severity::warning;
  findings.add(std::move(conflict));
}

void check_features(const Wanted& wanted, const Session& session, Findings& findings) {
  const Needs& needs = *session.needs;
  for (const std::string& feature : needs.room_features) {
    const auto has_it = [&](const Id<Room>& id) {
      const auto room = wanted.schedule.find(id);
      return room &&
             std::find(room->value.features.begin(), room->value.features.end(), feature) != room->value.features.end();
    };
    if (needs.rooms.empty() || std::any_of(needs.rooms.begin(), needs.rooms.end(), has_it)) continue;
    findings.add(clash(wanted, session, Rule::missing_room_feature, {ResourceKind::room, needs.rooms.front().value},
                       session.interval, "has no " + feature));
  }
}

void check_language(const Wanted& wanted, const Session& session, Findings& findings) {
  if (!session.needs->interpreter) return;
  const Interpreter& needed = *session.needs->interpreter;
  const auto person = wanted.schedule.find(needed.person);
  if (!person) return;
  if (interprets(person->value, needed.from, needed.to)) return;
  // Of whom nothing is written down nobody knows it: that is no reason to refuse.
  const bool is_known = !person->value.interprets.empty();
  const std::string pair = "from " + needed.from + " to " + needed.to;
  Conflict conflict =
      clash(wanted, session, Rule::interpreter_language, {ResourceKind::person, needed.person.value}, session.interval,
            is_known ? "does not interpret " + pair : "is not known to interpret " + pair);
  if (!is_known) conflict.severity = Severity::warning;
  findings.add(std::move(conflict));
}

}  // namespace

bool interprets(const Person& person, const LanguageTag& from, const LanguageTag& to) {
  return std::any_of(person.interprets.begin(), person.interprets.end(),
                     [&](const LanguagePair& pair) { return matches(pair.from, from) && matches(pair.to, to); });
}

void check_fitness(const Wanted& wanted, Findings& findings) {
  std::set<const Needs*> looked_at;
  for (const Session& session : wanted.sessions) {
    if (!looked_at.insert(session.needs.get()).second) continue;
    check_seats(wanted, session, findings);
    check_vehicles(wanted, session, findings);
    check_features(wanted, session, findings);
    check_language(wanted, session, findings);
    if (findings.enough()) return;
  }
}

}  // namespace scheduler::rules
