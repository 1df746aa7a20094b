#include "oracle.hpp"

#include <algorithm>

#include "oracle_rules.hpp"

namespace oracle {

using namespace scheduler;
using std::chrono::seconds;

namespace {

seconds exactly(const std::optional<Duration>& duration) {
  return duration ? seconds{duration->hours * 3600 + duration->minutes * 60 + duration->seconds} : seconds{0};
}

/// Leaving out an occurrence does not mend what is about the event as a whole.
bool is_about_one_time(Rule rule) {
  return rule != Rule::capacity_exceeds_room && rule != Rule::missing_room_feature &&
         rule != Rule::interpreter_language;
}

/// Every room, person and equipment that is written anywhere in the event.
std::set<Uuid> named_by(const Event& event) {
  std::set<Uuid> names;
  const auto add = [&](const auto& ids) {
    for (const auto& id : ids) names.insert(id.value);
  };
  const auto add_needs = [&](const std::vector<EquipmentNeed>& needs) {
    for (const EquipmentNeed& need : needs) names.insert(need.id.value);
  };
  const auto add_one = [&](const auto& id) {
    if (id) names.insert(id->value);
  };
  const auto add_interpreter = [&](const std::optional<Interpreter>& interpreter) {
    if (interpreter) names.insert(interpreter->person.value);
  };
  add_one(event.room);
  add(event.rooms);
  add(event.people);
  add_needs(event.equipment);
  for (const auto& [id, change] : event.recurrence_overrides) {
    add_one(change.room);
    add_one(change.expert);
    add_one(change.host);
    add_interpreter(change.interpreter);
    if (change.rooms) add(*change.rooms);
    if (change.people) add(*change.people);
    if (change.equipment) add_needs(*change.equipment);
  }
  if (const auto* master_class = std::get_if<MasterClass>(&event.details)) {
    names.insert(master_class->expert.value);
    add_interpreter(master_class->interpreter);
  } else if (const auto* hours = std::get_if<OfficeHours>(&event.details)) {
    names.insert(hours->host.value);
    add(hours->hosts);
  } else if (const auto* trip = std::get_if<Trip>(&event.details)) {
    add(trip->travellers);
  } else if (const auto* visit = std::get_if<Visit>(&event.details)) {
    add(visit->hosts);
    for (const Stop& stop : visit->stops) {
      add_one(stop.room);
      add(stop.hosts);
      add_interpreter(stop.interpreter);
      add_needs(stop.equipment);
    }
  }
  return names;
}

Clashes errors_of(const Clashes& clashes) {
  Clashes errors;
  for (const Clash& each : clashes) {
    if (each.severity == Severity::error) errors.insert(each);
  }
  return errors;
}

Clashes as_warnings(const Clashes& clashes, const auto& which) {
  Clashes milder;
  for (Clash each : clashes) {
    if (which(each)) each.severity = Severity::warning;
    milder.insert(each);
  }
  return milder;
}

}  // namespace

template <class T>
void Department::accept(const Changed<T>& changed) {
  const auto put = [&](auto& list) {
    if (changed.after) {
      list.insert_or_assign(changed.after->id, changed.after->value);
    } else {
      list.erase(changed.before->id);
    }
  };
  if constexpr (std::is_same_v<T, Person>) put(people_);
  if constexpr (std::is_same_v<T, Room>) put(rooms_);
  if constexpr (std::is_same_v<T, Equipment>) put(equipment_);
  if constexpr (std::is_same_v<T, Closure>) put(closures_);
  if constexpr (std::is_same_v<T, Appointment>) put(appointments_);
  if constexpr (std::is_same_v<T, Registration>) put(registrations_);
  if constexpr (std::is_same_v<T, Settings>) settings_ = changed.after->value;
  if constexpr (std::is_same_v<T, Event>) {
    events_.insert_or_assign(changed.after->id, Booked{changed.after->value, pieces_of(changed.after->value)});
  }
}

void Department::accept(const Change& change) {
  std::visit([this](const auto& changed) { accept(changed); }, change);
}

std::set<Id<Room>> Department::with_parts(Id<Room> id) const {
  std::set<Id<Room>> parts{id};
  for (std::size_t before = 0; before != parts.size();) {
    before = parts.size();
    for (const auto& [other, room] : rooms_) {
      if (parts.contains(other)) parts.insert(room.parts.begin(), room.parts.end());
    }
  }
  return parts;
}

std::set<Id<Room>> Department::sharing_space(Id<Room> id) const {
  std::set<Id<Room>> shared = with_parts(id);
  for (const auto& [other, room] : rooms_) {
    if (with_parts(other).contains(id)) shared.insert(other);
  }
  return shared;
}

Clashes Department::clashes_of(const Event& event, std::vector<Piece> pieces, EventId self,
                               std::optional<Instant> now) const {
  if (event.status == EventStatus::cancelled) return {};
  if (now) std::erase_if(pieces, [&](const Piece& piece) { return piece.interval.end <= *now; });
  return Rules(*this, event, pieces, self).find();
}

Clashes Department::clashes(const Event& event, EventId self, std::optional<Instant> now) const {
  return clashes_of(event, pieces_of(event), self, now);
}

Clashes Department::clashes_of(EventId id, std::optional<Instant> now) const {
  const Booked& booked = events_.at(id);
  return clashes_of(booked.event, booked.pieces, id, now);
}

bool Department::crowds_itself(const Event& event) const {
  if (std::holds_alternative<Visit>(event.details) || std::holds_alternative<Trip>(event.details)) return false;
  const std::vector<Piece> pieces = pieces_of(event);
  seconds pause{0};
  const auto widen = [&](Id<Room> id) {
    const Room& room = rooms_.at(id);
    if (room.concurrency == 1) pause = std::max(pause, exactly(room.setup) + exactly(room.teardown));
  };
  if (event.room) widen(*event.room);
  for (const auto& room : event.rooms) widen(room);
  for (const auto& [id, change] : event.recurrence_overrides) {
    if (change.room) widen(*change.room);
    if (change.rooms) std::for_each(change.rooms->begin(), change.rooms->end(), widen);
  }
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i - 1].interval.end + pause > pieces[i].interval.begin) return true;
  }
  return false;
}

