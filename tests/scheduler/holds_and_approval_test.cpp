// What is not certain yet: holds that run out, what waits for a coordinator, and what a coordinator may overrule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/master_data_builders.hpp"
#include "support/verdicts.hpp"

namespace scheduler {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using support::a_closure;
using support::a_master_class;
using support::a_room;
using support::changed;
using support::command_of;
using support::in_words;
using support::local;
using support::office_hours;
using support::overriding;
using support::refusal;
using testing::ElementsAre;
using testing::IsEmpty;

class Hold : public testing::Test {
 protected:
  Hold() { department.set(support::settings()); }

  /// Office hours of Kim's in the Black Box, until `hold` from now.
  Id<Event> held_for(seconds hold) {
    Event event = office_hours().by(kim).in(black_box);
    event.hold_until = department.now() + hold;
    return department.booked(event);
  }
  [[nodiscard]] std::vector<std::string> booking_it_too() {
    return in_words(department.decide(Create<Event>{{department.next_id()}, office_hours().by(lee).in(black_box)}));
  }
  Result<Decision> confirm(Id<Event> id) { return department.perform(Confirm{id, std::nullopt}); }

  support::Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Room> black_box = department.room("Black Box");
};

TEST_F(Hold, IsTentativeWhateverItSays) {
  EXPECT_EQ(department.event(held_for(hours{1})).status, EventStatus::tentative);
}

TEST_F(Hold, IsBusy) {
  held_for(hours{1});
  EXPECT_THAT(booking_it_too(), ElementsAre("room-double-booked error"));
}

TEST_F(Hold, IsCancelledWhenItRunsOut) {
  const auto event = held_for(hours{1});
  department.let_pass(hours{1});
  EXPECT_EQ(department.event(event).status, EventStatus::cancelled);
  EXPECT_EQ(department.event(event).sequence, 1);
  EXPECT_THAT(booking_it_too(), IsEmpty());
}

TEST_F(Hold, LastsUntilItsTime) {
  const auto event = held_for(hours{1});
  department.let_pass(hours{1} - seconds{2});
  EXPECT_EQ(department.event(event).status, EventStatus::tentative);
}

TEST_F(Hold, EndsBesideOthersThatGoOn) {
  const auto first = held_for(hours{1});
  Event later = office_hours().by(lee);
  later.hold_until = department.now() + hours{2};
  const auto second = department.booked(later);
  department.let_pass(hours{1});
  EXPECT_EQ(department.event(first).status, EventStatus::cancelled);
  EXPECT_EQ(department.event(second).status, EventStatus::tentative);
}

TEST_F(Hold, CannotEndBeforeItBegins) {
  Event event = office_hours().by(kim);
  event.hold_until = department.now();
  EXPECT_NE(refusal<InvalidInput>(department.book(event)), nullptr);
}

TEST_F(Hold, IsKeptForGoodWhenItIsConfirmed) {
  const auto event = held_for(hours{1});
  ASSERT_TRUE(confirm(event));
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
  EXPECT_EQ(department.event(event).hold_until, std::nullopt);
  department.let_pass(hours{2});
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
}

TEST_F(Hold, MayBeProlonged) {
  const auto event = held_for(hours{1});
  Event longer = department.event(event);
  longer.hold_until = *longer.hold_until + hours{1};
  ASSERT_TRUE(department.change(event, longer));
  department.let_pass(hours{1});
  EXPECT_EQ(department.event(event).status, EventStatus::tentative);
  department.let_pass(hours{1});
  EXPECT_EQ(department.event(event).status, EventStatus::cancelled);
}

TEST_F(Hold, TakesTheAppointmentsWithItWhenItRunsOut) {
  Event event = office_hours().by(kim).in_slots_of("PT20M");
  event.hold_until = department.now() + hours{1};
  Appointment appointment;
  appointment.office_hours = department.booked(event);
  appointment.start = local("2026-12-07T14:00:00");
  appointment.visitor = {"Aziza", "aziza@example.org", {}, {}};
  const auto given = department.has<Appointment>(appointment);
  department.let_pass(hours{1});
  EXPECT_EQ(department.value(given).status, AppointmentStatus::cancelled);
}

TEST_F(Hold, ThatHasRunOutIsNotConfirmed) {
  const auto event = held_for(hours{1});
  department.let_pass(hours{1});
  const auto verdict = confirm(event);
  const auto* refused = refusal<Refused>(verdict);
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->because, Refused::Because::not_tentative);
}

