#include "calendar/vevent.hpp"

#include <gtest/gtest.h>

#include "calendar_text.hpp"
#include "department.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::an_event;
using calendar_test::calendar_of;
using calendar_test::Component;
using calendar_test::parse_components;
using calendar_test::unescaped;
using calendar_test::vevent_of;
using scheduler::EventStatus;
using scheduler::Visibility;
using enum scheduler::Weekday;

std::vector<std::string> values_of(const Component& component, std::string_view property) {
  std::vector<std::string> values;
  for (const auto& each : component.properties) {
    if (each.name == property) values.push_back(each.value);
  }
  return values;
}

TEST(FeedIdentity, Line10_UidIsTheEvents) {
  EXPECT_EQ(vevent_of(an_event().uid("4711@karvon.example")).value("UID"), "4711@karvon.example");
}

TEST(FeedIdentity, Line10_UidIsTheSameInEveryLanguage) {
  const auto event = an_event().record();
  const auto uid_in = [&](Language language) {
    return parse_components(vevents_of(*event, {}, language, Detail::full).vevents.at(0).text).at(0).value("UID");
  };
  EXPECT_EQ(uid_in(Language::english), uid_in(Language::uzbek));
}

TEST(FeedIdentity, Line11_TimesAreThoseStored) {
  const auto event = vevent_of(an_event().updated("2026-11-05T10:20:30Z"));
  EXPECT_EQ(event.value("DTSTAMP"), "20261105T102030Z");
  EXPECT_EQ(event.value("LAST-MODIFIED"), "20261105T102030Z");
  EXPECT_EQ(event.value("CREATED"), "20261102T080000Z");
}

TEST(FeedIdentity, Line11_ARenamedRoomIsAChangeOfTheEvent) {
  const auto room = a_room("Black Box", "", "2026-11-19T08:00:00Z");
  EXPECT_EQ(vevent_of(an_event().updated("2026-11-05T10:20:30Z").in(room), {room}).value("LAST-MODIFIED"),
            "20261119T080000Z");
}

TEST(FeedIdentity, Line12_SequenceIsTheEvents) {
  EXPECT_EQ(vevent_of(an_event()).value("SEQUENCE"), "0");
  EXPECT_EQ(vevent_of(an_event().sequence(7)).value("SEQUENCE"), "7");
}

TEST(FeedIdentity, Line13_ACancelledEventSaysSo) {
  const auto event = vevent_of(an_event().with_status(EventStatus::cancelled).titled("Opera").sequence(1));
  EXPECT_EQ(event.value("STATUS"), "CANCELLED");
  EXPECT_EQ(event.value("TRANSP"), "TRANSPARENT");
  EXPECT_EQ(event.value("X-MICROSOFT-CDO-BUSYSTATUS"), "FREE");
  EXPECT_EQ(event.value("SUMMARY"), "Cancelled: Opera");
}

TEST(FeedIdentity, Line13_ThePrefixIsInTheFeedsLanguage) {
  const auto event = an_event().with_status(EventStatus::cancelled).titled("Opera").record();
  const auto summary_in = [&](Language language) {
    return parse_components(vevents_of(*event, {}, language, Detail::full).vevents.at(0).text).at(0).value("SUMMARY");
  };
  EXPECT_EQ(summary_in(Language::russian), "Отменено: Opera");
  EXPECT_EQ(summary_in(Language::uzbek), "Bekor qilindi: Opera");
}

TEST(FeedIdentity, Line13_ACancelledOccurrenceIsAnExdate) {
  const auto event = vevent_of(an_event().weekly({monday}).times(3).without("2026-12-14T14:00:00"));
  EXPECT_EQ(values_of(event, "EXDATE"), (std::vector<std::string>{"20261214T140000"}));
  EXPECT_EQ(event.value("STATUS"), "CONFIRMED");
}

TEST(FeedRecurrence, Line14_ExdateHasTheFormOfDtstart) {
  const auto event =
      vevent_of(an_event().daily().times(5).without("2026-12-08T14:00:00").without("2026-12-10T14:00:00"));
  EXPECT_EQ(values_of(event, "EXDATE"), (std::vector<std::string>{"20261208T140000", "20261210T140000"}));
  EXPECT_EQ(event.get("EXDATE").parameters, event.get("DTSTART").parameters);
}

TEST(FeedRecurrence, Line14_ExdateNamesOnlyWhatTheRuleMakes) {
  EXPECT_EQ(vevent_of(an_event().daily().times(2).without("2026-12-08T15:00:00").without("2026-12-20T14:00:00"))
                .count("EXDATE"),
            0U);
}

TEST(FeedRecurrence, Line14_UntilIsInUtcAndShortlyAfterTheLastStart) {
  EXPECT_EQ(vevent_of(an_event().weekly({monday, thursday}).until("2026-12-31T23:59:59")).value("RRULE"),
            "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261231T110000Z");
}

