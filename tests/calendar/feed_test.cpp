#include "calendar/feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calendar_text.hpp"
#include "department.hpp"
#include "exchange_profile.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::a_schedule;
using calendar_test::a_tuesday;
using calendar_test::an_event;
using calendar_test::Component;
using calendar_test::instant;
using calendar_test::options_in;
using calendar_test::parse_components;
using calendar_test::put;
using scheduler::EventStatus;
using scheduler::Visibility;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

Component calendar_in(const Feed& feed) { return parse_components(*feed.body).at(0); }

/// The titles of a feed's events, in the file's order.
std::vector<std::string> titles(const Feed& feed) {
  std::vector<std::string> found;
  for (const auto& event : calendar_in(feed).all("VEVENT")) found.push_back(event.value("SUMMARY"));
  return found;
}

TEST(FeedIdentity, Line11_TwoCallsOnOneDayAreByteIdentical) {
  const auto schedule = a_schedule({an_event().daily().record(), an_event().record()});
  const auto morning = public_feed(schedule, options_in(), instant("2026-11-23T19:00:00Z"));  // 00:00 in Tashkent
  const auto night = public_feed(schedule, options_in(), instant("2026-11-24T18:59:59Z"));
  EXPECT_EQ(*morning.body, *night.body);
  EXPECT_EQ(morning.etag, night.etag);
  EXPECT_EQ(morning.last_modified, night.last_modified);
}

TEST(FeedIdentity, Line13_CancelledEventsStayFor30Days) {
  const auto schedule =
      a_schedule({an_event().with_status(EventStatus::cancelled).updated("2026-11-10T10:00:00Z").record()});
  const auto count_on = [&](std::string_view now) {
    return titles(public_feed(schedule, options_in(), instant(now))).size();
  };
  EXPECT_EQ(count_on("2026-12-10T18:59:59Z"), 1U);
  EXPECT_EQ(count_on("2026-12-10T19:00:00Z"), 0U) << "the first midnight in Tashkent after the 30 days";
}

TEST(FeedIdentity, Line13_CancelledEventsMayBeLeftOut) {
  auto options = options_in();
  options.include_cancelled = false;
  const auto schedule = a_schedule(
      {an_event().titled("A").with_status(EventStatus::cancelled).record(), an_event().titled("B").record()});
  EXPECT_THAT(titles(public_feed(schedule, options, a_tuesday())), ElementsAre("B"));
}

TEST(FeedFields, Line19_PublishedWithoutPeople) {
  const auto calendar = calendar_in(public_feed(a_schedule({an_event().record()}), options_in(), a_tuesday()));
  EXPECT_EQ(calendar.value("METHOD"), "PUBLISH");
  const auto event = calendar.all("VEVENT").at(0);
  EXPECT_EQ(event.count("ATTENDEE") + event.count("ORGANIZER"), 0U);
}

TEST(FeedFields, Line20_NoAlarm) {
  const auto feed = public_feed(a_schedule({an_event().record()}), options_in(), a_tuesday());
  EXPECT_EQ(feed.body->find("VALARM"), std::string::npos);
}

TEST(FeedFields, Line21_OnlyPublicEventsAreInThePublicCalendar) {
  const auto schedule =
      a_schedule({an_event().titled("A").record(), an_event().titled("B").of_visibility(Visibility::internal).record(),
                  an_event().titled("C").of_visibility(Visibility::private_to_participants).record()});
  EXPECT_THAT(titles(public_feed(schedule, options_in(), a_tuesday())), ElementsAre("A"));
}

TEST(FeedCalendar, Line24_SaysWhatItIs) {
  auto options = options_in();
  options.name = "Art, culture; and \"more\"";
  const auto calendar = calendar_in(public_feed(a_schedule({}), options, a_tuesday()));
  EXPECT_EQ(calendar.value("PRODID"), "-//Karvon//Calendar//EN");
  EXPECT_EQ(calendar.value("VERSION"), "2.0");
  EXPECT_EQ(calendar.value("CALSCALE"), "GREGORIAN");
  EXPECT_EQ(calendar.value("NAME"), R"(Art\, culture\; and "more")");
  EXPECT_EQ(calendar.value("X-WR-CALNAME"), calendar.value("NAME"));
  EXPECT_EQ(calendar.value("X-WR-CALDESC"), "Master classes and office hours");
  EXPECT_EQ(calendar.value("COLOR"), "teal");
  EXPECT_EQ(calendar.value("X-APPLE-CALENDAR-COLOR"), "#008080") << "teal (CSS Color 3, 4.3)";
}

