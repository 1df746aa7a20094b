#include "oracle_rules.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace oracle {

using namespace scheduler;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

seconds exactly(const std::optional<Duration>& duration) {
  if (!duration) return seconds{0};
  return seconds{duration->hours * 3600 + duration->minutes * 60 + duration->seconds};
}

bool meet(const Interval& a, const Interval& b) { return a.begin < b.end && b.begin < a.end; }
Interval common(const Interval& a, const Interval& b) { return {std::max(a.begin, b.begin), std::min(a.end, b.end)}; }

bool is_journey(const Event& event, const Piece& piece) {
  return std::holds_alternative<Trip>(event.details) && piece.part == Uuid{};
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// "ko" stands for "ko-KR" too, either way.
bool same_language(const std::string& a, const std::string& b) {
  const std::string longer = lower(a.size() > b.size() ? a : b) + '-';
  return longer.substr(0, std::min(a.size(), b.size()) + 1) == lower(a.size() > b.size() ? b : a) + '-';
}

std::string numbers(auto... each) { return ((' ' + std::to_string(each)) + ...); }

/// Looked at every five minutes: what random departments do begins and ends on such.
bool open_all_the_time(const std::vector<WeeklyHours>& hours, const TimeZone& zone, const Interval& interval) {
  if (hours.empty()) return true;
  for (Instant now = interval.begin; now < interval.end; now += minutes{5}) {
    const LocalTime local = local_of(zone, now);
    const auto day = date::floor<date::days>(local);
    const auto weekday = static_cast<Weekday>(date::weekday{day}.iso_encoding() - 1);
    const bool open = std::any_of(hours.begin(), hours.end(), [&](const WeeklyHours& each) {
      return std::count(each.days.begin(), each.days.end(), weekday) > 0 && each.from.since_midnight <= local - day &&
             local - day < each.to.since_midnight;
    });
    if (!open) return false;
  }
  return true;
}

}  // namespace

void Rules::add(Clash clash, bool warns_only) {
  const auto& policy = department_.settings_.policy;
  const bool mild = clash.rule == Rule::outside_working_hours || clash.rule == Rule::insufficient_turnaround ||
                    clash.rule == Rule::over_daily_limit;
  clash.severity = mild ? Severity::warning : Severity::error;
  for (const RulePolicy& each : policy) {
    if (each.rule == clash.rule) clash.severity = each.severity;
  }
  if (clash.severity == Severity::off) return;
  if (warns_only) clash.severity = Severity::warning;
  found_.insert(clash);
}

void Rules::add(Rule rule, const ResourceRef& resource, const Interval& at, const Piece& piece, const Other* with,
                std::string why) {
  Clash clash{rule, resource, at, piece.recurrence_id, piece.part, std::nullopt, Severity::error, std::move(why)};
  if (with != nullptr) clash.with.emplace(with->id, with->piece.interval);
  add(clash, false);
}

std::vector<Rules::Other> Rules::others(const Piece& piece, Own own) const {
  std::vector<Other> found;
  for (const auto& [id, booked] : department_.events_) {
    if (id == self_ || !booked.counts()) continue;
    for (const Piece& each : booked.pieces) found.push_back({id.value, booked.event, each});
  }
  if (piece.part == Uuid{}) return found;
  for (const Piece& each : pieces_) {
    if (each.part == piece.part || (each.part == Uuid{} && own == Own::parts)) continue;
    found.push_back({self_.value, event_, each});
  }
  return found;
}