TEST(FeedRecurrence, Line14_UntilIsOnTheLocalDayOfTheLastStart) {
  EXPECT_EQ(vevent_of(an_event().from("2026-12-07T23:00:00").daily().until("2026-12-10T23:00:00")).value("RRULE"),
            "FREQ=DAILY;UNTIL=20261210T185959Z");
}

TEST(FeedRecurrence, Line15_TheRuleStandsAsItIs) {
  EXPECT_EQ(vevent_of(an_event().daily()).value("RRULE"), "FREQ=DAILY");
  EXPECT_EQ(vevent_of(an_event().daily(3).times(4)).value("RRULE"), "FREQ=DAILY;INTERVAL=3;COUNT=4");
  EXPECT_EQ(vevent_of(an_event().weekly({monday, thursday}).times(6)).value("RRULE"),
            "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=6");
}

TEST(FeedRecurrence, Line15_WeeksThatAreLeftOutBeginOnMonday) {
  EXPECT_EQ(vevent_of(an_event().weekly({monday, sunday}, 2).times(6)).value("RRULE"),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO;COUNT=6");
}

TEST(FeedRecurrence, Line15_DailyOnWeekdaysIsWeekly) {
  EXPECT_EQ(vevent_of(an_event().daily().by_day({monday, friday}).times(3)).value("RRULE"),
            "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3");
}

TEST(FeedRecurrence, Line15_DtstartIsTheFirstOccurrenceOfTheRule) {
  const auto event = vevent_of(an_event().weekly({wednesday}).times(2));
  EXPECT_EQ(event.value("DTSTART"), "20261209T140000") << "the 7th is a Monday";
  EXPECT_EQ(event.value("RRULE"), "FREQ=WEEKLY;BYDAY=WE;COUNT=2");
}

TEST(FeedRecurrence, Line15_RulesThatOutlookCannotTakeAreSingleEvents) {
  const auto events =
      calendar_of({an_event().uid("x@karvon.example").daily(2).by_day({monday, friday}).times(3).record()})
          .all("VEVENT");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].value("UID"), "x-20261207T140000@karvon.example");
  EXPECT_EQ(events[1].value("UID"), "x-20261211T140000@karvon.example");
  EXPECT_EQ(events[1].count("RRULE"), 0U);
}

TEST(FeedRecurrence, Line16_IrregularSeriesHaveNoRdate) {
  const auto calendar =
      calendar_of({an_event().in_zone("Europe/Riga").from("2027-03-26T03:30:00").daily().times(4).record()});
  const auto events = calendar.all("VEVENT");
  ASSERT_EQ(events.size(), 4U) << "on the 28th the clock skips 03:30";
  EXPECT_EQ(events[2].value("DTSTART"), "20270328T043000");
  for (const auto& event : events) EXPECT_EQ(event.count("RDATE"), 0U);
}

TEST(FeedRecurrence, SeriesOverAChangeOfTheClockKeepTheirLocalTime) {
  const auto event = vevent_of(an_event().in_zone("Europe/Riga").from("2027-03-22T10:00:00").weekly({monday}).times(3));
  EXPECT_EQ(event.value("RRULE"), "FREQ=WEEKLY;BYDAY=MO;COUNT=3");
}

TEST(FeedRecurrence, SeriesThatBeginOrEndAtATimeShownTwiceAreSingleEvents) {
  const auto ending = an_event().in_zone("Europe/Riga").from("2027-10-29T22:30:00").lasting("PT5H").daily().times(3);
  EXPECT_EQ(calendar_of({ending.record()}).all("VEVENT").size(), 3U);
}

TEST(FeedRecurrence, AnExcludedSeriesIsNotThere) {
  const auto excluded = an_event().daily().times(2).without("2026-12-07T14:00:00").without("2026-12-08T14:00:00");
  EXPECT_TRUE(calendar_of({excluded.record()}).components.empty());
}

TEST(FeedRecurrence, ASeriesOfOneIsAnEvent) { EXPECT_EQ(vevent_of(an_event().daily().times(1)).count("RRULE"), 0U); }

TEST(FeedTimes, Line17_EndIsDtend) {
  const auto event = vevent_of(an_event().lasting("PT90M"));
  EXPECT_EQ(event.value("DTEND"), "20261207T153000");
  EXPECT_EQ(event.get("DTEND").parameters, event.get("DTSTART").parameters);
  EXPECT_EQ(event.count("DURATION"), 0U);
}

TEST(FeedTimes, Line17_EndMayBeOnTheNextDay) {
  EXPECT_EQ(vevent_of(an_event().from("2026-12-31T22:00:00").lasting("PT4H")).value("DTEND"), "20270101T020000");
}

