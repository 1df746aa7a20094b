// When people and rooms cannot be had.
#include "scheduler/free_busy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "scheduler/describe.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/master_data_builders.hpp"

namespace scheduler {
namespace {

using support::a_closure;
using support::a_room;
using support::a_stop;
using support::a_trip;
using support::a_visit;
using support::Department;
using support::from_to;
using support::office_hours;
using testing::ElementsAre;
using testing::IsEmpty;

class FreeBusy : public testing::Test {
 protected:
  FreeBusy() { department.set(support::settings()); }

  /// "14:00-15:00 busy", by the department's clock, on Monday the 7th of December 2026.
  [[nodiscard]] std::vector<std::string> of(const ResourceRef& resource) const {
    std::vector<std::string> words;
    for (const BusyPeriod& each : free_busy(department.schedule(), resource, monday)) {
      words.push_back(clock(each.interval.begin) + '-' + clock(each.interval.end) + ' ' +
                      std::string(word_for(each.type)));
    }
    return words;
  }
  [[nodiscard]] std::vector<std::string> of(Id<Person> person) const {
    return of(ResourceRef{ResourceKind::person, person.value});
  }
  [[nodiscard]] std::vector<std::string> of(Id<Room> room) const {
    return of(ResourceRef{ResourceKind::room, room.value});
  }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Room> black_box = department.room("Black Box");
  Interval monday = from_to("2026-12-06T19:00:00Z", "2026-12-07T19:00:00Z");

