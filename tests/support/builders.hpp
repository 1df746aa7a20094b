#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "scheduler/event.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

/// Values for tests, written so that only what matters is seen.
namespace support {

template <class T>
[[nodiscard]] scheduler::Id<T> id(std::uint64_t number) {
  return {scheduler::Uuid{0, number}};
}

// Each throws std::bad_optional_access when the text is wrong.
[[nodiscard]] inline scheduler::LocalTime local(std::string_view text) {
  return scheduler::parse_local_time(text).value();
}
[[nodiscard]] inline scheduler::Instant instant(std::string_view text) {
  return scheduler::parse_instant(text).value();
}
[[nodiscard]] inline scheduler::Duration lasting(std::string_view text) {
  return scheduler::Duration::parse(text).value();
}
[[nodiscard]] inline scheduler::LocalDate day(std::string_view text) { return scheduler::parse_date(text).value(); }
[[nodiscard]] inline scheduler::TimeOfDay o_clock(std::string_view text) {
  return scheduler::TimeOfDay::parse(text).value();
}
/// From one instant to another, half-open.
[[nodiscard]] inline scheduler::Interval from_to(std::string_view begin, std::string_view end) {
  return {instant(begin), instant(end)};
}
[[nodiscard]] inline scheduler::TimeZone zone(std::string_view name) { return scheduler::TimeZone::find(name).value(); }

/// A stop of one hour on Monday the 7th of December 2026 at 14:00, unless it says otherwise.
class StopBuilder {
 public:
  explicit StopBuilder(std::uint64_t number) {
    stop_.id = id<scheduler::Stop>(number);
    stop_.title = "Stop " + std::to_string(number);
    stop_.start = local("2026-12-07T14:00:00");
    stop_.duration.hours = 1;
  }
  operator scheduler::Stop() const { return stop_; }  // NOLINT: a builder is meant to stand for what it builds

  StopBuilder& titled(std::string title) { return set(stop_.title, std::move(title)); }
  StopBuilder& at(std::string_view start) { return set(stop_.start, local(start)); }
  StopBuilder& lasting(std::string_view duration) { return set(stop_.duration, support::lasting(duration)); }
  StopBuilder& in(scheduler::Id<scheduler::Room> room) { return set(stop_.room, std::optional(room)); }
  StopBuilder& on_campus(std::string campus) { return set(stop_.campus, std::optional(std::move(campus))); }
  StopBuilder& by(scheduler::Id<scheduler::Person> host) {
    stop_.hosts.push_back(host);
    return *this;
  }
  StopBuilder& interpreted_by(scheduler::Id<scheduler::Person> person) {
    return set(stop_.interpreter, std::optional(scheduler::Interpreter{person, "ko", "uz"}));
  }
  StopBuilder& needing(scheduler::Id<scheduler::Equipment> equipment, std::int32_t quantity = 1) {
    stop_.equipment.push_back({equipment, quantity});
    return *this;
  }

 private:
  template <class T>
  StopBuilder& set(T& member, T value) {
    member = std::move(value);
    return *this;
  }

  scheduler::Stop stop_;
};

/// An event of one hour on Monday the 7th of December 2026 at 14:00 in Tashkent, unless it says otherwise.
class EventBuilder {
 public:
  using PersonId = scheduler::Id<scheduler::Person>;
  using RoomId = scheduler::Id<scheduler::Room>;

  explicit EventBuilder(scheduler::Event event) : event_(std::move(event)) {}
  explicit EventBuilder(decltype(scheduler::Event::details) details) {
    event_.title = "Stage movement";
    event_.start = local("2026-12-07T14:00:00");
    event_.time_zone = zone("Asia/Tashkent");
    event_.duration.hours = 1;
    event_.details = std::move(details);
  }

  [[nodiscard]] scheduler::Event build() const { return event_; }
  operator scheduler::Event() const { return event_; }  // NOLINT: a builder is meant to stand for what it builds

