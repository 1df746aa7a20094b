#include "scheduler/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace scheduler {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kEndOf2099 = 4'102'444'800;

TEST(LocalTimeText, RefusesDatesAndTimesThatDoNotExist) {
  for (const std::string text :
       {"2026-02-29T10:00:00", "2026-02-30T10:00:00", "2026-04-31T10:00:00", "2026-13-01T10:00:00",
        "2026-00-01T10:00:00", "2026-01-00T10:00:00", "2026-01-32T10:00:00", "2100-02-29T10:00:00",
        "2026-12-07T24:00:00", "2026-12-07T10:60:00", "2026-12-07T10:00:60", "1969-12-31T23:59:59"}) {
    EXPECT_FALSE(parse_local_time(text)) << text;
  }
}

TEST(LocalTimeText, RefusesOtherForms) {
  for (const std::string text :
       {"", "2026-12-07", "2026-12-07T14:00", "2026-12-07 14:00:00", "2026-12-07t14:00:00", "2026-12-07T14:00:00Z",
        "2026-12-07T14:00:00+05:00", "2026-12-07T14:00:00.5", " 2026-12-07T14:00:00", "2026-12-07T14:00:00 ",
        "2026-12-7T14:00:00", "20261207T140000", "+026-12-07T14:00:00", "2026-12-07T-4:00:00", "2026/12/07T14:00:00"}) {
    EXPECT_FALSE(parse_local_time(text)) << text;
  }
  EXPECT_FALSE(parse_local_time(std::string("2026-12-07T14:00:00\0", 20)));
}

TEST(LocalTimeText, KnowsLeapYears) {
  EXPECT_TRUE(parse_local_time("2028-02-29T10:00:00"));
  EXPECT_TRUE(parse_local_time("2000-02-29T10:00:00"));
}

RC_GTEST_PROP(LocalTimeText, ComesBack, ()) {
  const LocalTime time{seconds{*rc::gen::inRange<std::int64_t>(0, kEndOf2099)}};
  RC_ASSERT(parse_local_time(to_string(time)) == time);
}

TEST(InstantText, SubtractsTheOffset) {
  EXPECT_EQ(parse_instant("2026-12-07T14:00:00+05:00"), parse_instant("2026-12-07T09:00:00Z"));
  EXPECT_EQ(parse_instant("2026-12-07T14:00:00-03:30"), parse_instant("2026-12-07T17:30:00Z"));
  EXPECT_EQ(parse_instant("2026-12-07T14:00:00-00:00"), parse_instant("2026-12-07T14:00:00z"));
}

TEST(InstantText, IsNoneWhereItsOffsetLeadsOutOfTheYears) {
  EXPECT_FALSE(parse_instant("1970-01-01T04:59:59+05:00"));
  EXPECT_TRUE(parse_instant("1970-01-01T05:00:00+05:00"));
  EXPECT_FALSE(parse_instant("2099-12-31T19:00:00-05:00"));
  EXPECT_TRUE(parse_instant("2099-12-31T18:59:59-05:00"));
}

TEST(InstantText, IsWrittenWithZ) {
  EXPECT_EQ(to_string(parse_instant("2026-12-31T23:00:00-05:00").value()), "2027-01-01T04:00:00Z");
}

