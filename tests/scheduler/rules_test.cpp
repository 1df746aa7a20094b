// Whether it fits together at all, and what is taken already: one fact a test.
#include "rules_fixture.hpp"

namespace scheduler {
namespace {

using support::a_master_class;
using support::a_person;
using support::a_room;
using support::a_stop;
using support::a_trip;
using support::a_visit;
using support::office_hours;
using support::settings;
using testing::ElementsAre;
using testing::IsEmpty;

class CapacityExceedsRoom : public RulesTest {
 protected:
  Id<Room> studio = department.has<Room>(a_room("Studio").seating(40));
  Id<Room> cupboard = department.has<Room>(a_room("Cupboard").seating(5));
};

TEST_F(CapacityExceedsRoom, WhenASeatIsMissing) {
  EXPECT_THAT(findings(a_master_class().by(kim).in(studio).for_participants(40)), IsEmpty());
  EXPECT_THAT(findings(a_master_class().by(kim).in(studio).for_participants(41)),
              ElementsAre("capacity-exceeds-room error"));
}

TEST_F(CapacityExceedsRoom, NamesTheRoom) {
  const auto conflict = finding(a_master_class().by(kim).in(studio).for_participants(41));
  EXPECT_EQ(conflict.resource, (ResourceRef{ResourceKind::room, studio.value}));
  EXPECT_EQ(conflict.resource_name, "Studio");
}

TEST_F(CapacityExceedsRoom, CannotBeOverridden) {
  const Event event = a_master_class().by(kim).in(studio).for_participants(41);
  EXPECT_FALSE(finding(event).overridable);
  EXPECT_THAT(findings_overridden(event), ElementsAre("capacity-exceeds-room error"));
}

TEST_F(CapacityExceedsRoom, StaysAnErrorWhateverTheSettingsAre) {
  const Settings softer = settings().with(Rule::capacity_exceeds_room, Severity::warning);
  EXPECT_NE(support::refusal<InvalidInput>(department.decide(Replace<Settings>{kSettings, softer, {}})), nullptr);
}

TEST_F(CapacityExceedsRoom, CountsTheSeatsOfAllRooms) {
  EXPECT_THAT(findings(a_master_class().by(kim).in(studio).also_in({cupboard}).for_participants(45)), IsEmpty());
  EXPECT_THAT(findings(a_master_class().by(kim).in(studio).also_in({cupboard}).for_participants(46)),
              ElementsAre("capacity-exceeds-room error"));
}

TEST_F(CapacityExceedsRoom, IsNotKnownOfARoomWithoutASize) {
  EXPECT_THAT(findings(a_master_class().by(kim).in(black_box).for_participants(1000)), IsEmpty());
}

TEST_F(CapacityExceedsRoom, IsHeldAgainstADelegation) {
  const auto induk = department.institution("Induk University");
  EXPECT_THAT(findings(a_visit().of(induk).of_delegates(5).stopping_at(a_stop().in(cupboard))), IsEmpty());
  EXPECT_THAT(findings(a_visit().of(induk).of_delegates(6).stopping_at(a_stop().in(cupboard))),
              ElementsAre("capacity-exceeds-room error"));
}

TEST_F(CapacityExceedsRoom, OfAVehicleOnlyWarns) {
  Equipment minibus;
  minibus.name = "Minibus";
  minibus.kind = EquipmentKind::vehicle;
  minibus.quantity = 2;
  minibus.seats = 4;
  const auto vehicle = department.has<Equipment>(minibus);
  const auto induk = department.institution("Induk University");
  const auto ride = [&](std::int32_t cars) {
    return findings(a_visit().of(induk).of_delegates(5).stopping_at(a_stop().needing(vehicle, cars)));
  };
  EXPECT_THAT(ride(1), ElementsAre("capacity-exceeds-room warning"));
  EXPECT_THAT(ride(2), IsEmpty());
}

class MissingRoomFeature : public RulesTest {
 protected:
  Id<Room> music = department.has<Room>(a_room("Music").having({"piano", "mirrors"}));
};

TEST_F(MissingRoomFeature, IsAnErrorThatNamesTheFeature) {
  EXPECT_THAT(findings(a_master_class().by(kim).in(music).with_features({"piano"})), IsEmpty());
  const auto conflict = finding(a_master_class().by(kim).in(black_box).with_features({"piano"}));
  EXPECT_EQ(support::in_words(conflict), "missing-room-feature error");
  EXPECT_EQ(conflict.resource_name, "Black Box");
  EXPECT_THAT(conflict.detail, testing::HasSubstr("piano"));
}

TEST_F(MissingRoomFeature, IsSaidOfEachFeature) {
  EXPECT_THAT(findings(a_master_class().by(kim).in(black_box).with_features({"piano", "mirrors"})),
              ElementsAre("missing-room-feature error", "missing-room-feature error"));
}

TEST_F(MissingRoomFeature, IsNotMissingWhenOneOfTheRoomsHasIt) {
  EXPECT_THAT(findings(a_master_class().by(kim).in(black_box).also_in({music}).with_features({"piano"})), IsEmpty());
}

TEST_F(MissingRoomFeature, CanBeOverridden) {
  EXPECT_THAT(findings_overridden(a_master_class().by(kim).in(black_box).with_features({"piano"})),
              ElementsAre("missing-room-feature warning"));
}

class InterpreterLanguage : public RulesTest {
 protected:
  Id<Person> sardor = department.has<Person>(a_person("Sardor").interpreting("ko", "uz"));
};

TEST_F(InterpreterLanguage, IsThatOfADirectedPair) {
  EXPECT_THAT(findings(a_master_class().by(kim).interpreted_by(sardor, "ko", "uz")), IsEmpty());
  EXPECT_THAT(findings(a_master_class().by(kim).interpreted_by(sardor, "uz", "ko")),
              ElementsAre("interpreter-language error"));
}

TEST_F(InterpreterLanguage, IsNotPutTogetherOfTwoPairs) {
  const auto zulfiya = department.has<Person>(a_person("Zulfiya").interpreting("ko", "ru").interpreting("en", "uz"));
  EXPECT_THAT(findings(a_master_class().by(kim).interpreted_by(zulfiya, "ko", "uz")),
              ElementsAre("interpreter-language error"));
}

TEST_F(InterpreterLanguage, NamesTheInterpreter) {
  EXPECT_EQ(finding(a_master_class().by(kim).interpreted_by(sardor, "uz", "ko")).resource,
            (ResourceRef{ResourceKind::person, sardor.value}));
}

TEST_F(InterpreterLanguage, OnlyWarnsOfWhomNothingIsKnown) {
  const auto somebody = department.has<Person>(a_person("Somebody"));
  EXPECT_THAT(findings(a_master_class().by(kim).interpreted_by(somebody, "ko", "uz")),
              ElementsAre("interpreter-language warning"));
}

TEST_F(InterpreterLanguage, IsTheSameInItsRegionsAndScripts) {
  EXPECT_THAT(findings(a_master_class().by(kim).interpreted_by(sardor, "ko-KR", "uz-Cyrl")), IsEmpty());
}

TEST_F(InterpreterLanguage, IsAskedForAtAStopToo) {
  const auto induk = department.institution("Induk University");
  const auto zulfiya = department.has<Person>(a_person("Zulfiya").interpreting("uz", "ko"));
  EXPECT_THAT(findings(a_visit().of(induk).stopping_at(a_stop().interpreted_by(zulfiya))),
              ElementsAre("interpreter-language error"));
}

class PersonTravelling : public RulesTest {
 protected:
  /// All of the 7th of December.
  void kim_is_away() { department.booked(a_trip().travelling({kim})); }
};

TEST_F(PersonTravelling, IsNotHere) {
  kim_is_away();
  EXPECT_THAT(findings(office_hours().by(kim)), ElementsAre("person-travelling error"));
  EXPECT_THAT(findings(office_hours().by(lee)), IsEmpty());
}

TEST_F(PersonTravelling, JoinsOnline) {
  kim_is_away();
  EXPECT_THAT(findings(office_hours().by(kim).online()), IsEmpty());
}

TEST_F(PersonTravelling, IsWantedInTheRoomThatOthersWatchOnline) {
  kim_is_away();
  EXPECT_THAT(findings(office_hours().by(kim).online().in(black_box)), ElementsAre("person-travelling error"));
}

TEST_F(PersonTravelling, IsBackWithTheReturn) {
  kim_is_away();
  EXPECT_THAT(findings(office_hours().by(kim).at("2026-12-08T00:00:00")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(kim).at("2026-12-07T23:59:59")), ElementsAre("person-travelling error"));
}

TEST_F(PersonTravelling, DoesNotInterpretEither) {
  kim_is_away();
  EXPECT_THAT(findings(a_master_class().by(lee).interpreted_by(kim)), ElementsAre("person-travelling error"));
}

TEST_F(PersonTravelling, HostsNoStop) {
  kim_is_away();
  const auto induk = department.institution("Induk University");
  EXPECT_THAT(findings(a_visit().of(induk).stopping_at(a_stop().by(kim))), ElementsAre("person-travelling error"));
}

TEST_F(PersonTravelling, DoesNotLeaveWhatIsBooked) {
  department.booked(office_hours().by(kim));
  EXPECT_THAT(findings(a_trip().travelling({kim})), ElementsAre("person-travelling error"));
}

TEST_F(PersonTravelling, TakesAlongWhatIsBookedOnline) {
  department.booked(office_hours().by(kim).online());
  EXPECT_THAT(findings(a_trip().travelling({kim})), IsEmpty());
}

TEST_F(PersonTravelling, IsNotOnTwoTripsAtOnce) {
  kim_is_away();
  EXPECT_THAT(findings(a_trip().travelling({lee, kim})), ElementsAre("person-travelling error"));
}

class EquipmentExhausted : public RulesTest {
 protected:
  void in_use(std::int32_t quantity, std::string_view start, std::string_view duration = "PT1H") {
    department.booked(
        office_hours().by(department.person("Host")).at(start).lasting(duration).needing(easel, quantity));
  }

