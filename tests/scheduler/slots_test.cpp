// The slots of office hours.
#include "scheduler/slots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/guest_builders.hpp"
#include "support/master_data_builders.hpp"

namespace scheduler {
namespace {

using support::a_closure;
using support::a_master_class;
using support::a_person;
using support::a_trip;
using support::an_appointment;
using support::Department;
using support::from_to;
using support::local;
using support::office_hours;
using testing::ElementsAre;
using testing::IsEmpty;

class Slots : public testing::Test {
 protected:
  Slots() { department.set(support::settings()); }

  [[nodiscard]] std::vector<Slot> slots(Id<Event> hours, std::size_t limit = kMostSlots) const {
    return slots_of(department.schedule(), *department.schedule().find(hours), window, department.now(), limit);
  }
  /// "14:00", or "14:20 it is given away" where it is not free.
  [[nodiscard]] std::vector<std::string> of(Id<Event> hours) const {
    constexpr std::size_t kTime = 11;
    constexpr std::size_t kMinutes = 5;
    std::vector<std::string> words;
    for (const Slot& each : slots(hours)) {
      words.push_back(to_string(each.start).substr(kTime, kMinutes) + (each.free() ? "" : ' ' + each.reason));
    }
    return words;
  }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  /// Monday the 7th of December 2026 in Tashkent.
  Interval window = from_to("2026-12-06T19:00:00Z", "2026-12-07T19:00:00Z");
};

TEST_F(Slots, AreTheHoursInPieces) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  EXPECT_THAT(of(hours), ElementsAre("14:00", "14:20", "14:40"));
  EXPECT_EQ(slots(hours).back().end, local("2026-12-07T15:00:00"));
  EXPECT_EQ(slots(hours).back().interval, from_to("2026-12-07T09:40:00Z", "2026-12-07T10:00:00Z"));
}

TEST_F(Slots, LeaveARestThatIsTooShort) {
  EXPECT_THAT(of(department.booked(office_hours().by(kim).lasting("PT59M").in_slots_of("PT20M"))),
              ElementsAre("14:00", "14:20"));
}

TEST_F(Slots, AreThoseThatBeginInTheWindow) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M").daily().times(3));
  window = from_to("2026-12-07T09:20:00Z", "2026-12-08T09:20:00Z");
  EXPECT_THAT(of(hours), ElementsAre("14:20", "14:40", "14:00"));
}

TEST_F(Slots, AreNoMoreThanAreAskedFor) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  EXPECT_EQ(slots(hours, 2).size(), 2);
}

TEST_F(Slots, AreNoneOfHoursWithoutSlotsOfCancelledOnesAndOfClasses) {
  EXPECT_THAT(of(department.booked(office_hours().by(kim).at("2026-12-07T09:00:00"))), IsEmpty());
  const auto cancelled = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  ASSERT_TRUE(department.cancel(cancelled));
  EXPECT_THAT(of(cancelled), IsEmpty());
  EXPECT_THAT(of(department.booked(a_master_class().by(kim))), IsEmpty());
}

TEST_F(Slots, AreNoneOfAnOccurrenceThatIsLeftOut) {
  const auto hours =
      department.booked(office_hours().by(kim).in_slots_of("PT30M").daily().times(2).except("2026-12-07T14:00:00"));
  EXPECT_THAT(of(hours), IsEmpty());
}

TEST_F(Slots, LeaveOutThoseThatTouchABreak) {
  const auto hours =
      department.booked(office_hours().by(kim).lasting("PT2H").in_slots_of("PT20M").pausing("14:30", "15:00"));
  EXPECT_THAT(of(hours), ElementsAre("14:00", "15:00", "15:20", "15:40"));
}

TEST_F(Slots, LeaveOutThoseThatTouchABreakOfTheNextDay) {
  const auto hours = department.booked(
      office_hours().by(kim).at("2026-12-07T22:00:00").lasting("PT4H").in_slots_of("PT50M").pausing("00:00", "00:30"));
  window = from_to("2026-12-07T00:00:00Z", "2026-12-09T00:00:00Z");
  EXPECT_THAT(of(hours), ElementsAre("22:00", "22:50", "00:30"));
}

TEST_F(Slots, SayWhyTheyAreNotFree) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  department.has<Appointment>(an_appointment(hours, "2026-12-07T14:20:00"));
  EXPECT_THAT(of(hours), ElementsAre("14:00", "14:20 it is given away", "14:40"));
}

TEST_F(Slots, AreNotFreeOnceTheyHaveBegun) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  department.pass(support::instant("2026-12-07T09:20:00Z") - department.now());
  EXPECT_THAT(of(hours), ElementsAre("14:00 it is over", "14:20", "14:40"));
}