void Rules::check_fitness() {
  bool usual_is_said = false;
  for (const Piece& piece : pieces_) {
    // Said once of all occurrences that need the same.
    const bool is_usual = piece.part == Uuid{} && !piece.differs;
    if (is_usual && std::exchange(usual_is_said, true)) continue;
    std::int64_t seats = 0;
    bool all_known = !piece.rooms.empty();
    const Room* largest = nullptr;
    Id<Room> largest_id;
    for (const auto& id : piece.rooms) {
      const Room& room = department_.rooms_.at(id);
      all_known = all_known && room.capacity;
      seats += room.capacity.value_or(0);
      if (largest != nullptr && room.capacity <= largest->capacity) continue;
      largest = &room;
      largest_id = id;
    }
    std::optional<std::int64_t> wanted = piece.seats;
    if (event_.kind() == EventKind::master_class) {
      wanted = std::max(wanted.value_or(0), department_.seats_taken(self_));
    }
    if (wanted && all_known && *wanted > seats) {
      add(Rule::capacity_exceeds_room, {ResourceKind::room, largest_id.value}, piece.interval, piece, nullptr,
          numbers(*wanted, seats));
    }
    std::int64_t in_vehicles = 0;
    std::optional<Id<Equipment>> vehicle;
    for (const auto& [id, quantity] : piece.equipment) {
      const auto& each = department_.equipment_.at(id).seats;
      if (!each) continue;
      in_vehicles += *each * quantity;
      if (!vehicle) vehicle = id;
    }
    if (event_.kind() == EventKind::visit && vehicle && piece.seats && *piece.seats > in_vehicles) {
      Clash tight{Rule::capacity_exceeds_room,
                  {ResourceKind::equipment, vehicle->value},
                  piece.interval,
                  piece.recurrence_id,
                  piece.part,
                  std::nullopt,
                  Severity::error,
                  numbers(*piece.seats, in_vehicles)};
      add(std::move(tight), true);
    }
    for (const std::string& feature : piece.features) {
      const bool somewhere = std::any_of(piece.rooms.begin(), piece.rooms.end(), [&](const auto& id) {
        const auto& features = department_.rooms_.at(id).features;
        return std::count(features.begin(), features.end(), feature) > 0;
      });
      if (piece.rooms.empty() || somewhere) continue;
      add(Rule::missing_room_feature, {ResourceKind::room, piece.rooms.front().value}, piece.interval, piece, nullptr,
          feature);
    }
    if (!piece.interpreter) continue;
    const auto& pairs = department_.people_.at(piece.interpreter->person).interprets;
    const bool can = std::any_of(pairs.begin(), pairs.end(), [&](const LanguagePair& pair) {
      return same_language(pair.from, piece.interpreter->from) && same_language(pair.to, piece.interpreter->to);
    });
    if (can) continue;
    // Of whom no language is written down nobody knows it: that only warns.
    add(Clash{Rule::interpreter_language,
              {ResourceKind::person, piece.interpreter->person.value},
              piece.interval,
              piece.recurrence_id,
              piece.part,
              std::nullopt,
              Severity::error,
              {}},
        pairs.empty());
  }
}

void Rules::check_rooms(const Piece& piece) {
  for (const auto& id : piece.rooms) {
    const Room& room = department_.rooms_.at(id);
    for (const auto& space_id : department_.sharing_space(id)) {
      const Room& space = department_.rooms_.at(space_id);
      const seconds before = exactly(space.teardown) + exactly(room.setup);
      const seconds after = exactly(room.teardown) + exactly(space.setup);
      std::vector<Other> in_the_way;
      for (const Other& other : others(piece, Own::parts)) {
        const auto& rooms = other.piece.rooms;
        if (std::count(rooms.begin(), rooms.end(), space_id) == 0) continue;
        const Interval kept{other.piece.interval.begin - after, other.piece.interval.end + before};
        if (meet(piece.interval, kept)) in_the_way.push_back(other);
      }
      // With setup and teardown, how many are in it at once at the most: when one of them comes.
      std::int64_t most = 0;
      for (const Other& one : in_the_way) {
        most = std::max(most, std::count_if(in_the_way.begin(), in_the_way.end(), [&](const Other& other) {
                          return other.piece.interval.begin <= one.piece.interval.begin &&
                                 one.piece.interval.begin < other.piece.interval.end + before;
                        }));
      }
      if (space_id == id && most < room.concurrency) continue;
      for (const Other& other : in_the_way) {
        const Interval kept{other.piece.interval.begin - after, other.piece.interval.end + before};
        add(Rule::room_double_booked, {ResourceKind::room, id.value}, common(piece.interval, kept), piece, &other);
      }
    }
  }
}

