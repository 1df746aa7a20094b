// What clashes with what, and what may be done about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

using support::a_master_class;
using support::changed;
using support::Department;
using support::instant;
using support::local;
using support::office_hours;
using support::refusal;
using enum Weekday;

class Booking : public testing::Test {
 protected:
  /// Whether the event can be booked, all else being as it is.
  bool fits(Event event) {
    const auto verdict = department.decide(Create<Event>{{department.next_id()}, std::move(event)});
    EXPECT_TRUE(verdict || refusal<SchedulingConflict>(verdict) != nullptr) << "refused for another reason";
    return verdict.has_value();
  }
  SchedulingConflict clash(Event event) {
    const auto verdict = department.decide(Create<Event>{{department.next_id()}, std::move(event)});
    const auto* error = refusal<SchedulingConflict>(verdict);
    EXPECT_NE(error, nullptr);
    return error != nullptr ? *error : SchedulingConflict{};
  }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Room> black_box = department.room("Black Box");
  Id<Room> white_box = department.room("White Box");
};

TEST_F(Booking, NamesWhoWhereAndWhenItClashes) {
  const auto other = department.booked(
      a_master_class().titled("Mask").by(kim).in(black_box).at("2026-12-07T14:00:00").lasting("PT2H"));
  const auto error = clash(office_hours().by(lee).in(black_box).at("2026-12-07T15:00:00").lasting("PT3H"));
  ASSERT_EQ(error.conflicts.size(), 1);
  const Conflict& conflict = error.conflicts.front();
  EXPECT_EQ(conflict.rule, Rule::room_double_booked);
  EXPECT_EQ(conflict.severity, Severity::error);
  EXPECT_EQ(conflict.resource, (ResourceRef{ResourceKind::room, black_box.value}));
  EXPECT_EQ(conflict.resource_name, "Black Box");
  EXPECT_EQ(conflict.interval, (Interval{instant("2026-12-07T10:00:00Z"), instant("2026-12-07T11:00:00Z")}));
  EXPECT_EQ(conflict.recurrence_id, local("2026-12-07T15:00:00"));
  const Interval its_time{instant("2026-12-07T09:00:00Z"), instant("2026-12-07T11:00:00Z")};
  EXPECT_EQ(conflict.with, (Opponent{other.value, OpponentKind::master_class, "Mask", its_time}));
  EXPECT_EQ(error.omitted, 0);
}

TEST_F(Booking, NamesEveryResourceThatClashes) {
  department.booked(a_master_class().by(kim).interpreted_by(lee).in(black_box));
  EXPECT_EQ(clash(a_master_class().by(lee).with({kim}).in(black_box)).conflicts.size(), 3);
}

TEST_F(Booking, TakesHalfOpenIntervals) {
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-07T10:00:00").lasting("PT1H"));
  EXPECT_TRUE(fits(office_hours().by(kim).in(black_box).at("2026-12-07T11:00:00").lasting("PT1H")));
  EXPECT_TRUE(fits(office_hours().by(kim).in(black_box).at("2026-12-07T09:00:00").lasting("PT1H")));
  EXPECT_FALSE(fits(office_hours().by(kim).in(black_box).at("2026-12-07T09:00:00").lasting("PT3601S")));
}

TEST_F(Booking, ComparesInstantsNotClocks) {
  department.booked(office_hours().by(kim).at("2026-12-07T14:00:00").in_zone("Asia/Tashkent"));
  EXPECT_FALSE(fits(office_hours().by(kim).at("2026-12-07T18:00:00").in_zone("Asia/Seoul")));
  EXPECT_TRUE(fits(office_hours().by(kim).at("2026-12-07T14:00:00").in_zone("Asia/Seoul")));
}

TEST_F(Booking, KeepsSetupAndTeardownBetweenTwoEvents) {
  const auto stage = department.room("Stage", "PT30M", "PT15M");
  department.booked(office_hours().by(kim).in(stage).at("2026-12-07T12:00:00").lasting("PT1H"));
  EXPECT_FALSE(fits(office_hours().by(lee).in(stage).at("2026-12-07T13:44:59")));
  EXPECT_TRUE(fits(office_hours().by(lee).in(stage).at("2026-12-07T13:45:00")));
  EXPECT_FALSE(fits(office_hours().by(lee).in(stage).at("2026-12-07T10:15:01")));
  EXPECT_TRUE(fits(office_hours().by(lee).in(stage).at("2026-12-07T10:15:00")));
}