void Department::leave_out(Event& event, const Clashes& errors, std::set<LocalTime>& skipped) const {
  for (const Clash& each : errors) {
    OccurrenceOverride& change = event.recurrence_overrides[each.recurrence_id];
    change = OccurrenceOverride{};
    change.excluded = true;
    skipped.insert(each.recurrence_id);
  }
}

bool Department::takes_seats_away(const Event& wanted, EventId self) const {
  const auto* master_class = std::get_if<MasterClass>(&wanted.details);
  if (!events_.contains(self) || master_class == nullptr) return false;
  const auto seats = seats_of(wanted);
  if (!seats || *seats >= seats_taken(self)) return false;
  const auto seats_before = seats_of(self);
  return !seats_before || *seats_before > *seats;
}

Verdict Department::judge(const Event& wanted, EventId self, bool is_new, const Asking& asking) const {
  Verdict verdict;
  if (crowds_itself(wanted)) return {Verdict::Outcome::crowds_itself, {}, {}};
  if (takes_seats_away(wanted, self)) return {Verdict::Outcome::too_few_seats, {}, {}};
  const Clashes old = is_new ? Clashes{} : clashes_of(self);
  const auto find = [&](const Event& event) {
    return as_warnings(clashes(event, self), [&](const Clash& each) { return old.contains(each); });
  };
  verdict.clashes = find(wanted);
  Clashes errors = errors_of(verdict.clashes);
  const auto is_overridable = [](const Clash& each) {
    return each.rule != Rule::equipment_exhausted && each.rule != Rule::capacity_exceeds_room;
  };
  if (!errors.empty() && asking.overrides) {
    if (!asking.is_coordinator) return {Verdict::Outcome::forbidden, {}, {}};
    if (std::all_of(errors.begin(), errors.end(), is_overridable)) {
      verdict.clashes = as_warnings(verdict.clashes, [](const Clash&) { return true; });
      return verdict;
    }
  }
  if (errors.empty()) return verdict;
  verdict.outcome = Verdict::Outcome::clashes;
  if (!asking.skips || !wanted.recurrence_rule) return verdict;
  const auto starts = expand(*wanted.recurrence_rule, wanted.start);
  Event left = wanted;
  std::set<LocalTime> skipped;
  Clashes found = verdict.clashes;
  for (int round = 0; round < 3 && !errors.empty(); ++round) {
    const bool can = std::all_of(errors.begin(), errors.end(), [&](const Clash& each) {
      return is_about_one_time(each.rule) && std::count(starts.begin(), starts.end(), each.recurrence_id) > 0;
    });
    if (!can) return verdict;
    leave_out(left, errors, skipped);
    found = find(left);
    errors = errors_of(found);
  }
  if (!errors.empty() || pieces_of(left).empty()) return verdict;
  return {Verdict::Outcome::accepted, found, skipped};
}