TEST(InstantText, NeedsAnOffset) {
  for (const std::string text : {"2026-12-07T14:00:00", "2026-12-07T14:00:00+5", "2026-12-07T14:00:00+0500",
                                 "2026-12-07T14:00:00+24:00", "2026-12-07T14:00:00+05:60", "2026-12-07T14:00:00ZZ",
                                 "2026-12-07T14:00:00+05:00 ", "2026-12-07Z", "Z", "2026-02-29T14:00:00Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

RC_GTEST_PROP(InstantText, ComesBack, ()) {
  const Instant time{seconds{*rc::gen::inRange<std::int64_t>(0, kEndOf2099)}};
  RC_ASSERT(parse_instant(to_string(time)) == time);
}

TEST(DateText, HoldsExistingDatesOnly) {
  EXPECT_EQ(to_string(parse_date("2028-02-29").value()), "2028-02-29");
  for (const std::string text : {"2026-02-29", "2026-1-01", "2026-01-01T", "1969-12-31", "2100-01-01", ""}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(DurationText, KeepsItsPartsAsTheyWereWritten) {
  for (const std::string text :
       {"PT90M", "PT1H30M", "P1D", "P7D", "P1W", "P1W2D", "P2DT3H4M5S", "PT36H", "PT0S", "PT5400S", "PT999999M"}) {
    const auto duration = Duration::parse(text);
    ASSERT_TRUE(duration) << text;
    EXPECT_EQ(duration->to_string(), text);
  }
}

TEST(DurationText, IsRefusedWhenItIsNoDurationOfRfc8984) {
  for (const std::string text :
       {"",      "P",       "PT",     "P1DT",      "1D",     "P1",    "PT1",    "P1H",  "PT1D",   "P1M",
        "P1Y",   "P1S",     "PT1M1H", "PT1S1M",    "P1D1W",  "P1D1D", "PT1H1H", "P-1D", "-P1D",   "+P1D",
        "P1.5D", "PT1.5S",  "PT1,5S", "p1d",       "PT1h",   "P 1D",  "P1D ",   " P1D", "P1TT1H", "P1T1H",
        "PTT1H", "PT1HT1M", "PW",     "P1234567D", "PT1H30", "P1D1",  "PT0x1H"}) {
    EXPECT_FALSE(Duration::parse(text)) << text;
  }
  EXPECT_FALSE(Duration::parse(std::string("P1\0", 3)));
}

TEST(DurationText, NeverLeavesMinutesOutBetweenHoursAndSeconds) {
  // RFC 5545 3.3.6 and RFC 8984 1.4.6: an hour may be followed by minutes only.
  EXPECT_EQ((Duration{.hours = 1, .seconds = 5}).to_string(), "PT1H0M5S");
}

RC_GTEST_PROP(DurationText, ComesBack, ()) {
  const auto part = rc::gen::inRange<std::int32_t>(0, 1'000'000);
  const Duration duration{*part, *part, *part, *part, *part};
  RC_ASSERT(Duration::parse(duration.to_string()) == duration);
}

TEST(Duration, HasANominalAndAnExactPart) {
  const Duration duration = Duration::parse("P1W2DT3H4M5S").value();
  EXPECT_EQ(duration.nominal(), date::days{9});
  EXPECT_EQ(duration.exact(), hours{3} + minutes{4} + seconds{5});
  EXPECT_EQ(duration.length(), hours{9 * 24 + 3} + minutes{4} + seconds{5});
}

TEST(TimeOfDayText, AllowsTheEndOfTheDay) {
  EXPECT_EQ(TimeOfDay::parse("24:00")->since_midnight, minutes{1440});
  EXPECT_EQ(TimeOfDay::parse("24:00")->to_string(), "24:00");
  EXPECT_EQ(TimeOfDay::parse("09:05")->to_string(), "09:05");
}

TEST(TimeOfDayText, IsRefusedOtherwise) {
  for (const std::string text :
       {"", "9:00", "24:01", "25:00", "12:60", "12:00:00", "12-00", "1200", " 12:00", "-1:00"}) {
    EXPECT_FALSE(TimeOfDay::parse(text)) << text;
  }
}

TEST(Interval, IsHalfOpen) {
  const Interval first{Instant{seconds{0}}, Instant{seconds{10}}};
  EXPECT_FALSE(first.overlaps({Instant{seconds{10}}, Instant{seconds{20}}}));
  EXPECT_FALSE(first.overlaps({Instant{seconds{-5}}, Instant{seconds{0}}}));
  EXPECT_TRUE(first.overlaps({Instant{seconds{9}}, Instant{seconds{20}}}));
}

TEST(Interval, IntersectionIsWhatBothHave) {
  const Interval first{Instant{seconds{0}}, Instant{seconds{10}}};
  const Interval second{Instant{seconds{4}}, Instant{seconds{20}}};
  EXPECT_EQ(first.intersection(second), (Interval{Instant{seconds{4}}, Instant{seconds{10}}}));
  EXPECT_EQ(second.intersection(first), first.intersection(second));
}

}  // namespace
}  // namespace scheduler
