#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/feed.hpp"
#include "calendar_text.hpp"
#include "scheduler/schedule.hpp"

namespace calendar_test {

[[nodiscard]] scheduler::LocalTime local(std::string_view text);    ///< "2026-12-07T14:00:00"
[[nodiscard]] scheduler::Instant instant(std::string_view text);    ///< "2026-12-07T09:00:00Z"
[[nodiscard]] scheduler::TimeZone zone(std::string_view name);      ///< "Asia/Tashkent"
[[nodiscard]] scheduler::Duration duration(std::string_view text);  ///< "PT2H"

/// Makes a room's record; two of the same name are the same room.
[[nodiscard]] scheduler::RecordPtr<scheduler::Room> a_room(std::string name, std::string campus = "",
                                                           std::string_view updated = "2026-11-01T08:00:00Z");

/// Makes an event's record: unless told otherwise, a public master class on 2026-12-07, 14:00 to 16:00 in Tashkent.
class EventBuilder {
 public:
  EventBuilder& uid(std::string uid);
  EventBuilder& titled(std::string title);
  EventBuilder& described(std::string description);
  EventBuilder& from(std::string_view start);
  EventBuilder& lasting(std::string_view length);
  EventBuilder& in_zone(std::string_view name);
  EventBuilder& daily(std::int32_t interval = 1);
  EventBuilder& weekly(std::initializer_list<scheduler::Weekday> days = {}, std::int32_t interval = 1);
  EventBuilder& monthly(std::int32_t interval = 1);
  EventBuilder& yearly(std::int32_t interval = 1);
  EventBuilder& by_day(std::initializer_list<scheduler::Weekday> days);
  EventBuilder& by_nth_day(std::int32_t nth, scheduler::Weekday day);
  EventBuilder& by_month_day(std::int32_t day);
  EventBuilder& by_month(std::int32_t month);
  EventBuilder& by_set_position(std::int32_t position);
  EventBuilder& weeks_begin_on(scheduler::Weekday day);
  EventBuilder& times(std::int32_t count);
  EventBuilder& until(std::string_view last_start);
  EventBuilder& without(std::string_view recurrence_id);
  EventBuilder& moved(std::string_view recurrence_id, std::string_view start);
  EventBuilder& retitled(std::string_view recurrence_id, std::string title);
  EventBuilder& in_room(std::string_view recurrence_id, const scheduler::RecordPtr<scheduler::Room>& room);
  EventBuilder& added(std::string_view start);  ///< beside what the rule gives
  EventBuilder& whole_days();
  EventBuilder& in(const scheduler::RecordPtr<scheduler::Room>& room);
  EventBuilder& online(std::string uri, std::optional<std::string> name = std::nullopt);
  EventBuilder& in_language(std::string tag);  ///< what the title and the description are in
  EventBuilder& localized(const std::string& tag, std::string title, std::optional<std::string> description = {});
  EventBuilder& with_status(scheduler::EventStatus status);
  EventBuilder& taking_no_time();
  EventBuilder& of_visibility(scheduler::Visibility visibility);
  EventBuilder& sequence(scheduler::Sequence sequence);
  EventBuilder& updated(std::string_view instant);
  EventBuilder& held_until(std::string_view instant);
  EventBuilder& office_hours();
  EventBuilder& visit(std::string_view arrival, std::string_view departure, std::vector<scheduler::Stop> stops);
  EventBuilder& trip(scheduler::Trip trip);

  [[nodiscard]] scheduler::RecordPtr<scheduler::Event> record() const;
  [[nodiscard]] const scheduler::Event& value() const { return record_.value; }

 private:
  friend EventBuilder an_event();
  EventBuilder();

  scheduler::RecurrenceRule& rule();
  scheduler::OccurrenceOverride& override_of(std::string_view recurrence_id);

  scheduler::Record<scheduler::Event> record_;
};

/// With a uid that no other has had.
[[nodiscard]] EventBuilder an_event();

/// Parts of journeys; two of the same title have the same id.
[[nodiscard]] scheduler::Stop a_stop(std::string title, std::string_view start, std::string_view length);
[[nodiscard]] scheduler::ZonedTime at(std::string_view local_time, std::string_view zone_name);
[[nodiscard]] scheduler::Leg a_leg(std::string from, std::string to, scheduler::ZonedTime departure,
                                   scheduler::ZonedTime arrival);
[[nodiscard]] scheduler::TripSession a_session(std::string title, std::string_view start, std::string_view length);
/// From Tashkent to Riga and back: 2026-12-09 to 2026-12-13.
[[nodiscard]] scheduler::Trip a_trip_to_riga();

/// A schedule with these rooms and events, last changed at 2026-11-20T08:00:00Z.
[[nodiscard]] scheduler::Schedule a_schedule(const std::vector<scheduler::RecordPtr<scheduler::Event>>& events,
                                             const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms = {});

/// Puts `event` in the place of the one with its id, at the next position.
void put(scheduler::Schedule& schedule, const scheduler::RecordPtr<scheduler::Event>& event);
void put(scheduler::Schedule& schedule, const scheduler::RecordPtr<scheduler::Room>& room);

/// The department's feed options: Tashkent, English.
[[nodiscard]] calendar::FeedOptions options_in(calendar::Language language = calendar::Language::english);

/// 2026-11-24, 12:00 in Tashkent.
[[nodiscard]] scheduler::Instant a_tuesday();

/// The one VCALENDAR of a feed with these events.
[[nodiscard]] Component calendar_of(const std::vector<scheduler::RecordPtr<scheduler::Event>>& events,
                                    const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms = {});

/// The one VEVENT of a feed with this event only.
[[nodiscard]] Component vevent_of(const EventBuilder& event,
                                  const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms = {});

}  // namespace calendar_test