void Rules::check_people(const Piece& piece) {
  if (!piece.takes_people) return;
  for (const auto& id : piece.people) {
    for (const Other& other : others(piece, Own::parts)) {
      if (!other.piece.takes_people || !other.piece.people.contains(id)) continue;
      if (!meet(piece.interval, other.piece.interval)) continue;
      const bool we_travel = is_journey(event_, piece);
      const bool they_travel = is_journey(other.event, other.piece);
      // Whoever is away can join from there.
      if (they_travel && !piece.in_person) continue;
      if (we_travel && !they_travel && !other.piece.in_person) continue;
      add(we_travel || they_travel ? Rule::person_travelling : Rule::person_double_booked,
          {ResourceKind::person, id.value}, common(piece.interval, other.piece.interval), piece, &other);
    }
  }
}

void Rules::check_equipment(const Piece& piece) {
  for (const auto& [id, wanted] : piece.equipment) {
    std::vector<Other> users;
    std::set<Instant> moments{piece.interval.begin};
    for (const Other& other : others(piece, Own::parts_and_whole)) {
      if (!other.piece.equipment.contains(id) || !meet(piece.interval, other.piece.interval)) continue;
      users.push_back(other);
      moments.insert(std::max(other.piece.interval.begin, piece.interval.begin));
    }
    const std::int64_t there_are = department_.equipment_.at(id).quantity;
    std::int64_t most = 0;
    for (const Instant moment : moments) {
      std::int64_t in_use = wanted;
      for (const Other& user : users) {
        if (user.piece.interval.begin <= moment && moment < user.piece.interval.end) {
          in_use += user.piece.equipment.at(id);
        }
      }
      most = std::max(most, in_use);
    }
    if (most <= there_are) continue;
    const std::string why = numbers(wanted, there_are, std::max<std::int64_t>(there_are - (most - wanted), 0));
    const ResourceRef resource{ResourceKind::equipment, id.value};
    if (users.empty()) add(Rule::equipment_exhausted, resource, piece.interval, piece, nullptr, why);
    for (const Other& user : users) {
      add(Rule::equipment_exhausted, resource, common(piece.interval, user.piece.interval), piece, &user, why);
    }
  }
}

Interval Rules::days_of(const Closure& closure) const {
  const TimeZone& zone = department_.settings_.time_zone;
  return {instant_of(zone, closure.from), instant_of(zone, closure.to + date::days{1})};
}

void Rules::check_closures(const Piece& piece) {
  for (const auto& [id, closure] : department_.closures_) {
    const Interval closed = days_of(closure);
    if (closure.status == ClosureStatus::cancelled || closure.kind == ClosureKind::semester) continue;
    if (!meet(closed, piece.interval)) continue;
    const bool only_warns = closure.kind != ClosureKind::closure;
    const bool closure_is_estimated = closure.status == ClosureStatus::estimated;
    const auto say = [&, closure_id = id](Rule rule, ResourceKind kind, Uuid resource, bool warns) {
      Clash clash{rule, {kind, resource}, common(piece.interval, closed), piece.recurrence_id, piece.part, {}, {}, {}};
      if (rule == Rule::holiday && closure_is_estimated) clash.why = "estimated";
      clash.with.emplace(closure_id.value, closed);
      add(clash, warns);
    };
    if (closure.rooms.empty() && closure.people.empty() && closure.campuses.empty()) {
      // Office hours are not held on holidays, and nobody has to be told.
      const bool are_hours = std::holds_alternative<OfficeHours>(event_.details);
      say(Rule::holiday, ResourceKind::event, self_.value, only_warns || are_hours);
      continue;
    }
    for (const auto& room_id : piece.rooms) {
      const Room& room = department_.rooms_.at(room_id);
      const bool named = std::count(closure.rooms.begin(), closure.rooms.end(), room_id) > 0;
      const bool on_campus =
          room.campus && std::count(closure.campuses.begin(), closure.campuses.end(), *room.campus) > 0;
      if (named || on_campus) say(Rule::room_closed, ResourceKind::room, room_id.value, only_warns);
    }
    if (!piece.takes_people) continue;
    for (const auto& person : closure.people) {
      if (piece.people.contains(person)) say(Rule::expert_absent, ResourceKind::person, person.value, only_warns);
    }
  }
}

