#include <gtest/gtest.h>

#include "calendar_text.hpp"
#include "department.hpp"

namespace calendar {
namespace {

using calendar_test::an_event;
using calendar_test::calendar_of;
using calendar_test::EventBuilder;
using calendar_test::vevent_of;
using enum scheduler::Weekday;

/// The rule of an event on Monday, 2026-12-07, if it is written as one.
std::string rule_of(const EventBuilder& event) { return vevent_of(event).find("RRULE").value; }

/// Whether each occurrence is a VEVENT of its own.
bool is_single_events(const EventBuilder& event) {
  const auto events = calendar_of({event.record()}).all("VEVENT");
  for (const auto& each : events) {
    if (each.count("RRULE") != 0) return false;
  }
  return events.size() > 1;
}

TEST(FeedRules, Line15_WeeklyWithItsDays) {
  EXPECT_EQ(rule_of(an_event().weekly()), "FREQ=WEEKLY;BYDAY=MO") << "the start's day is said";
}

TEST(FeedRules, Line15_MonthlyByOneMonthDay) {
  EXPECT_EQ(rule_of(an_event().monthly().times(4)), "FREQ=MONTHLY;BYMONTHDAY=7;COUNT=4") << "the start's day is said";
  EXPECT_EQ(rule_of(an_event().monthly(2).by_month_day(7).times(4)), "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=7;COUNT=4");
  EXPECT_EQ(rule_of(an_event().from("2026-12-31T10:00:00").monthly().by_month_day(-1).times(3)),
            "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3");
}

TEST(FeedRules, Line15_MonthlyByOneOrdinalDay) {
  EXPECT_EQ(rule_of(an_event().monthly().by_nth_day(1, monday).times(3)), "FREQ=MONTHLY;BYDAY=1MO;COUNT=3");
  EXPECT_EQ(rule_of(an_event().from("2026-12-25T10:00:00").monthly().by_nth_day(-1, friday).times(3)),
            "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3");
}

TEST(FeedRules, Line15_MonthlyByOneOfASetOfDays) {
  auto last_working_day = an_event().from("2026-12-31T10:00:00").monthly().times(3);
  last_working_day.by_day({monday, tuesday, wednesday, thursday, friday}).by_set_position(-1);
  EXPECT_EQ(rule_of(last_working_day), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3");
}

TEST(FeedRules, Line15_YearlyInOneMonth) {
  EXPECT_EQ(rule_of(an_event().yearly()), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=7") << "the start's day is said";
  EXPECT_EQ(rule_of(an_event().yearly().by_month(12)), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=7");
  EXPECT_EQ(rule_of(an_event().yearly().by_month(12).by_nth_day(1, monday)), "FREQ=YEARLY;BYMONTH=12;BYDAY=1MO");
  EXPECT_EQ(rule_of(an_event().from("2026-12-31T10:00:00").yearly()), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")
      << "every December has 31 days";
}

/// Outlook takes the last day of the month instead.
TEST(FeedRules, Line15_DaysThatSomeMonthsDoNotHaveAreSingleEvents) {
  EXPECT_TRUE(is_single_events(an_event().from("2026-12-31T10:00:00").monthly().times(4)));
  EXPECT_TRUE(is_single_events(an_event().from("2026-12-29T10:00:00").monthly().by_month_day(29).times(4)));
  EXPECT_TRUE(is_single_events(an_event().monthly().by_nth_day(5, wednesday).from("2026-12-30T10:00:00").times(3)));
}

TEST(FeedRules, Line15_WhatNoTemplateOfOutlookSaysIsSingleEvents) {
  EXPECT_TRUE(is_single_events(an_event().monthly().by_month_day(7).by_month_day(21).times(4)));
  EXPECT_TRUE(is_single_events(an_event().monthly().by_nth_day(1, monday).by_nth_day(3, monday).times(4)));
  EXPECT_TRUE(is_single_events(an_event().monthly().by_day({monday}).times(4))) << "each Monday of the month";
  EXPECT_TRUE(is_single_events(an_event().monthly().by_day({monday}).by_month_day(7).by_month_day(13).times(2)));
  EXPECT_TRUE(is_single_events(an_event().weekly({monday}).by_month(12).times(4)));
  EXPECT_TRUE(is_single_events(an_event().daily().by_month(12).times(4)));
  EXPECT_TRUE(is_single_events(an_event().yearly().by_month(12).by_month(3).times(4)));
  EXPECT_TRUE(
      is_single_events(an_event().monthly().by_day({monday, friday}).by_set_position(-2).from("2026-12-28T10:00:00")));
}

TEST(FeedRules, Line15_WeeksBeginWhereTheRuleSays) {
  EXPECT_EQ(rule_of(an_event().weekly({monday}, 2).weeks_begin_on(sunday)), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU");
  EXPECT_EQ(rule_of(an_event().weekly({monday}).weeks_begin_on(sunday)), "FREQ=WEEKLY;BYDAY=MO")
      << "no week is left out";
}

TEST(FeedRules, Line15_CountHasThreeDigits) {
  EXPECT_EQ(rule_of(an_event().daily().times(999)), "FREQ=DAILY;COUNT=999");
  EXPECT_EQ(rule_of(an_event().daily().times(1000)), "FREQ=DAILY;UNTIL=20290901T110000Z");
}

TEST(FeedWholeDays, Line17_AreDatesWithAnExclusiveEnd) {
  const auto event = vevent_of(an_event().from("2026-12-07T00:00:00").lasting("P2D").whole_days());
  EXPECT_EQ(event.get("DTSTART").parameters, (std::map<std::string, std::string>{{"VALUE", "DATE"}}));
  EXPECT_EQ(event.value("DTSTART"), "20261207");
  EXPECT_EQ(event.get("DTEND").parameters, event.get("DTSTART").parameters);
  EXPECT_EQ(event.value("DTEND"), "20261209");
}

TEST(FeedWholeDays, NeedNoTimeZone) {
  const auto calendar = calendar_of({an_event().from("2026-12-07T00:00:00").lasting("P1D").whole_days().record()});
  EXPECT_TRUE(calendar.all("VTIMEZONE").empty());
}

TEST(FeedWholeDays, Line14_TheirSeriesIsOfDatesThroughout) {
  auto event = an_event().from("2026-12-07T00:00:00").lasting("P1D").whole_days().weekly({monday});
  event.until("2027-01-06T00:00:00").without("2026-12-14T00:00:00").moved("2026-12-21T00:00:00", "2026-12-22T00:00:00");
  const auto events = calendar_of({event.record()}).all("VEVENT");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].value("RRULE"), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270104");
  EXPECT_EQ(events[0].value("EXDATE"), "20261214");
  EXPECT_EQ(events[0].get("EXDATE").parameters, events[0].get("DTSTART").parameters);
  EXPECT_EQ(events[1].value("RECURRENCE-ID"), "20261221");
  EXPECT_EQ(events[1].get("RECURRENCE-ID").parameters, events[0].get("DTSTART").parameters);
  EXPECT_EQ(events[1].value("DTSTART"), "20261222");
}

/// In Cairo the clock skips the first hour of such a day; it is a whole day all the same.
TEST(FeedWholeDays, AreDatesWhereTheClockSkipsMidnight) {
  auto event = an_event().in_zone("Africa/Cairo").from("2027-04-29T00:00:00").lasting("P1D").whole_days();
  EXPECT_EQ(vevent_of(event).value("DTEND"), "20270430");
  EXPECT_EQ(vevent_of(event.from("2027-04-30T00:00:00")).value("DTSTART"), "20270430");
  EXPECT_EQ(vevent_of(event.daily().times(3)).value("RRULE"), "FREQ=DAILY;COUNT=3");
}

}  // namespace
}  // namespace calendar
