// Slots of office hours, as visitors get, move and give them up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/guest_builders.hpp"
#include "support/master_data_builders.hpp"
#include "support/verdicts.hpp"

namespace scheduler {
namespace {

using support::a_closure;
using support::a_master_class;
using support::an_appointment;
using support::changed;
using support::Department;
using support::in_words;
using support::instant;
using support::local;
using support::office_hours;
using support::refusal;
using testing::ElementsAre;
using testing::IsEmpty;

/// An hour of slots of 20 minutes on Monday the 7th of December 2026 at 14:00, 09:00 UTC.
class AppointmentTest : public testing::Test {
 protected:
  AppointmentTest() { department.set(support::settings()); }

  Result<Decision> wish(const Appointment& appointment) {
    return department.decide(Create<Appointment>{{department.next_id()}, appointment});
  }
  /// Why it cannot be had; nothing: it can.
  std::vector<std::string> refused(const Appointment& appointment) { return in_words(wish(appointment)); }
  [[nodiscard]] std::string reason(const Appointment& appointment) {
    const auto conflicts = support::conflicts_in(wish(appointment));
    return conflicts.empty() ? "" : conflicts.front().detail;
  }
  /// Why the slot is not open; empty: it is.
  [[nodiscard]] std::string not_open(const Appointment& appointment) {
    const auto verdict = wish(appointment);
    const auto* refused = refusal<Refused>(verdict);
    if (refused == nullptr) return "";
    EXPECT_EQ(refused->because, Refused::Because::slot_not_open);
    return refused->detail;
  }
  Id<Appointment> given(const Appointment& appointment) { return department.has<Appointment>(appointment); }
  Result<Decision> cancel(Id<Appointment> id) { return department.perform(Remove<Appointment>{id, std::nullopt}); }
  Result<Decision> move(Id<Appointment> id, std::string_view start) {
    Appointment moved = department.value(id);
    moved.start = local(start);
    return department.perform(Replace<Appointment>{id, moved, std::nullopt});
  }
  void wait_until(std::string_view time) { department.pass(instant(time) - department.now()); }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
};

TEST_F(AppointmentTest, IsOfTheSlotAndItsHost) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  const Appointment& appointment = department.value(given(an_appointment(hours, "2026-12-07T14:20:00")));
  EXPECT_EQ(appointment.host, kim);
  EXPECT_EQ(appointment.duration, support::lasting("PT20M"));
  EXPECT_EQ(appointment.status, AppointmentStatus::booked);
}

TEST_F(AppointmentTest, BeginsWithASlot) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  const std::string none = "invalid: /start is not the start of a slot: GET .../slots lists them";
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:10:00")), ElementsAre(none));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T15:00:00")), ElementsAre(none));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T13:40:00")), ElementsAre(none));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:40:00")), IsEmpty());
}

TEST_F(AppointmentTest, NeedsAWholeSlot) {
  const auto hours = department.booked(office_hours().by(kim).lasting("PT50M").in_slots_of("PT20M"));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:20:00")), IsEmpty());
  EXPECT_NE(refusal<InvalidInput>(wish(an_appointment(hours, "2026-12-07T14:40:00"))), nullptr);
}

TEST_F(AppointmentTest, IsNotMadeWithHoursThatHaveNoSlots) {
  const auto hours = department.booked(office_hours().by(kim));
  EXPECT_NE(refusal<InvalidInput>(wish(an_appointment(hours, "2026-12-07T14:00:00"))), nullptr);
}

TEST_F(AppointmentTest, IsNotMadeWithAMasterClass) {
  const auto event = department.booked(a_master_class().by(kim));
  EXPECT_NE(refusal<NotFound>(wish(an_appointment(event, "2026-12-07T14:00:00"))), nullptr);
}

TEST_F(AppointmentTest, IsNotMadeWithCancelledHours) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  ASSERT_TRUE(department.cancel(hours));
  EXPECT_NE(refusal<InvalidInput>(wish(an_appointment(hours, "2026-12-07T14:00:00"))), nullptr);
}

TEST_F(AppointmentTest, IsOneASlot) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  given(an_appointment(hours, "2026-12-07T14:00:00"));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:00:00")), ElementsAre("person-double-booked error"));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:20:00")), IsEmpty());
}

