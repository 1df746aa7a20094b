#include <gtest/gtest.h>

#include <map>

#include "calendar_text.hpp"
#include "department.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::a_session;
using calendar_test::a_stop;
using calendar_test::a_trip_to_riga;
using calendar_test::an_event;
using calendar_test::calendar_of;
using calendar_test::Component;
using calendar_test::EventBuilder;
using calendar_test::unescaped;
using scheduler::EventStatus;

std::map<std::string, Component> by_title(const std::vector<Component>& events) {
  std::map<std::string, Component> found;
  for (const auto& event : events) found.emplace(unescaped(event.value("SUMMARY")), event);
  return found;
}

std::map<std::string, Component> vevents_of(const EventBuilder& event,
                                            const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms = {}) {
  return by_title(calendar_of({event.record()}, rooms).all("VEVENT"));
}

std::string status_of(const Component& event) {
  return event.value("STATUS") + ' ' + event.value("TRANSP") + ' ' + event.value("X-MICROSOFT-CDO-BUSYSTATUS");
}

EventBuilder a_visit(const std::vector<scheduler::Stop>& stops = {a_stop("Rector", "2026-12-10T11:00:00", "PT1H")}) {
  auto event = an_event().uid("x@karvon.example").titled("Seoul Institute of the Arts");
  return event.visit("2026-12-09T22:00:00", "2026-12-12T08:00:00", stops);
}

EventBuilder a_trip() { return an_event().uid("x@karvon.example").titled("Festival").trip(a_trip_to_riga()); }

TEST(FeedVisits, TheWholeAndEachStopAreThere) {
  const auto events = vevents_of(a_visit());
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events.at("Seoul Institute of the Arts").value("DTSTART"), "20261209T220000");
  EXPECT_EQ(events.at("Seoul Institute of the Arts").value("DTEND"), "20261212T080000");
  EXPECT_EQ(events.at("Rector").value("DTSTART"), "20261210T110000");
  EXPECT_EQ(events.at("Rector").value("DTEND"), "20261210T120000");
}

TEST(FeedVisits, Line10_AStopsUidStaysWhenItIsMoved) {
  const auto stop = a_stop("Rector", "2026-12-10T11:00:00", "PT1H");
  const std::string uid = "x-" + stop.id.to_string() + "@karvon.example";
  EXPECT_EQ(vevents_of(a_visit({stop})).at("Rector").value("UID"), uid);
  EXPECT_EQ(vevents_of(a_visit({a_stop("Rector", "2026-12-11T09:00:00", "PT2H")})).at("Rector").value("UID"), uid);
  EXPECT_EQ(vevents_of(a_visit({stop})).at("Seoul Institute of the Arts").value("UID"), "x@karvon.example");
}

TEST(FeedVisits, Line18_TheStopsTakeTimeAndTheWholeDoesNot) {
  const auto events = vevents_of(a_visit());
  EXPECT_EQ(status_of(events.at("Seoul Institute of the Arts")), "CONFIRMED TRANSPARENT FREE");
  EXPECT_EQ(status_of(events.at("Rector")), "CONFIRMED OPAQUE BUSY");
  EXPECT_EQ(status_of(vevents_of(a_visit().with_status(EventStatus::tentative)).at("Rector")),
            "TENTATIVE OPAQUE TENTATIVE");
}

TEST(FeedVisits, Line22_AStopIsInItsRoomOrAtItsPlace) {
  const auto hall = a_room("Great Hall", "Main");
  auto reception = a_stop("Reception", "2026-12-10T10:00:00", "PT1H");
  reception.room = hall->id;
  auto walk = a_stop("Walk", "2026-12-10T15:00:00", "PT2H");
  walk.place = "Hazrati Imam; the old town";
  const auto events = vevents_of(a_visit({reception, walk}), {hall});
  EXPECT_EQ(unescaped(events.at("Reception").value("LOCATION")), "Great Hall, Main");
  EXPECT_EQ(unescaped(events.at("Walk").value("LOCATION")), "Hazrati Imam; the old town");
  EXPECT_EQ(events.at("Seoul Institute of the Arts").count("LOCATION"), 0U);
}