std::set<std::pair<Department::EventId, Clash>> Department::consequences(const Change& change, Instant now) const {
  if (const auto* equipment = std::get_if<Changed<Equipment>>(&change)) {
    const bool is_more = equipment->before && equipment->after->value.quantity >= equipment->before->value.quantity &&
                         equipment->after->value.seats == equipment->before->value.seats;
    if (is_more) return {};  // more of it makes nothing worse
  }
  Department after = *this;
  after.accept(change);
  std::set<std::pair<EventId, Clash>> found;
  for (const auto& [id, booked] : events_) {
    const Clashes before = clashes_of(id, now);
    for (Clash each : after.clashes_of(id, now)) {
      if (each.interval.end <= now) continue;  // of an event that goes on
      const bool was_there = std::any_of(before.begin(), before.end(), [&](Clash old) {
        old.severity = each.severity;
        return old == each;
      });
      if (was_there) continue;
      each.severity = Severity::warning;
      found.emplace(id, each);
    }
  }
  return found;
}

std::set<std::pair<Department::EventId, Clash>> Department::standing() const {
  std::set<std::pair<EventId, Clash>> found;
  for (const auto& [id, booked] : events_) {
    for (const Clash& each : errors_of(clashes_of(id))) {
      const bool is_pair =
          each.with && !closures_.contains(Id<Closure>{each.with->first}) && each.rule != Rule::equipment_exhausted;
      if (!is_pair || id.value <= each.with->first) found.emplace(id, each);
    }
  }
  return found;
}

std::vector<std::pair<Interval, Department::EventId>> Department::busy(const ResourceRef& resource,
                                                                       Interval window) const {
  std::vector<std::pair<Interval, EventId>> found;
  for (const auto& [id, booked] : events_) {
    if (!booked.counts()) continue;
    for (const Piece& piece : booked.pieces) {
      const auto& rooms = piece.rooms;
      const bool takes =
          (resource.kind == ResourceKind::room && std::count(rooms.begin(), rooms.end(), Id<Room>{resource.id}) > 0) ||
          (resource.kind == ResourceKind::person && piece.takes_people && piece.people.contains({resource.id})) ||
          (resource.kind == ResourceKind::equipment && piece.equipment.contains({resource.id}));
      const bool is_then = piece.interval.begin < window.end && window.begin < piece.interval.end;
      if (takes && is_then) found.emplace_back(piece.interval, id);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::size_t Department::users_of(const ResourceRef& resource) const {
  std::size_t users = 0;
  for (const auto& [id, booked] : events_) {
    if (booked.counts() && named_by(booked.event).contains(resource.id)) ++users;
  }
  for (const auto& [id, closure] : closures_) {
    const bool names = std::count(closure.rooms.begin(), closure.rooms.end(), Id<Room>{resource.id}) > 0 ||
                       std::count(closure.people.begin(), closure.people.end(), Id<Person>{resource.id}) > 0;
    if (names) ++users;
  }
  for (const auto& [id, room] : rooms_) {
    if (std::count(room.parts.begin(), room.parts.end(), Id<Room>{resource.id}) > 0) ++users;
  }
  return users;
}

}  // namespace oracle