TimeZone Rules::clock_of(Id<Person> id, Instant at) const {
  std::optional<std::pair<Interval, TimeZone>> away;
  for (const auto& [other_id, booked] : department_.events_) {
    const auto* trip = std::get_if<Trip>(&booked.event.details);
    if (trip == nullptr || !booked.counts()) continue;
    for (const Piece& piece : booked.pieces) {
      if (!piece.takes_people || !piece.people.contains(id)) continue;
      if (at < piece.interval.begin || piece.interval.end <= at) continue;
      if (!away || piece.interval < away->first) away.emplace(piece.interval, trip->destination.time_zone);
    }
  }
  if (away) return away->second;
  const Person& person = department_.people_.at(id);
  const TimeZone& here = department_.settings_.time_zone;
  for (const Stay& stay : person.presence) {
    if (instant_of(here, stay.arrival) <= at && at < instant_of(here, stay.departure)) return here;
  }
  return person.time_zone.value_or(here);
}

void Rules::check_hours(const Piece& piece) {
  const TimeZone& here = department_.settings_.time_zone;
  for (const auto& id : piece.rooms) {
    if (open_all_the_time(department_.rooms_.at(id).opening_hours, here, piece.interval)) continue;
    add(Rule::room_closed, {ResourceKind::room, id.value}, piece.interval, piece);
  }
  if (!piece.takes_people) return;
  for (const auto& id : piece.people) {
    const Person& person = department_.people_.at(id);
    const ResourceRef resource{ResourceKind::person, id.value};
    const TimeZone zone = piece.in_person ? piece.zone : clock_of(id, piece.interval.begin);
    if (!open_all_the_time(person.working_hours, zone, piece.interval)) {
      add(Rule::outside_working_hours, resource, piece.interval, piece, nullptr, zone.name());
    }
    const bool is_here = std::any_of(person.presence.begin(), person.presence.end(), [&](const Stay& stay) {
      return instant_of(here, stay.arrival) <= piece.interval.begin &&
             piece.interval.end <= instant_of(here, stay.departure);
    });
    if (piece.in_person && !person.presence.empty() && !is_here) {
      add(Rule::expert_absent, resource, piece.interval, piece, nullptr, "not here");
    }
    if (person.daily_limit) check_daily_limit(piece, id);
  }
}

void Rules::check_daily_limit(const Piece& piece, Id<Person> id) {
  const TimeZone& here = department_.settings_.time_zone;
  const seconds limit = exactly(department_.people_.at(id).daily_limit);
  auto day = date::floor<date::days>(local_of(here, piece.interval.begin));
  for (; instant_of(here, day) < piece.interval.end; day += date::days{1}) {
    const Interval whole{instant_of(here, day), instant_of(here, day + date::days{1})};
    seconds busy{0};
    const auto count = [&](const Piece& each) {
      const Interval part = common(each.interval, whole);
      const bool is_there = each.at_work && each.takes_people && each.people.contains(id);
      if (is_there && part.begin < part.end) busy += part.end - part.begin;
    };
    for (const auto& [other_id, booked] : department_.events_) {
      if (other_id == self_ || !booked.counts()) continue;
      for (const Piece& each : booked.pieces) count(each);
    }
    for (const Piece& each : pieces_) count(each);
    if (busy <= limit) continue;
    add(Rule::over_daily_limit, {ResourceKind::person, id.value}, common(piece.interval, whole), piece, nullptr,
        numbers(busy / minutes{1}, limit / minutes{1}, day.time_since_epoch().count()));
  }
}