TEST(FeedCalendar, Line24_AsksToBeReadHourly) {
  const auto calendar = calendar_in(public_feed(a_schedule({}), options_in(), a_tuesday()));
  EXPECT_EQ(calendar.get("REFRESH-INTERVAL").parameter("VALUE"), "DURATION");
  EXPECT_EQ(calendar.value("REFRESH-INTERVAL"), "PT1H");
  EXPECT_EQ(calendar.value("X-PUBLISHED-TTL"), "PT1H");
}

TEST(FeedCalendar, Line24_SourceIsAUri) {
  auto options = options_in();
  options.source_url = "https://karvon.example/calendar.ics?lang=uz;x,y";
  const auto source = calendar_in(public_feed(a_schedule({}), options, a_tuesday())).get("SOURCE");
  EXPECT_EQ(source.parameter("VALUE"), "URI");
  EXPECT_EQ(source.value, options.source_url);
}

TEST(FeedCalendar, Line24_LastModifiedIsTheNewestWrittenEvents) {
  const auto calendar = calendar_in(
      public_feed(a_schedule({an_event().updated("2026-11-05T08:00:00Z").record(),
                              an_event().updated("2026-11-09T08:00:00Z").record(),
                              an_event().updated("2026-11-19T08:00:00Z").of_visibility(Visibility::internal).record()}),
                  options_in(), a_tuesday()));
  EXPECT_EQ(calendar.value("LAST-MODIFIED"), "20261109T080000Z");
}

TEST(FeedCalendar, Line24_AnEmptyCalendarIsWhole) {
  const auto feed = public_feed(a_schedule({}), options_in(), a_tuesday());
  EXPECT_THAT(calendar_test::violations_in(*feed.body), IsEmpty());
  EXPECT_EQ(calendar_in(feed).value("LAST-MODIFIED"), "20261120T080000Z");
}

TEST(FeedCalendar, EventsAreInOrderOfStartThenUid) {
  const auto schedule = a_schedule({an_event().titled("C").uid("2").record(), an_event().titled("B").uid("1").record(),
                                    an_event().titled("A").uid("3").from("2026-12-01T10:00:00").record()});
  EXPECT_THAT(titles(public_feed(schedule, options_in(), a_tuesday())), ElementsAre("A", "B", "C"));
}

TEST(FeedWindow, Line34_From30DaysBackTo400DaysOn) {
  const auto schedule = a_schedule({an_event().titled("out").from("2026-10-24T22:00:00").lasting("PT2H").record(),
                                    an_event().titled("first").from("2026-10-24T22:00:00").lasting("PT3H").record(),
                                    an_event().titled("last").from("2027-12-28T23:00:00").record(),
                                    an_event().titled("past").from("2027-12-29T00:00:00").record()});
  const auto feed = public_feed(schedule, options_in(), a_tuesday());
  EXPECT_THAT(titles(feed), ElementsAre("first", "last"));
  EXPECT_EQ(feed.window, (scheduler::Interval{instant("2026-10-24T19:00:00Z"), instant("2027-12-28T19:00:00Z")}));
  EXPECT_FALSE(feed.narrowed);
}

TEST(FeedWindow, Line34_TheWindowIsASetting) {
  auto options = options_in();
  options.back = date::days{0};
  options.ahead = date::days{1};
  const auto schedule = a_schedule({an_event().titled("today").from("2026-11-24T10:00:00").record(),
                                    an_event().titled("tomorrow").from("2026-11-25T10:00:00").record()});
  EXPECT_THAT(titles(public_feed(schedule, options, a_tuesday())), ElementsAre("today"));
}

TEST(FeedWindow, Line34_ASeriesThatBeganLongAgoIsThereWhole) {
  const auto schedule = a_schedule({an_event().from("2025-01-06T10:00:00").weekly().record()});
  const auto event = calendar_in(public_feed(schedule, options_in(), a_tuesday())).all("VEVENT").at(0);
  EXPECT_EQ(event.value("DTSTART"), "20250106T100000");
}

