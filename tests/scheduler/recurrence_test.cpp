#include "scheduler/recurrence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "oracle_time.hpp"
#include "support/builders.hpp"

namespace scheduler {
namespace {

using support::local;
using testing::ElementsAre;
using enum Weekday;

constexpr std::size_t kPlenty = 5000;

std::vector<std::string> starts(const Event& event) {
  std::vector<std::string> texts;
  const auto all = expand(*event.recurrence_rule, event.start, kPlenty).value();
  texts.reserve(all.size());
  for (const LocalTime start : all) {
    texts.push_back(to_string(start).substr(0, 10));
  }
  return texts;
}

TEST(DailyRule, IsEveryDayAtTheSameHour) {
  const Event event = support::office_hours().at("2026-12-30T10:00:00").daily().times(3);
  EXPECT_THAT(expand(*event.recurrence_rule, event.start, kPlenty).value(),
              ElementsAre(local("2026-12-30T10:00:00"), local("2026-12-31T10:00:00"), local("2027-01-01T10:00:00")));
}

TEST(DailyRule, SkipsDaysByItsInterval) {
  EXPECT_THAT(starts(support::office_hours().at("2028-02-28T10:00:00").daily().every(2).times(3)),
              ElementsAre("2028-02-28", "2028-03-01", "2028-03-03"));
}

TEST(DailyRule, CanBeLimitedToWeekdays) {
  EXPECT_THAT(starts(support::office_hours().at("2026-12-04T10:00:00").weekly_on({monday, friday}).daily().times(4)),
              ElementsAre("2026-12-04", "2026-12-07", "2026-12-11", "2026-12-14"));
}

TEST(WeeklyRule, IsTheWeekdayOfTheStartByDefault) {
  EXPECT_THAT(starts(support::a_master_class().at("2026-12-09T14:00:00").weekly().times(3)),
              ElementsAre("2026-12-09", "2026-12-16", "2026-12-23"));
}

TEST(WeeklyRule, IsInOrderOfTimeWhateverTheOrderOfItsDays) {
  EXPECT_THAT(starts(support::a_master_class().at("2026-12-07T14:00:00").weekly_on({thursday, monday}).times(4)),
              ElementsAre("2026-12-07", "2026-12-10", "2026-12-14", "2026-12-17"));
}

TEST(WeeklyRule, CountsWeeksFromMonday) {
  // Sunday the 13th is in the week of Wednesday the 9th; the next week but one begins on the 21st.
  EXPECT_THAT(
      starts(
          support::a_master_class().at("2026-12-09T14:00:00").weekly_on({monday, wednesday, sunday}).every(2).times(5)),
      ElementsAre("2026-12-09", "2026-12-13", "2026-12-21", "2026-12-23", "2026-12-27"));
}

TEST(WeeklyRule, SkipsNothingOverDst) {
  EXPECT_THAT(starts(support::a_master_class().at("2027-03-21T03:30:00").in_zone("Europe/Riga").weekly().times(3)),
              ElementsAre("2027-03-21", "2027-03-28", "2027-04-04"));
}

TEST(Until, IsItselfAnOccurrence) {
  const auto event = support::office_hours().at("2026-12-01T10:00:00").daily();
  EXPECT_THAT(starts(support::changed(event).until("2026-12-03T10:00:00")),
              ElementsAre("2026-12-01", "2026-12-02", "2026-12-03"));
  EXPECT_THAT(starts(support::changed(event).until("2026-12-03T09:59:59")), ElementsAre("2026-12-01", "2026-12-02"));
}

TEST(Horizon, EndsASeriesAfterTenYears) {
  const Event event = support::office_hours().at("2026-12-01T10:00:00").daily();
  const auto all = expand(*event.recurrence_rule, event.start, kPlenty).value();
  EXPECT_EQ(all.size(), 3654);  // ten years of days, three leap days, and both ends
  EXPECT_EQ(all.back(), local("2036-12-01T10:00:00"));
}

TEST(Horizon, OfALeapDayIsTheLastOfFebruary) {
  const Event event = support::office_hours().at("2024-02-29T10:00:00").daily();
  EXPECT_EQ(expand(*event.recurrence_rule, event.start, kPlenty).value().back(), local("2034-02-28T10:00:00"));
}

TEST(Limit, RefusesWhatHasMore) {
  const Event event = support::office_hours().daily().times(10);
  EXPECT_TRUE(expand(*event.recurrence_rule, event.start, 10));
  EXPECT_FALSE(expand(*event.recurrence_rule, event.start, 9));
}

TEST(RecurrenceText, IsARruleValue) {
  const Event event = support::a_master_class().weekly_on({monday, thursday}).every(2).times(6);
  EXPECT_EQ(rrule_without_until(*event.recurrence_rule), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=6");
}

RecurrenceRule any_rule(LocalTime start) {
  RecurrenceRule rule;
  rule.frequency = static_cast<Frequency>(*rc::gen::inRange(0, 4));
  const bool by_months = rule.frequency == Frequency::monthly || rule.frequency == Frequency::yearly;
  rule.interval = *rc::gen::weightedOneOf<std::int32_t>({{5, rc::gen::inRange(1, 5)}, {1, rc::gen::inRange(1, 60)}});
  const auto days = *rc::gen::unique<std::vector<int>>(*rc::gen::inRange<std::size_t>(0, 4), rc::gen::inRange(0, 7));
  for (const int day : days) {
    rule.by_day.push_back({static_cast<Weekday>(day), std::nullopt});
    if (!by_months || *rc::gen::inRange(0, 2) == 0) continue;
    const int nth = *rc::gen::inRange(1, 6);
    rule.by_day.back().nth_of_period = *rc::gen::arbitrary<bool>() ? nth : -nth;
  }
  if (rule.frequency != Frequency::weekly && *rc::gen::inRange(0, 3) == 0) {
    const auto most = *rc::gen::inRange<std::size_t>(1, 4);
    const auto any = rc::gen::suchThat(rc::gen::inRange(-31, 32), [](int day) { return day != 0; });
    // Days that are one, or none, in some months.
    const auto near_an_end = rc::gen::element(1, 28, 29, 30, 31, -1, -2, -3, -4, -31);
    rule.by_month_day = *rc::gen::unique<std::vector<std::int32_t>>(most, rc::gen::oneOf(any, near_an_end));
  }
  if (rule.frequency == Frequency::daily) {
    for (std::int32_t& day : rule.by_month_day) day = std::abs(day);  // as validation demands
    std::sort(rule.by_month_day.begin(), rule.by_month_day.end());
    rule.by_month_day.erase(std::unique(rule.by_month_day.begin(), rule.by_month_day.end()), rule.by_month_day.end());
  }
  if (*rc::gen::inRange(0, 3) == 0) {
    for (const int month : *rc::gen::unique<std::vector<int>>(2, rc::gen::inRange(1, 13)))
      rule.by_month.push_back({month});
  }
  const bool is_set = !rule.by_day.empty() || !rule.by_month_day.empty();
  if (by_months && is_set && *rc::gen::inRange(0, 4) == 0) rule.by_set_position = {*rc::gen::element(1, 2, -1)};
  if (*rc::gen::inRange(0, 3) == 0) rule.first_day_of_week = static_cast<Weekday>(*rc::gen::inRange(0, 7));
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      rule.count = *rc::gen::inRange(1, 300);
      break;
    case 1:
      rule.until = start + std::chrono::hours{*rc::gen::inRange(0, 24 * 1500)};
      break;
    default:
      break;
  }
  return rule;
}

RC_GTEST_PROP(Recurrence, IsWhatGoingThroughTheDaysGives, ()) {
  LocalTime start = local("2026-01-01T00:00:00") + std::chrono::minutes{*rc::gen::inRange(0, 4 * 366 * 24 * 60)};
  RecurrenceRule rule = any_rule(start);
  // As validation demands: the start is the first occurrence.
  const auto from_there = oracle::expand(rule, start);
  RC_PRE(!from_there.empty());
  start = from_there.front();
  const auto expected = oracle::expand(rule, start);
  RC_PRE(!expected.empty() && expected.front() == start);
  const auto found = expand(rule, start, kPlenty).value();
  RC_LOG() << rrule_without_until(rule) << " from " << to_string(start);
  RC_ASSERT(found == expected);
}

TEST(Recurrence, HasNothingWhereDaysNeverMeet) {
  const auto a_class = [] { return support::a_master_class().at("2027-01-29T10:00:00"); };
  EXPECT_THAT(starts(a_class().monthly().on_nth(5, friday).on_month_days({1, 13, 28})), testing::IsEmpty());
  EXPECT_THAT(starts(a_class().monthly().every(2).in_months({4})), testing::IsEmpty());
  EXPECT_THAT(starts(a_class().daily().every(7).on_each({monday})), testing::IsEmpty());
}

TEST(SetPositions, CountADayOnceThatIsNamedFromBothEnds) {
  const Event event = support::a_master_class()
                          .at("2027-01-31T10:00:00")
                          .monthly()
                          .on_month_days({29, 31, -1})
                          .at_positions({-1})
                          .times(4);
  EXPECT_THAT(starts(event), ElementsAre("2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"));
}

TEST(SetPositions, CountFromTheBeginningOfThePeriodInWhichTheSeriesBegins) {
  const Event event =
      support::a_master_class().at("2027-01-18T10:00:00").monthly().on_each({monday}).at_positions({1, 3}).times(3);
  EXPECT_THAT(starts(event), ElementsAre("2027-01-18", "2027-02-01", "2027-02-15"));
}

TEST(SetPositions, AreThoseOfTheWholeYear) {
  const Event event =
      support::a_master_class().at("2027-12-31T10:00:00").yearly().on_each({friday}).at_positions({-1}).times(3);
  EXPECT_THAT(starts(event), ElementsAre("2027-12-31", "2028-12-29", "2029-12-28"));
}

TEST(Recurrence, IsTheSameOnManyThreadsAtOnce) {
  const Event event = support::a_master_class().weekly_on({monday, thursday, saturday}).times(300);
  const auto expected = oracle::expand(*event.recurrence_rule, event.start);
  constexpr int kThreads = 8;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  std::atomic<int> wrong{0};
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        if (expand(*event.recurrence_rule, event.start, kPlenty).value() != expected) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace scheduler