TEST(FeedTimes, HoursAreExactOverAChangeOfTheClockAndDaysAreNot) {
  const auto night = [](std::string_view length) {
    return vevent_of(an_event().in_zone("Europe/Riga").from("2027-03-27T22:00:00").lasting(length)).value("DTEND");
  };
  EXPECT_EQ(night("PT24H"), "20270328T230000");
  EXPECT_EQ(night("P1D"), "20270328T220000");
}

TEST(FeedTimes, AStartThatTheClockSkipsIsWrittenAsItIsResolved) {
  const auto event = vevent_of(an_event().in_zone("Europe/Riga").from("2027-03-28T03:30:00").lasting("PT1H"));
  EXPECT_EQ(event.value("DTSTART"), "20270328T043000");
  EXPECT_EQ(event.value("DTEND"), "20270328T053000");
}

TEST(FeedTimes, AnEndThatTheClockShowsTwiceIsInUtc) {
  // 03:30 is shown twice that night. The event of one hour ends at the first, that of two hours at the second.
  const auto short_event = vevent_of(an_event().in_zone("Europe/Riga").from("2027-10-31T02:30:00").lasting("PT1H"));
  EXPECT_EQ(short_event.value("DTEND"), "20271031T003000Z");
  const auto event = vevent_of(an_event().in_zone("Europe/Riga").from("2027-10-31T02:30:00").lasting("PT2H"));
  EXPECT_EQ(event.value("DTSTART"), "20271030T233000Z");
  EXPECT_EQ(event.value("DTEND"), "20271031T013000Z");
}

TEST(FeedFields, Line18_TranspAndBusyStatusAgree) {
  const auto words = [](const Component& event) {
    return event.value("TRANSP") + ' ' + event.value("X-MICROSOFT-CDO-BUSYSTATUS") + ' ' + event.value("STATUS");
  };
  EXPECT_EQ(words(vevent_of(an_event())), "OPAQUE BUSY CONFIRMED");
  EXPECT_EQ(words(vevent_of(an_event().with_status(EventStatus::tentative))), "OPAQUE TENTATIVE TENTATIVE");
  EXPECT_EQ(words(vevent_of(an_event().taking_no_time())), "TRANSPARENT FREE CONFIRMED");
  EXPECT_EQ(words(vevent_of(an_event().with_status(EventStatus::cancelled))), "TRANSPARENT FREE CANCELLED");
}

TEST(FeedFields, Line21_WhatTheReaderMayNotKnowIsNotWritten) {
  const auto room = a_room("Secret room");
  const auto event = an_event()
                         .titled("Secret title")
                         .described("Secret text")
                         .in(room)
                         .of_visibility(Visibility::private_to_participants)
                         .record();
  const auto group = vevents_of(*event, {room}, Language::english, Detail::busy);
  const std::string& text = group.vevents.at(0).text;
  EXPECT_EQ(text.find("Secret"), std::string::npos);
  const auto vevent = parse_components(text).at(0);
  EXPECT_EQ(vevent.value("SUMMARY"), "Busy");
  EXPECT_EQ(vevent.value("CLASS"), "PRIVATE");
  EXPECT_EQ(vevent.count("CATEGORIES"), 0U);
}

TEST(FeedFields, Line22_LocationIsRoomAndCampus) {
  const auto box = a_room("Black Box", "Main");
  const auto studio = a_room("Studio 2");
  EXPECT_EQ(unescaped(vevent_of(an_event().in(box), {box}).value("LOCATION")), "Black Box, Main");
  EXPECT_EQ(vevent_of(an_event().in(box).in(studio), {box, studio}).value("LOCATION"),
            R"(Black Box\, Main\; Studio 2)");
}

TEST(FeedFields, Line22_ARemovedRoomIsNoLocation) {
  EXPECT_EQ(vevent_of(an_event().in(a_room("Black Box")), {}).count("LOCATION"), 0U);
}

TEST(FeedFields, Line23_CategoriesIsTheKindInTheFeedsLanguage) {
  EXPECT_EQ(vevent_of(an_event()).value("CATEGORIES"), "Master class");
  EXPECT_EQ(vevent_of(an_event().office_hours()).value("CATEGORIES"), "Office hours");
  EXPECT_EQ(vevent_of(an_event()).get("SUMMARY").parameter("LANGUAGE"), "en");
}

TEST(FeedFields, Line9_DescriptionIsPlainText) {
  const auto event = vevent_of(an_event().described("Bring shoes, please;\nno <heels>."));
  EXPECT_EQ(event.value("DESCRIPTION"), R"(Bring shoes\, please\;\nno <heels>.)");
  EXPECT_TRUE(event.get("DESCRIPTION").parameters.empty());
}

}  // namespace
}  // namespace calendar
