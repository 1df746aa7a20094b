// Closures, hours, stays, limits, and the way from one place to the next: one fact a test.
#include "rules_fixture.hpp"

namespace scheduler {
namespace {

using support::a_closure;
using support::a_master_class;
using support::a_person;
using support::a_room;
using support::a_stop;
using support::a_trip;
using support::a_visit;
using support::instant;
using support::local;
using support::office_hours;
using support::settings;
using testing::ElementsAre;
using testing::IsEmpty;
using enum Weekday;

const std::vector<Weekday> kWorkingDays{monday, tuesday, wednesday, thursday, friday};

class RoomClosed : public RulesTest {};

TEST_F(RoomClosed, OutsideItsOpeningHours) {
  const auto studio = department.has<Room>(a_room("Studio").open(kWorkingDays, "09:00", "18:00"));
  EXPECT_THAT(findings(office_hours().by(kim).in(studio).at("2026-12-07T17:00:00")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(kim).in(studio).at("2026-12-07T17:00:01")), ElementsAre("room-closed error"));
  EXPECT_THAT(findings(office_hours().by(kim).in(studio).at("2026-12-07T08:59:59")), ElementsAre("room-closed error"));
}

TEST_F(RoomClosed, OnDaysThatAreNotNamed) {
  const auto studio = department.has<Room>(a_room("Studio").open(kWorkingDays, "09:00", "18:00"));
  EXPECT_THAT(findings(office_hours().by(kim).in(studio).at("2026-12-06T14:00:00")), ElementsAre("room-closed error"));
}

TEST_F(RoomClosed, ByTheClockOfTheDepartment) {
  const auto studio = department.has<Room>(a_room("Studio").open(kWorkingDays, "09:00", "18:00"));
  const auto in_seoul = [&](std::string_view start) {
    return findings(office_hours().by(kim).in(studio).in_zone("Asia/Seoul").at(start));
  };
  EXPECT_THAT(in_seoul("2026-12-07T21:00:00"), IsEmpty()) << "17:00 in Tashkent";
  EXPECT_THAT(in_seoul("2026-12-07T12:00:00"), ElementsAre("room-closed error")) << "08:00 in Tashkent";
}

TEST_F(RoomClosed, OverNoon) {
  const auto studio =
      department.has<Room>(a_room("Studio").open(kWorkingDays, "09:00", "13:00").open(kWorkingDays, "14:00", "18:00"));
  EXPECT_THAT(findings(office_hours().by(kim).in(studio).at("2026-12-07T12:30:00")), ElementsAre("room-closed error"));
  EXPECT_THAT(findings(office_hours().by(kim).in(studio).at("2026-12-07T14:00:00")), IsEmpty());
}

TEST_F(RoomClosed, NotOverMidnightWhenBothDaysAreOpen) {
  const auto club =
      department.has<Room>(a_room("Club").open({monday}, "18:00", "24:00").open({tuesday}, "00:00", "02:00"));
  EXPECT_THAT(findings(office_hours().by(kim).in(club).at("2026-12-07T23:00:00").lasting("PT3H")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(kim).in(club).at("2026-12-07T23:00:00").lasting("PT4H")),
              ElementsAre("room-closed error"));
}

TEST_F(RoomClosed, ByAClosureThatNamesIt) {
  const auto repair = department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({black_box}));
  EXPECT_THAT(findings(office_hours().by(kim).in(white_box)), IsEmpty());
  const auto conflict = finding(office_hours().by(kim).in(black_box));
  EXPECT_EQ(support::in_words(conflict), "room-closed error");
  EXPECT_EQ(conflict.resource_name, "Black Box");
  const Interval all_day{instant("2026-12-06T19:00:00Z"), instant("2026-12-07T19:00:00Z")};
  EXPECT_EQ(conflict.with, (Opponent{repair.value, OpponentKind::closure, "Repair", all_day}));
}

TEST_F(RoomClosed, FromTheFirstDayToTheLast) {
  department.has<Closure>(a_closure("Repair").on("2026-12-07", "2026-12-08").of_rooms({black_box}));
  const auto at = [&](std::string_view start) { return findings(office_hours().by(kim).in(black_box).at(start)); };
  EXPECT_THAT(at("2026-12-06T23:00:00"), IsEmpty());
  EXPECT_THAT(at("2026-12-06T23:00:01"), ElementsAre("room-closed error"));
  EXPECT_THAT(at("2026-12-08T23:00:00"), ElementsAre("room-closed error"));
  EXPECT_THAT(at("2026-12-09T00:00:00"), IsEmpty());
}

TEST_F(RoomClosed, WithItsCampus) {
  const auto here = department.has<Room>(a_room("Here").on("Main"));
  const auto there = department.has<Room>(a_room("There").on("Annex"));
  department.has<Closure>(a_closure("No power").on("2026-12-07").of_campus("Main"));
  EXPECT_THAT(findings(office_hours().by(kim).in(here)), ElementsAre("room-closed error"));
  EXPECT_THAT(findings(office_hours().by(kim).in(there)), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(kim).in(black_box)), IsEmpty()) << "on no campus that is known";
}

