// Seats of master classes, and the waiting list.
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

using std::chrono::hours;
using support::a_master_class;
using support::a_registration;
using support::a_room;
using support::changed;
using support::Department;
using support::in_words;
using support::instant;
using support::office_hours;
using support::refusal;
using testing::ElementsAre;
using testing::IsEmpty;
using enum RegistrationStatus;

class RegistrationTest : public testing::Test {
 protected:
  RegistrationTest() { department.set(support::settings()); }

  Result<Decision> wish(const Registration& registration) {
    return department.decide(Create<Registration>{{department.next_id()}, registration});
  }
  Id<Registration> registered_for(Id<Event> event, const std::string& name) {
    return department.has<Registration>(a_registration(event, name));
  }
  [[nodiscard]] RegistrationStatus status(Id<Registration> id) const { return department.value(id).status; }
  Result<Decision> cancel(Id<Registration> id) { return department.perform(Remove<Registration>{id, std::nullopt}); }
  Result<Decision> accept(Id<Registration> id) { return department.perform(AcceptOffer{id}); }
  [[nodiscard]] static bool is_closed(const Result<Decision>& verdict) {
    const auto* refused = refusal<Refused>(verdict);
    return refused != nullptr && refused->because == Refused::Because::registration_closed;
  }
  void wait_until(std::string_view time) { department.pass(instant(time) - department.now()); }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
};

TEST_F(RegistrationTest, HasASeatWhileThereAreSome) {
  const auto event = department.booked(a_master_class().by(kim).for_participants(2));
  EXPECT_EQ(status(registered_for(event, "Aziza")), registered);
  EXPECT_EQ(status(registered_for(event, "Bobur")), registered);
  EXPECT_EQ(status(registered_for(event, "Charos")), waiting);
}

TEST_F(RegistrationTest, GetsNoSeatThatItsSmallerRoomHasNot) {
  Room room = a_room("Studio").seating(5);
  const auto studio = department.has<Room>(room);
  const auto event = department.booked(a_master_class().by(kim).in(studio).for_participants(5));
  room.capacity = 1;
  ASSERT_TRUE(department.perform(Replace<Room>{studio, room, std::nullopt}));
  EXPECT_EQ(status(registered_for(event, "Aziza")), registered);
  EXPECT_EQ(status(registered_for(event, "Bobur")), waiting);
}

TEST_F(RegistrationTest, KeepsItsSeatOnADayInAnotherRoom) {
  const auto large = department.has<Room>(a_room("Large").seating(2));
  const auto small = department.has<Room>(a_room("Small").seating(1));
  const auto event = department.booked(a_master_class().by(kim).in(large).weekly().times(3));
  registered_for(event, "Aziza");
  registered_for(event, "Bobur");
  Event moved = changed(department.event(event));
  moved.recurrence_overrides[support::local("2026-12-14T14:00:00")].room = small;
  EXPECT_THAT(in_words(department.change(event, moved)), ElementsAre("capacity-exceeds-room error"));
}

class SplitClass : public RegistrationTest {
 protected:
  /// From the second Monday on, with so many seats.
  std::vector<Registration> second_half_for(std::int32_t seats) {
    const Id<Event> following{department.next_id()};
    const Event later = changed(department.event(series)).at("2026-12-14T14:00:00").times(3).for_participants(seats);
    EXPECT_TRUE(
        department.perform(SplitSeries{series, std::nullopt, support::local("2026-12-14T14:00:00"), following, later}));
    std::vector<Registration> found;
    for (const auto& each : department.schedule().registrations_of(following)) found.push_back(each->value);
    return found;
  }

  Id<Event> series = department.booked(a_master_class().by(kim).for_participants(2).weekly().times(4));
  Id<Registration> aziza = registered_for(series, "Aziza");
  Id<Registration> bobur = registered_for(series, "Bobur");
  Id<Registration> charos = registered_for(series, "Charos");
};

TEST_F(SplitClass, TakesItsRegistrationsAlong) {
  const auto second_half = second_half_for(2);
  ASSERT_EQ(second_half.size(), 3);
  EXPECT_EQ(second_half[0].name, "Aziza");
  EXPECT_EQ(second_half[0].status, registered);
  EXPECT_EQ(second_half[1].status, registered);
  EXPECT_EQ(second_half[2].status, waiting);
  EXPECT_EQ(status(aziza), registered) << "of the first half too";
}

