#pragma once

#include <cstdint>
#include <initializer_list>
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
[[nodiscard]] inline scheduler::TimeZone zone(std::string_view name) { return scheduler::TimeZone::find(name).value(); }

/// An event of one hour on Monday the 7th of December 2026 at 14:00 in Tashkent, unless it says otherwise.
class EventBuilder {
 public:
  using PersonId = scheduler::Id<scheduler::Person>;
  using RoomId = scheduler::Id<scheduler::Room>;

  explicit EventBuilder(scheduler::Event event) : event_(std::move(event)) {}
  explicit EventBuilder(std::variant<scheduler::MasterClass, scheduler::OfficeHours> details) {
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
  EventBuilder& interpreted_by(PersonId person) {
    std::get<scheduler::MasterClass>(event_.details).interpreter = scheduler::Interpreter{person, "ko", "uz"};
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
  EventBuilder& with(std::vector<PersonId> people) { return set(event_.people, std::move(people)); }
  EventBuilder& in(RoomId room) {
    event_.room = room;
    return *this;
  }
  EventBuilder& also_in(std::vector<RoomId> rooms) { return set(event_.rooms, std::move(rooms)); }

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
    for (const scheduler::Weekday day : days) rule().by_day.push_back({day});
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

  EventBuilder& tentative() { return set(event_.status, scheduler::EventStatus::tentative); }
  EventBuilder& cancelled() { return set(event_.status, scheduler::EventStatus::cancelled); }
  EventBuilder& leaving_people_free() { return set(event_.free_busy_status, scheduler::FreeBusyStatus::free); }

 private:
  template <class T>
  EventBuilder& set(T& member, T value) {
    member = std::move(value);
    return *this;
  }
  scheduler::RecurrenceRule& rule() {
    if (!event_.recurrence_rule) event_.recurrence_rule.emplace();
    return *event_.recurrence_rule;
  }

  scheduler::Event event_;
};

[[nodiscard]] inline EventBuilder a_master_class() { return EventBuilder(scheduler::MasterClass{}); }
[[nodiscard]] inline EventBuilder office_hours() { return EventBuilder(scheduler::OfficeHours{}); }
/// A change of something that was booked.
[[nodiscard]] inline EventBuilder changed(const scheduler::Event& event) { return EventBuilder(event); }

}  // namespace support