TEST_F(RoomClosed, NotByAClosureThatIsCancelled) {
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({black_box}).as(ClosureStatus::cancelled));
  EXPECT_THAT(findings(office_hours().by(kim).in(black_box)), IsEmpty());
}

TEST_F(RoomClosed, AtOneStopOfAVisit) {
  department.has<Closure>(a_closure("Repair").on("2026-12-07").of_rooms({black_box}));
  const auto induk = department.institution("Induk University");
  const auto conflict = finding(a_visit()
                                    .of(induk)
                                    .stopping_at(a_stop(1).in(white_box).at("2026-12-07T10:00:00"))
                                    .stopping_at(a_stop(2).in(black_box)));
  EXPECT_EQ(conflict.rule, Rule::room_closed);
  EXPECT_EQ(conflict.part, support::id<Stop>(2).value);
}

class Holiday : public RulesTest {
 protected:
  void on_monday(ClosureKind kind) { department.has<Closure>(a_closure("Day off").on("2026-12-07").of_kind(kind)); }
};

TEST_F(Holiday, OfTheDepartmentsOwnIsAnError) {
  on_monday(ClosureKind::closure);
  const auto conflict = finding(a_master_class().titled("Mask").by(kim));
  EXPECT_EQ(support::in_words(conflict), "holiday error");
  EXPECT_EQ(conflict.resource.kind, ResourceKind::event);
  EXPECT_EQ(conflict.resource_name, "Mask");
  EXPECT_EQ(conflict.with->title, "Day off");
}

TEST_F(Holiday, OfTheLawOnlyWarns) {
  on_monday(ClosureKind::public_holiday);
  EXPECT_THAT(findings(a_master_class().by(kim)), ElementsAre("holiday warning"));
}

TEST_F(Holiday, WarnsInExamWeeks) {
  on_monday(ClosureKind::exams);
  EXPECT_THAT(findings(a_master_class().by(kim)), ElementsAre("holiday warning"));
}

TEST_F(Holiday, IsNoneWhileTeachingTakesPlace) {
  on_monday(ClosureKind::semester);
  EXPECT_THAT(findings(a_master_class().by(kim)), IsEmpty());
}

TEST_F(Holiday, OnlyWarnsWhateverTheSettingsAre) {
  department.set(settings().with(Rule::holiday, Severity::error));
  on_monday(ClosureKind::public_holiday);
  EXPECT_THAT(findings(a_master_class().by(kim)), ElementsAre("holiday warning"));
}

TEST_F(Holiday, OnlyWarnsUnderOfficeHours) {
  on_monday(ClosureKind::closure);
  EXPECT_THAT(findings(office_hours().by(kim)), ElementsAre("holiday warning"));
}