TEST_F(SplitClass, MakesTheLastOnesWaitWhereThereAreFewerSeats) {
  const auto second_half = second_half_for(1);
  EXPECT_EQ(second_half[0].status, registered);
  EXPECT_EQ(second_half[1].status, waiting);
}

TEST_F(SplitClass, GivesSeatsToThoseWhoWaitWhereThereAreMore) { EXPECT_EQ(second_half_for(3)[2].status, registered); }

TEST_F(SplitClass, LeavesBehindWhoHasCancelled) {
  ASSERT_TRUE(cancel(aziza));
  const auto second_half = second_half_for(2);
  ASSERT_EQ(second_half.size(), 2);
  EXPECT_EQ(second_half[0].name, "Bobur");
  EXPECT_EQ(second_half[0].number, 1);
}

TEST_F(RegistrationTest, SaysItsPlace) {
  const auto event = department.booked(a_master_class().by(kim).for_participants(2));
  EXPECT_EQ(wish(a_registration(event, "Aziza"))->position, 1);
  registered_for(event, "Aziza");
  EXPECT_EQ(wish(a_registration(event, "Bobur"))->position, 2);
  registered_for(event, "Bobur");
  EXPECT_EQ(wish(a_registration(event, "Charos"))->position, 1) << "the first of those who wait";
  registered_for(event, "Charos");
  EXPECT_EQ(wish(a_registration(event, "Dilnoza"))->position, 2);
}

TEST_F(RegistrationTest, HasTheSeatsOfTheRoomWhereTheClassSaysNothing) {
  const auto studio = department.has<Room>(a_room("Studio").seating(1));
  const auto event = department.booked(a_master_class().by(kim).in(studio));
  EXPECT_EQ(status(registered_for(event, "Aziza")), registered);
  EXPECT_EQ(status(registered_for(event, "Bobur")), waiting);
}

TEST_F(RegistrationTest, IsTakenByTheServerWhateverItSaysOfItself) {
  const auto event = department.booked(a_master_class().by(kim).for_participants(1));
  registered_for(event, "Aziza");
  Registration pushy = a_registration(event, "Bobur");
  pushy.status = registered;
  pushy.number = 1;
  const auto id = department.has<Registration>(pushy);
  EXPECT_EQ(status(id), waiting);
  EXPECT_EQ(department.value(id).number, 2);
}

TEST_F(RegistrationTest, IsForMasterClassesOnly) {
  const auto event = department.booked(office_hours().by(kim));
  EXPECT_NE(refusal<NotFound>(wish(a_registration(event, "Aziza"))), nullptr);
}

TEST_F(RegistrationTest, IsOpenFromItsBeginningToItsEnd) {
  const auto event =
      department.booked(a_master_class().by(kim).open_to_register("2026-12-01T09:00:00", "2026-12-05T18:00:00"));
  wait_until("2026-12-01T03:59:59Z");
  EXPECT_TRUE(is_closed(wish(a_registration(event, "Aziza"))));
  wait_until("2026-12-01T04:00:00Z");
  EXPECT_THAT(in_words(wish(a_registration(event, "Aziza"))), IsEmpty());
  wait_until("2026-12-05T12:59:59Z");
  EXPECT_THAT(in_words(wish(a_registration(event, "Aziza"))), IsEmpty());
  wait_until("2026-12-05T13:00:00Z");
  EXPECT_TRUE(is_closed(wish(a_registration(event, "Aziza"))));
}

TEST_F(RegistrationTest, ClosesWithTheLastStart) {
  const auto event = department.booked(a_master_class().by(kim).weekly().times(2));
  wait_until("2026-12-14T08:59:59Z");
  EXPECT_THAT(in_words(wish(a_registration(event, "Aziza"))), IsEmpty());
  wait_until("2026-12-14T09:00:00Z");
  EXPECT_TRUE(is_closed(wish(a_registration(event, "Aziza"))));
}

