#include "random_department.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "department.hpp"

namespace calendar_test {
namespace {

using scheduler::Event;
using scheduler::EventStatus;
using scheduler::Frequency;
using scheduler::LocalTime;
using scheduler::OccurrenceOverride;
using scheduler::RecordPtr;
using scheduler::RecurrenceRule;
using scheduler::TimeZone;
using scheduler::Weekday;
using namespace std::chrono_literals;

/// Titles that try the writer: escapes, folding, several scripts, line ends.
const std::vector<std::string> kTitles = {
    "Stage movement",
    "Мастер-класс «Сценическая речь»; часть 1, 2",
    "서울예술대학교 무용과 특강 — 한국무용의 이해와 실제, 그리고 무대 위의 몸짓에 대하여",
    "O‘zbek milliy raqsi: \\ \"ustoz — shogird\" ^n an’analari",
    "two\nlines",
};

// Almaty changed its offset for good, Morocco has Ramadan, Lord Howe half an hour, Santiago and Cairo 24:00, Jerusalem
// no representable rule, Ireland a negative daylight time.
const std::vector<std::string> kZones = {"Asia/Tashkent",    "Asia/Seoul",        "Europe/Riga",
                                         "Asia/Almaty",      "Europe/Dublin",     "Australia/Lord_Howe",
                                         "America/Santiago", "Africa/Casablanca", "Africa/Cairo",
                                         "Asia/Jerusalem",   "America/New_York",  "UTC"};

bool one_in(int times) { return *rc::gen::inRange(0, times) == 0; }

LocalTime random_time() { return local("2023-10-01T00:00:00") + 15min * *rc::gen::inRange(0, 4 * 24 * 365 * 5); }

scheduler::Duration random_duration(bool whole_days) {
  return whole_days ? duration(*rc::gen::element<std::string>("P1D", "P2D", "P1W"))
                    : duration(*rc::gen::element<std::string>("PT20M", "PT90M", "PT5H", "PT26H", "P1D", "P1DT2H"));
}

/// About every other such rule is one of Outlook's.
void choose_days_of_month(RecurrenceRule& rule) {
  const auto any_day = [] { return static_cast<Weekday>(*rc::gen::inRange(0, 7)); };
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      rule.by_month_day.push_back(*rc::gen::element(1, 15, 28, 29, 31, -1, -2));
      break;
    case 1:
      rule.by_day.push_back({any_day(), *rc::gen::element(1, 2, 4, 5, -1, -2)});
      break;
    case 2:
      rule.by_day = {{Weekday::monday, std::nullopt}, {Weekday::friday, std::nullopt}};
      rule.by_set_position.push_back(*rc::gen::element(1, 4, 5, -1, -3));
      break;
    case 3:
      rule.by_day.push_back({any_day(), std::nullopt});
      rule.by_month_day = {1, 13};
      break;
    default:
      break;
  }
}

RecurrenceRule random_rule(LocalTime start) {
  RecurrenceRule rule;
  rule.frequency =
      *rc::gen::element(Frequency::daily, Frequency::weekly, Frequency::weekly, Frequency::monthly, Frequency::yearly);
  rule.interval = *rc::gen::element(1, 1, 1, 2, 3, 7);
  if (rule.frequency == Frequency::daily || rule.frequency == Frequency::weekly) {
    for (int day = 0; day < 7; ++day) {
      if (one_in(4)) rule.by_day.push_back({static_cast<Weekday>(day), std::nullopt});
    }
    if (one_in(3)) rule.first_day_of_week = *rc::gen::element(Weekday::sunday, Weekday::wednesday);
  } else {
    choose_days_of_month(rule);
  }
  if (one_in(rule.frequency == Frequency::yearly ? 2 : 6)) rule.by_month.push_back({*rc::gen::inRange(1, 13)});
  const int end = *rc::gen::inRange(0, 3);
  if (end == 1) rule.count = *rc::gen::inRange(1, 200);
  if (end == 2) rule.until = start + std::chrono::hours{*rc::gen::inRange(0, 10000)};
  return rule;
}

OccurrenceOverride random_override(LocalTime recurrence_id, bool whole_days) {
  OccurrenceOverride change;
  if (one_in(3)) {
    change.excluded = true;
    return change;
  }
  const auto step = whole_days ? std::chrono::minutes(24h) : 15min;
  if (one_in(2))
    change.start = recurrence_id + step * (whole_days ? *rc::gen::inRange(-9, 9) : *rc::gen::inRange(-300, 300));
  if (one_in(4)) change.start = recurrence_id + 24h * *rc::gen::inRange(-500, 500);
  if (one_in(3)) change.duration = random_duration(whole_days);
  if (one_in(3)) change.title = *rc::gen::elementOf(kTitles);
  return change;
}

void add_overrides(Event& event) {
  const auto starts = scheduler::rule_starts_of(event);
  for (std::size_t i = 0; i < std::min<std::size_t>(starts.size(), 60); ++i) {
    if (one_in(5)) event.recurrence_overrides[starts[i]] = random_override(starts[i], event.show_without_time);
  }
  for (int added = *rc::gen::inRange(0, 3); added > 0; --added) {
    const auto time = random_time();
    const auto id = event.show_without_time ? LocalTime(date::floor<date::days>(time)) : time;
    event.recurrence_overrides[id] = random_override(id, event.show_without_time);
  }
}

void make_series(Event& event, const TimeZone& days_in) {
  if (one_in(4)) {
    event.show_without_time = true;
    event.start = date::floor<date::days>(event.start);
    event.time_zone = days_in;
  }
  event.duration = random_duration(event.show_without_time);
  if (*rc::gen::arbitrary<bool>()) event.details = scheduler::OfficeHours{};
  if (!one_in(3)) {
    event.recurrence_rule = random_rule(event.start);
    const auto starts = scheduler::rule_starts_of(event);
    if (starts.empty()) event.recurrence_rule.reset();
    if (!starts.empty() && !one_in(4)) event.start = starts.front();
  }
  if (one_in(2)) add_overrides(event);
}

void make_visit(Event& event) {
  scheduler::Visit visit;
  visit.arrival = event.start;
  visit.departure = event.start + 24h * *rc::gen::inRange(1, 20);
  for (int stops = *rc::gen::inRange(0, 6); stops > 0; --stops) {
    auto stop = a_stop("Stop " + std::to_string(stops) + *rc::gen::elementOf(kTitles), "2026-12-07T10:00:00", "PT1H");
    stop.start = event.start + 15min * *rc::gen::inRange(0, 1500);
    stop.duration = random_duration(false);
    visit.stops.push_back(std::move(stop));
  }
  event.details = std::move(visit);
}

void make_trip(Event& event) {
  scheduler::Trip trip;
  trip.destination.city = "Riga";
  trip.destination.time_zone = random_zone();
  trip.departure = {event.start, event.time_zone};
  trip.homecoming = {event.start + 24h * *rc::gen::inRange(2, 20), random_zone()};
  for (int legs = *rc::gen::inRange(0, 4); legs > 0; --legs) {
    const scheduler::ZonedTime departure{event.start + 15min * *rc::gen::inRange(0, 1500), random_zone()};
    const TimeZone zone = random_zone();
    const auto arrival = departure.instant() + 5min * *rc::gen::inRange(1, 300);
    trip.legs.push_back(a_leg("Tashkent", std::to_string(legs), departure, {zone.to_local(arrival), zone}));
  }
  for (int sessions = *rc::gen::inRange(0, 4); sessions > 0; --sessions) {
    auto session = a_session("Session " + std::to_string(sessions), "2026-12-07T10:00:00", "PT1H");
    session.start = event.start + 15min * *rc::gen::inRange(0, 1500);
    session.duration = random_duration(false);
    trip.sessions.push_back(std::move(session));
  }
  event.details = std::move(trip);
}

RecordPtr<Event> random_event(const TimeZone& days_in) {
  auto record = *an_event().record();
  Event& event = record.value;
  event.title = *rc::gen::elementOf(kTitles);
  event.start = random_time();
  event.time_zone = random_zone();
  event.status = *rc::gen::element(EventStatus::confirmed, EventStatus::tentative);
  const int kind = *rc::gen::inRange(0, 5);
  if (kind == 0) {
    make_visit(event);
  } else if (kind == 1) {
    make_trip(event);
  } else {
    make_series(event, days_in);
  }
  event = normalized(std::move(event));
  return std::make_shared<const scheduler::Record<Event>>(std::move(record));
}

}  // namespace

TimeZone random_zone() { return zone(*rc::gen::elementOf(kZones)); }

scheduler::Schedule random_department(const TimeZone& days_in) {
  std::vector<RecordPtr<Event>> events;
  const int count = *rc::gen::inRange(0, 5);
  events.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) events.push_back(random_event(days_in));
  return a_schedule(events);
}

}  // namespace calendar_test