TEST_F(Holiday, IsADayOfTheDepartment) {
  on_monday(ClosureKind::closure);
  const auto in_riga = [&](std::string_view start) {
    return findings(a_master_class().by(kim).in_zone("Europe/Riga").at(start));
  };
  EXPECT_THAT(in_riga("2026-12-06T20:00:00"), IsEmpty()) << "it ends at midnight in Tashkent";
  EXPECT_THAT(in_riga("2026-12-06T20:00:01"), ElementsAre("holiday error"));
  EXPECT_THAT(in_riga("2026-12-07T21:00:00"), IsEmpty()) << "midnight in Tashkent";
}

TEST_F(Holiday, StandsInTheWayOfOneOccurrence) {
  department.has<Closure>(a_closure("Day off").on("2026-12-14"));
  EXPECT_EQ(finding(a_master_class().by(kim).weekly().times(3)).recurrence_id, local("2026-12-14T14:00:00"));
}

TEST_F(Holiday, HoldsAsAnEstimateAndSaysSo) {
  department.has<Closure>(a_closure("Hayit").on("2026-12-07").as(ClosureStatus::estimated));
  const auto conflict = finding(a_master_class().by(kim));
  EXPECT_EQ(support::in_words(conflict), "holiday error");
  EXPECT_EQ(conflict.detail, "the date is an estimate");
}

TEST_F(Holiday, ThatIsDecreedReplacesItsEstimate) {
  department.has<Closure>(a_closure("Hayit").on("2026-12-07").as(ClosureStatus::estimated).for_the("hayit/2026"));
  department.has<Closure>(a_closure("Hayit").on("2026-12-08").for_the("hayit/2026"));
  EXPECT_THAT(findings(a_master_class().by(kim).at("2026-12-07T14:00:00")), IsEmpty());
  EXPECT_THAT(findings(a_master_class().by(kim).at("2026-12-08T14:00:00")), ElementsAre("holiday error"));
}

TEST_F(Holiday, ThatIsDecreedLeavesOtherEstimatesAlone) {
  department.has<Closure>(a_closure("Hayit").on("2026-12-07").as(ClosureStatus::estimated).for_the("hayit/2026"));
  department.has<Closure>(a_closure("Hayit").on("2027-12-08").for_the("hayit/2027"));
  EXPECT_THAT(findings(a_master_class().by(kim).at("2026-12-07T14:00:00")), ElementsAre("holiday error"));
}

TEST_F(Holiday, ThatIsCancelledKeepsNobodyAway) {
  department.has<Closure>(a_closure("Hayit").on("2026-12-07").as(ClosureStatus::estimated).for_the("hayit/2026"));
  department.has<Closure>(a_closure("Hayit").on("2026-12-07").as(ClosureStatus::cancelled).for_the("hayit/2026"));
  EXPECT_THAT(findings(a_master_class().by(kim)), IsEmpty());
}

class OutsideWorkingHours : public RulesTest {
 protected:
  Id<Person> minseo =
      department.has<Person>(a_person("Minseo").living_in("Asia/Seoul").working(kWorkingDays, "09:00", "18:00"));
};

TEST_F(OutsideWorkingHours, Warns) {
  EXPECT_THAT(findings(office_hours().by(minseo).in(black_box).at("2026-12-07T17:00:00")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(minseo).in(black_box).at("2026-12-07T17:00:01")),
              ElementsAre("outside-working-hours warning"));
  EXPECT_THAT(findings(office_hours().by(minseo).in(black_box).at("2026-12-05T14:00:00")),
              ElementsAre("outside-working-hours warning"))
      << "a Saturday";
}

TEST_F(OutsideWorkingHours, IsAsTheDepartmentWillsIt) {
  const Event late = office_hours().by(minseo).in(black_box).at("2026-12-07T20:00:00");
  department.set(settings().with(Rule::outside_working_hours, Severity::error));
  EXPECT_THAT(findings(late), ElementsAre("outside-working-hours error"));
  department.set(settings().with(Rule::outside_working_hours, Severity::off));
  EXPECT_THAT(findings(late), IsEmpty());
}

TEST_F(OutsideWorkingHours, GoesByTheClockAtHomeOnline) {
  EXPECT_THAT(findings(office_hours().by(minseo).online().at("2026-12-07T13:00:00")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(minseo).online().at("2026-12-07T14:00:00")),
              ElementsAre("outside-working-hours warning"))
      << "18:00 in Seoul";
}