TEST_F(RegistrationTest, IsClosedWhenTheClassIsCancelled) {
  const auto event = department.booked(a_master_class().by(kim));
  ASSERT_TRUE(department.cancel(event));
  EXPECT_TRUE(is_closed(wish(a_registration(event, "Aziza"))));
}

TEST_F(RegistrationTest, IsOneForEachAddress) {
  const auto event = department.booked(a_master_class().by(kim));
  registered_for(event, "Aziza");
  Registration again = a_registration(event, "Somebody");
  again.email = "AZIZA@example.org";
  const auto verdict = wish(again);
  const auto* refused = refusal<Refused>(verdict);
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->because, Refused::Because::already_registered);
}

TEST_F(RegistrationTest, IsOneForEachAddressOfThoseWhoWaitToo) {
  const auto event = department.booked(a_master_class().by(kim).for_participants(1));
  registered_for(event, "Aziza");
  registered_for(event, "Bobur");
  EXPECT_NE(refusal<Refused>(wish(a_registration(event, "Bobur"))), nullptr);
}

TEST_F(RegistrationTest, MayBeMadeAgainAfterItIsCancelled) {
  const auto event = department.booked(a_master_class().by(kim));
  ASSERT_TRUE(cancel(registered_for(event, "Aziza")));
  EXPECT_THAT(in_words(wish(a_registration(event, "Aziza"))), IsEmpty());
}

TEST_F(RegistrationTest, DoesNotTakeAnothersAddressLater) {
  const auto event = department.booked(a_master_class().by(kim));
  const auto aziza = registered_for(event, "Aziza");
  registered_for(event, "Bobur");
  Registration changed = department.value(aziza);
  changed.email = "Bobur@example.org";
  EXPECT_NE(refusal<Refused>(department.perform(Replace<Registration>{aziza, changed, std::nullopt})), nullptr);
}

TEST_F(RegistrationTest, AnswersWhatIsAsked) {
  const auto event = department.booked(a_master_class().by(kim).asking("instrument", true).asking("diet", false));
  Registration registration = a_registration(event, "Aziza");
  EXPECT_THAT(in_words(wish(registration)), ElementsAre("invalid: /answers/instrument is missing: Which?"));
  registration.answers["instrument"] = "";
  EXPECT_THAT(in_words(wish(registration)), ElementsAre("invalid: /answers/instrument is missing: Which?"));
  registration.answers["instrument"] = "Doira";
  EXPECT_THAT(in_words(wish(registration)), IsEmpty());
  registration.answers["shoes"] = "41";
  EXPECT_THAT(in_words(wish(registration)),
              ElementsAre("invalid: /answers has the member \"shoes\", which is no question"));
}

/// A class with one seat, for which Aziza is registered, while Bobur and Charos wait in this order.
class WaitingListTest : public RegistrationTest {
 protected:
  virtual Event the_class() { return a_master_class().by(kim).for_participants(1).weekly().times(2); }
  void SetUp() override {
    event = department.booked(the_class());
    aziza = registered_for(event, "Aziza");
    bobur = registered_for(event, "Bobur");
    charos = registered_for(event, "Charos");
  }
  Result<Decision> give_seats(std::int32_t seats) {
    return department.change(event, changed(department.event(event)).for_participants(seats));
  }
  [[nodiscard]] std::vector<RegistrationStatus> all() const { return {status(aziza), status(bobur), status(charos)}; }

  Id<Event> event;
  Id<Registration> aziza;
  Id<Registration> bobur;
  Id<Registration> charos;
};

TEST_F(WaitingListTest, GivesTheSeatOfWhoCancelsToTheFirst) {
  ASSERT_TRUE(cancel(aziza));
  EXPECT_THAT(all(), ElementsAre(cancelled, registered, waiting));
  ASSERT_TRUE(cancel(bobur));
  EXPECT_THAT(all(), ElementsAre(cancelled, cancelled, registered));
}

TEST_F(WaitingListTest, LosesThoseWhoWaitNoLonger) {
  ASSERT_TRUE(cancel(bobur));
  EXPECT_THAT(all(), ElementsAre(registered, cancelled, waiting));
  ASSERT_TRUE(cancel(aziza));
  EXPECT_THAT(all(), ElementsAre(cancelled, cancelled, registered));
}