 private:
  [[nodiscard]] static std::string clock(Instant at) {
    constexpr std::size_t kTime = 11;
    constexpr std::size_t kMinutes = 5;
    return to_string(support::zone("Asia/Tashkent").to_local(at)).substr(kTime, kMinutes);
  }
};

TEST_F(FreeBusy, IsNothingOfWhoHasNothingToDo) { EXPECT_THAT(of(kim), IsEmpty()); }

TEST_F(FreeBusy, IsBusyInEventsInOrder) {
  department.booked(office_hours().by(kim).at("2026-12-07T16:00:00"));
  department.booked(office_hours().by(kim).at("2026-12-07T09:00:00"));
  department.booked(office_hours().by(lee).at("2026-12-07T12:00:00"));
  EXPECT_THAT(of(kim), ElementsAre("09:00-10:00 busy", "16:00-17:00 busy"));
}

TEST_F(FreeBusy, IsOnePeriodWhereTwoTouch) {
  department.booked(office_hours().by(kim).at("2026-12-07T09:00:00"));
  department.booked(office_hours().by(kim).at("2026-12-07T10:00:00"));
  EXPECT_THAT(of(kim), ElementsAre("09:00-11:00 busy"));
}

TEST_F(FreeBusy, IsOnePeriodWhereOneLiesInTheOther) {
  department.booked(office_hours().by(kim).at("2026-12-07T09:00:00").lasting("PT4H"));
  const Create<Event> inside{{department.next_id()}, office_hours().by(kim).at("2026-12-07T10:00:00")};
  ASSERT_TRUE(department.perform(support::overriding(inside)));
  EXPECT_THAT(of(kim), ElementsAre("09:00-13:00 busy"));
}

TEST_F(FreeBusy, KeepsWhatIsTentativeApart) {
  department.booked(office_hours().by(kim).at("2026-12-07T09:00:00"));
  department.booked(office_hours().by(kim).at("2026-12-07T10:00:00").tentative());
  department.booked(office_hours().by(kim).at("2026-12-07T11:00:00"));
  EXPECT_THAT(of(kim), ElementsAre("09:00-10:00 busy", "10:00-11:00 tentative", "11:00-12:00 busy"));
}

TEST_F(FreeBusy, IsCutToItsWindow) {
  department.booked(office_hours().by(kim).at("2026-12-06T23:00:00").lasting("PT2H"));
  department.booked(office_hours().by(kim).at("2026-12-07T23:00:00").lasting("PT2H"));
  EXPECT_THAT(of(kim), ElementsAre("00:00-01:00 busy", "23:00-00:00 busy"));
}

TEST_F(FreeBusy, LeavesOutWhatOnlyTouchesItsWindow) {
  department.booked(office_hours().by(kim).at("2026-12-06T23:00:00"));
  department.booked(office_hours().by(kim).at("2026-12-08T00:00:00"));
  EXPECT_THAT(of(kim), IsEmpty());
}

TEST_F(FreeBusy, IsEachOccurrenceOfASeries) {
  department.booked(office_hours().by(kim).at("2026-11-30T09:00:00").in_zone("Asia/Tashkent").weekly().times(3));
  EXPECT_THAT(of(kim), ElementsAre("09:00-10:00 busy"));
}

TEST_F(FreeBusy, LeavesOutWhatIsCancelledAndWhatTakesNobody) {
  ASSERT_TRUE(department.cancel(department.booked(office_hours().by(kim).at("2026-12-07T09:00:00"))));
  department.booked(office_hours().by(kim).in(black_box).leaving_people_free());
  EXPECT_THAT(of(kim), IsEmpty());
  EXPECT_THAT(of(black_box), ElementsAre("14:00-15:00 busy")) << "its room is taken";
}

TEST_F(FreeBusy, IsAwayOnATripInTheZoneOfItsDestination) {
  department.booked(a_trip().travelling({kim}).between("2026-12-07T08:00:00", "2026-12-07T20:00:00"));
  EXPECT_THAT(of(kim), ElementsAre("08:00-20:00 away"));
  const auto periods = free_busy(department.schedule(), {ResourceKind::person, kim.value}, monday);
  EXPECT_EQ(periods.front().time_zone, support::zone("Europe/Riga"));
}

TEST_F(FreeBusy, IsAwayWhileAbsent) {
  department.has<Closure>(a_closure("Leave").on("2026-12-07").of_people({kim}));
  EXPECT_THAT(of(kim), ElementsAre("00:00-00:00 away"));
  EXPECT_THAT(of(lee), IsEmpty());
}

TEST_F(FreeBusy, IsBusyAtTheStopsOfAVisitAndNotBetween) {
  const auto induk = department.institution("Induk University");
  department.booked(a_visit()
                        .of(induk)
                        .stopping_at(a_stop(1).by(kim).at("2026-12-07T10:00:00"))
                        .stopping_at(a_stop(2).by(kim).at("2026-12-07T14:00:00")));
  EXPECT_THAT(of(kim), ElementsAre("10:00-11:00 busy", "14:00-15:00 busy"));
}

TEST_F(FreeBusy, OfARoomHasItsSetupAndTeardown) {
  const auto stage = department.room("Stage", "PT30M", "PT15M");
  department.booked(office_hours().by(kim).in(stage));
  EXPECT_THAT(of(stage), ElementsAre("13:30-15:15 busy"));
  EXPECT_THAT(of(kim), ElementsAre("14:00-15:00 busy"));
}

TEST_F(FreeBusy, OfARoomHasTheTeardownOfWhatEndsBeforeItsWindow) {
  const auto stage = department.room("Stage", "PT30M", "PT15M");
  department.booked(office_hours().by(kim).in(stage).at("2026-12-06T23:00:00"));
  EXPECT_THAT(of(stage), ElementsAre("00:00-00:15 busy"));
}

TEST_F(FreeBusy, OfAHallIsThatOfItsHalvesAndTheOtherWayRound) {
  const auto left = department.room("Left half");
  const auto right = department.room("Right half");
  const auto hall = department.has<Room>(a_room("Hall").made_of({left, right}));
  department.booked(office_hours().by(kim).in(left).at("2026-12-07T09:00:00"));
  department.booked(office_hours().by(lee).in(hall).at("2026-12-07T14:00:00"));
  EXPECT_THAT(of(hall), ElementsAre("09:00-10:00 busy", "14:00-15:00 busy"));
  EXPECT_THAT(of(right), ElementsAre("14:00-15:00 busy"));
}

TEST_F(FreeBusy, OfASharedRoomIsWhenItIsFull) {
  const auto library = department.has<Room>(a_room("Library").shared_by(2));
  department.booked(office_hours().by(kim).in(library).at("2026-12-07T09:00:00").lasting("PT3H"));
  EXPECT_THAT(of(library), IsEmpty());
  department.booked(office_hours().by(lee).in(library).at("2026-12-07T11:00:00").lasting("PT3H"));
  EXPECT_THAT(of(library), ElementsAre("11:00-12:00 busy"));
}

TEST_F(FreeBusy, OfASharedRoomIsNotFullWhereOneFollowsTheOther) {
  const auto library = department.has<Room>(a_room("Library").shared_by(2));
  department.booked(office_hours().by(kim).in(library).at("2026-12-07T09:00:00"));
  department.booked(office_hours().by(lee).in(library).at("2026-12-07T10:00:00"));
  EXPECT_THAT(of(library), IsEmpty());
}

TEST_F(FreeBusy, OfASharedRoomIsFullWithTheHallThatItIsAPartOf) {
  const auto library = department.has<Room>(a_room("Library").shared_by(2));
  const auto wing = department.has<Room>(a_room("Wing").made_of({library}));
  department.booked(office_hours().by(kim).in(wing));
  EXPECT_THAT(of(library), ElementsAre("14:00-15:00 busy"));
}

TEST_F(FreeBusy, OfAClosedRoomIsAllDayLong) {
  const auto studio = department.has<Room>(a_room("Studio").on("Main"));
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({black_box}));
  EXPECT_THAT(of(black_box), ElementsAre("00:00-00:00 busy"));
  EXPECT_THAT(of(studio), IsEmpty());
}

TEST_F(FreeBusy, OfARoomIsAllDayLongWhileItsCampusIsClosed) {
  const auto studio = department.has<Room>(a_room("Studio").on("Main"));
  department.has<Closure>(a_closure("No power").on("2026-12-07").of_campus("Main"));
  EXPECT_THAT(of(studio), ElementsAre("00:00-00:00 busy"));
  EXPECT_THAT(of(black_box), IsEmpty());
}

TEST_F(FreeBusy, OfARoomIsAllDayLongWhileTheDepartmentIsClosed) {
  department.has<Closure>(a_closure("Founder's day").on("2026-12-07"));
  EXPECT_THAT(of(black_box), ElementsAre("00:00-00:00 busy"));
}

TEST_F(FreeBusy, SaysNothingOfDaysThatOnlyWarn) {
  department.has<Closure>(a_closure("Constitution Day").on("2026-12-07").of_kind(ClosureKind::public_holiday));
  department.has<Closure>(a_closure("Exams").on("2026-12-07").of_kind(ClosureKind::exams).of_rooms({black_box}));
  department.has<Closure>(a_closure("Exams").on("2026-12-07").of_kind(ClosureKind::exams).of_people({kim}));
  EXPECT_THAT(of(black_box), IsEmpty());
  EXPECT_THAT(of(kim), IsEmpty());
}

TEST_F(FreeBusy, SaysNothingOfCancelledClosures) {
  const ClosureStatus cancelled = ClosureStatus::cancelled;
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({black_box}).as(cancelled));
  department.has<Closure>(a_closure("Leave").on("2026-12-07").of_people({kim}).as(cancelled));
  EXPECT_THAT(of(black_box), IsEmpty());
  EXPECT_THAT(of(kim), IsEmpty());
}

}  // namespace
}  // namespace scheduler