TEST_F(OutsideWorkingHours, GoesByTheClockOfTheDestinationOnATrip) {
  department.booked(a_trip().travelling({minseo}));
  EXPECT_THAT(findings(office_hours().by(minseo).online().at("2026-12-07T20:00:00")), IsEmpty()) << "17:00 in Riga";
  EXPECT_THAT(findings(office_hours().by(minseo).online().at("2026-12-07T10:00:00")),
              ElementsAre("outside-working-hours warning"))
      << "07:00 in Riga";
}

TEST_F(OutsideWorkingHours, IsNotSaidOfWhomNoHoursAreKnown) {
  EXPECT_THAT(findings(office_hours().by(kim).at("2026-12-06T03:00:00")), IsEmpty());
}

class InsufficientTurnaround : public RulesTest {
 protected:
  Id<Person> minseo = department.has<Person>(a_person("Minseo").pausing("PT30M"));
};

TEST_F(InsufficientTurnaround, WarnsAfterAndBeforeAnotherEvent) {
  department.booked(office_hours().by(minseo).in(black_box).at("2026-12-07T14:00:00"));
  const auto at = [&](std::string_view start) { return findings(office_hours().by(minseo).in(black_box).at(start)); };
  EXPECT_THAT(at("2026-12-07T15:30:00"), IsEmpty());
  EXPECT_THAT(at("2026-12-07T15:29:59"), ElementsAre("insufficient-turnaround warning"));
  EXPECT_THAT(at("2026-12-07T12:30:00"), IsEmpty());
  EXPECT_THAT(at("2026-12-07T12:30:01"), ElementsAre("insufficient-turnaround warning"));
}

TEST_F(InsufficientTurnaround, NamesThePersonAndTheOtherEvent) {
  const auto other = department.booked(office_hours().by(minseo).at("2026-12-07T14:00:00"));
  const auto conflict = finding(office_hours().by(minseo).at("2026-12-07T15:10:00"));
  EXPECT_EQ(conflict.resource_name, "Minseo");
  EXPECT_EQ(conflict.with->id, other.value);
}

TEST_F(InsufficientTurnaround, IsKeptBetweenTheStopsOfAVisit) {
  const auto induk = department.institution("Induk University");
  const auto with_second_at = [&](std::string_view start) {
    return findings(a_visit()
                        .of(induk)
                        .with_turnaround("PT15M")
                        .stopping_at(a_stop(1).at("2026-12-07T10:00:00"))
                        .stopping_at(a_stop(2).at(start)));
  };
  EXPECT_THAT(with_second_at("2026-12-07T11:15:00"), IsEmpty());
  EXPECT_THAT(with_second_at("2026-12-07T11:14:59"), ElementsAre("insufficient-turnaround warning"));
}

class TravelTimeBetweenCampuses : public RulesTest {
 protected:
  /// What it means to begin at `to`, so long after an event of an hour that begins at `from` at 14:00.
  Words going(Id<Room> from, Id<Room> to, std::chrono::minutes after) {
    const auto traveller = department.person("Traveller");
    department.booked(office_hours().by(traveller).in(from).at("2026-12-07T14:00:00"));
    Event next = office_hours().by(traveller).in(to);
    next.start = local("2026-12-07T15:00:00") + after;
    return findings(next);
  }

  Id<Room> studio = department.has<Room>(a_room("Studio").on("Main").shared_by(100));
  Id<Room> hall = department.has<Room>(a_room("Hall").on("Main").shared_by(100));
  Id<Room> annex = department.has<Room>(a_room("Workshop").on("Annex").shared_by(100));
  Id<Room> museum = department.has<Room>(a_room("Museum").on("Old town").shared_by(100));
};

TEST_F(TravelTimeBetweenCampuses, IsAnErrorWhereItIsTooShort) {
  department.set(settings().way("Main", "Annex", "PT30M"));
  EXPECT_THAT(going(studio, annex, std::chrono::minutes{30}), IsEmpty());
  EXPECT_THAT(going(studio, annex, std::chrono::minutes{29}), ElementsAre("travel-time error"));
}

