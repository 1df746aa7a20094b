#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "calendar/feed.hpp"
#include "department.hpp"
#include "exchange_profile.hpp"
#include "libical_client.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::a_schedule;
using calendar_test::a_tuesday;
using calendar_test::an_event;
using calendar_test::EventBuilder;
using calendar_test::occurrences_seen;
using calendar_test::options_in;
using calendar_test::SeenOccurrence;
using calendar_test::violations_in;
using calendar_test::Zones;
using scheduler::IndexedOccurrence;
using scheduler::Weekday;

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

scheduler::RecurrenceRule random_rule(scheduler::LocalTime start) {
  scheduler::RecurrenceRule rule;
  rule.frequency = *rc::gen::element(scheduler::Frequency::daily, scheduler::Frequency::weekly);
  rule.interval = *rc::gen::element(1, 1, 1, 2, 3, 7);
  for (int day = 0; day < 7; ++day) {
    if (*rc::gen::inRange(0, 4) == 0) rule.by_day.push_back({static_cast<Weekday>(day)});
  }
  const int end = *rc::gen::inRange(0, 3);
  if (end == 1) rule.count = *rc::gen::inRange(1, 200);
  if (end == 2) rule.until = start + std::chrono::hours{*rc::gen::inRange(0, 10000)};
  return rule;
}

scheduler::RecordPtr<scheduler::Event> random_event() {
  using namespace std::chrono_literals;
  const auto first = calendar_test::local("2023-10-01T00:00:00");
  auto event = *an_event().record();
  event.value.title = *rc::gen::elementOf(kTitles);
  event.value.start = first + 15min * *rc::gen::inRange(0, 4 * 24 * 365 * 5);
  event.value.time_zone = calendar_test::zone(*rc::gen::elementOf(kZones));
  event.value.duration =
      calendar_test::duration(*rc::gen::element<std::string>("PT20M", "PT90M", "PT5H", "PT26H", "P1D", "P1DT2H"));
  event.value.status = *rc::gen::element(scheduler::EventStatus::confirmed, scheduler::EventStatus::tentative);
  if (*rc::gen::arbitrary<bool>()) return std::make_shared<const scheduler::Record<scheduler::Event>>(event);
  event.value.recurrence_rule = random_rule(event.value.start);
  const auto starts = expand(*event.value.recurrence_rule, event.value.start, 50);
  for (const auto start : starts.value_or(std::vector<scheduler::LocalTime>{})) {
    if (*rc::gen::inRange(0, 5) == 0) event.value.recurrence_overrides[start].excluded = true;
  }
  event.value.recurrence_overrides[event.value.start + 7min].excluded = true;
  return std::make_shared<const scheduler::Record<scheduler::Event>>(event);
}

std::vector<SeenOccurrence> occurrences_in(const scheduler::Schedule& schedule, const scheduler::Interval& window) {
  std::vector<SeenOccurrence> all;
  schedule.visit_occurrences(window, [&](const IndexedOccurrence& each) {
    all.push_back({each.interval, schedule.find(each.event)->value.title});
    return true;
  });
  std::sort(all.begin(), all.end());
  return all;
}

scheduler::Schedule random_department() {
  std::vector<scheduler::RecordPtr<scheduler::Event>> events;
  const int count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i) events.push_back(random_event());
  return a_schedule(events);
}

RC_GTEST_PROP(FeedOccurrences, AreThoseOfTheScheduleToTheSecond, ()) {
  const auto schedule = random_department();
  const auto feed = public_feed(schedule, options_in(), a_tuesday());
  RC_ASSERT(occurrences_seen(*feed.body, feed.window, Zones::ours) == occurrences_in(schedule, feed.window));
}

RC_GTEST_PROP(FeedOccurrences, AreTheSameByTheFilesOwnTimeZones, ()) {
  const auto schedule = random_department();
  const auto feed = public_feed(schedule, options_in(), a_tuesday());
  RC_ASSERT(occurrences_seen(*feed.body, feed.window, Zones::the_files) == occurrences_in(schedule, feed.window));
}

RC_GTEST_PROP(FeedOccurrences, AnyDepartmentsFeedKeepsTheExchangeProfile, ()) {
  const auto language = *rc::gen::element(Language::english, Language::russian, Language::uzbek);
  const auto feed = public_feed(random_department(), options_in(language), a_tuesday());
  RC_ASSERT(violations_in(*feed.body) == std::vector<std::string>());
}

}  // namespace
}  // namespace calendar
