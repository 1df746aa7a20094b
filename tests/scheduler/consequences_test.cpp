// What a change of something else brings upon events that are booked: it is listed, and nothing is broken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/decide.hpp"
#include "scheduler/standing_conflicts.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/guest_builders.hpp"
#include "support/master_data_builders.hpp"
#include "support/verdicts.hpp"

namespace scheduler {
namespace {

using support::a_closure;
using support::a_master_class;
using support::a_person;
using support::a_room;
using support::a_stop;
using support::a_visit;
using support::changed;
using support::Department;
using support::in_words;
using support::instant;
using support::local;
using support::office_hours;
using support::settings;
using support::so_many;
using testing::ElementsAre;
using testing::IsEmpty;

/// "Mask: room-closed warning", for each that is touched.
std::vector<std::string> with_titles(const std::vector<Conflict>& conflicts) {
  std::vector<std::string> words;
  for (const Conflict& each : conflicts) {
    words.push_back((each.event ? each.event->title : "nobody's") + ": " + in_words(each));
  }
  return words;
}

class Consequences : public testing::Test {
 protected:
  Consequences() { department.set(settings()); }

  /// What becomes of others when this is done; it must be possible, and must change one thing only.
  std::vector<std::string> of(Action action) {
    const auto verdict = department.perform(std::move(action));
    if (!verdict) return {"refused"};
    EXPECT_EQ(verdict->changes.size(), 1) << "nothing else is changed";
    return with_titles(verdict->warnings);
  }
  std::vector<std::string> of_new(Closure closure) {
    return of(Create<Closure>{{department.next_id()}, std::move(closure)});
  }
  template <class T>
  std::vector<std::string> of_changing(Id<T> id, T value) {
    return of(Replace<T>{id, std::move(value), std::nullopt});
  }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Room> black_box = department.room("Black Box");
};

TEST_F(Consequences, OfAClosureAreWhatIsBookedOnItsDays) {
  department.booked(a_master_class().titled("Mask").by(kim).at("2026-12-07T14:00:00"));
  department.booked(a_master_class().titled("Voice").by(lee).at("2026-12-08T10:00:00"));
  department.booked(a_master_class().titled("Dance").by(kim).at("2026-12-09T14:00:00"));
  EXPECT_THAT(of_new(a_closure("Repair").on("2026-12-07", "2026-12-08")),
              ElementsAre("Mask: holiday warning", "Voice: holiday warning"));
}

TEST_F(Consequences, OfAClosureCountTheVisitorsOfOfficeHours) {
  const auto hours = department.booked(office_hours().by(kim).lasting("PT2H").in_slots_of("PT20M").weekly().times(2));
  department.has<Appointment>(support::an_appointment(hours, "2026-12-07T14:20:00"));
  const auto verdict =
      department.perform(Create<Closure>{{department.next_id()}, a_closure("Repair").on("2026-12-07", "2026-12-14")});
  ASSERT_TRUE(verdict);
  ASSERT_EQ(verdict->warnings.size(), 2);
  EXPECT_THAT(verdict->warnings[0].detail, testing::HasSubstr("1 appointment is booked then"));
  EXPECT_THAT(verdict->warnings[1].detail, testing::Not(testing::HasSubstr("appointment")));
}

TEST_F(Consequences, AreOnlyListed) {
  const auto mask = department.booked(a_master_class().by(kim));
  const Event before = department.event(mask);
  of_new(a_closure("Repair").on("2026-12-07"));
  EXPECT_EQ(department.event(mask), before);
}

TEST_F(Consequences, NameTheEventAndTheOccurrence) {
  const auto mask = department.booked(a_master_class().titled("Mask").by(kim).weekly().times(3));
  const auto verdict = department.decide(Create<Closure>{{department.next_id()}, a_closure("Repair").on("2026-12-14")});
  ASSERT_TRUE(verdict);
  ASSERT_EQ(verdict->warnings.size(), 1);
  const Conflict& conflict = verdict->warnings.front();
  EXPECT_EQ(conflict.event->id, mask.value);
  EXPECT_EQ(conflict.event->kind, OpponentKind::master_class);
  EXPECT_EQ(conflict.recurrence_id, local("2026-12-14T14:00:00"));
}

TEST_F(Consequences, AreOfWhatIsStillToCome) {
  department.booked(a_master_class().titled("Mask").by(kim).weekly().times(3));
  department.pass(instant("2026-12-10T00:00:00Z") - department.now());
  EXPECT_THAT(of_new(a_closure("Repair").on("2026-12-07", "2026-12-14")), ElementsAre("Mask: holiday warning"));
}

TEST_F(Consequences, AreNoneForTheHoursThatAreOverOfAnEventThatGoesOn) {
  department.booked(a_master_class().titled("Night").by(kim).at("2026-12-07T14:00:00").lasting("P1D"));
  department.set(settings().with(Rule::holiday, Severity::off));
  department.has<Closure>(a_closure("Repair").on("2026-12-07"));
  department.pass(instant("2026-12-07T18:59:50Z") - department.now());
  EXPECT_THAT(with_titles(department.decide(Replace<Settings>{kSettings, settings(), std::nullopt})->warnings),
              ElementsAre("Night: holiday warning"));
  department.pass(std::chrono::seconds{10});
  EXPECT_THAT(with_titles(department.decide(Replace<Settings>{kSettings, settings(), std::nullopt})->warnings),
              IsEmpty());
}

TEST_F(Consequences, AreNoneForWhatIsCancelled) {
  ASSERT_TRUE(department.cancel(department.booked(a_master_class().by(kim))));
  EXPECT_THAT(of_new(a_closure("Repair").on("2026-12-07")), IsEmpty());
}

TEST_F(Consequences, OfAnAbsenceAreThePersonsEvents) {
  department.booked(a_master_class().titled("Mask").by(kim));
  department.booked(a_master_class().titled("Voice").by(lee));
  EXPECT_THAT(of_new(a_closure("Leave").on("2026-12-07").of_people({kim})), ElementsAre("Mask: expert-absent warning"));
}

TEST_F(Consequences, OfAClosedRoomAreItsEvents) {
  department.booked(a_master_class().titled("Mask").by(kim).in(black_box));
  department.booked(a_master_class().titled("Voice").by(lee));
  EXPECT_THAT(of_new(a_closure("Repair").on("2026-12-07").of_rooms({black_box})),
              ElementsAre("Mask: room-closed warning"));
}

TEST_F(Consequences, NameTheStopOfAVisit) {
  const auto induk = department.institution("Induk University");
  department.booked(a_visit().of(induk).stopping_at(a_stop().titled("Welcome").in(black_box)));
  EXPECT_THAT(of_new(a_closure("Repair").on("2026-12-07").of_rooms({black_box})),
              ElementsAre("Welcome: room-closed warning"));
}

TEST_F(Consequences, OfAClosureThatIsMovedAreThoseOfItsNewDays) {
  department.booked(a_master_class().titled("Mask").by(kim).at("2026-12-07T14:00:00"));
  department.booked(a_master_class().titled("Voice").by(kim).at("2026-12-08T14:00:00"));
  const auto repair = department.has<Closure>(a_closure("Repair").on("2026-12-07"));
  EXPECT_THAT(of_changing<Closure>(repair, a_closure("Repair").on("2026-12-08")),
              ElementsAre("Voice: holiday warning"));
}

TEST_F(Consequences, OfASmallerRoomAreClassesThatNoLongerFit) {
  const auto studio = department.has<Room>(a_room("Studio").seating(40));
  department.booked(a_master_class().titled("Mask").by(kim).in(studio).for_participants(30));
  department.booked(a_master_class().titled("Voice").by(lee).in(studio).for_participants(20).at("2026-12-08T14:00:00"));
  EXPECT_THAT(of_changing<Room>(studio, a_room("Studio").seating(25)),
              ElementsAre("Mask: capacity-exceeds-room warning"));
}

TEST_F(Consequences, OfASmallerRoomAreSeatsThatAreTakenInAClassWithoutACapacity) {
  Room room = a_room("Studio").seating(2);
  const auto studio = department.has<Room>(room);
  const auto mask = department.booked(a_master_class().titled("Mask").by(kim).in(studio));
  for (const auto* name : {"Aziza", "Bobur"}) department.has<Registration>(support::a_registration(mask, name));
  room.capacity = 1;
  EXPECT_THAT(of_changing(studio, room), ElementsAre("Mask: capacity-exceeds-room warning"));
  EXPECT_TRUE(department.change(mask, support::changed(department.event(mask)).titled("Masks")));
}

TEST_F(Consequences, OfARoomThatLosesAFeature) {
  const auto music = department.has<Room>(a_room("Music").having({"piano"}));
  department.booked(a_master_class().titled("Mask").by(kim).in(music).with_features({"piano"}));
  EXPECT_THAT(of_changing<Room>(music, a_room("Music")), ElementsAre("Mask: missing-room-feature warning"));
}

TEST_F(Consequences, OfALongerSetup) {
  department.booked(office_hours().titled("Head").by(kim).in(black_box).at("2026-12-07T14:00:00"));
  department.booked(office_hours().titled("Dean").by(lee).in(black_box).at("2026-12-07T15:10:00"));
  EXPECT_THAT(of_changing<Room>(black_box, a_room("Black Box").changed_over("PT15M", "PT0S")),
              testing::UnorderedElementsAre("Head: room-double-booked warning", "Dean: room-double-booked warning"));
}

TEST_F(Consequences, OfAHallThatIsMadeOfTwoRooms) {
  const auto white_box = department.room("White Box");
  const auto hall = department.room("Hall");
  department.booked(office_hours().titled("Head").by(kim).in(white_box));
  department.booked(office_hours().titled("Dean").by(lee).in(hall));
  EXPECT_THAT(of_changing<Room>(hall, a_room("Hall").made_of({black_box, white_box})),
              testing::UnorderedElementsAre("Head: room-double-booked warning", "Dean: room-double-booked warning"));
}

TEST_F(Consequences, OfFewerThings) {
  const auto easels = department.equipment("Easel", 5);
  department.booked(a_master_class().titled("Mask").by(kim).needing(easels, 4));
  EXPECT_THAT(of_changing<Equipment>(easels, so_many("Easel", 4)), IsEmpty());
  EXPECT_THAT(of_changing<Equipment>(easels, so_many("Easel", 3)), ElementsAre("Mask: equipment-exhausted warning"));
}

TEST_F(Consequences, OfALanguageThatIsNoLongerInterpreted) {
  department.booked(a_master_class().titled("Mask").by(kim).interpreted_by(lee));
  EXPECT_THAT(of_changing<Person>(lee, a_person("Lee Jiho").interpreting("en", "uz")),
              ElementsAre("Mask: interpreter-language warning"));
}

TEST_F(Consequences, OfALanguageThatIsNoLongerInterpretedWherePeopleAreLeftFree) {
  department.booked(a_master_class().titled("Mask").by(kim).interpreted_by(lee).leaving_people_free());
  EXPECT_THAT(of_changing<Person>(lee, a_person("Lee Jiho").interpreting("en", "uz")),
              ElementsAre("Mask: interpreter-language warning"));
}

TEST_F(Consequences, OfAShorterStay) {
  const auto guest = department.has<Person>(a_person("Guest").here("2026-12-01T00:00:00", "2026-12-20T00:00:00"));
  department.booked(a_master_class().titled("Mask").by(guest).weekly().times(2));
  EXPECT_THAT(of_changing<Person>(guest, a_person("Guest").here("2026-12-01T00:00:00", "2026-12-10T00:00:00")),
              ElementsAre("Mask: expert-absent warning"));
}

TEST_F(Consequences, OfALongerWay) {
  const auto studio = department.has<Room>(a_room("Studio").on("Main"));
  const auto annex = department.has<Room>(a_room("Workshop").on("Annex"));
  department.booked(office_hours().titled("Head").by(kim).in(studio).at("2026-12-07T14:00:00"));
  department.booked(office_hours().titled("Lab").by(kim).in(annex).at("2026-12-07T15:15:00"));
  EXPECT_THAT(of_changing<Settings>(kSettings, settings().way("Main", "Annex", "PT15M")), IsEmpty());
  EXPECT_THAT(of_changing<Settings>(kSettings, settings().way("Main", "Annex", "PT30M")),
              testing::UnorderedElementsAre("Head: travel-time warning", "Lab: travel-time warning"));
}

TEST_F(Consequences, OfANameAreNone) {
  department.booked(a_master_class().by(kim).in(black_box));
  of_new(a_closure("Repair").on("2026-12-07"));
  EXPECT_THAT(of_changing<Room>(black_box, a_room("Black Box 1")), IsEmpty());
  Person renamed = department.value(kim);
  renamed.name = "Kim Min-seo";
  EXPECT_THAT(of_changing<Person>(kim, renamed), IsEmpty());
}

TEST_F(Consequences, AreNotTheClashesThatWereThereBefore) {
  department.booked(a_master_class().titled("Mask").by(kim).in(black_box));
  of_new(a_closure("Repair").on("2026-12-07").of_rooms({black_box}));
  EXPECT_THAT(of_new(a_closure("Leave").on("2026-12-07").of_people({kim})), ElementsAre("Mask: expert-absent warning"));
}

TEST_F(Consequences, LetAnEventBeMendedWhoseRoomHasClosed) {
  const auto mask = department.booked(a_master_class().titled("Mask").by(kim).in(black_box));
  of_new(a_closure("Repair").on("2026-12-07").of_rooms({black_box}));
  const auto renamed = department.change(mask, changed(department.event(mask)).titled("Masks"));
  EXPECT_THAT(in_words(renamed), ElementsAre("room-closed warning"));
  const auto moved = department.change(mask, changed(department.event(mask)).at("2026-12-07T16:00:00"));
  EXPECT_THAT(in_words(moved), ElementsAre("room-closed error")) << "which it did not have at that time";
}

class Standing : public Consequences {
 protected:
  [[nodiscard]] std::vector<std::string> conflicts(std::size_t limit = 100) const {
    return with_titles(standing_conflicts(department.schedule(), december, limit).conflicts);
  }
  void overridden(Event event) {
    ASSERT_TRUE(department.perform(support::overriding(Create<Event>{{department.next_id()}, std::move(event)})));
  }