  EventBuilder& titled(std::string title) { return set(event_.title, std::move(title)); }
  /// The expert or the host.
  EventBuilder& by(PersonId person) {
    if (auto* master_class = std::get_if<scheduler::MasterClass>(&event_.details)) {
      return set(master_class->expert, person);
    }
    return set(std::get<scheduler::OfficeHours>(event_.details).host, person);
  }
  EventBuilder& interpreted_by(PersonId person, std::string from = "ko", std::string to = "uz") {
    std::get<scheduler::MasterClass>(event_.details).interpreter = {person, std::move(from), std::move(to)};
    return *this;
  }
  EventBuilder& for_participants(std::int32_t capacity) {
    std::get<scheduler::MasterClass>(event_.details).capacity = capacity;
    return *this;
  }
  EventBuilder& in_slots_of(std::string_view duration) {
    std::get<scheduler::OfficeHours>(event_.details).slot_duration = support::lasting(duration);
    return *this;
  }
  /// Hosts beside the first.
  EventBuilder& also_by(std::vector<PersonId> hosts) { return set(hours().hosts, std::move(hosts)); }
  EventBuilder& seeing_at_once(std::int32_t visitors) { return set(hours().slot_capacity, visitors); }
  EventBuilder& pausing(std::string_view from, std::string_view to) {
    hours().breaks.push_back({o_clock(from), o_clock(to)});
    return *this;
  }
  EventBuilder& booked_ahead(std::string_view least, std::string_view most) {
    hours().min_notice = support::lasting(least);
    hours().max_advance = support::lasting(most);
    return *this;
  }
  EventBuilder& offering_seats_for(std::string_view duration) {
    std::get<scheduler::MasterClass>(event_.details).offer_duration = support::lasting(duration);
    return *this;
  }
  EventBuilder& open_to_register(std::string_view from, std::string_view to) {
    std::get<scheduler::MasterClass>(event_.details).registration_opens = local(from);
    std::get<scheduler::MasterClass>(event_.details).registration_closes = local(to);
    return *this;
  }
  EventBuilder& asking(std::string id, bool required) {
    std::get<scheduler::MasterClass>(event_.details).questions.push_back({std::move(id), "Which?", required});
    return *this;
  }
  EventBuilder& with(std::vector<PersonId> people) { return set(event_.people, std::move(people)); }
  EventBuilder& in(RoomId room) {
    event_.room = room;
    return *this;
  }
  EventBuilder& also_in(std::vector<RoomId> rooms) { return set(event_.rooms, std::move(rooms)); }

  EventBuilder& needing(scheduler::Id<scheduler::Equipment> equipment, std::int32_t quantity = 1) {
    event_.equipment.push_back({equipment, quantity});
    return *this;
  }
  EventBuilder& with_features(std::vector<std::string> features) {
    return set(event_.room_features, std::move(features));
  }
  EventBuilder& online() {
    event_.virtual_location = scheduler::VirtualLocation{"https://meet.example.org/room", std::nullopt};
    return *this;
  }
  EventBuilder& held_until(std::string_view until) {
    event_.hold_until = instant(until);
    return *this;
  }

  // Visits and trips.
  EventBuilder& of(scheduler::Id<scheduler::Institution> institution) {
    return set(std::get<scheduler::Visit>(event_.details).institution, institution);
  }
  EventBuilder& stopping_at(scheduler::Stop stop) {
    std::get<scheduler::Visit>(event_.details).stops.push_back(std::move(stop));
    return *this;
  }
  EventBuilder& of_delegates(std::size_t count) {
    std::get<scheduler::Visit>(event_.details).delegates.assign(count, {"Delegate", {}, {}, {}, {}});
    return *this;
  }
  EventBuilder& with_turnaround(std::string_view pause) {
    std::get<scheduler::Visit>(event_.details).turnaround = support::lasting(pause);
    return *this;
  }
  EventBuilder& travelling(std::vector<PersonId> travellers) {
    return set(std::get<scheduler::Trip>(event_.details).travellers, std::move(travellers));
  }
  /// Arrival and departure of a visit; departure and return, in its zone, of a trip.
  EventBuilder& between(std::string_view from, std::string_view to) {
    if (auto* visit = std::get_if<scheduler::Visit>(&event_.details)) {
      visit->arrival = local(from);
      visit->departure = local(to);
    } else {
      auto& trip = std::get<scheduler::Trip>(event_.details);
      trip.departure = {local(from), event_.time_zone};
      trip.homecoming = {local(to), event_.time_zone};
    }
    return *this;
  }

  EventBuilder& at(std::string_view start) { return set(event_.start, local(start)); }
  EventBuilder& in_zone(std::string_view name) { return set(event_.time_zone, zone(name)); }
  EventBuilder& lasting(std::string_view duration) { return set(event_.duration, support::lasting(duration)); }