TEST_F(Slots, AreNotFreeOnADayOff) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT30M"));
  department.has<Closure>(a_closure("Navruz").on("2026-12-07").of_kind(ClosureKind::public_holiday));
  EXPECT_THAT(of(hours), ElementsAre("14:00 Navruz", "14:30 Navruz"));
}

TEST_F(Slots, AreNotFreeWhereTheRoomIsTaken) {
  const auto office = department.room("Office");
  const auto hours = department.booked(office_hours().by(kim).in(office).in_slots_of("PT20M"));
  const Create<Event> minister{{department.next_id()},
                               a_master_class().by(lee).in(office).at("2026-12-07T14:30:00").lasting("PT5M")};
  ASSERT_TRUE(department.perform(support::overriding(minister)));
  EXPECT_THAT(of(hours), ElementsAre("14:00", "14:20 the room is taken", "14:40"));
}

TEST_F(Slots, AreNotFreeWhereTheHostIsElsewhere) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  const Create<Event> minister{{department.next_id()}, a_master_class().by(kim).at("2026-12-07T14:40:00")};
  ASSERT_TRUE(department.perform(support::overriding(minister)));
  EXPECT_THAT(of(hours), ElementsAre("14:00", "14:20", "14:40 the host is busy elsewhere"));
}

TEST_F(Slots, AreFreeOnlineWhileTheHostTravels) {
  const auto hours = department.booked(office_hours().by(kim).online().in_slots_of("PT30M"));
  department.booked(a_trip().travelling({kim}));
  EXPECT_THAT(of(hours), ElementsAre("14:00", "14:30"));
}

TEST_F(Slots, AreNotFreeBeforeTheGuestArrives) {
  const auto guest = department.has<Person>(a_person("Guest").here("2026-12-01T00:00:00", "2026-12-20T00:00:00"));
  const auto hours = department.booked(office_hours().by(guest).in_slots_of("PT30M"));
  const Person later = a_person("Guest").here("2026-12-07T14:30:00", "2026-12-20T00:00:00");
  ASSERT_TRUE(department.perform(Replace<Person>{guest, later, std::nullopt}));
  EXPECT_THAT(of(hours), ElementsAre("14:00 the host is busy elsewhere", "14:30"));
}

TEST_F(Slots, NameTheLeastBusyHostFirst) {
  const auto hours = department.booked(office_hours().by(kim).also_by({lee}).seeing_at_once(2).in_slots_of("PT1H"));
  EXPECT_THAT(slots(hours).front().free_hosts, ElementsAre(kim, lee, kim, lee));
  department.has<Appointment>(an_appointment(hours, "2026-12-07T14:00:00"));
  EXPECT_THAT(slots(hours).front().free_hosts, ElementsAre(lee, kim, lee));
}

TEST_F(Slots, AreWithTheHostOfTheDay) {
  auto changed_host = office_hours().by(kim).in_slots_of("PT1H");
  changed_host.occurrence("2026-12-07T14:00:00").host = lee;
  EXPECT_THAT(slots(department.booked(changed_host)).front().free_hosts, ElementsAre(lee));
}

TEST_F(Slots, GoOnWhereTheClockLeavesAnHourOut) {
  // In Riga 03:00 is 04:00 on that night.
  const auto hours = department.booked(
      office_hours().by(kim).in_zone("Europe/Riga").at("2027-03-28T02:00:00").lasting("PT3H").in_slots_of("PT1H"));
  window = from_to("2027-03-28T00:00:00Z", "2027-03-29T00:00:00Z");
  EXPECT_THAT(of(hours), ElementsAre("02:00", "04:00", "05:00"));
}

TEST_F(Slots, AreFoundByTheirStart) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  const auto at = [&](std::string_view start) {
    return slot_at(department.schedule(), *department.schedule().find(hours), local(start), department.now());
  };
  ASSERT_TRUE(at("2026-12-07T14:20:00"));
  EXPECT_EQ(at("2026-12-07T14:20:00")->end, local("2026-12-07T14:40:00"));
  EXPECT_FALSE(at("2026-12-07T14:30:00"));
  EXPECT_FALSE(at("2026-12-07T15:00:00"));
}

TEST_F(Slots, AreSeenAsIfAnAppointmentWereNot) {
  const auto hours = department.booked(office_hours().by(kim).in_slots_of("PT20M"));
  const auto given = department.has<Appointment>(an_appointment(hours, "2026-12-07T14:20:00"));
  const auto& record = *department.schedule().find(hours);
  const auto start = local("2026-12-07T14:20:00");
  EXPECT_FALSE(slot_at(department.schedule(), record, start, department.now())->free());
  EXPECT_TRUE(slot_at(department.schedule(), record, start, department.now(), given)->free());
}

}  // namespace
}  // namespace scheduler
