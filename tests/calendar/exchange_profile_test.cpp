#include "exchange_profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calendar/feed.hpp"
#include "department.hpp"

namespace calendar_test {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

std::string a_feed() {
  const auto series = an_event().daily().times(3).without("2026-12-08T14:00:00").in_zone("Europe/Riga").record();
  return *public_feed(a_schedule({series}), options_in(), a_tuesday()).body;
}

TEST(ExchangeProfile, AcceptsWhatKarvonWrites) { EXPECT_THAT(violations_in(a_feed()), IsEmpty()); }

/// A feed in which every fault below is made, one at a time.
TEST(ExchangeProfile, FindsEachFault) {
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"BEGIN:VTIMEZONE\r\nTZID:Europe/Riga", "BEGIN:VTIMEZONE\r\nTZID:Europe/Oslo"},
      {"TZID:Europe/Riga\r\n", "TZID:FLE Standard Time\r\n"},
      {"BYDAY=-1SU", "BYDAY=SU"},
      {"DTSTART:19701025T040000", "DTSTART:19961027T040000"},
      {"DTSTART;TZID=Europe/Riga:20261207T140000", "DTSTART:20261207T140000"},
      {"DTSTART;TZID=Europe/Riga:20261207T140000", "DTSTART:20261207T120000Z"},
      {"EXDATE;TZID=Europe/Riga:20261208T140000", "EXDATE:20261208T120000Z"},
      {"EXDATE;TZID=Europe/Riga:20261208T140000", "EXDATE;TZID=Europe/Riga;VALUE=DATE:20261208"},
      {"FREQ=DAILY;COUNT=3", "FREQ=DAILY;BYDAY=MO;COUNT=3"},
      {"FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20261209T140000"},
      {"FREQ=DAILY;COUNT=3", "FREQ=HOURLY;COUNT=3"},
      {"DTEND;TZID=Europe/Riga:20261207T160000", "DURATION:PT2H"},
      {"DTEND;TZID=Europe/Riga:20261207T160000", "DTEND;TZID=Europe/Riga:20261207T140000"},
      {"TRANSP:OPAQUE", "TRANSP:TRANSPARENT"},
      {"SEQUENCE:0", "SEQUENCE:-1"},
      {"METHOD:PUBLISH", "METHOD:REQUEST"},
      {"SUMMARY;LANGUAGE=en:Stage movement", "SUMMARY;LANGUAGE=en:Stage, movement"},
      {"SUMMARY;LANGUAGE=en:Stage movement", "SUMMARY;LANGUAGE=en:Stage\tmovement"},
      {"SUMMARY;LANGUAGE=en:Stage movement", "SUMMARY;LANGUAGE=en:" + std::string(80, 'x')},
      {"SUMMARY;LANGUAGE=en:Stage movement", "SUMMARY;LANGUAGE=en:\xFF"},
      {"SUMMARY;LANGUAGE=en:Stage movement", "SUMMARY:Stage movement"},
      {"END:VEVENT", "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"},
      {"END:VEVENT", "ORGANIZER:mailto:a@b.example\r\nEND:VEVENT"},
      {"COLOR:teal\r\n", ""},
      {"BEGIN:VCALENDAR",
       "\xEF\xBB\xBF"
       "BEGIN:VCALENDAR"},
  };
  for (const auto& [right, wrong] : faults) {
    std::string feed = a_feed();
    const std::size_t at = feed.find(right);
    ASSERT_NE(at, std::string::npos) << right;
    feed.replace(at, right.size(), wrong);
    EXPECT_THAT(violations_in(feed), Not(IsEmpty())) << right << " -> " << wrong;
  }
}

}  // namespace
}  // namespace calendar_test
