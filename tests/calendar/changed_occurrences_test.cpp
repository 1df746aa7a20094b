#include <gtest/gtest.h>

#include "calendar/feed.hpp"
#include "calendar_text.hpp"
#include "department.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::a_schedule;
using calendar_test::a_tuesday;
using calendar_test::an_event;
using calendar_test::calendar_of;
using calendar_test::Component;
using calendar_test::EventBuilder;
using calendar_test::options_in;
using calendar_test::parse_components;
using enum scheduler::Weekday;

std::vector<Component> vevents_of(const EventBuilder& event) { return calendar_of({event.record()}).all("VEVENT"); }

/// Three Mondays from 2026-12-07 on.
EventBuilder mondays() { return an_event().uid("x@karvon.example").weekly({monday}).times(3); }

TEST(FeedOverrides, Line14_AChangedOccurrenceIsToldByItsRecurrenceId) {
  const auto events = vevents_of(mondays().sequence(4).moved("2026-12-14T14:00:00", "2026-12-15T16:00:00"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].count("EXDATE"), 0U);
  EXPECT_EQ(events[1].value("UID"), "x@karvon.example");
  EXPECT_EQ(events[1].value("RECURRENCE-ID"), "20261214T140000");
  EXPECT_EQ(events[1].get("RECURRENCE-ID").parameters, events[0].get("DTSTART").parameters);
  EXPECT_EQ(events[1].value("DTSTART"), "20261215T160000");
  EXPECT_EQ(events[1].value("DTEND"), "20261215T180000");
  EXPECT_EQ(events[1].count("RRULE"), 0U);
}

TEST(FeedOverrides, Line12_SequenceIsThatOfTheEvent) {
  const auto events = vevents_of(mondays().sequence(4).moved("2026-12-14T14:00:00", "2026-12-15T16:00:00"));
  EXPECT_EQ(events.at(0).value("SEQUENCE"), "4");
  EXPECT_EQ(events.at(1).value("SEQUENCE"), "4");
}

TEST(FeedOverrides, WordsAndPlaceAreTheOccurrencesOwn) {
  const auto box = a_room("Black Box");
  const auto studio = a_room("Studio 2");
  auto event = mondays().in(box).localized("en", "In English").retitled("2026-12-14T14:00:00", "The last one");
  event.in_room("2026-12-21T14:00:00", studio);
  const auto events = calendar_of({event.record()}, {box, studio}).all("VEVENT");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].value("SUMMARY") + " / " + events[0].value("LOCATION"), "In English / Black Box");
  EXPECT_EQ(events[1].value("SUMMARY") + " / " + events[1].value("LOCATION"), "The last one / Black Box");
  EXPECT_EQ(events[2].value("SUMMARY") + " / " + events[2].value("LOCATION"), "In English / Studio 2");
}

TEST(FeedOverrides, PeopleAreNoDifferenceThatIsSeen) {
  auto record = *mondays().record();
  record.value.recurrence_overrides[calendar_test::local("2026-12-14T14:00:00")].people.emplace();
  EXPECT_EQ(vevents_of(mondays()).size(),
            calendar_of({std::make_shared<const scheduler::Record<scheduler::Event>>(record)}).all("VEVENT").size());
}

TEST(FeedOverrides, Line16_AnAddedOccurrenceIsAnEventOfItsOwn) {
  const auto events = vevents_of(mondays().added("2026-12-10T10:00:00"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[1].value("UID"), "x-20261210T100000@karvon.example");
  EXPECT_EQ(events[1].value("DTSTART"), "20261210T100000");
  EXPECT_EQ(events[1].count("RECURRENCE-ID"), 0U);
}

TEST(FeedOverrides, Line16_AnEventWithoutARuleKeepsItsUidBesideWhatIsAdded) {
  const auto events = vevents_of(an_event()
                                     .uid("x@karvon.example")
                                     .added("2026-12-10T10:00:00")
                                     .moved("2026-12-07T14:00:00", "2026-12-08T09:00:00"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].value("UID"), "x@karvon.example");
  EXPECT_EQ(events[0].value("DTSTART"), "20261208T090000");
  EXPECT_EQ(events[0].count("RECURRENCE-ID"), 0U);
  EXPECT_EQ(events[1].value("UID"), "x-20261210T100000@karvon.example");
}

TEST(FeedOverrides, OnlyWhatIsAddedIsLeftOfAnExcludedSeries) {
  auto event = mondays().added("2026-12-10T10:00:00");
  for (const auto* start : {"2026-12-07T14:00:00", "2026-12-14T14:00:00", "2026-12-21T14:00:00"}) event.without(start);
  const auto events = vevents_of(event);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].value("DTSTART"), "20261210T100000");
}