TEST_F(WaitingListTest, GivesNothingForASeatThatIsGivenUpTwice) {
  ASSERT_TRUE(cancel(aziza));
  const auto again = cancel(aziza);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->changes.empty());
  EXPECT_THAT(all(), ElementsAre(cancelled, registered, waiting));
}

TEST_F(WaitingListTest, PutsWhoRegistersAgainAtItsEnd) {
  ASSERT_TRUE(cancel(aziza));
  const auto again = registered_for(event, "Aziza");
  ASSERT_TRUE(cancel(bobur));
  EXPECT_EQ(status(charos), registered);
  EXPECT_EQ(status(again), waiting);
}

TEST_F(WaitingListTest, MovesUpWhenSeatsAreAdded) {
  ASSERT_TRUE(give_seats(2));
  EXPECT_THAT(all(), ElementsAre(registered, registered, waiting));
  ASSERT_TRUE(give_seats(5));
  EXPECT_THAT(all(), ElementsAre(registered, registered, registered));
}

TEST_F(WaitingListTest, KeepsTheSeatsThatAreTaken) {
  ASSERT_TRUE(give_seats(3));
  const auto verdict = give_seats(2);
  const auto* refused = refusal<Refused>(verdict);
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->because, Refused::Because::seats_taken);
  ASSERT_TRUE(cancel(aziza));
  EXPECT_TRUE(give_seats(2));
}

TEST_F(WaitingListTest, DoesNotMoveByWhatARegistrationSaysOfItself) {
  Registration pushy = department.value(charos);
  pushy.status = registered;
  pushy.number = 1;
  ASSERT_TRUE(department.perform(Replace<Registration>{charos, pushy, std::nullopt}));
  EXPECT_EQ(status(charos), waiting);
  EXPECT_EQ(department.value(charos).number, 3);
}

TEST_F(WaitingListTest, EndsWithTheLastStart) {
  wait_until("2026-12-14T08:59:58Z");
  ASSERT_TRUE(cancel(aziza));
  EXPECT_EQ(status(bobur), registered);
  ASSERT_TRUE(cancel(bobur));
  EXPECT_EQ(status(charos), waiting);
}

TEST_F(WaitingListTest, StandsStillWhenTheClassIsCancelled) {
  ASSERT_TRUE(department.cancel(event));
  ASSERT_TRUE(cancel(aziza));
  EXPECT_EQ(status(bobur), waiting);
}

class WaitingForARoom : public WaitingListTest {
 protected:
  Event the_class() override { return a_master_class().by(kim).in(studio); }

  Id<Room> studio = department.has<Room>(a_room("Studio").seating(1));
};

TEST_F(WaitingForARoom, MovesUpWhenTheRoomBecomesLarger) {
  const Room larger = changed(department.value(studio)).seating(2);
  ASSERT_TRUE(department.perform(Replace<Room>{studio, larger, std::nullopt}));
  EXPECT_THAT(all(), ElementsAre(registered, registered, waiting));
}

TEST_F(WaitingForARoom, MovesUpAlsoWhereThisTimeItTakesPlaceElsewhere) {
  Event moved = department.event(event);
  moved.recurrence_overrides[moved.start].room = department.has<Room>(a_room("Hall").seating(3));
  ASSERT_TRUE(department.change(event, moved));
  const Room larger = changed(department.value(studio)).seating(2);
  ASSERT_TRUE(department.perform(Replace<Room>{studio, larger, std::nullopt}));
  EXPECT_THAT(all(), ElementsAre(registered, registered, waiting));
}

TEST_F(WaitingForARoom, MovesUpInALargerRoom) {
  const auto hall = department.has<Room>(a_room("Hall").seating(3));
  ASSERT_TRUE(department.change(event, changed(department.event(event)).in(hall)));
  EXPECT_THAT(all(), ElementsAre(registered, registered, registered));
}

TEST_F(WaitingForARoom, KeepsTheSeatsThatAreTakenInASmallerRoom) {
  const auto hall = department.has<Room>(a_room("Hall").seating(3));
  ASSERT_TRUE(department.change(event, changed(department.event(event)).in(hall)));
  const auto verdict = department.change(event, changed(department.event(event)).in(studio));
  const auto* refused = refusal<Refused>(verdict);
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->because, Refused::Because::seats_taken);
}

