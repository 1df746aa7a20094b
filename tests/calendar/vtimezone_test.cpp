#include "calendar/vtimezone.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "calendar_text.hpp"
#include "department.hpp"

namespace calendar {
namespace {

using calendar_test::an_event;
using calendar_test::calendar_of;
using calendar_test::Component;
using calendar_test::local;
using calendar_test::parse_components;
using calendar_test::zone;
using namespace std::chrono_literals;

Component component_of(std::string_view name) {
  const auto vtimezone = vtimezone_of(zone(name));
  EXPECT_NE(vtimezone, nullptr) << name;
  return vtimezone ? parse_components(vtimezone->text()).at(0) : Component{};
}

/// Every zone of the system's database by which an event may be named.
std::vector<scheduler::TimeZone> all_zones() {
  const std::filesystem::path folder = "/usr/share/zoneinfo";
  std::vector<scheduler::TimeZone> zones;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    if (const auto found = scheduler::TimeZone::find(file.path().lexically_relative(folder).string())) {
      zones.push_back(*found);
    }
  }
  return zones;
}

TEST(FeedTimeZones, Line1_EveryTzidHasOneVtimezoneBeforeTheEvents) {
  const auto calendar = calendar_of(
      {an_event().in_zone("Asia/Seoul").record(), an_event().record(), an_event().in_zone("Asia/Seoul").record()});
  std::vector<std::string> order;
  for (const auto& component : calendar.components) {
    order.push_back(component.name == "VTIMEZONE" ? component.value("TZID") : component.name);
  }
  EXPECT_EQ(order, (std::vector<std::string>{"Asia/Seoul", "Asia/Tashkent", "VEVENT", "VEVENT", "VEVENT"}));
}

TEST(FeedTimeZones, Line1_ZonesThatNoWrittenEventUsesAreNotInTheFile) {
  const auto calendar = calendar_of({an_event().in_zone("Asia/Seoul").from("2029-01-01T10:00:00").record()});
  EXPECT_TRUE(calendar.components.empty());
}

TEST(FeedTimeZones, Line2_OneStandardAndAtMostOneDaylight) {
  const auto riga = component_of("Europe/Riga");
  EXPECT_EQ(riga.all("STANDARD").size(), 1U);
  EXPECT_EQ(riga.all("DAYLIGHT").size(), 1U);
  EXPECT_EQ(component_of("Asia/Almaty").components.size(), 1U);
}

TEST(FeedTimeZones, Line2_DaylightIsAheadOfStandardInIrelandToo) {
  const auto dublin = component_of("Europe/Dublin");
  EXPECT_EQ(dublin.all("STANDARD").at(0).value("TZNAME"), "GMT");
  EXPECT_EQ(dublin.all("DAYLIGHT").at(0).value("TZOFFSETTO"), "+0100");
  EXPECT_EQ(dublin.all("DAYLIGHT").at(0).value("RRULE"), "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
}

TEST(FeedTimeZones, Line3_TashkentIsOneStandard) {
  EXPECT_EQ(vtimezone_of(zone("Asia/Tashkent"))->text(),
            "BEGIN:VTIMEZONE\r\nTZID:Asia/Tashkent\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
            "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nTZNAME:+05\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
}

TEST(FeedTimeZones, Line3_RulesAreYearlyWithOneOrdinalWeekday) {
  EXPECT_EQ(vtimezone_of(zone("Europe/Riga"))->text(),
            "BEGIN:VTIMEZONE\r\nTZID:Europe/Riga\r\n"
            "BEGIN:STANDARD\r\nDTSTART:19701025T040000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\n"
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZNAME:EET\r\nEND:STANDARD\r\n"
            "BEGIN:DAYLIGHT\r\nDTSTART:19700329T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\n"
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZNAME:EEST\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n");
  EXPECT_EQ(component_of("America/New_York").all("DAYLIGHT").at(0).value("RRULE"), "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU");
}

TEST(FeedTimeZones, Line3_MidnightAtTheEndOfADayIsItsLastSecond) {
  const auto onset = component_of("America/Santiago").all("STANDARD").at(0);
  EXPECT_EQ(onset.value("DTSTART"), "19700404T235959");
  EXPECT_EQ(onset.value("RRULE"), "FREQ=YEARLY;BYMONTH=4;BYDAY=1SA");
}

/// The zones of the department's partners.
const std::set<std::string> kPartners = {"Asia/Tashkent", "Asia/Samarkand", "Asia/Almaty",   "Asia/Baku",
                                         "Asia/Seoul",    "Asia/Dushanbe",  "Europe/Moscow", "Asia/Yekaterinburg",
                                         "Europe/Minsk",  "Europe/Riga"};

// The database is updated several times a year, so nothing here depends on what one country of many decides.
TEST(FeedTimeZones, Line4_AlmostEveryZoneIsRepresentable) {
  std::set<std::string> exceptions;
  const auto zones = all_zones();
  for (const auto& each : zones) {
    if (!vtimezone_of(each)) exceptions.insert(each.name());
  }
  EXPECT_GT(zones.size(), 400U);
  EXPECT_LE(exceptions.size(), 15U) << ::testing::PrintToString(exceptions);
  for (const auto& partner : kPartners) EXPECT_FALSE(exceptions.contains(partner)) << partner;
}

TEST(FeedTimeZones, Line4_AlmostEveryZoneAgreesWithTheDatabaseAllNextYear) {
  std::set<std::string> exceptions;
  for (const auto& each : all_zones()) {
    const auto vtimezone = vtimezone_of(each);
    if (!vtimezone) continue;
    for (auto time = local("2026-12-01T00:30:00"); time < local("2027-12-02T00:00:00"); time += 5h) {
      if (!vtimezone->covers(each, time)) exceptions.insert(each.name());
    }
  }
  // Such as Morocco, where Ramadan is no yearly rule.
  EXPECT_LE(exceptions.size(), 15U) << ::testing::PrintToString(exceptions);
  for (const auto& partner : kPartners) EXPECT_FALSE(exceptions.contains(partner)) << partner;
}

TEST(FeedTimeZones, Line4_AlmatyIsCoveredFromItsLastChangeOn) {
  const auto almaty = vtimezone_of(zone("Asia/Almaty"));
  EXPECT_FALSE(almaty->covers(zone("Asia/Almaty"), local("2024-02-29T22:59:59")));
  EXPECT_TRUE(almaty->covers(zone("Asia/Almaty"), local("2024-03-01T00:00:00")));
}

TEST(FeedTimeZones, Line4_EventsBeforeTheRuleAreInUtc) {
  const auto feed =
      public_feed(calendar_test::a_schedule({an_event().in_zone("Asia/Almaty").from("2024-02-20T10:00:00").record(),
                                             an_event().in_zone("Asia/Almaty").from("2024-03-04T10:00:00").record()}),
                  calendar_test::options_in(), calendar_test::instant("2024-03-01T07:00:00Z"));
  const auto events = parse_components(*feed.body).at(0).all("VEVENT");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].value("DTSTART"), "20240220T040000Z");
  EXPECT_EQ(events[1].get("DTSTART").parameter("TZID"), "Asia/Almaty");
  EXPECT_EQ(events[1].value("DTSTART"), "20240304T100000");
}

TEST(FeedTimeZones, SkippedTimesTakeTheOffsetBeforeTheGapAndRepeatedOnesTheFirst) {
  const auto riga = vtimezone_of(zone("Europe/Riga"));
  EXPECT_EQ(riga->offset_at(local("2027-03-28T02:59:59")), 2h);
  EXPECT_EQ(riga->offset_at(local("2027-03-28T03:30:00")), 2h) << "skipped";
  EXPECT_EQ(riga->offset_at(local("2027-03-28T04:00:00")), 3h);
  EXPECT_EQ(riga->offset_at(local("2027-10-31T03:30:00")), 3h) << "shown twice";
  EXPECT_EQ(riga->offset_at(local("2027-10-31T04:00:00")), 2h);
}

TEST(FeedTimeZones, Line6_TimedEventsCarryTheirZone) {
  const auto start = calendar_test::vevent_of(an_event()).get("DTSTART");
  EXPECT_EQ(start.parameter("TZID"), "Asia/Tashkent");
  EXPECT_EQ(start.value, "20261207T140000");
}

TEST(FeedTimeZones, Line6_TheCalendarNamesTheDepartmentsZone) {
  EXPECT_EQ(calendar_of({}).value("X-WR-TIMEZONE"), "Asia/Tashkent");
}

TEST(FeedTimeZones, AZoneIsReadOnceAndShared) {
  EXPECT_EQ(vtimezone_of(zone("Asia/Baku")), vtimezone_of(zone("Asia/Baku")));
}

}  // namespace
}  // namespace calendar