TEST_F(TravelTimeBetweenCampuses, IsTheSameBackWhereNothingElseIsSaid) {
  department.set(settings().way("Main", "Annex", "PT30M"));
  EXPECT_THAT(going(annex, studio, std::chrono::minutes{30}), IsEmpty());
  EXPECT_THAT(going(annex, studio, std::chrono::minutes{29}), ElementsAre("travel-time error"));
}

TEST_F(TravelTimeBetweenCampuses, MayBeAnotherOneBack) {
  department.set(settings().way("Main", "Annex", "PT30M").way("Annex", "Main", "PT10M"));
  EXPECT_THAT(going(annex, studio, std::chrono::minutes{10}), IsEmpty());
  EXPECT_THAT(going(studio, annex, std::chrono::minutes{29}), ElementsAre("travel-time error"));
}

TEST_F(TravelTimeBetweenCampuses, IsTheUsualOneWhereNothingIsSaid) {
  department.set(settings().way("Main", "Annex", "PT10M").any_way("PT45M"));
  EXPECT_THAT(going(studio, museum, std::chrono::minutes{45}), IsEmpty());
  EXPECT_THAT(going(studio, museum, std::chrono::minutes{44}), ElementsAre("travel-time error"));
  EXPECT_THAT(going(studio, annex, std::chrono::minutes{10}), IsEmpty()) << "of this way something is said";
}

TEST_F(TravelTimeBetweenCampuses, IsNoneOnOneCampusAndToAnUnknownPlace) {
  department.set(settings().any_way("PT45M"));
  EXPECT_THAT(going(studio, hall, std::chrono::minutes{0}), IsEmpty());
  EXPECT_THAT(going(studio, black_box, std::chrono::minutes{0}), IsEmpty());
}

TEST_F(TravelTimeBetweenCampuses, IsLookedAtBeforeTheNextEventToo) {
  department.set(settings().way("Main", "Annex", "PT30M"));
  department.booked(office_hours().by(kim).in(annex).at("2026-12-07T14:00:00"));
  const auto conflict = finding(office_hours().by(kim).in(studio).at("2026-12-07T12:45:00"));
  EXPECT_EQ(support::in_words(conflict), "travel-time error");
  EXPECT_EQ(conflict.resource_name, "Kim Minseo");
  EXPECT_EQ(conflict.interval, (Interval{instant("2026-12-07T08:45:00Z"), instant("2026-12-07T09:00:00Z")}));
}

TEST_F(TravelTimeBetweenCampuses, IsNotNeededOnline) {
  department.set(settings().way("Main", "Annex", "PT30M"));
  department.booked(office_hours().by(kim).in(annex).at("2026-12-07T14:00:00"));
  EXPECT_THAT(findings(office_hours().by(kim).online().at("2026-12-07T15:00:00")), IsEmpty());
}

TEST_F(TravelTimeBetweenCampuses, IsTheDelegationsToo) {
  department.set(settings().way("Main", "Annex", "PT30M"));
  const auto induk = department.institution("Induk University");
  const auto conflict = finding(a_visit()
                                    .of(induk)
                                    .stopping_at(a_stop(1).at("2026-12-07T10:00:00").in(studio))
                                    .stopping_at(a_stop(2).at("2026-12-07T11:20:00").on_campus("Annex")));
  EXPECT_EQ(support::in_words(conflict), "travel-time error");
  EXPECT_EQ(conflict.resource.kind, ResourceKind::event);
}

class ExpertAbsent : public RulesTest {
 protected:
  Id<Person> guest = department.has<Person>(a_person("Guest").here("2026-12-07T09:00:00", "2026-12-09T18:00:00"));
};

TEST_F(ExpertAbsent, BeforeAndAfterTheStay) {
  const auto at = [&](std::string_view start) { return findings(a_master_class().by(guest).at(start)); };
  EXPECT_THAT(at("2026-12-07T08:59:59"), ElementsAre("expert-absent error"));
  EXPECT_THAT(at("2026-12-07T09:00:00"), IsEmpty());
  EXPECT_THAT(at("2026-12-09T17:00:00"), IsEmpty());
  EXPECT_THAT(at("2026-12-09T17:00:01"), ElementsAre("expert-absent error"));
}