  Id<Equipment> easel = department.equipment("Easel", 3);
};

TEST_F(EquipmentExhausted, WhenMoreIsWantedThanIsLeft) {
  in_use(2, "2026-12-07T14:00:00");
  EXPECT_THAT(findings(office_hours().by(kim).needing(easel, 1)), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(kim).needing(easel, 2)), ElementsAre("equipment-exhausted error"));
}

TEST_F(EquipmentExhausted, NamesWhatItIsAndHowMuchIsLeft) {
  in_use(2, "2026-12-07T14:00:00");
  const auto conflict = finding(office_hours().by(kim).needing(easel, 2));
  EXPECT_EQ(conflict.resource, (ResourceRef{ResourceKind::equipment, easel.value}));
  EXPECT_EQ(conflict.detail, "2 of 3 wanted, 1 free");
}

TEST_F(EquipmentExhausted, WhenMoreIsWantedThanThereIs) {
  EXPECT_THAT(findings(office_hours().by(kim).needing(easel, 3)), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(kim).needing(easel, 4)), ElementsAre("equipment-exhausted error"));
}

TEST_F(EquipmentExhausted, CountsWhatIsInUseAtOnce) {
  in_use(2, "2026-12-07T14:00:00");
  in_use(2, "2026-12-07T15:00:00");
  EXPECT_THAT(findings(office_hours().by(kim).lasting("PT2H").needing(easel, 1)), IsEmpty());
}