TEST(FeedWindow, Line34_OfSingleEventsOnlyThoseInTheWindow) {
  const auto schedule = a_schedule({an_event().from("2024-02-01T10:00:00").in_zone("Asia/Almaty").weekly().record()});
  const auto feed = public_feed(schedule, options_in(), a_tuesday());
  const auto events = calendar_in(feed).all("VEVENT");
  EXPECT_EQ(events.size(), 61U) << "Thursdays of 430 days";
  EXPECT_EQ(events.at(0).value("DTSTART"), "20261029T100000");
  EXPECT_THAT(calendar_test::violations_in(*feed.body), IsEmpty());
}

/// One event a day from tomorrow on, of about `octets` each.
scheduler::Schedule a_full_year(std::size_t octets) {
  std::vector<scheduler::RecordPtr<scheduler::Event>> events;
  for (int day = 1; day <= 365; ++day) {
    const auto start = calendar_test::local("2026-11-24T10:00:00") + date::days{day};
    events.push_back(an_event().from(scheduler::to_string(start)).described(std::string(octets, 'x')).record());
  }
  return a_schedule(events);
}

TEST(FeedWindow, Line34_AFeedThatWouldBeLargerNarrowsFromTheFarEnd) {
  const auto schedule = a_full_year(4000);
  const auto feed = public_feed(schedule, options_in(), a_tuesday());
  EXPECT_TRUE(feed.narrowed);
  EXPECT_LE(feed.body->size(), 900'000U);
  EXPECT_GE(feed.body->size(), 890'000U) << "no more than it must";
  const auto events = calendar_in(feed).all("VEVENT");
  EXPECT_EQ(events.front().value("DTSTART"), "20261125T100000");
  const auto after_last = calendar_test::local("2026-11-25T00:00:00") + date::days{events.size()};
  EXPECT_EQ(feed.window.end, calendar_test::zone("Asia/Tashkent").to_instant(after_last));
  EXPECT_THAT(calendar_test::violations_in(*feed.body), IsEmpty());
}

TEST(FeedWindow, Line34_ANarrowedFeedSaysSo) {
  auto options = options_in();
  options.max_bytes = 20'000;
  const auto feed = public_feed(a_full_year(4000), options, a_tuesday());
  EXPECT_EQ(calendar_in(feed).value("X-WR-CALDESC"),
            "Master classes and office hours\\nTo keep this calendar small\\, events that first take place after "
            "2026-11-28 are left out.");
  EXPECT_EQ(titles(feed).size(), 4U);
}

TEST(FeedWindow, Line34_AFeedThatCannotHoldItsFirstDayIsEmptyAndWhole) {
  auto options = options_in();
  options.max_bytes = 2'000;
  const auto feed = public_feed(a_full_year(4000), options, a_tuesday());
  EXPECT_THAT(titles(feed), IsEmpty());
  EXPECT_LE(feed.body->size(), options.max_bytes);
  EXPECT_THAT(calendar_test::violations_in(*feed.body), IsEmpty());
}

TEST(FeedHttp, Line27_TheTagIsStrongAndOfTheBytes) {
  auto schedule = a_schedule({an_event().record()});
  const auto before = public_feed(schedule, options_in(), a_tuesday());
  EXPECT_THAT(before.etag, ::testing::MatchesRegex("\"[0-9a-f]{32}\""));
  put(schedule, an_event().of_visibility(Visibility::internal).record());
  EXPECT_EQ(public_feed(schedule, options_in(), a_tuesday()).etag, before.etag) << "nothing that it shows has changed";
  put(schedule, an_event().record());
  EXPECT_NE(public_feed(schedule, options_in(), a_tuesday()).etag, before.etag);
}

TEST(FeedHttp, Line27_LastModifiedMovesWhenAnEventStopsBeingPublic) {
  auto event = an_event();
  auto schedule = a_schedule({event.record()});
  const auto before = public_feed(schedule, options_in(), instant("2026-11-20T09:00:00Z"));
  put(schedule, event.of_visibility(Visibility::internal).record());
  EXPECT_GT(public_feed(schedule, options_in(), instant("2026-11-20T09:00:00Z")).last_modified, before.last_modified);
}

TEST(FeedHttp, Line27_LastModifiedMovesWithTheDaysWindow) {
  const auto feed = public_feed(a_schedule({}), options_in(), a_tuesday());
  EXPECT_EQ(feed.last_modified, instant("2026-11-23T19:00:00Z")) << "midnight in Tashkent";
}

}  // namespace
}  // namespace calendar
