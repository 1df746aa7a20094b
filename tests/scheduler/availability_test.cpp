// Times at which everything can be had together, and why there are none.
#include "scheduler/availability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/master_data_builders.hpp"
#include "support/verdicts.hpp"

namespace scheduler {
namespace {

using support::a_closure;
using support::a_master_class;
using support::a_person;
using support::a_room;
using support::Department;
using support::from_to;
using support::instant;
using support::o_clock;
using support::office_hours;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using enum Weekday;

/// An hour with Kim on Monday the 7th of December 2026, in Tashkent.
class FindTimes : public testing::Test {
 protected:
  FindTimes() {
    department.set(support::settings());
    wish.people = {kim};
    wish.duration = support::lasting("PT1H");
    wish.between = from_to("2026-12-07T04:00:00Z", "2026-12-07T13:00:00Z");  // 09:00 to 18:00
    wish.time_zone = support::zone("Asia/Tashkent");
    wish.limit = 3;
  }

  [[nodiscard]] Availability found() const { return find_times(department.schedule(), wish, department.now()); }
  /// When they begin, by the department's clock: "07 09:00".
  [[nodiscard]] std::vector<std::string> starts() const {
    std::vector<std::string> words;
    for (const AvailableTime& each : found().times) {
      const std::string text = to_string(wish.time_zone.to_local(each.interval.begin));
      words.push_back(text.substr(8, 2) + ' ' + text.substr(11, 5));
    }
    return words;
  }
  void all_week() { wish.between = from_to("2026-12-06T19:00:00Z", "2026-12-13T19:00:00Z"); }
  void taken(Id<Person> person, std::string_view start, std::string_view duration = "PT1H") {
    department.booked(office_hours().titled("Head").by(person).at(start).lasting(duration));
  }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  AvailabilityWish wish;
};

TEST_F(FindTimes, GivesTheFirstOnesWhereNothingIsInTheWay) {
  EXPECT_THAT(starts(), ElementsAre("07 09:00", "07 09:30", "07 10:00"));
  EXPECT_EQ(found().times.front().interval, from_to("2026-12-07T04:00:00Z", "2026-12-07T05:00:00Z"));
  EXPECT_EQ(found().reason, "");
}

TEST_F(FindTimes, GivesNoMoreThanAreAskedFor) {
  wish.limit = 1;
  EXPECT_THAT(starts(), ElementsAre("07 09:00"));
}

TEST_F(FindTimes, StaysWithinTheWindow) {
  wish.between.end = instant("2026-12-07T05:30:00Z");
  EXPECT_THAT(starts(), ElementsAre("07 09:00", "07 09:30"));
}

TEST_F(FindTimes, BeginsOnQuartersOfAnHour) {
  wish.between.begin = instant("2026-12-07T04:01:00Z");
  wish.limit = 1;
  EXPECT_THAT(starts(), ElementsAre("07 09:15"));
}

TEST_F(FindTimes, GivesNothingThatIsOver) {
  department.pass(instant("2026-12-07T10:00:00Z") - department.now());
  EXPECT_THAT(starts(), ElementsAre("07 15:00", "07 15:30", "07 16:00"));
}

TEST_F(FindTimes, WaitsForEverybody) {
  wish.people = {kim, lee};
  taken(kim, "2026-12-07T09:00:00", "PT3H");
  taken(lee, "2026-12-07T13:00:00", "PT2H");
  EXPECT_THAT(starts(), ElementsAre("07 12:00", "07 15:00", "07 15:30"));
}

TEST_F(FindTimes, FitsBetweenTwoEvents) {
  taken(kim, "2026-12-07T09:00:00", "PT75M");
  taken(kim, "2026-12-07T11:15:00", "PT7H");
  EXPECT_THAT(starts(), ElementsAre("07 10:15"));
}

TEST_F(FindTimes, PutsWhatWarnsLast) {
  const auto minseo = department.has<Person>(a_person("Minseo").working({monday}, "16:00", "18:00"));
  wish.people = {minseo};
  EXPECT_THAT(starts(), ElementsAre("07 16:00", "07 16:30", "07 17:00"));
  wish.limit = 4;
  const Availability availability = found();
  ASSERT_EQ(availability.times.size(), 4);
  EXPECT_THAT(availability.times[2].warnings, IsEmpty());
  ASSERT_EQ(availability.times[3].warnings.size(), 1);
  EXPECT_EQ(support::in_words(availability.times[3].warnings.front()), "outside-working-hours warning");
}

TEST_F(FindTimes, PutsPublicHolidaysLast) {
  all_week();
  department.has<Closure>(a_closure("Constitution Day").on("2026-12-07").of_kind(ClosureKind::public_holiday));
  EXPECT_THAT(starts(), ElementsAre("08 08:00", "08 08:30", "08 09:00"));
}

TEST_F(FindTimes, GivesNoneOnDaysThatTheDepartmentHasClosed) {
  department.has<Closure>(a_closure("Founder's day").on("2026-12-07"));
  EXPECT_THAT(starts(), IsEmpty());
}

TEST_F(FindTimes, PutsTheDaytimeBeforeTheNight) {
  all_week();
  EXPECT_THAT(starts(), ElementsAre("07 08:00", "07 08:30", "07 09:00"));
  taken(kim, "2026-12-07T08:00:00", "P5DT12H");
  wish.between = from_to("2026-12-06T22:00:00Z", "2026-12-07T19:00:00Z");
  EXPECT_THAT(starts(), ElementsAre("07 03:00", "07 03:30", "07 04:00")) << "where there is nothing else";
}

TEST_F(FindTimes, PutsWhatIsPreferredFirst) {
  all_week();
  wish.preferred = {{{wednesday}, o_clock("14:00"), o_clock("16:00")}};
  wish.limit = 4;
  EXPECT_THAT(starts(), ElementsAre("09 14:00", "09 14:30", "09 15:00", "07 08:00"));
  EXPECT_TRUE(found().times[2].preferred);
  EXPECT_FALSE(found().times[3].preferred);
}

TEST_F(FindTimes, PrefersAnyDayWhereNoneIsNamed) {
  wish.preferred = {{{}, o_clock("14:00"), o_clock("15:00")}};
  wish.limit = 2;
  EXPECT_THAT(starts(), ElementsAre("07 14:00", "07 09:00"));
}

TEST_F(FindTimes, PutsWhatIsPreferredBeforeTheDaytime) {
  all_week();
  wish.preferred = {{{tuesday}, o_clock("05:00"), o_clock("06:00")}};
  wish.limit = 2;
  EXPECT_THAT(starts(), ElementsAre("08 05:00", "07 08:00"));
}

TEST_F(FindTimes, PutsWhatDoesNotWarnBeforeWhatIsPreferred) {
  const auto minseo = department.has<Person>(a_person("Minseo").working({monday}, "09:00", "11:00"));
  wish.people = {minseo};
  wish.preferred = {{{}, o_clock("14:00"), o_clock("15:00")}};
  wish.limit = 4;
  EXPECT_THAT(starts(), ElementsAre("07 09:00", "07 09:30", "07 10:00", "07 14:00"));
}

TEST_F(FindTimes, WaitsForTheThings) {
  const auto easels = department.equipment("Easel", 3);
  department.booked(office_hours().by(lee).at("2026-12-07T09:00:00").lasting("PT2H").needing(easels, 2));
  wish.equipment = {{easels, 2}};
  EXPECT_THAT(starts(), ElementsAre("07 11:00", "07 11:30", "07 12:00"));
  wish.equipment = {{easels, 1}};
  EXPECT_THAT(starts(), ElementsAre("07 09:00", "07 09:30", "07 10:00"));
}

class FindTimesWithARoom : public FindTimes {
 protected:
  FindTimesWithARoom() { wish.limit = 1; }
  [[nodiscard]] std::optional<Id<Room>> room() const {
    const auto times = found().times;
    return times.empty() ? std::nullopt : times.front().room;
  }