TEST_F(Booking, KeepsNoPauseForPeople) {
  const auto stage = department.room("Stage", "PT30M", "PT15M");
  department.booked(office_hours().by(kim).in(stage).at("2026-12-07T12:00:00"));
  EXPECT_TRUE(fits(office_hours().by(kim).in(black_box).at("2026-12-07T13:00:00")));
}

TEST_F(Booking, LeavesPeopleFreeWhenItSaysSoButNotRooms) {
  department.booked(office_hours().by(kim).in(black_box).leaving_people_free());
  EXPECT_TRUE(fits(office_hours().by(kim)));
  EXPECT_FALSE(fits(office_hours().by(lee).in(black_box)));
}

TEST_F(Booking, IsKeptWhileTentative) {
  department.booked(office_hours().by(kim).tentative());
  EXPECT_FALSE(fits(office_hours().by(kim)));
}

TEST_F(Booking, IsHeldByTheInterpreterToo) {
  department.booked(a_master_class().by(kim).interpreted_by(lee));
  const auto error = clash(office_hours().by(lee));
  EXPECT_EQ(error.conflicts.front().rule, Rule::person_double_booked);
  EXPECT_EQ(error.conflicts.front().resource_name, "Lee Jiho");
}

TEST_F(Booking, TakesAdditionalRooms) {
  department.booked(office_hours().by(kim).in(black_box).also_in({white_box}));
  EXPECT_FALSE(fits(office_hours().by(lee).in(white_box)));
}

TEST_F(Booking, CountsARoomOnceThatIsNamedTwice) {
  department.booked(office_hours().by(kim).in(black_box));
  EXPECT_EQ(clash(office_hours().by(lee).in(black_box).also_in({black_box, black_box})).conflicts.size(), 1);
}

TEST_F(Booking, IsReleasedByItsCancellation) {
  const auto event = department.booked(office_hours().by(kim).in(black_box));
  ASSERT_TRUE(department.cancel(event));
  EXPECT_TRUE(fits(office_hours().by(kim).in(black_box)));
  EXPECT_EQ(department.event(event).status, EventStatus::cancelled);
  const auto again = department.cancel(event);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->changes.empty());
}

TEST_F(Booking, IsNotRevivedOverSomebodyElse) {
  const auto event = department.booked(office_hours().by(kim));
  ASSERT_TRUE(department.cancel(event));
  department.booked(office_hours().by(kim));
  Event revived = department.event(event);
  revived.status = EventStatus::confirmed;
  EXPECT_NE(refusal<SchedulingConflict>(department.change(event, revived)), nullptr);
}

TEST_F(Booking, DoesNotClashWithItself) {
  const auto event = department.booked(office_hours().by(kim).in(black_box).at("2026-12-07T14:00:00").lasting("PT2H"));
  EXPECT_TRUE(department.change(event, changed(department.event(event)).at("2026-12-07T15:00:00")));
}

TEST_F(Booking, MovesAwayFromItsOldTime) {
  const auto event = department.booked(office_hours().by(kim));
  ASSERT_TRUE(department.change(event, changed(department.event(event)).at("2026-12-08T14:00:00")));
  EXPECT_TRUE(fits(office_hours().by(kim).at("2026-12-07T14:00:00")));
  EXPECT_FALSE(fits(office_hours().by(kim).at("2026-12-08T14:00:00")));
}

class SeriesBooking : public Booking {};

TEST_F(SeriesBooking, NamesEachClashOfTwoSeriesInOrderOfTime) {
  department.booked(a_master_class().by(kim).at("2026-12-07T14:00:00").weekly_on({monday, thursday}).times(6));
  const auto error = clash(office_hours().by(kim).at("2026-12-10T14:30:00").weekly().times(4));
  ASSERT_EQ(error.conflicts.size(), 3);
  EXPECT_EQ(error.conflicts[0].recurrence_id, local("2026-12-10T14:30:00"));
  EXPECT_EQ(error.conflicts[1].recurrence_id, local("2026-12-17T14:30:00"));
  EXPECT_EQ(error.conflicts[2].recurrence_id, local("2026-12-24T14:30:00"));
}