TEST_F(EquipmentExhausted, NamesEverybodyWhoHasSomeOfIt) {
  in_use(1, "2026-12-07T14:00:00", "PT2H");
  in_use(1, "2026-12-07T15:00:00");
  EXPECT_THAT(findings(office_hours().by(kim).lasting("PT2H").needing(easel, 2)),
              ElementsAre("equipment-exhausted error", "equipment-exhausted error"));
}

TEST_F(EquipmentExhausted, IsThereAgainAtTheEnd) {
  in_use(3, "2026-12-07T14:00:00");
  EXPECT_THAT(findings(office_hours().by(kim).at("2026-12-07T15:00:00").needing(easel, 3)), IsEmpty());
}

TEST_F(EquipmentExhausted, CannotBeOverridden) {
  in_use(3, "2026-12-07T14:00:00");
  EXPECT_THAT(findings_overridden(office_hours().by(kim).needing(easel)), ElementsAre("equipment-exhausted error"));
}

TEST_F(EquipmentExhausted, IsSharedByTheStopsOfAVisit) {
  const auto induk = department.institution("Induk University");
  const auto of_two_stops = [&](std::string_view second) {
    return findings(a_visit()
                        .of(induk)
                        .stopping_at(a_stop(1).at("2026-12-07T10:00:00").lasting("PT2H").needing(easel, 2))
                        .stopping_at(a_stop(2).at(second).needing(easel, 2)));
  };
  EXPECT_THAT(of_two_stops("2026-12-07T12:00:00"), IsEmpty());
  EXPECT_THAT(of_two_stops("2026-12-07T11:00:00"), testing::Contains("equipment-exhausted error"));
}