  Interval december{instant("2026-12-01T00:00:00Z"), instant("2027-01-01T00:00:00Z")};
};

TEST_F(Standing, AreNoneWhereEverythingFits) {
  department.booked(a_master_class().by(kim).in(black_box));
  EXPECT_THAT(conflicts(), IsEmpty());
}

TEST_F(Standing, NameAPairOnce) {
  department.booked(office_hours().titled("Head").by(kim).in(black_box));
  overridden(office_hours().titled("Dean").by(lee).in(black_box));
  EXPECT_THAT(conflicts(), ElementsAre("Head: room-double-booked error"));
}

TEST_F(Standing, NameTheWayBetweenTwoOnce) {
  const auto studio = department.has<Room>(a_room("Studio").on("Main"));
  const auto annex = department.has<Room>(a_room("Workshop").on("Annex"));
  department.booked(office_hours().titled("Head").by(kim).in(studio).at("2026-12-07T14:00:00"));
  department.booked(office_hours().titled("Lab").by(kim).in(annex).at("2026-12-07T15:15:00"));
  department.set(settings().way("Main", "Annex", "PT30M"));
  EXPECT_THAT(conflicts(), ElementsAre("Head: travel-time error"));
}

TEST_F(Standing, AreWhatHasComeAboutSince) {
  department.booked(a_master_class().titled("Mask").by(kim).weekly().times(2));
  of_new(a_closure("Repair").on("2026-12-14"));
  EXPECT_THAT(conflicts(), ElementsAre("Mask: holiday error"));
}

TEST_F(Standing, AreErrorsOnly) {
  department.booked(a_master_class().titled("Mask").by(kim));
  of_new(a_closure("Exams").on("2026-12-07").of_kind(ClosureKind::exams));
  EXPECT_THAT(conflicts(), IsEmpty());
}

TEST_F(Standing, AreErrorsByTheDepartmentsPolicy) {
  department.booked(a_master_class().titled("Mask").by(kim));
  of_new(a_closure("Repair").on("2026-12-07"));
  department.set(settings().with(Rule::holiday, Severity::warning));
  EXPECT_THAT(conflicts(), IsEmpty());
}

TEST_F(Standing, AreThoseOfTheWindow) {
  department.booked(a_master_class().titled("Mask").by(kim).weekly().times(8));
  of_new(a_closure("Repair").on("2026-12-14"));
  of_new(a_closure("Repair").on("2027-01-04"));
  EXPECT_THAT(conflicts(), ElementsAre("Mask: holiday error"));
}

TEST_F(Standing, SayThatThereAreMore) {
  department.booked(a_master_class().titled("Mask").by(kim).daily().times(3));
  of_new(a_closure("Repair").on("2026-12-07", "2026-12-09"));
  EXPECT_EQ(conflicts(2).size(), 2);
  EXPECT_FALSE(standing_conflicts(department.schedule(), december, 2).complete);
  EXPECT_TRUE(standing_conflicts(department.schedule(), december, 3).complete);
}

TEST_F(Standing, EndWithACancellation) {
  const auto mask = department.booked(a_master_class().by(kim));
  of_new(a_closure("Repair").on("2026-12-07"));
  ASSERT_TRUE(department.cancel(mask));
  EXPECT_THAT(conflicts(), IsEmpty());
}

}  // namespace
}  // namespace scheduler