TEST_F(Hold, ThatIsCancelledIsNotConfirmed) {
  const auto event = held_for(hours{1});
  ASSERT_TRUE(department.cancel(event));
  EXPECT_NE(refusal<Refused>(confirm(event)), nullptr);
}

TEST_F(Hold, IsNotWhatATentativeEventIs) {
  const auto event = department.booked(office_hours().by(kim).tentative());
  department.let_pass(hours{24});
  EXPECT_EQ(department.event(event).status, EventStatus::tentative);
  ASSERT_TRUE(confirm(event));
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
}

TEST_F(Hold, OfAnUnknownEventCannotBeConfirmed) {
  EXPECT_NE(refusal<NotFound>(confirm({department.next_id()})), nullptr);
}

class ApprovedRoom : public testing::Test {
 protected:
  ApprovedRoom() { department.set(support::settings()); }

  Result<Decision> by_staff(Action action) { return department.perform(command_of(std::move(action), Role::staff)); }
  /// A member of staff books the stage for Kim.
  Id<Event> pending() {
    const Id<Event> id{department.next_id()};
    EXPECT_TRUE(by_staff(Create<Event>{id, office_hours().by(kim).in(stage)}));
    return id;
  }
  Result<Decision> approve(Id<Event> id) { return department.perform(Approve{id, std::nullopt}); }
  Result<Decision> reject(Id<Event> id) { return department.perform(Reject{id, std::nullopt}); }

  support::Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Room> stage = department.has<Room>(a_room("Stage").approved_by_coordinators());
  Id<Room> studio = department.has<Room>(a_room("Studio"));
};

TEST_F(ApprovedRoom, MakesStaffWait) {
  const auto event = pending();
  EXPECT_EQ(department.event(event).approval, Approval::pending);
  EXPECT_EQ(department.event(event).status, EventStatus::tentative);
}

TEST_F(ApprovedRoom, IsBusyWhileItWaits) {
  pending();
  EXPECT_THAT(in_words(department.book(office_hours().by(lee).in(stage))), ElementsAre("room-double-booked error"));
}

TEST_F(ApprovedRoom, IsBookedByACoordinatorAtOnce) {
  const auto event = department.booked(office_hours().by(kim).in(stage));
  EXPECT_EQ(department.event(event).approval, Approval::not_needed);
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
}

TEST_F(ApprovedRoom, IsTheOnlyOneThatIsWaitedFor) {
  const Id<Event> event{department.next_id()};
  ASSERT_TRUE(by_staff(Create<Event>{event, office_hours().by(kim).in(studio)}));
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
}

TEST_F(ApprovedRoom, IsWaitedForWhenStaffMoveIntoIt) {
  const auto event = department.booked(office_hours().by(kim).in(studio));
  ASSERT_TRUE(by_staff(Replace<Event>{event, changed(department.event(event)).in(stage), std::nullopt}));
  EXPECT_EQ(department.event(event).approval, Approval::pending);
}

TEST_F(ApprovedRoom, IsAskedForWithTheHallThatItIsAPartOf) {
  const auto hall = department.has<Room>(a_room("Hall").made_of({stage, studio}));
  const Id<Event> event{department.next_id()};
  ASSERT_TRUE(by_staff(Create<Event>{event, office_hours().by(kim).in(hall)}));
  EXPECT_EQ(department.event(event).approval, Approval::pending);
}

