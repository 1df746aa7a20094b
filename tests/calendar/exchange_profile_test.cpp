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

/// Whole days, a series of them, and a link.
std::string another_feed() {
  auto days = an_event().whole_days().from("2026-12-07T00:00:00").lasting("P1D").weekly().until("2026-12-21T00:00:00");
  days.moved("2026-12-14T00:00:00", "2026-12-15T00:00:00").online("https://meet.example.org/x");
  return *public_feed(a_schedule({days.record()}), options_in(), a_tuesday()).body;
}

TEST(ExchangeProfile, AcceptsWhatKarvonWrites) {
  EXPECT_THAT(violations_in(a_feed()), IsEmpty());
  EXPECT_THAT(violations_in(another_feed()), IsEmpty());
}

using Faults = std::vector<std::pair<std::string, std::string>>;

/// Makes one of the faults at a time, in the first place that there is for it.
void expect_found(const Faults& faults, const std::string& whole_feed) {
  for (const auto& [right, wrong] : faults) {
    std::string feed = whole_feed;
    const std::size_t at = feed.find(right);
    ASSERT_NE(at, std::string::npos) << right;
    feed.replace(at, right.size(), wrong);
    EXPECT_THAT(violations_in(feed), Not(IsEmpty())) << right << " -> " << wrong;
  }
}

TEST(ExchangeProfile, FindsEachFault) {
  const Faults faults = {
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
  expect_found(faults, a_feed());
}

TEST(ExchangeProfile, FindsEachFaultOfDatesAndChangedOccurrences) {
  const std::string changed = "RECURRENCE-ID;VALUE=DATE:20261214";
  const Faults faults = {
      {changed, "RECURRENCE-ID;TZID=Asia/Tashkent:20261214T000000"},
      {changed, "RECURRENCE-ID:20261213T190000Z"},
      {changed, "RECURRENCE-ID;VALUE=DATE:20261214\r\n" + changed},
      {changed, "RRULE:FREQ=DAILY\r\n" + changed},
      {changed + "\r\n", ""},
      {changed + "\r\nDTSTART;VALUE=DATE:20261215", changed + "\r\nDTSTART:20261214T190000Z"},
      {"SEQUENCE:0", "SEQUENCE:1"},
      {"DTEND;VALUE=DATE:20261208", "DTEND;VALUE=DATE:20261207"},
      {"DTEND;VALUE=DATE:20261208", "DTEND:20261207T190000Z"},
      {"UNTIL=20261221", "UNTIL=20261221T000000Z"},
      {"RRULE:FREQ=WEEKLY;", "EXDATE;VALUE=DATE:20261214\r\nRRULE:FREQ=WEEKLY;"},
      {"FREQ=WEEKLY;", "FREQ=MONTHLY;"},
      {"FREQ=WEEKLY;", "FREQ=MONTHLY;BYMONTHDAY=31;"},
      {"FREQ=WEEKLY;", "FREQ=MONTHLY;BYDAY=5MO;"},
      {"FREQ=WEEKLY;", "FREQ=MONTHLY;BYDAY=1MO,3MO;"},
      {"FREQ=WEEKLY;", "FREQ=YEARLY;"},
      {"CONFERENCE;VALUE=URI:", "CONFERENCE:"},
      {"DESCRIPTION:Online", "DESCRIPTION:On\r\nX-LINE:line"},
      {"BUSYSTATUS:BUSY", "BUSYSTATUS:TENTATIVE"},
      {"BUSYSTATUS:BUSY", "BUSYSTATUS:AWAY"},
  };
  expect_found(faults, another_feed());
}

}  // namespace
}  // namespace calendar_test
