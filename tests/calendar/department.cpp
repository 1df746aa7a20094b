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

scheduler::OccurrenceOverride& EventBuilder::override_of(std::string_view recurrence_id) {
  return record_.value.recurrence_overrides[local(recurrence_id)];
}

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
EventBuilder& EventBuilder::monthly(std::int32_t interval) {
  rule().frequency = scheduler::Frequency::monthly;
  rule().interval = interval;
  return *this;
}
EventBuilder& EventBuilder::yearly(std::int32_t interval) {
  rule().frequency = scheduler::Frequency::yearly;
  rule().interval = interval;
  return *this;
}
EventBuilder& EventBuilder::by_nth_day(std::int32_t nth, scheduler::Weekday day) {
  rule().by_day.push_back({day, nth});
  return *this;
}
EventBuilder& EventBuilder::by_month_day(std::int32_t day) {
  rule().by_month_day.push_back(day);
  return *this;
}
EventBuilder& EventBuilder::by_month(std::int32_t month) {
  rule().by_month.push_back({month});
  return *this;
}
EventBuilder& EventBuilder::by_set_position(std::int32_t position) {
  rule().by_set_position.push_back(position);
  return *this;
}
EventBuilder& EventBuilder::weeks_begin_on(scheduler::Weekday day) {
  rule().first_day_of_week = day;
  return *this;
}
EventBuilder& EventBuilder::by_day(std::initializer_list<scheduler::Weekday> days) {
  for (const auto day : days) rule().by_day.push_back({day, std::nullopt});
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
  override_of(recurrence_id).excluded = true;
  return *this;
}
EventBuilder& EventBuilder::moved(std::string_view recurrence_id, std::string_view start) {
  override_of(recurrence_id).start = local(start);
  return *this;
}
EventBuilder& EventBuilder::retitled(std::string_view recurrence_id, std::string title) {
  override_of(recurrence_id).title = std::move(title);
  return *this;
}
EventBuilder& EventBuilder::in_room(std::string_view recurrence_id, const RecordPtr<Room>& room) {
  override_of(recurrence_id).room = room->id;
  return *this;
}
EventBuilder& EventBuilder::added(std::string_view start) {
  override_of(start);
  return *this;
}
EventBuilder& EventBuilder::whole_days() {
  record_.value.show_without_time = true;
  return *this;
}
EventBuilder& EventBuilder::online(std::string uri, std::optional<std::string> name) {
  record_.value.virtual_location = scheduler::VirtualLocation{std::move(uri), std::move(name)};
  return *this;
}
EventBuilder& EventBuilder::in_language(std::string tag) {
  record_.value.locale = std::move(tag);
  return *this;
}
EventBuilder& EventBuilder::localized(const std::string& tag, std::string title,
                                      std::optional<std::string> description) {
  record_.value.localizations[tag] = {std::move(title), std::move(description)};
  return *this;
}
EventBuilder& EventBuilder::held_until(std::string_view when) {
  record_.value.hold_until = instant(when);
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

EventBuilder& EventBuilder::visit(std::string_view arrival, std::string_view departure,
                                  std::vector<scheduler::Stop> stops) {
  scheduler::Visit visit;
  visit.arrival = local(arrival);
  visit.departure = local(departure);
  visit.stops = std::move(stops);
  record_.value.details = std::move(visit);
  record_.value = normalized(std::move(record_.value));
  return *this;
}
EventBuilder& EventBuilder::trip(scheduler::Trip trip) {
  record_.value.details = std::move(trip);
  record_.value = normalized(std::move(record_.value));
  return *this;
}

RecordPtr<Event> EventBuilder::record() const { return std::make_shared<const scheduler::Record<Event>>(record_); }

scheduler::Stop a_stop(std::string title, std::string_view start, std::string_view length) {
  scheduler::Stop stop;
  stop.id.value = scheduler::Uuid::from_random_bits(3, std::hash<std::string>{}(title));
  stop.title = std::move(title);
  stop.start = local(start);
  stop.duration = duration(length);
  return stop;
}

scheduler::ZonedTime at(std::string_view local_time, std::string_view zone_name) {
  return {local(local_time), zone(zone_name)};
}

scheduler::Leg a_leg(std::string from, std::string to, scheduler::ZonedTime departure, scheduler::ZonedTime arrival) {
  scheduler::Leg leg;
  leg.id.value = scheduler::Uuid::from_random_bits(4, std::hash<std::string>{}(from + to));
  leg.from = std::move(from);
  leg.to = std::move(to);
  leg.departure = departure;
  leg.arrival = arrival;
  return leg;
}

scheduler::TripSession a_session(std::string title, std::string_view start, std::string_view length) {
  scheduler::TripSession session;
  session.id.value = scheduler::Uuid::from_random_bits(5, std::hash<std::string>{}(title));
  session.title = std::move(title);
  session.start = local(start);
  session.duration = duration(length);
  return session;
}

scheduler::Trip a_trip_to_riga() {
  scheduler::Trip trip;
  trip.destination.city = "Riga";
  trip.destination.venue = "Latvian Academy of Culture";
  trip.destination.time_zone = zone("Europe/Riga");
  trip.departure = at("2026-12-09T04:00:00", "Asia/Tashkent");
  trip.homecoming = at("2026-12-13T23:00:00", "Asia/Tashkent");
  trip.legs = {
      a_leg("Tashkent", "Riga", at("2026-12-09T06:10:00", "Asia/Tashkent"), at("2026-12-09T09:40:00", "Europe/Riga")),
      a_leg("Riga", "Tashkent", at("2026-12-13T12:00:00", "Europe/Riga"), at("2026-12-13T21:05:00", "Asia/Tashkent"))};
  trip.sessions = {a_session("Opening", "2026-12-10T10:00:00", "PT2H")};
  return trip;
}

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