TEST_F(WaitingForARoom, LetsAClassBeMendedWhoseRoomHasBecomeSmaller) {
  const auto hall = department.has<Room>(a_room("Hall").seating(3));
  ASSERT_TRUE(department.change(event, changed(department.event(event)).in(hall)));
  ASSERT_TRUE(department.perform(Replace<Room>{hall, changed(department.value(hall)).seating(2), std::nullopt}));
  EXPECT_TRUE(department.change(event, changed(department.event(event)).titled("Mask")));
}

/// The same where a seat that becomes free is offered for a day.
class SeatOffer : public WaitingListTest {
 protected:
  Event the_class() override { return a_master_class().by(kim).for_participants(1).offering_seats_for("P1D"); }
  [[nodiscard]] static bool is_no_offer(const Result<Decision>& verdict) {
    const auto* refused = refusal<Refused>(verdict);
    return refused != nullptr && refused->because == Refused::Because::no_offer;
  }
};

TEST_F(SeatOffer, IsMadeToTheFirstWhoWaits) {
  ASSERT_TRUE(cancel(aziza));
  EXPECT_THAT(all(), ElementsAre(cancelled, offered, waiting));
  EXPECT_EQ(department.value(bobur).offer_expires, department.now() + hours{24});
}

TEST_F(SeatOffer, KeepsTheSeat) {
  ASSERT_TRUE(cancel(aziza));
  EXPECT_EQ(status(registered_for(event, "Dilnoza")), waiting);
  ASSERT_TRUE(give_seats(2));
  EXPECT_NE(refusal<Refused>(give_seats(1)), nullptr) << "two seats are offered";
}

TEST_F(SeatOffer, IsTaken) {
  ASSERT_TRUE(cancel(aziza));
  ASSERT_TRUE(accept(bobur));
  EXPECT_EQ(status(bobur), registered);
  EXPECT_EQ(department.value(bobur).offer_expires, std::nullopt);
  department.let_pass(hours{48});
  EXPECT_THAT(all(), ElementsAre(cancelled, registered, waiting));
}

TEST_F(SeatOffer, IsTakenOnce) {
  ASSERT_TRUE(cancel(aziza));
  ASSERT_TRUE(accept(bobur));
  const auto again = accept(bobur);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->changes.empty());
}

TEST_F(SeatOffer, PassesOnWhenItRunsOut) {
  ASSERT_TRUE(cancel(aziza));
  department.let_pass(hours{24});
  EXPECT_THAT(all(), ElementsAre(cancelled, cancelled, offered));
  EXPECT_EQ(department.value(charos).offer_expires, department.now() + hours{24});
  department.let_pass(hours{24});
  EXPECT_EQ(status(charos), cancelled);
}

TEST_F(SeatOffer, PassesOnWhenItIsDeclined) {
  ASSERT_TRUE(cancel(aziza));
  ASSERT_TRUE(cancel(bobur));
  EXPECT_THAT(all(), ElementsAre(cancelled, cancelled, offered));
}

TEST_F(SeatOffer, IsNotForThoseToWhomItIsNotMade) {
  EXPECT_TRUE(is_no_offer(accept(bobur)));
  ASSERT_TRUE(cancel(aziza));
  EXPECT_TRUE(is_no_offer(accept(charos)));
  EXPECT_TRUE(is_no_offer(accept(aziza)));
}

TEST_F(SeatOffer, CannotBeTakenTooLateThoughNobodyHasEndedItYet) {
  ASSERT_TRUE(cancel(aziza));
  department.pass(hours{24} - std::chrono::seconds{1});
  EXPECT_TRUE(department.decide(AcceptOffer{bobur}));
  department.pass(std::chrono::seconds{1});
  EXPECT_TRUE(is_no_offer(department.decide(AcceptOffer{bobur})));
}

TEST_F(SeatOffer, IsMadeForEachSeatThatIsAdded) {
  ASSERT_TRUE(give_seats(3));
  EXPECT_THAT(all(), ElementsAre(registered, offered, offered));
  department.let_pass(hours{24});
  EXPECT_THAT(all(), ElementsAre(registered, cancelled, cancelled));
}

}  // namespace
}  // namespace scheduler