TEST_F(EquipmentExhausted, IsKeptForTheWholeOfAVisit) {
  const auto induk = department.institution("Induk University");
  const Event event = a_visit().of(induk).needing(easel, 2).stopping_at(a_stop().needing(easel, 2));
  EXPECT_THAT(findings(event), ElementsAre("equipment-exhausted error"));
}

/// What a visit takes, and its delegation.
class VisitTakes : public RulesTest {
 protected:
  [[nodiscard]] support::EventBuilder visit() const { return a_visit().of(induk); }

  Id<Institution> induk = department.institution("Induk University");
};

TEST_F(VisitTakes, NobodyBetweenItsStops) {
  department.booked(visit().stopping_at(a_stop().by(kim).in(black_box)));
  EXPECT_THAT(findings(office_hours().by(kim).in(black_box).at("2026-12-07T15:00:00")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(kim).at("2026-12-07T14:30:00")), ElementsAre("person-double-booked error"));
  EXPECT_THAT(findings(office_hours().by(lee).in(black_box).at("2026-12-07T14:30:00")),
              ElementsAre("room-double-booked error"));
}

TEST_F(VisitTakes, ThoseForAllOfItsTimeWhomItNamesItself) {
  department.booked(visit().with({kim}));
  EXPECT_THAT(findings(office_hours().by(kim).at("2026-12-07T03:00:00")), ElementsAre("person-double-booked error"));
}

TEST_F(VisitTakes, NoDelegationToTwoStopsAtOnce) {
  const Event event = visit()
                          .titled("Induk")
                          .stopping_at(a_stop(1).titled("Museum").at("2026-12-07T10:00:00").lasting("PT2H"))
                          .stopping_at(a_stop(2).titled("Rector").at("2026-12-07T11:30:00"));
  const auto conflict = finding(event);
  EXPECT_EQ(support::in_words(conflict), "person-double-booked error");
  EXPECT_EQ(conflict.resource.kind, ResourceKind::event);
  EXPECT_EQ(conflict.resource_name, "Rector");
  EXPECT_EQ(conflict.with->title, "Museum");
  EXPECT_EQ(conflict.interval, support::from_to("2026-12-07T06:30:00Z", "2026-12-07T07:00:00Z"));
}

TEST_F(VisitTakes, NoDelegationAwayFromAStopThatGoesOn) {
  const Event event = visit()
                          .stopping_at(a_stop(1).titled("Museum").at("2026-12-07T10:00:00").lasting("PT4H"))
                          .stopping_at(a_stop(2).at("2026-12-07T11:00:00"))
                          .stopping_at(a_stop(3).at("2026-12-07T13:00:00"));
  EXPECT_THAT(findings(event), ElementsAre("person-double-booked error", "person-double-booked error"));
}

