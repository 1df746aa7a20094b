#include "department.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>

namespace calendar_test {

using scheduler::Changed;
using scheduler::Event;
using scheduler::RecordPtr;
using scheduler::Room;

scheduler::LocalTime local(std::string_view text) { return scheduler::parse_local_time(text).value(); }
scheduler::Instant instant(std::string_view text) { return scheduler::parse_instant(text).value(); }
scheduler::TimeZone zone(std::string_view name) { return scheduler::TimeZone::find(name).value(); }
scheduler::Duration duration(std::string_view text) { return scheduler::Duration::parse(text).value(); }

RecordPtr<Room> a_room(std::string name, std::string campus, std::string_view updated) {
  scheduler::Record<Room> room;
  room.id.value = scheduler::Uuid::from_random_bits(1, std::hash<std::string>{}(name));
  room.version = 1;
  room.created = instant("2026-10-01T08:00:00Z");
  room.updated = instant(updated);
  room.value.name = std::move(name);
  if (!campus.empty()) room.value.campus = std::move(campus);
  return std::make_shared<const scheduler::Record<Room>>(std::move(room));
}

EventBuilder::EventBuilder() {
  static std::atomic<std::uint64_t> made{0};
  record_.id.value = scheduler::Uuid::from_random_bits(2, ++made);
  record_.version = 1;
  record_.created = instant("2026-11-02T08:00:00Z");
  record_.updated = instant("2026-11-03T08:00:00Z");
  record_.value.uid = record_.id.to_string() + "@karvon.example";
  record_.value.title = "Stage movement";
  record_.value.start = local("2026-12-07T14:00:00");
  record_.value.time_zone = zone("Asia/Tashkent");
  record_.value.duration = duration("PT2H");
}

EventBuilder an_event() { return {}; }

scheduler::RecurrenceRule& EventBuilder::rule() {
  if (!record_.value.recurrence_rule) record_.value.recurrence_rule.emplace();
  return *record_.value.recurrence_rule;
}

EventBuilder& EventBuilder::uid(std::string uid) {
  record_.value.uid = std::move(uid);
  return *this;
}
EventBuilder& EventBuilder::titled(std::string title) {
  record_.value.title = std::move(title);
  return *this;
}
EventBuilder& EventBuilder::described(std::string description) {
  record_.value.description = std::move(description);
  return *this;
}
EventBuilder& EventBuilder::from(std::string_view start) {
  record_.value.start = local(start);
  return *this;
}
EventBuilder& EventBuilder::lasting(std::string_view length) {
  record_.value.duration = duration(length);
  return *this;
}
EventBuilder& EventBuilder::in_zone(std::string_view name) {
  record_.value.time_zone = zone(name);
  return *this;
}
EventBuilder& EventBuilder::daily(std::int32_t interval) {
  rule().frequency = scheduler::Frequency::daily;
  rule().interval = interval;
  return *this;
}
EventBuilder& EventBuilder::weekly(std::initializer_list<scheduler::Weekday> days, std::int32_t interval) {
  rule().frequency = scheduler::Frequency::weekly;
  rule().interval = interval;
  return by_day(days);
}
EventBuilder& EventBuilder::by_day(std::initializer_list<scheduler::Weekday> days) {
  for (const auto day : days) rule().by_day.push_back({day});
  return *this;
}
EventBuilder& EventBuilder::times(std::int32_t count) {
  rule().count = count;
  return *this;
}
EventBuilder& EventBuilder::until(std::string_view last_start) {
  rule().until = local(last_start);
  return *this;
}
EventBuilder& EventBuilder::without(std::string_view recurrence_id) {
  record_.value.recurrence_overrides[local(recurrence_id)].excluded = true;
  return *this;
}
EventBuilder& EventBuilder::in(const RecordPtr<Room>& room) {
  if (record_.value.room) {
    record_.value.rooms.push_back(room->id);
  } else {
    record_.value.room = room->id;
  }
  return *this;
}
EventBuilder& EventBuilder::with_status(scheduler::EventStatus status) {
  record_.value.status = status;
  return *this;
}
EventBuilder& EventBuilder::taking_no_time() {
  record_.value.free_busy_status = scheduler::FreeBusyStatus::free;
  return *this;
}
EventBuilder& EventBuilder::of_visibility(scheduler::Visibility visibility) {
  record_.value.visibility = visibility;
  return *this;
}
EventBuilder& EventBuilder::sequence(scheduler::Sequence sequence) {
  record_.value.sequence = sequence;
  return *this;
}
EventBuilder& EventBuilder::updated(std::string_view when) {
  record_.updated = instant(when);
  return *this;
}
EventBuilder& EventBuilder::office_hours() {
  record_.value.details = scheduler::OfficeHours{};
  return *this;
}

RecordPtr<Event> EventBuilder::record() const { return std::make_shared<const scheduler::Record<Event>>(record_); }

scheduler::Schedule a_schedule(const std::vector<RecordPtr<Event>>& events, const std::vector<RecordPtr<Room>>& rooms) {
  scheduler::Schedule schedule;
  for (const auto& room : rooms) schedule.apply(Changed<Room>{nullptr, room});
  for (const auto& event : events) schedule.apply(Changed<Event>{nullptr, event});
  schedule.set_head(100, instant("2026-11-20T08:00:00Z"));
  return schedule;
}

void put(scheduler::Schedule& schedule, const RecordPtr<Event>& event) {
  schedule.apply(Changed<Event>{schedule.find(event->id), event});
  schedule.set_head(schedule.head() + 1, schedule.last_change() + std::chrono::seconds{1});
}

void put(scheduler::Schedule& schedule, const RecordPtr<Room>& room) {
  schedule.apply(Changed<Room>{schedule.find(room->id), room});
  schedule.set_head(schedule.head() + 1, schedule.last_change() + std::chrono::seconds{1});
}

calendar::FeedOptions options_in(calendar::Language language) {
  calendar::FeedOptions options;
  options.name = "International Relations Department";
  options.description = "Master classes and office hours";
  options.language = language;
  options.source_url = "https://karvon.example/calendar.ics";
  options.time_zone = zone("Asia/Tashkent");
  return options;
}

scheduler::Instant a_tuesday() { return instant("2026-11-24T07:00:00Z"); }

Component calendar_of(const std::vector<RecordPtr<Event>>& events, const std::vector<RecordPtr<Room>>& rooms) {
  const auto feed = public_feed(a_schedule(events, rooms), options_in(), a_tuesday());
  auto components = parse_components(*feed.body);
  EXPECT_EQ(components.size(), 1U);
  return components.at(0);
}

Component vevent_of(const EventBuilder& event, const std::vector<RecordPtr<Room>>& rooms) {
  const auto vevents = calendar_of({event.record()}, rooms).all("VEVENT");
  EXPECT_EQ(vevents.size(), 1U);
  return vevents.empty() ? Component{} : vevents.front();
}

}  // namespace calendar_test