std::optional<std::string> Rules::campus_of(const Piece& piece) const {
  for (const auto& id : piece.rooms) {
    if (const auto& campus = department_.rooms_.at(id).campus) return campus;
  }
  return piece.campus;
}

seconds Rules::way(const Settings& settings, const std::optional<std::string>& from,
                   const std::optional<std::string>& to) {
  if (!from || !to || from == to) return seconds{0};
  std::optional<seconds> there;
  std::optional<seconds> back;
  for (const TravelTime& each : settings.travel_times) {
    if (each.from == *from && each.to == *to && !there) there = exactly(each.duration);
    if (each.from == *to && each.to == *from) back = exactly(each.duration);
  }
  return there.value_or(back.value_or(exactly(settings.default_travel_time)));
}

void Rules::check_pair(const Piece& piece, const Other& other, const ResourceRef& who, seconds pause) {
  if (meet(piece.interval, other.piece.interval)) return;
  const bool we_are_first = piece.interval.end <= other.piece.interval.begin;
  const Piece& first = we_are_first ? piece : other.piece;
  const Piece& second = we_are_first ? other.piece : piece;
  const seconds gap = second.interval.begin - first.interval.end;
  const Interval between{first.interval.end, second.interval.begin};
  const seconds takes = way(department_.settings_, campus_of(first), campus_of(second));
  if (gap < takes) {
    const std::string from_to = *campus_of(first) + '-' + *campus_of(second);
    add(Rule::travel_time, who, between, piece, &other, from_to + numbers(takes / minutes{1}));
  } else if (gap < pause) {
    add(Rule::insufficient_turnaround, who, between, piece, &other, numbers(pause / minutes{1}));
  }
}

void Rules::check_ways(const Piece& piece) {
  if (!piece.takes_people || !piece.in_person) return;
  for (const auto& id : piece.people) {
    const seconds pause = exactly(department_.people_.at(id).minimum_turnaround);
    for (const Other& other : others(piece, Own::parts)) {
      const Piece& theirs = other.piece;
      if (!theirs.at_work || !theirs.in_person || !theirs.takes_people || !theirs.people.contains(id)) continue;
      check_pair(piece, other, {ResourceKind::person, id.value}, pause);
    }
  }
}

/// The delegation is one: it goes from stop to stop.
void Rules::check_delegation() {
  const auto* visit = std::get_if<Visit>(&event_.details);
  if (visit == nullptr) return;
  const ResourceRef delegation{ResourceKind::event, self_.value};
  const Piece* before = nullptr;
  for (const Piece& piece : pieces_) {
    if (piece.part == Uuid{}) continue;
    if (before != nullptr) {
      const Other other{self_.value, event_, *before};
      if (meet(piece.interval, before->interval)) {
        add(Rule::person_double_booked, delegation, common(piece.interval, before->interval), piece, &other);
      } else {
        check_pair(piece, other, delegation, exactly(visit->turnaround));
      }
    }
    if (before == nullptr || before->interval.end < piece.interval.end) before = &piece;
  }
}

Clashes Rules::find() {
  check_fitness();
  for (const Piece& piece : pieces_) {
    check_rooms(piece);
    check_people(piece);
    check_equipment(piece);
    if (!piece.at_work) continue;
    check_closures(piece);
    check_hours(piece);
    check_ways(piece);
  }
  check_delegation();
  return found_;
}

}  // namespace oracle