TEST_F(AppointmentTest, IsOfferedTheNextFreeSlotsInstead) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  given(an_appointment(hours, "2026-12-07T14:00:00"));
  const auto verdict = wish(an_appointment(hours, "2026-12-07T14:00:00"));
  const auto* conflict = refusal<SchedulingConflict>(verdict);
  ASSERT_NE(conflict, nullptr);
  ASSERT_EQ(conflict->alternatives.size(), 2);
  EXPECT_EQ(conflict->alternatives[0].start, local("2026-12-07T14:20:00"));
  EXPECT_EQ(conflict->alternatives[1].start, local("2026-12-07T14:40:00"));
}

TEST_F(AppointmentTest, CannotBeHadByOverriding) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  given(an_appointment(hours, "2026-12-07T14:00:00"));
  const Create<Appointment> second{{department.next_id()}, an_appointment(hours, "2026-12-07T14:00:00")};
  const auto verdict = department.decide(support::overriding(second, Role::admin));
  ASSERT_NE(refusal<SchedulingConflict>(verdict), nullptr);
  EXPECT_FALSE(refusal<SchedulingConflict>(verdict)->conflicts.front().overridable);
}

TEST_F(AppointmentTest, IsGivenToAsManyAsASlotTakes) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M").seeing_at_once(2));
  given(an_appointment(hours, "2026-12-07T14:00:00"));
  given(an_appointment(hours, "2026-12-07T14:00:00"));
  EXPECT_EQ(reason(an_appointment(hours, "2026-12-07T14:00:00")), "it is given away");
}

TEST_F(AppointmentTest, IsMadeInTime) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M").booked_ahead("PT2H", "P60D"));
  wait_until("2026-12-07T07:00:00Z");
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:00:00")), IsEmpty());
  wait_until("2026-12-07T07:00:01Z");
  EXPECT_EQ(not_open(an_appointment(hours, "2026-12-07T14:00:00")), "too short notice");
}

TEST_F(AppointmentTest, IsNotMadeTooFarAhead) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M").booked_ahead("PT2H", "P3D"));
  wait_until("2026-12-04T08:59:59Z");
  EXPECT_EQ(not_open(an_appointment(hours, "2026-12-07T14:00:00")), "too far ahead");
  wait_until("2026-12-04T09:00:00Z");
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:00:00")), IsEmpty());
}

TEST_F(AppointmentTest, IsNotMadeWithWhatIsOver) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  wait_until("2026-12-07T09:00:01Z");
  EXPECT_EQ(not_open(an_appointment(hours, "2026-12-07T14:00:00")), "it is over");
}

TEST_F(AppointmentTest, ThatIsCancelledIsNotMoved) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  const auto id = given(an_appointment(hours, "2026-12-07T14:00:00"));
  ASSERT_TRUE(cancel(id));
  const auto verdict = move(id, "2026-12-07T14:20:00");
  const auto* refused = refusal<Refused>(verdict);
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->because, Refused::Because::already_over);
}

TEST_F(AppointmentTest, LeavesTheBreakAlone) {
  const auto hours =
      department.booked(office_hours().by(kim).lasting("PT2H").in_slots_of("PT20M").pausing("14:30", "15:00"));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:00:00")), IsEmpty());
  EXPECT_NE(refusal<InvalidInput>(wish(an_appointment(hours, "2026-12-07T14:20:00"))), nullptr) << "goes on into it";
  EXPECT_NE(refusal<InvalidInput>(wish(an_appointment(hours, "2026-12-07T14:40:00"))), nullptr);
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T15:00:00")), IsEmpty());
}

TEST_F(AppointmentTest, IsNoneOnAHoliday) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  department.has<Closure>(a_closure("Navruz").on("2026-12-07").of_kind(ClosureKind::public_holiday));
  EXPECT_EQ(reason(an_appointment(hours, "2026-12-07T14:00:00")), "Navruz");
}

TEST_F(AppointmentTest, GoesOnInExamWeeks) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  department.has<Closure>(a_closure("Exams").on("2026-12-07").of_kind(ClosureKind::exams));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:00:00")), IsEmpty());
}

TEST_F(AppointmentTest, IsNoneWhereTheRoomIsClosed) {
  const auto office = department.room("Office");
  const auto hours = department.booked(office_hours().by(kim).in(office).in_slots_of("PT20M"));
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({office}));
  EXPECT_NE(refusal<SchedulingConflict>(wish(an_appointment(hours, "2026-12-07T14:00:00"))), nullptr);
}

class AppointmentWithHosts : public AppointmentTest {
 protected:
  Id<Event> hours = department.booked(office_hours().by(kim).also_by({lee}).in_slots_of("PT20M"));
};

