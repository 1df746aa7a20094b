#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scheduler/closure.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/settings.hpp"
#include "support/builders.hpp"

/// People, rooms, closures and settings, written so that only what matters is seen.
namespace support {

class PersonBuilder {
 public:
  explicit PersonBuilder(std::string name) { person_.name = std::move(name); }
  operator scheduler::Person() const { return person_; }  // NOLINT: a builder is meant to stand for what it builds

  PersonBuilder& interpreting(std::string from, std::string to) {
    person_.interprets.push_back({std::move(from), std::move(to)});
    return *this;
  }
  PersonBuilder& working(std::vector<scheduler::Weekday> days, std::string_view from, std::string_view to) {
    person_.working_hours.push_back({std::move(days), o_clock(from), o_clock(to)});
    return *this;
  }
  PersonBuilder& here(std::string_view arrival, std::string_view departure) {
    person_.presence.push_back({local(arrival), local(departure)});
    return *this;
  }
  PersonBuilder& at_most_daily(std::string_view limit) {
    person_.daily_limit = lasting(limit);
    return *this;
  }
  PersonBuilder& pausing(std::string_view turnaround) {
    person_.minimum_turnaround = lasting(turnaround);
    return *this;
  }
  PersonBuilder& living_in(std::string_view zone_name) {
    person_.time_zone = zone(zone_name);
    return *this;
  }

 private:
  scheduler::Person person_;
};

class RoomBuilder {
 public:
  using RoomId = scheduler::Id<scheduler::Room>;

  explicit RoomBuilder(scheduler::Room room) : room_(std::move(room)) {}
  operator scheduler::Room() const { return room_; }  // NOLINT: a builder is meant to stand for what it builds

  RoomBuilder& seating(std::int32_t capacity) {
    room_.capacity = capacity;
    return *this;
  }
  RoomBuilder& on(std::string campus) {
    room_.campus = std::move(campus);
    return *this;
  }
  RoomBuilder& having(std::vector<std::string> features) {
    room_.features = std::move(features);
    return *this;
  }
  RoomBuilder& open(std::vector<scheduler::Weekday> days, std::string_view from, std::string_view to) {
    room_.opening_hours.push_back({std::move(days), o_clock(from), o_clock(to)});
    return *this;
  }
  RoomBuilder& changed_over(std::string_view setup, std::string_view teardown) {
    room_.setup = lasting(setup);
    room_.teardown = lasting(teardown);
    return *this;
  }
  RoomBuilder& made_of(std::vector<RoomId> parts) {
    room_.parts = std::move(parts);
    return *this;
  }
  RoomBuilder& shared_by(std::int32_t events) {
    room_.concurrency = events;
    return *this;
  }
  RoomBuilder& approved_by_coordinators() {
    room_.approval_needed = true;
    return *this;
  }

 private:
  scheduler::Room room_;
};

class ClosureBuilder {
 public:
  explicit ClosureBuilder(std::string name) { closure_.name = std::move(name); }
  operator scheduler::Closure() const { return closure_; }  // NOLINT: a builder is meant to stand for what it builds

  /// One day, or from `first` to the last.
  ClosureBuilder& on(std::string_view first, std::string_view last = {}) {
    closure_.from = day(first);
    closure_.to = last.empty() ? closure_.from : day(last);
    return *this;
  }
  ClosureBuilder& of_kind(scheduler::ClosureKind kind) {
    closure_.kind = kind;
    return *this;
  }
  ClosureBuilder& as(scheduler::ClosureStatus status) {
    closure_.status = status;
    return *this;
  }
  ClosureBuilder& of_rooms(std::vector<scheduler::Id<scheduler::Room>> rooms) {
    closure_.rooms = std::move(rooms);
    return *this;
  }
  ClosureBuilder& of_people(std::vector<scheduler::Id<scheduler::Person>> people) {
    closure_.people = std::move(people);
    return *this;
  }
  ClosureBuilder& of_campus(std::string campus) {
    closure_.campuses.push_back(std::move(campus));
    return *this;
  }
  ClosureBuilder& for_the(std::string occasion) {
    closure_.occasion = std::move(occasion);
    return *this;
  }

 private:
  scheduler::Closure closure_;
};

/// Of a department in Tashkent.
class SettingsBuilder {
 public:
  SettingsBuilder() { settings_.time_zone = zone("Asia/Tashkent"); }
  operator scheduler::Settings() const { return settings_; }  // NOLINT: a builder is meant to stand for what it builds

  SettingsBuilder& with(scheduler::Rule rule, scheduler::Severity severity) {
    settings_.policy.push_back({rule, severity});
    return *this;
  }
  SettingsBuilder& way(std::string from, std::string to, std::string_view takes) {
    settings_.travel_times.push_back({std::move(from), std::move(to), lasting(takes)});
    return *this;
  }
  SettingsBuilder& any_way(std::string_view takes) {
    settings_.default_travel_time = lasting(takes);
    return *this;
  }

 private:
  scheduler::Settings settings_;
};

[[nodiscard]] inline PersonBuilder a_person(std::string name) { return PersonBuilder(std::move(name)); }
[[nodiscard]] inline RoomBuilder a_room(std::string name) {
  scheduler::Room room;
  room.name = std::move(name);
  return RoomBuilder(std::move(room));
}
/// A change of the room.
[[nodiscard]] inline RoomBuilder changed(const scheduler::Room& room) { return RoomBuilder(room); }
[[nodiscard]] inline ClosureBuilder a_closure(std::string name) { return ClosureBuilder(std::move(name)); }
[[nodiscard]] inline SettingsBuilder settings() { return SettingsBuilder(); }
[[nodiscard]] inline scheduler::Equipment so_many(std::string name, std::int32_t quantity) {
  scheduler::Equipment equipment;
  equipment.name = std::move(name);
  equipment.quantity = quantity;
  return equipment;
}

}  // namespace support