TEST_F(SeriesBooking, LeavesAnExcludedOccurrenceFree) {
  department.booked(office_hours().by(kim).at("2026-12-07T14:00:00").daily().times(5).except("2026-12-09T14:00:00"));
  EXPECT_TRUE(fits(office_hours().by(kim).at("2026-12-09T14:00:00")));
  EXPECT_FALSE(fits(office_hours().by(kim).at("2026-12-10T14:00:00")));
}

TEST_F(SeriesBooking, FreesItsSlotWhenAnOccurrenceIsExcludedLater) {
  const auto series = department.booked(office_hours().by(kim).at("2026-12-07T14:00:00").daily().times(5));
  ASSERT_TRUE(department.change(series, changed(department.event(series)).except("2026-12-09T14:00:00")));
  EXPECT_TRUE(fits(office_hours().by(kim).at("2026-12-09T14:00:00")));
}

TEST_F(SeriesBooking, NamesAThousandClashesAndCountsTheRest) {
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-07T14:00:00").daily());
  const auto error = clash(office_hours().by(kim).in(black_box).at("2026-12-07T14:00:00").daily());
  EXPECT_EQ(error.conflicts.size(), kMaxConflictsNamed);
  EXPECT_EQ(error.omitted, 2 * 3654 - kMaxConflictsNamed);
}

class Override : public Booking {
 protected:
  Id<Event> first = department.booked(office_hours().by(kim).in(black_box));
  Id<Event> second_id{department.next_id()};
  Create<Event> second{second_id, a_master_class().by(kim).in(white_box)};
};

TEST_F(Override, TurnsConflictsIntoWarnings) {
  const auto verdict = department.perform(support::overriding(second));
  ASSERT_TRUE(verdict);
  ASSERT_EQ(verdict->warnings.size(), 1);
  EXPECT_EQ(verdict->warnings.front().severity, Severity::warning);
  EXPECT_EQ(verdict->warnings.front().with->id, first.value);
}

TEST_F(Override, IsForbiddenToStaff) {
  for (const Role role : {Role::viewer, Role::staff}) {
    EXPECT_NE(refusal<Forbidden>(department.decide(support::overriding(second, role))), nullptr);
  }
  EXPECT_TRUE(department.decide(support::overriding(second, Role::admin)));
}

TEST_F(Override, IsNotNeededForAnotherTitle) {
  ASSERT_TRUE(department.perform(support::overriding(second)));
  EXPECT_TRUE(department.change(second_id, changed(department.event(second_id)).titled("Mask")));
  EXPECT_TRUE(department.change(first, changed(department.event(first)).titled("Head")));
}

TEST_F(Override, IsNotNeededForTakingLess) {
  ASSERT_TRUE(department.perform(support::overriding(second)));
  Event without_room = department.event(second_id);
  without_room.room.reset();
  EXPECT_TRUE(department.change(second_id, without_room));
}

TEST_F(Override, IsNotNeededForTheSamePeopleInAnotherOrder) {
  second.value.people = {lee, kim};
  ASSERT_TRUE(department.perform(support::overriding(second)));
  EXPECT_TRUE(department.change(second_id, changed(department.event(second_id)).with({kim, lee})));
}

TEST_F(Override, IsNeededAgainForAnotherTime) {
  ASSERT_TRUE(department.perform(support::overriding(second)));
  const auto verdict = department.change(second_id, changed(department.event(second_id)).at("2026-12-07T14:30:00"));
  EXPECT_NE(refusal<SchedulingConflict>(verdict), nullptr);
}

TEST_F(Override, ChangesNothingWhereNothingClashes) {
  const auto verdict =
      department.decide(support::overriding(Create<Event>{second_id, office_hours().by(lee)}, Role::staff));
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict->warnings.empty());
}

}  // namespace
}  // namespace scheduler