TEST_F(AppointmentWithHosts, IsWithWhoeverIsFree) {
  const auto first = given(an_appointment(hours, "2026-12-07T14:00:00"));
  const auto second = given(an_appointment(hours, "2026-12-07T14:00:00"));
  EXPECT_NE(department.value(first).host, department.value(second).host);
  EXPECT_EQ(reason(an_appointment(hours, "2026-12-07T14:00:00")), "it is given away");
}

TEST_F(AppointmentWithHosts, IsWithWhomTheVisitorWants) {
  Appointment with_lee = an_appointment(hours, "2026-12-07T14:00:00");
  with_lee.host = lee;
  EXPECT_EQ(department.value(given(with_lee)).host, lee);
}

TEST_F(AppointmentWithHosts, IsWithTheOtherOneWhileOneIsAway) {
  department.has<Closure>(a_closure("Leave").on("2026-12-07").of_people({kim}));
  EXPECT_EQ(department.value(given(an_appointment(hours, "2026-12-07T14:00:00"))).host, lee);
}

TEST_F(AppointmentWithHosts, IsNoneWhileAllAreAway) {
  department.has<Closure>(a_closure("Leave").on("2026-12-07").of_people({kim, lee}));
  EXPECT_EQ(reason(an_appointment(hours, "2026-12-07T14:00:00")), "the host is busy elsewhere");
}

TEST_F(AppointmentWithHosts, IsNoneWhereTheHostIsWantedElsewhere) {
  const Create<Event> minister{{department.next_id()}, a_master_class().by(kim).at("2026-12-07T14:20:00")};
  ASSERT_TRUE(department.perform(support::overriding(minister)));
  EXPECT_EQ(department.value(given(an_appointment(hours, "2026-12-07T14:20:00"))).host, lee);
  EXPECT_EQ(reason(an_appointment(hours, "2026-12-07T14:20:00")), "it is given away");
}

class AppointmentMade : public AppointmentTest {
 protected:
  Id<Event> hours = department.booked(office_hours().by(kim).weekly().times(2).in_slots_of("PT20M"));
  Id<Appointment> appointment = given(an_appointment(hours, "2026-12-07T14:00:00"));
};

TEST_F(AppointmentMade, FreesItsSlotWhenItIsCancelled) {
  ASSERT_TRUE(cancel(appointment));
  EXPECT_EQ(department.value(appointment).status, AppointmentStatus::cancelled);
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:00:00")), IsEmpty());
}

TEST_F(AppointmentMade, IsCancelledOnce) {
  ASSERT_TRUE(cancel(appointment));
  const auto again = cancel(appointment);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->changes.empty());
}

TEST_F(AppointmentMade, MovesToAnotherSlot) {
  ASSERT_TRUE(move(appointment, "2026-12-14T14:40:00"));
  EXPECT_EQ(department.value(appointment).start, local("2026-12-14T14:40:00"));
  EXPECT_THAT(refused(an_appointment(hours, "2026-12-07T14:00:00")), IsEmpty());
  EXPECT_EQ(reason(an_appointment(hours, "2026-12-14T14:40:00")), "it is given away");
}

TEST_F(AppointmentMade, DoesNotMoveToATakenSlot) {
  given(an_appointment(hours, "2026-12-14T14:00:00", "Bobur"));
  EXPECT_THAT(in_words(move(appointment, "2026-12-14T14:00:00")), ElementsAre("person-double-booked error"));
  EXPECT_EQ(department.value(appointment).start, local("2026-12-07T14:00:00"));
}

TEST_F(AppointmentMade, ComesBackOnlyIntoAFreeSlot) {
  ASSERT_TRUE(cancel(appointment));
  given(an_appointment(hours, "2026-12-07T14:00:00", "Bobur"));
  Appointment back = department.value(appointment);
  back.status = AppointmentStatus::booked;
  EXPECT_THAT(in_words(department.perform(Replace<Appointment>{appointment, back, std::nullopt})),
              ElementsAre("person-double-booked error"));
}

TEST_F(AppointmentMade, StaysAsItWasOnceItHasBegun) {
  wait_until("2026-12-07T09:00:00Z");
  for (const auto& verdict : {cancel(appointment), move(appointment, "2026-12-14T14:00:00")}) {
    const auto* refused = refusal<Refused>(verdict);
    ASSERT_NE(refused, nullptr);
    EXPECT_EQ(refused->because, Refused::Because::already_over);
  }
}

TEST_F(AppointmentMade, NeedsAnAddressThatCanBeWrittenTo) {
  Appointment other = an_appointment(hours, "2026-12-07T14:20:00");
  other.visitor.email = "aziza";
  EXPECT_NE(refusal<InvalidInput>(wish(other)), nullptr);
}

}  // namespace
}  // namespace scheduler
