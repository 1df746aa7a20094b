#include "calendar/posix_time_zone.hpp"

#include <gtest/gtest.h>

namespace calendar {
namespace {

using namespace std::chrono_literals;

TEST(PosixTimeZone, AFixedOffsetHasNoDaylightTime) {
  const auto zone = PosixTimeZone::parse("KST-9");
  ASSERT_TRUE(zone);
  EXPECT_EQ(zone->name, "KST");
  EXPECT_EQ(zone->offset, 9h) << "POSIX counts westwards";
  EXPECT_FALSE(zone->daylight);
}

TEST(PosixTimeZone, NamesInAngleBracketsLoseThem) {
  EXPECT_EQ(PosixTimeZone::parse("<+05>-5")->name, "+05");
  EXPECT_EQ(PosixTimeZone::parse("<-03>3")->offset, -3h);
}

TEST(PosixTimeZone, DaylightTimeIsAnHourAheadUnlessItSaysOtherwise) {
  EXPECT_EQ(PosixTimeZone::parse("EET-2EEST,M3.5.0/3,M10.5.0/4")->daylight->offset, 3h);
  EXPECT_EQ(PosixTimeZone::parse("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")->daylight->offset, 11h);
}

TEST(PosixTimeZone, OnsetsAreAtTwoUnlessTheySayOtherwise) {
  const auto daylight = PosixTimeZone::parse("EST5EDT,M3.2.0,M11.1.0")->daylight;
  EXPECT_EQ(daylight->begin, (YearlyOnset{date::March, 2, date::Sunday, 2h}));
  EXPECT_EQ(daylight->end, (YearlyOnset{date::November, 1, date::Sunday, 2h}));
}

TEST(PosixTimeZone, TimesMayBeNegativeOrPastMidnight) {
  EXPECT_EQ(PosixTimeZone::parse("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")->daylight->begin.time, -1h);
  EXPECT_EQ(PosixTimeZone::parse("EET-2EEST,M3.4.4/50,M10.4.4/50")->daylight->begin.time, 50h);
  EXPECT_EQ(PosixTimeZone::parse("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45")->daylight->end.time, 3h + 45min);
}

TEST(PosixTimeZone, OtherFormsOfRulesAreNotRepresentable) {
  EXPECT_FALSE(PosixTimeZone::parse("XXX3EDT4,0/0,J365/23"));
  EXPECT_FALSE(PosixTimeZone::parse("IRST-3:30IRDT,J79/24,J263/24"));
  EXPECT_FALSE(PosixTimeZone::parse("EST5EDT")) << "the rule is left to the system";
}

TEST(PosixTimeZone, NonsenseIsNoRule) {
  for (const auto* text :
       {"", "5", "UT0", "<+05-5", "UTC", "UTC0x", "KST-25", "KST-9:60", "EST5EDT,M13.1.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0,M11.1.0,", "KST-99999999999999999999", "KST-9:"}) {
    EXPECT_FALSE(PosixTimeZone::parse(text)) << text;
  }
}

}  // namespace
}  // namespace calendar