TEST_F(VisitTakes, OneHostAtTwoStopsOnlyOneAfterTheOther) {
  const auto with_second_at = [&](std::string_view start) {
    return findings(
        visit().stopping_at(a_stop(1).by(kim).at("2026-12-07T10:00:00")).stopping_at(a_stop(2).by(kim).at(start)));
  };
  EXPECT_THAT(with_second_at("2026-12-07T11:00:00"), IsEmpty());
  EXPECT_THAT(with_second_at("2026-12-07T10:30:00"), testing::Contains("person-double-booked error"));
}

class RoomOfParts : public RulesTest {
 protected:
  Id<Room> left = department.room("Left half");
  Id<Room> right = department.room("Right half");
  Id<Room> hall = department.has<Room>(a_room("Hall").made_of({left, right}));
};

TEST_F(RoomOfParts, ExcludesItsHalves) {
  department.booked(office_hours().by(kim).in(hall));
  EXPECT_THAT(findings(office_hours().by(lee).in(left)), ElementsAre("room-double-booked error"));
  EXPECT_THAT(findings(office_hours().by(lee).in(right)), ElementsAre("room-double-booked error"));
}

TEST_F(RoomOfParts, IsExcludedByAHalf) {
  department.booked(office_hours().by(kim).in(left));
  const auto conflict = finding(office_hours().by(lee).in(hall));
  EXPECT_EQ(conflict.rule, Rule::room_double_booked);
  EXPECT_EQ(conflict.resource_name, "Hall");
  EXPECT_EQ(conflict.detail, "shares its space with Left half");
}

TEST_F(RoomOfParts, HasHalvesThatDoNotExcludeEachOther) {
  department.booked(office_hours().by(kim).in(left));
  EXPECT_THAT(findings(office_hours().by(lee).in(right)), IsEmpty());
}

TEST_F(RoomOfParts, ExcludesThePartsOfItsParts) {
  const auto building = department.has<Room>(a_room("Building").made_of({hall}));
  department.booked(office_hours().by(kim).in(building));
  EXPECT_THAT(findings(office_hours().by(lee).in(left)), ElementsAre("room-double-booked error"));
}

TEST_F(RoomOfParts, NeedsTheChangeoverOfBoth) {
  const auto corner = department.has<Room>(a_room("Corner").changed_over("PT0S", "PT10M"));
  const auto stage = department.has<Room>(a_room("Stage").made_of({corner}).changed_over("PT20M", "PT0S"));
  department.booked(office_hours().by(kim).in(corner).at("2026-12-07T13:00:00"));
  EXPECT_THAT(findings(office_hours().by(lee).in(stage).at("2026-12-07T14:29:59")),
              ElementsAre("room-double-booked error"));
  EXPECT_THAT(findings(office_hours().by(lee).in(stage).at("2026-12-07T14:30:00")), IsEmpty());
}

class SharedRoom : public RulesTest {
 protected:
  void taken(std::string_view start, std::string_view duration = "PT1H") {
    department.booked(office_hours().by(department.person("Host")).in(library).at(start).lasting(duration));
  }

  Id<Room> library = department.has<Room>(a_room("Library").shared_by(2));
};

TEST_F(SharedRoom, TakesAsManyEventsAsItMay) {
  taken("2026-12-07T14:00:00");
  EXPECT_THAT(findings(office_hours().by(kim).in(library)), IsEmpty());
  taken("2026-12-07T14:00:00");
  EXPECT_THAT(findings(office_hours().by(kim).in(library)),
              ElementsAre("room-double-booked error", "room-double-booked error"));
}

TEST_F(SharedRoom, CountsThoseThatAreThereAtOnce) {
  taken("2026-12-07T14:00:00");
  taken("2026-12-07T15:00:00");
  EXPECT_THAT(findings(office_hours().by(kim).in(library).lasting("PT2H")), IsEmpty());
}

TEST_F(SharedRoom, IsLostAsAWholeToTheHallThatItIsAPartOf) {
  const auto wing = department.has<Room>(a_room("Wing").made_of({library}));
  department.booked(office_hours().by(kim).in(wing));
  EXPECT_THAT(findings(office_hours().by(lee).in(library)), ElementsAre("room-double-booked error"));
}

}  // namespace
}  // namespace scheduler