TEST_F(ExpertAbsent, ByTheClockOfTheDepartment) {
  EXPECT_THAT(findings(a_master_class().by(guest).in_zone("Asia/Seoul").at("2026-12-07T13:00:00")), IsEmpty());
  EXPECT_THAT(findings(a_master_class().by(guest).in_zone("Asia/Seoul").at("2026-12-07T12:00:00")),
              ElementsAre("expert-absent error"));
}

TEST_F(ExpertAbsent, IsNoMatterOnline) {
  EXPECT_THAT(findings(a_master_class().by(guest).online().at("2026-12-20T14:00:00")), IsEmpty());
}

TEST_F(ExpertAbsent, MayComeTwice) {
  const auto often = department.has<Person>(a_person("Often")
                                                .here("2026-12-07T00:00:00", "2026-12-08T00:00:00")
                                                .here("2026-12-14T00:00:00", "2026-12-15T00:00:00"));
  EXPECT_THAT(findings(a_master_class().by(often).weekly().times(2)), IsEmpty());
  EXPECT_THAT(findings(a_master_class().by(often).weekly().times(3)), ElementsAre("expert-absent error"));
}

TEST_F(ExpertAbsent, WhomAClosureNames) {
  department.has<Closure>(a_closure("Leave").on("2026-12-07").of_people({kim}));
  EXPECT_THAT(findings(a_master_class().by(lee)), IsEmpty());
  const auto conflict = finding(a_master_class().by(kim));
  EXPECT_EQ(support::in_words(conflict), "expert-absent error");
  EXPECT_EQ(conflict.resource_name, "Kim Minseo");
  EXPECT_EQ(conflict.with->title, "Leave");
}

TEST_F(ExpertAbsent, BeItTheInterpreter) {
  department.has<Closure>(a_closure("Leave").on("2026-12-07").of_people({kim}));
  EXPECT_THAT(findings(a_master_class().by(lee).interpreted_by(kim)), ElementsAre("expert-absent error"));
}

class OverDailyLimit : public RulesTest {
 protected:
  Id<Person> minseo = department.has<Person>(a_person("Minseo").at_most_daily("PT4H"));
};

TEST_F(OverDailyLimit, WarnsWhenADayBecomesTooLong) {
  department.booked(office_hours().by(minseo).at("2026-12-07T09:00:00").lasting("PT3H"));
  EXPECT_THAT(findings(office_hours().by(minseo).lasting("PT1H")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(minseo).lasting("PT61M")), ElementsAre("over-daily-limit warning"));
}

TEST_F(OverDailyLimit, IsCountedForEachDay) {
  department.booked(office_hours().by(minseo).at("2026-12-08T09:00:00").lasting("PT3H"));
  EXPECT_THAT(findings(office_hours().by(minseo).lasting("PT4H")), IsEmpty());
}

TEST_F(OverDailyLimit, DividesANightAtTheDepartmentsMidnight) {
  EXPECT_THAT(findings(office_hours().by(minseo).at("2026-12-07T20:00:00").lasting("PT8H")), IsEmpty());
  EXPECT_THAT(findings(office_hours().by(minseo).at("2026-12-07T20:00:00").lasting("PT481M")),
              ElementsAre("over-daily-limit warning"));
}

TEST_F(OverDailyLimit, CountsTheStopsOfAVisit) {
  const auto induk = department.institution("Induk University");
  const Event event = a_visit()
                          .of(induk)
                          .stopping_at(a_stop(1).by(minseo).at("2026-12-07T09:00:00").lasting("PT2H"))
                          .stopping_at(a_stop(2).by(minseo).at("2026-12-07T14:00:00").lasting("PT3H"));
  EXPECT_THAT(findings(event), testing::Contains("over-daily-limit warning"));
}

}  // namespace
}  // namespace scheduler