  Id<Room> hall = department.has<Room>(a_room("Hall").seating(100).on("Main").having({"stage"}));
  Id<Room> studio = department.has<Room>(a_room("Studio").seating(20).on("Main").having({"piano", "mirrors"}));
  Id<Room> attic = department.has<Room>(a_room("Attic").seating(30).on("Annex").having({"piano"}));
  Id<Room> yard = department.room("Yard");
};

TEST_F(FindTimesWithARoom, TakesTheSmallestThatIsLargeEnough) {
  wish.room = RoomNeeds{20, {}, {}, {}};
  EXPECT_EQ(room(), studio);
  wish.room = RoomNeeds{21, {}, {}, {}};
  EXPECT_EQ(room(), attic);
}

TEST_F(FindTimesWithARoom, TakesOneThatHasItAll) {
  wish.room = RoomNeeds{25, {"piano"}, {}, {}};
  EXPECT_EQ(room(), attic);
  wish.room = RoomNeeds{25, {"piano"}, "Main", {}};
  EXPECT_EQ(room(), std::nullopt);
}

TEST_F(FindTimesWithARoom, TakesOneOnTheCampus) {
  wish.room = RoomNeeds{{}, {}, "Annex", {}};
  EXPECT_EQ(room(), attic);
}

TEST_F(FindTimesWithARoom, TakesOneOfThoseThatAreNamed) {
  wish.room = RoomNeeds{{}, {}, {}, {hall}};
  EXPECT_EQ(room(), hall);
}

TEST_F(FindTimesWithARoom, TakesALargerOneRatherThanALaterTime) {
  department.booked(office_hours().by(lee).in(studio).at("2026-12-07T09:00:00"));
  wish.room = RoomNeeds{20, {}, {}, {}};
  EXPECT_EQ(room(), attic);
  EXPECT_THAT(starts(), ElementsAre("07 09:00"));
}

TEST_F(FindTimesWithARoom, WaitsForItsSetupAndTeardown) {
  const auto stage = department.has<Room>(a_room("Stage").changed_over("PT30M", "PT15M"));
  department.booked(office_hours().by(lee).in(stage).at("2026-12-07T09:00:00"));
  wish.room = RoomNeeds{{}, {}, {}, {stage}};
  EXPECT_THAT(starts(), ElementsAre("07 10:45"));
}

TEST_F(FindTimesWithARoom, TakesOneThatIsOpen) {
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({studio}));
  wish.room = RoomNeeds{20, {}, {}, {}};
  EXPECT_EQ(room(), attic);
}

TEST_F(FindTimesWithARoom, TakesALargerOneWhereTheSmallerOnlyWarns) {
  department.has<Closure>(a_closure("Exams").on("2026-12-07").of_kind(ClosureKind::exams).of_rooms({studio}));
  wish.room = RoomNeeds{20, {}, {}, {}};
  EXPECT_EQ(room(), attic);
  EXPECT_THAT(found().times.front().warnings, IsEmpty());
}

TEST_F(FindTimesWithARoom, GivesNoneWhereNobodyAskedForOne) { EXPECT_EQ(found().times.front().room, std::nullopt); }

TEST_F(FindTimesWithARoom, SaysThatNoRoomHasWhatIsAskedFor) {
  wish.room = RoomNeeds{200, {"piano"}, {}, {}};
  EXPECT_THAT(found().times, IsEmpty());
  EXPECT_THAT(found().reason, AllOf(HasSubstr("No room"), HasSubstr("200 seats"), HasSubstr("piano")));
}

TEST_F(FindTimesWithARoom, SaysThatEveryRoomIsTaken) {
  department.booked(office_hours().by(lee).in(hall).at("2026-12-07T08:00:00").lasting("PT12H"));
  wish.room = RoomNeeds{50, {}, {}, {}};
  EXPECT_THAT(found().times, IsEmpty());
  EXPECT_THAT(found().reason, HasSubstr("every room that suits is taken or closed"));
}

class FindTimesWithAnInterpreter : public FindTimes {
 protected:
  FindTimesWithAnInterpreter() {
    wish.limit = 1;
    wish.interpreter = LanguagePair{"fr", "uz"};
  }
};

TEST_F(FindTimesWithAnInterpreter, NamesSomebodyWhoIsFree) {
  const auto first = department.has<Person>(a_person("First").interpreting("fr", "uz"));
  const auto second = department.has<Person>(a_person("Second").interpreting("fr", "uz"));
  EXPECT_EQ(found().times.front().interpreter, first);
  taken(first, "2026-12-07T09:00:00");
  EXPECT_EQ(found().times.front().interpreter, second);
  EXPECT_THAT(starts(), ElementsAre("07 09:00"));
  taken(second, "2026-12-07T09:00:00", "PT2H");
  EXPECT_EQ(found().times.front().interpreter, first);
  EXPECT_THAT(starts(), ElementsAre("07 10:00"));
}

TEST_F(FindTimesWithAnInterpreter, SaysThatNobodyInterprets) {
  department.has<Person>(a_person("Back").interpreting("uz", "fr"));
  EXPECT_THAT(found().times, IsEmpty());
  EXPECT_EQ(found().reason, "There is nobody to interpret from fr to uz.");
}

TEST_F(FindTimesWithAnInterpreter, SaysThatAllAreBusy) {
  const auto only = department.has<Person>(a_person("Only").interpreting("fr", "uz"));
  taken(only, "2026-12-07T08:00:00", "PT12H");
  EXPECT_THAT(found().reason, HasSubstr("everybody who interprets it is busy"));
}

TEST_F(FindTimesWithAnInterpreter, NamesNobodyWhoTakesPartAlready) {
  const auto expert = department.has<Person>(a_person("Expert").interpreting("fr", "uz"));
  const auto other = department.has<Person>(a_person("Other").interpreting("fr", "uz"));
  wish.people = {expert};
  EXPECT_EQ(found().times.front().interpreter, other);
}

class NoTimes : public FindTimes {};

TEST_F(NoTimes, NameEverybodyWhoIsInTheWay) {
  wish.people = {kim, lee};
  taken(lee, "2026-12-07T09:00:00", "PT3H");
  taken(kim, "2026-12-07T12:00:00", "PT7H");
  const Availability availability = found();
  EXPECT_THAT(availability.times, IsEmpty());
  EXPECT_THAT(availability.blockers,
              testing::UnorderedElementsAre(Field(&Blocker::name, "Kim Minseo"), Field(&Blocker::name, "Lee Jiho")));
}

TEST_F(NoTimes, SayByWhatSomebodyIsTaken) {
  taken(kim, "2026-12-07T08:00:00", "PT12H");
  const Availability availability = found();
  ASSERT_EQ(availability.blockers.size(), 1);
  const Blocker& blocker = availability.blockers.front();
  EXPECT_EQ(blocker.resource, (ResourceRef{ResourceKind::person, kim.value}));
  EXPECT_EQ(blocker.name, "Kim Minseo");
  EXPECT_EQ(blocker.detail, "is taken");
  EXPECT_EQ(blocker.with->title, "Head");
  EXPECT_THAT(availability.reason, HasSubstr("Kim Minseo is taken"));
}

TEST_F(NoTimes, SayThatTheWindowIsTooShort) {
  wish.between.end = instant("2026-12-07T04:59:59Z");
  EXPECT_THAT(found().times, IsEmpty());
  EXPECT_THAT(found().reason, HasSubstr("The window is shorter than the duration"));
  EXPECT_THAT(found().blockers, IsEmpty());
}

TEST_F(FindTimesWithARoom, GivesTimesThatCanBeBooked) {
  taken(kim, "2026-12-07T10:00:00", "PT90M");
  department.booked(office_hours().by(lee).in(studio).at("2026-12-07T12:00:00").lasting("PT3H"));
  department.has<Person>(a_person("Interpreter").interpreting("fr", "uz"));
  wish.room = RoomNeeds{20, {"piano"}, {}, {}};
  wish.interpreter = LanguagePair{"fr", "uz"};
  wish.limit = 100;
  const auto times = found().times;
  EXPECT_GE(times.size(), 10);
  for (const AvailableTime& time : times) {
    Event event = a_master_class().by(kim).interpreted_by(*time.interpreter, "fr", "uz").in(*time.room);
    event.start = wish.time_zone.to_local(time.interval.begin);
    EXPECT_THAT(support::in_words(department.decide(Create<Event>{{department.next_id()}, event})), IsEmpty())
        << to_string(event.start);
  }
}

}  // namespace
}  // namespace scheduler