TEST_F(ApprovedRoom, TellsWhyItIsRejected) {
  const auto event = pending();
  ASSERT_TRUE(department.perform(Reject{event, std::nullopt, "the floor is being laid"}));
  EXPECT_EQ(department.event(event).approval_reason, "the floor is being laid");
  EXPECT_EQ(department.journal().back().reason, "the floor is being laid");
}

TEST_F(ApprovedRoom, IsNotConfirmedByThoseWhoWait) {
  const auto event = pending();
  EXPECT_NE(refusal<Refused>(by_staff(Confirm{event, std::nullopt})), nullptr);
  Event confirmed = department.event(event);
  confirmed.status = EventStatus::confirmed;
  confirmed.approval = Approval::approved;
  ASSERT_TRUE(by_staff(Replace<Event>{event, confirmed, std::nullopt}));
  EXPECT_EQ(department.event(event).status, EventStatus::tentative);
  EXPECT_EQ(department.event(event).approval, Approval::pending);
}

TEST_F(ApprovedRoom, IsGivenByACoordinator) {
  const auto event = pending();
  ASSERT_TRUE(approve(event));
  EXPECT_EQ(department.event(event).approval, Approval::approved);
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
  EXPECT_EQ(department.event(event).sequence, 1);
}

TEST_F(ApprovedRoom, IsNotGivenOrRefusedByStaff) {
  const auto event = pending();
  EXPECT_NE(refusal<Forbidden>(by_staff(Approve{event, std::nullopt})), nullptr);
  EXPECT_NE(refusal<Forbidden>(by_staff(Reject{event, std::nullopt})), nullptr);
}

TEST_F(ApprovedRoom, IsDecidedAgainAsOfNow) {
  const auto event = pending();
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({stage}));
  EXPECT_THAT(in_words(approve(event)), ElementsAre("room-closed error"));
  EXPECT_EQ(department.event(event).approval, Approval::pending);
}

TEST_F(ApprovedRoom, IsGivenOverAClashForAReason) {
  const auto event = pending();
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({stage}));
  EXPECT_THAT(in_words(department.perform(overriding(Approve{event, std::nullopt}))),
              ElementsAre("room-closed warning"));
  EXPECT_EQ(department.event(event).approval, Approval::approved);
}

TEST_F(ApprovedRoom, IsGivenForWhatIsLeftOfASeries) {
  const Id<Event> event{department.next_id()};
  ASSERT_TRUE(by_staff(Create<Event>{event, office_hours().by(kim).in(stage).weekly().times(3)}));
  department.has<Closure>(a_closure("Repair").on("2026-12-14").of_rooms({stage}));
  const auto verdict = department.perform(support::skipping(Approve{event, std::nullopt}));
  ASSERT_TRUE(verdict);
  ASSERT_EQ(verdict->skipped.size(), 1);
  EXPECT_EQ(verdict->skipped.front().recurrence_id, local("2026-12-14T14:00:00"));
  EXPECT_EQ(occurrences_of(department.event(event)).size(), 2);
  EXPECT_EQ(department.event(event).approval, Approval::approved);
}

TEST_F(ApprovedRoom, IsGivenOnce) {
  const auto event = pending();
  ASSERT_TRUE(approve(event));
  for (const auto& again : {approve(event), reject(event)}) {
    const auto* refused = refusal<Refused>(again);
    ASSERT_NE(refused, nullptr);
    EXPECT_EQ(refused->because, Refused::Because::not_pending);
  }
}

TEST_F(ApprovedRoom, IsFreeAgainWhenItIsRefused) {
  const auto event = pending();
  ASSERT_TRUE(reject(event));
  EXPECT_EQ(department.event(event).approval, Approval::rejected);
  EXPECT_EQ(department.event(event).status, EventStatus::cancelled);
  EXPECT_THAT(in_words(department.book(office_hours().by(lee).in(stage))), IsEmpty());
}

