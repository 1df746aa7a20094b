#pragma once

#include <initializer_list>
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
  EventBuilder& by_day(std::initializer_list<scheduler::Weekday> days);
  EventBuilder& times(std::int32_t count);
  EventBuilder& until(std::string_view last_start);
  EventBuilder& without(std::string_view recurrence_id);
  EventBuilder& in(const scheduler::RecordPtr<scheduler::Room>& room);
  EventBuilder& with_status(scheduler::EventStatus status);
  EventBuilder& taking_no_time();
  EventBuilder& of_visibility(scheduler::Visibility visibility);
  EventBuilder& sequence(scheduler::Sequence sequence);
  EventBuilder& updated(std::string_view instant);
  EventBuilder& office_hours();

  [[nodiscard]] scheduler::RecordPtr<scheduler::Event> record() const;
  [[nodiscard]] const scheduler::Event& value() const { return record_.value; }

 private:
  friend EventBuilder an_event();
  EventBuilder();

  scheduler::RecurrenceRule& rule();

  scheduler::Record<scheduler::Event> record_;
};

/// With a uid that no other has had.
[[nodiscard]] EventBuilder an_event();

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