  EventBuilder& daily() {
    rule().frequency = scheduler::Frequency::daily;
    return *this;
  }
  EventBuilder& weekly() {
    rule().frequency = scheduler::Frequency::weekly;
    return *this;
  }
  EventBuilder& weekly_on(std::initializer_list<scheduler::Weekday> days) {
    weekly();
    for (const scheduler::Weekday day : days) rule().by_day.push_back({day, std::nullopt});
    return *this;
  }
  EventBuilder& monthly() {
    rule().frequency = scheduler::Frequency::monthly;
    return *this;
  }
  EventBuilder& yearly() {
    rule().frequency = scheduler::Frequency::yearly;
    return *this;
  }
  /// The n-th such day of the month or year, from its end when negative.
  EventBuilder& on_nth(std::int32_t nth, scheduler::Weekday day) {
    rule().by_day.push_back({day, nth});
    return *this;
  }
  EventBuilder& on_each(std::initializer_list<scheduler::Weekday> days) {
    for (const scheduler::Weekday day : days) rule().by_day.push_back({day, std::nullopt});
    return *this;
  }
  EventBuilder& on_month_days(std::vector<std::int32_t> days) { return set(rule().by_month_day, std::move(days)); }
  EventBuilder& in_months(std::initializer_list<std::int32_t> months) {
    for (const std::int32_t month : months) rule().by_month.push_back({month});
    return *this;
  }
  EventBuilder& at_positions(std::vector<std::int32_t> positions) {
    return set(rule().by_set_position, std::move(positions));
  }
  EventBuilder& weeks_from(scheduler::Weekday first) {
    rule().first_day_of_week = first;
    return *this;
  }
  EventBuilder& every(std::int32_t interval) { return set(rule().interval, interval); }
  EventBuilder& times(std::int32_t count) {
    rule().count = count;
    return *this;
  }
  EventBuilder& until(std::string_view last) {
    rule().until = local(last);
    return *this;
  }
  EventBuilder& except(std::string_view recurrence_id) {
    event_.recurrence_overrides[local(recurrence_id)].excluded = true;
    return *this;
  }

  /// The occurrence that is moved, changed or added.
  scheduler::OccurrenceOverride& occurrence(std::string_view recurrence_id) {
    return event_.recurrence_overrides[local(recurrence_id)];
  }
  EventBuilder& moved(std::string_view recurrence_id, std::string_view start) {
    occurrence(recurrence_id).start = local(start);
    return *this;
  }
  EventBuilder& added(std::string_view start) {
    occurrence(start).excluded = false;
    return *this;
  }

  EventBuilder& tentative() { return set(event_.status, scheduler::EventStatus::tentative); }
  EventBuilder& cancelled() { return set(event_.status, scheduler::EventStatus::cancelled); }
  EventBuilder& leaving_people_free() { return set(event_.free_busy_status, scheduler::FreeBusyStatus::free); }

 private:
  template <class T>
  EventBuilder& set(T& member, T value) {
    member = std::move(value);
    return *this;
  }
  scheduler::OfficeHours& hours() { return std::get<scheduler::OfficeHours>(event_.details); }
  scheduler::RecurrenceRule& rule() {
    if (!event_.recurrence_rule) event_.recurrence_rule.emplace();
    return *event_.recurrence_rule;
  }

  scheduler::Event event_;
};

[[nodiscard]] inline EventBuilder a_master_class() { return EventBuilder(scheduler::MasterClass{}); }
[[nodiscard]] inline EventBuilder office_hours() { return EventBuilder(scheduler::OfficeHours{}); }
/// Monday the 7th of December 2026, all day long.
[[nodiscard]] inline EventBuilder a_visit() {
  EventBuilder builder{scheduler::Visit{}};
  return builder.between("2026-12-07T00:00:00", "2026-12-08T00:00:00");
}
[[nodiscard]] inline EventBuilder a_trip() {
  scheduler::Trip trip;
  trip.destination.city = "Riga";
  trip.destination.time_zone = zone("Europe/Riga");
  EventBuilder builder{std::move(trip)};
  return builder.between("2026-12-07T00:00:00", "2026-12-08T00:00:00");
}
[[nodiscard]] inline StopBuilder a_stop(std::uint64_t number = 1) { return StopBuilder(number); }
/// A change of something that was booked.
[[nodiscard]] inline EventBuilder changed(const scheduler::Event& event) { return EventBuilder(event); }

}  // namespace support