/// Outlook refuses to move an occurrence onto the day of its neighbour, or past it.
TEST(FeedOverrides, WhatIsMovedAsFarAsItsNeighbourLeavesTheSeries) {
  const auto events = vevents_of(mondays().moved("2026-12-14T14:00:00", "2026-12-21T09:00:00"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].value("EXDATE"), "20261214T140000");
  EXPECT_EQ(events[1].value("UID"), "x-20261214T140000@karvon.example");
  EXPECT_EQ(events[1].value("DTSTART"), "20261221T090000");
}

TEST(FeedOverrides, TwoThatAreMovedPastEachOtherDoNotBothStay) {
  auto event = mondays().moved("2026-12-07T14:00:00", "2026-12-11T14:00:00");
  const auto events = vevents_of(event.moved("2026-12-14T14:00:00", "2026-12-10T14:00:00"));
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[1].value("RECURRENCE-ID"), "20261207T140000");
  EXPECT_EQ(events[0].value("EXDATE"), "20261214T140000");
}

TEST(FeedOverrides, WhatIsMovedToATimeShownTwiceLeavesTheSeriesAndIsInUtc) {
  auto event = an_event().in_zone("Europe/Riga").from("2027-10-18T10:00:00").weekly({monday}).times(3);
  const auto events = vevents_of(event.moved("2027-10-25T10:00:00", "2027-10-31T02:30:00"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].value("EXDATE"), "20271025T100000");
  EXPECT_EQ(events[1].value("DTSTART"), "20271030T233000Z");
}

TEST(FeedOverrides, OfASeriesThatIsSingleEventsTheyAreSingleEventsToo) {
  auto event = an_event().uid("x@karvon.example").from("2026-12-31T10:00:00").monthly().times(3);
  const auto events = vevents_of(event.moved("2027-01-31T10:00:00", "2027-02-02T10:00:00"));
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[1].value("UID"), "x-20270131T100000@karvon.example");
  EXPECT_EQ(events[1].value("DTSTART"), "20270202T100000");
  EXPECT_EQ(events[1].count("RECURRENCE-ID"), 0U);
}

/// The window of that day is from 2026-10-25 to 2027-12-28.
std::size_t vevents_in_window(const EventBuilder& event) {
  const auto feed = public_feed(a_schedule({event.record()}), options_in(), a_tuesday());
  return parse_components(*feed.body).at(0).all("VEVENT").size();
}

TEST(FeedWindow, Line34_AnOccurrenceThatMovedIntoTheWindowIsThereWithItsSeries) {
  const auto event = an_event().from("2026-10-16T10:00:00").weekly({friday}).times(2);
  EXPECT_EQ(vevents_in_window(event), 0U);
  EXPECT_EQ(vevents_in_window(EventBuilder(event).moved("2026-10-23T10:00:00", "2026-10-25T10:00:00")), 2U);
}

/// Without it a client would show the occurrence where it was.
TEST(FeedWindow, Line34_AnOccurrenceThatMovedOutOfTheWindowIsThereWithItsSeries) {
  const auto event = an_event().from("2026-10-27T10:00:00").weekly({tuesday}).times(2);
  EXPECT_EQ(vevents_in_window(EventBuilder(event).moved("2026-10-27T10:00:00", "2026-10-20T10:00:00")), 2U);
}

TEST(FeedWindow, Line34_ASeriesWhoseOnlyOccurrencesInTheWindowMovedAwayIsNotThere) {
  const auto event = an_event().from("2026-10-20T10:00:00").weekly({tuesday}).times(2);
  EXPECT_EQ(vevents_in_window(event), 1U);
  EXPECT_EQ(vevents_in_window(EventBuilder(event).moved("2026-10-27T10:00:00", "2026-10-24T10:00:00")), 0U);
}

TEST(FeedWindow, Line34_WhatWasAddedOutsideTheWindowIsNotThere) {
  EXPECT_EQ(vevents_in_window(mondays().added("2026-09-10T10:00:00")), 1U);
}

TEST(FeedWindow, Line34_ANarrowedFeedKeepsChangedOccurrencesWithTheirSeries) {
  auto options = options_in();
  auto event = an_event().from("2026-11-25T10:00:00").daily().times(30);
  for (int day = 0; day < 30; day += 2) {
    const auto start = calendar_test::local("2026-11-25T10:00:00") + date::days{day};
    event.moved(scheduler::to_string(start), scheduler::to_string(start + std::chrono::hours{1}));
  }
  const auto schedule = a_schedule({event.record()});
  options.max_bytes = 5'000;
  EXPECT_TRUE(parse_components(*public_feed(schedule, options, a_tuesday()).body).at(0).all("VEVENT").empty());
  options.max_bytes = 10'000;
  EXPECT_EQ(parse_components(*public_feed(schedule, options, a_tuesday()).body).at(0).all("VEVENT").size(), 16U);
}

}  // namespace
}  // namespace calendar