TEST(FeedVisits, Line23_CategoriesIsTheKindOfEveryPart) {
  for (const auto& [title, event] : vevents_of(a_visit())) EXPECT_EQ(event.value("CATEGORIES"), "Visit") << title;
  for (const auto& [title, event] : vevents_of(a_trip())) EXPECT_EQ(event.value("CATEGORIES"), "Trip") << title;
}

TEST(FeedVisits, Line34_OnlyStopsInTheWindowAreThere) {
  const auto visit = an_event().titled("Whole").visit(
      "2026-10-20T10:00:00", "2026-10-30T10:00:00",
      {a_stop("Before", "2026-10-21T10:00:00", "PT1H"), a_stop("In", "2026-10-28T10:00:00", "PT1H")});
  const auto events = vevents_of(visit);
  EXPECT_EQ(events.size(), 2U);
  EXPECT_TRUE(events.contains("Whole") && events.contains("In"));
}

TEST(FeedTrips, Line18_TheWholeIsOutOfOfficeAndItsPartsTakeNoMore) {
  const auto events = vevents_of(a_trip());
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(status_of(events.at("Festival")), "CONFIRMED OPAQUE OOF");
  EXPECT_EQ(status_of(events.at("Tashkent - Riga")), "CONFIRMED TRANSPARENT FREE");
  EXPECT_EQ(status_of(events.at("Opening")), "CONFIRMED TRANSPARENT FREE");
  EXPECT_EQ(status_of(vevents_of(a_trip().with_status(EventStatus::tentative)).at("Festival")),
            "TENTATIVE OPAQUE TENTATIVE");
}

TEST(FeedTrips, Line6_EachPartIsInItsZone) {
  const auto events = vevents_of(a_trip());
  const auto start = [&](const std::string& title) {
    return events.at(title).get("DTSTART").parameter("TZID") + ' ' + events.at(title).value("DTSTART");
  };
  EXPECT_EQ(start("Festival"), "Asia/Tashkent 20261209T040000");
  EXPECT_EQ(start("Tashkent - Riga"), "Asia/Tashkent 20261209T061000");
  EXPECT_EQ(events.at("Tashkent - Riga").value("DTEND"), "20261209T124000") << "09:40 in Riga";
  EXPECT_EQ(start("Opening"), "Europe/Riga 20261210T100000");
}

TEST(FeedTrips, Line22_LocationIsTheDestinationOrThePlace) {
  auto trip = a_trip_to_riga();
  trip.sessions.push_back(a_session("Concert", "2026-12-11T19:00:00", "PT2H"));
  trip.sessions.back().place = "House of the Blackheads";
  const auto events = vevents_of(an_event().titled("Festival").trip(trip));
  EXPECT_EQ(unescaped(events.at("Festival").value("LOCATION")), "Riga, Latvian Academy of Culture");
  EXPECT_EQ(unescaped(events.at("Opening").value("LOCATION")), "Riga, Latvian Academy of Culture");
  EXPECT_EQ(events.at("Concert").value("LOCATION"), "House of the Blackheads");
}

TEST(FeedTrips, ALegSaysItsCarriage) {
  auto trip = a_trip_to_riga();
  trip.legs[0].carrier = "airBaltic";
  trip.legs[0].number = "BT 731";
  const auto events = vevents_of(an_event().trip(trip));
  EXPECT_EQ(unescaped(events.at("Tashkent - Riga").value("DESCRIPTION")), "airBaltic, BT 731");
  EXPECT_EQ(events.at("Riga - Tashkent").count("DESCRIPTION"), 0U);
}

TEST(FeedTrips, Line13_ACancelledTripIsCancelledWhole) {
  for (const auto& [title, event] : vevents_of(a_trip().with_status(EventStatus::cancelled))) {
    EXPECT_EQ(status_of(event), "CANCELLED TRANSPARENT FREE");
    EXPECT_TRUE(title.starts_with("Cancelled: ")) << title;
  }
}

}  // namespace
}  // namespace calendar