TEST_F(ApprovedRoom, IsWaitedForAgainWhenStaffAskAgain) {
  const auto event = pending();
  ASSERT_TRUE(reject(event));
  Event again = department.event(event);
  again.status = EventStatus::confirmed;
  ASSERT_TRUE(by_staff(Replace<Event>{event, again, std::nullopt}));
  EXPECT_EQ(department.event(event).approval, Approval::pending);
  EXPECT_EQ(department.event(event).status, EventStatus::tentative);
}

TEST_F(ApprovedRoom, IsNotWaitedForWhenACoordinatorTakesTheRefusalBack) {
  const auto event = pending();
  ASSERT_TRUE(reject(event));
  Event again = department.event(event);
  again.status = EventStatus::confirmed;
  ASSERT_TRUE(department.change(event, again));
  EXPECT_EQ(department.event(event).approval, Approval::not_needed);
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
}

TEST_F(ApprovedRoom, IsWaitedForAgainWhenStaffMoveTheEvent) {
  const auto event = pending();
  ASSERT_TRUE(approve(event));
  const Event renamed = changed(department.event(event)).titled("Mask");
  ASSERT_TRUE(by_staff(Replace<Event>{event, renamed, std::nullopt}));
  EXPECT_EQ(department.event(event).approval, Approval::approved) << "a title is nobody's matter";
  const Event moved = changed(department.event(event)).at("2026-12-08T14:00:00");
  ASSERT_TRUE(by_staff(Replace<Event>{event, moved, std::nullopt}));
  EXPECT_EQ(department.event(event).approval, Approval::pending);
}

TEST_F(ApprovedRoom, IsNoLongerWaitedForWhenTheHoldHasRunOut) {
  const Id<Event> event{department.next_id()};
  Event held = office_hours().by(kim).in(stage);
  held.hold_until = department.now() + hours{1};
  ASSERT_TRUE(by_staff(Create<Event>{event, held}));
  department.let_pass(hours{1});
  EXPECT_NE(refusal<Refused>(approve(event)), nullptr);
}

TEST_F(ApprovedRoom, IsGivenForGoodToAHold) {
  const Id<Event> event{department.next_id()};
  Event held = office_hours().by(kim).in(stage);
  held.hold_until = department.now() + hours{1};
  ASSERT_TRUE(by_staff(Create<Event>{event, held}));
  ASSERT_TRUE(approve(event));
  department.let_pass(hours{2});
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
}

TEST_F(ApprovedRoom, IsGivenToTheVersionThatWasRead) {
  const auto event = pending();
  EXPECT_NE(refusal<StaleVersion>(department.perform(Approve{event, 7})), nullptr);
  EXPECT_TRUE(department.perform(Approve{event, 1}));
}

/// What it means that a coordinator has a reason; more is in decide_event_test.cpp.
TEST(OverridingReason, HelpsNothingWhereOneOfTheClashesCannotBeOverridden) {
  support::Department department;
  const auto kim = department.person("Kim Minseo");
  const auto lee = department.person("Lee Jiho");
  const auto cupboard = department.has<Room>(a_room("Cupboard").seating(5));
  department.booked(office_hours().by(kim).in(cupboard));
  const Create<Event> create{{department.next_id()}, a_master_class().by(lee).in(cupboard).for_participants(6)};
  EXPECT_THAT(in_words(department.decide(overriding(create, Role::admin))),
              testing::UnorderedElementsAre("room-double-booked error", "capacity-exceeds-room error"));
}

TEST(OverridingReason, IsNotForbiddenToStaffWhoAreOnlyWarned) {
  support::Department department;
  const auto minseo = department.has<Person>(support::a_person("Minseo").at_most_daily("PT1H"));
  const Create<Event> create{{department.next_id()}, office_hours().by(minseo).lasting("PT2H")};
  EXPECT_THAT(in_words(department.decide(overriding(create, Role::staff))), ElementsAre("over-daily-limit warning"));
}

}  // namespace
}  // namespace scheduler
