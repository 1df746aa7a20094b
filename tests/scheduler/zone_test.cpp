#include "scheduler/zone.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "support/builders.hpp"

namespace scheduler {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using support::instant;
using support::lasting;
using support::local;
using support::zone;

TEST(TimeZone, IsFoundByItsIanaName) {
  for (const std::string name :
       {"Asia/Tashkent", "Asia/Samarkand", "Asia/Almaty", "Asia/Baku", "Asia/Seoul", "Asia/Dushanbe", "Europe/Moscow",
        "Asia/Yekaterinburg", "Europe/Minsk", "Europe/Riga", "America/Argentina/Ushuaia", "Etc/GMT-5", "UTC"}) {
    const auto found = TimeZone::find(name);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->name(), name);
  }
}

TEST(TimeZone, IsRefusedUnderNamesThatOnlyComputersUse) {
  for (const std::string name : {"",
                                 "GMT",
                                 "EST5EDT",
                                 "CET",
                                 "Japan",
                                 "posix/Asia/Tashkent",
                                 "right/Asia/Tashkent",
                                 "West Asia Standard Time",
                                 "Asia/Nowhere",
                                 "asia/tashkent",
                                 "Asia/Tashkent ",
                                 "Asia/Tashkent\n",
                                 "/Asia/Tashkent",
                                 "Asia//Tashkent",
                                 "../etc/passwd",
                                 "Asia/",
                                 "Asia",
                                 "+05:00",
                                 "UTC+5",
                                 "posixrules",
                                 "leap-seconds.list",
                                 "utc"}) {
    EXPECT_FALSE(TimeZone::find(name)) << name;
  }
  EXPECT_FALSE(TimeZone::find(std::string(100'000, '/')));
  EXPECT_FALSE(TimeZone::find(std::string("Asia/Tashkent\0", 14)));
}

TEST(TimeZone, IsUtcByDefault) { EXPECT_EQ(TimeZone().name(), "UTC"); }

TEST(Tashkent, IsFiveHoursEastAllTheYear) {
  EXPECT_EQ(zone("Asia/Tashkent").to_instant(local("2026-12-07T14:00:00")), instant("2026-12-07T09:00:00Z"));
  EXPECT_EQ(zone("Asia/Tashkent").to_instant(local("2026-07-07T14:00:00")), instant("2026-07-07T09:00:00Z"));
}

TEST(Almaty, WentFromSixToFiveHoursOnTheFirstOfMarch2024) {
  const TimeZone almaty = zone("Asia/Almaty");
  EXPECT_EQ(almaty.to_instant(local("2024-02-29T12:00:00")), instant("2024-02-29T06:00:00Z"));
  EXPECT_EQ(almaty.to_instant(local("2024-03-01T12:00:00")), instant("2024-03-01T07:00:00Z"));
}

TEST(Riga, ShowsNoTimeBetweenThreeAndFourInSpring) {
  // RFC 5545 3.3.5: the offset before the gap (+02:00) is used, so 03:30 is 04:30.
  const TimeZone riga = zone("Europe/Riga");
  EXPECT_EQ(riga.to_instant(local("2027-03-28T03:30:00")), instant("2027-03-28T01:30:00Z"));
  EXPECT_EQ(riga.to_local(instant("2027-03-28T01:30:00Z")), local("2027-03-28T04:30:00"));
  EXPECT_EQ(riga.to_instant(local("2027-03-28T02:59:59")), instant("2027-03-28T00:59:59Z"));
  EXPECT_EQ(riga.to_instant(local("2027-03-28T03:00:00")), instant("2027-03-28T01:00:00Z"));
  EXPECT_EQ(riga.to_instant(local("2027-03-28T04:00:00")), instant("2027-03-28T01:00:00Z"));
}

TEST(Riga, ShowsTheHourFromThreeTwiceInAutumn) {
  // RFC 5545 3.3.5: the first of the two, with +03:00.
  const TimeZone riga = zone("Europe/Riga");
  EXPECT_EQ(riga.to_instant(local("2026-10-25T03:30:00")), instant("2026-10-25T00:30:00Z"));
  EXPECT_EQ(riga.to_instant(local("2026-10-25T04:00:00")), instant("2026-10-25T02:00:00Z"));
  EXPECT_EQ(riga.to_instant(local("2026-10-25T02:59:59")), instant("2026-10-24T23:59:59Z"));
}

TEST(NominalDays, AreShorterWhenTheClockGoesForward) {
  const Interval day = zone("Europe/Riga").interval(local("2027-03-27T12:00:00"), lasting("P1D"));
  EXPECT_EQ(day.end - day.begin, hours{23});
}

TEST(NominalDays, AreLongerWhenTheClockGoesBack) {
  const Interval week = zone("Europe/Riga").interval(local("2026-10-24T12:00:00"), lasting("P1W"));
  EXPECT_EQ(week.end - week.begin, hours{7 * 24 + 1});
}

TEST(ExactHours, ArePassedWhateverTheClockDoes) {
  const Interval hours24 = zone("Europe/Riga").interval(local("2027-03-27T12:00:00"), lasting("PT24H"));
  EXPECT_EQ(hours24.end - hours24.begin, hours{24});
}

TEST(Duration, AddsItsDaysBeforeItsHours) {
  // One day later it is 04:00 summer time, which the clock has just jumped to; then one exact hour.
  const Interval interval = zone("Europe/Riga").interval(local("2027-03-27T03:30:00"), lasting("P1DT1H"));
  EXPECT_EQ(interval.end, instant("2027-03-28T02:30:00Z"));
}

/// The instants at which the zone's clock shows `local`, by trying every offset that it has about then.
std::optional<Instant> earliest_showing(const TimeZone& zone, LocalTime local) {
  std::optional<Instant> earliest;
  for (const int hour : {-36, -12, 0, 12, 36}) {
    const Instant near{local.time_since_epoch() + hours{hour}};
    const Instant candidate{local.time_since_epoch() - zone.offset_at(near)};
    if (zone.to_local(candidate) == local && (!earliest || candidate < *earliest)) earliest = candidate;
  }
  return earliest;
}

RC_GTEST_PROP(TimeZone, ToInstantIsTheFirstInstantThatShowsTheTime, ()) {
  const TimeZone zone = support::zone(*rc::gen::element<std::string>(
      "Europe/Riga", "Asia/Almaty", "Asia/Tashkent", "America/New_York", "Australia/Lord_Howe", "Europe/Moscow"));
  const Instant around{seconds{*rc::gen::inRange<std::int64_t>(31'536'000, 2'114'380'800)}};
  const LocalTime local = zone.to_local(around);
  const auto expected = earliest_showing(zone, local);
  RC_ASSERT(expected.has_value());
  RC_ASSERT(zone.to_instant(local) == *expected);
}

RC_GTEST_PROP(TimeZone, EveryTimeOfANightOfChangeIsRight, ()) {
  const TimeZone riga = zone("Europe/Riga");
  const LocalTime night = *rc::gen::element(local("2027-03-28T00:00:00"), local("2026-10-25T00:00:00"));
  const LocalTime time = night + minutes{*rc::gen::inRange(0, 24 * 60)};
  const auto shown = earliest_showing(riga, time);
  // Where the clock never shows it: what the time would be had the clock not changed.
  const Instant expected = shown ? *shown : Instant{time.time_since_epoch() - hours{2}};
  RC_ASSERT(riga.to_instant(time) == expected);
}

}  // namespace
}  // namespace scheduler
