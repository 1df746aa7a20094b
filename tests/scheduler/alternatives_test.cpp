#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>

#include "random_commands.hpp"
#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

using support::a_master_class;
using support::Department;
using support::local;
using support::office_hours;
using support::refusal;

Event in_its_place(Event wish, const Alternative& alternative) {
  if (alternative.stop) {
    for (Stop& stop : std::get<Visit>(wish.details).stops) {
      if (stop.id != *alternative.stop) continue;
      stop.start = alternative.start;
      stop.room = alternative.room;
      if (alternative.interpreter) stop.interpreter->person = *alternative.interpreter;
    }
    return wish;
  }
  wish.start = alternative.start;
  wish.time_zone = alternative.time_zone;
  wish.room = alternative.room;
  if (alternative.interpreter) std::get<MasterClass>(wish.details).interpreter->person = *alternative.interpreter;
  return wish;
}

std::vector<Alternative> alternatives(Department& department, const Event& wish) {
  const auto verdict = department.decide(Create<Event>{{department.next_id()}, wish});
  const auto* conflict = refusal<SchedulingConflict>(verdict);
  return conflict != nullptr ? conflict->alternatives : std::vector<Alternative>{};
}

class Alternatives : public testing::Test {
 protected:
  Room room(std::string name, std::int32_t capacity) {
    Room value;
    value.name = std::move(name);
    value.capacity = capacity;
    return value;
  }

  Department department;
  Id<Person> kim = department.person("Kim");
  Id<Person> lee = department.person("Lee");
  Id<Room> black_box = department.room(room("Black Box", 40));
};

TEST_F(Alternatives, AreTheNextFreeTimeAnEarlierOneAndTheSameTimeOnAnotherDay) {
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-07T14:00:00").lasting("PT2H"));
  const auto found = alternatives(department, a_master_class().by(lee).in(black_box).at("2026-12-07T15:00:00"));
  ASSERT_EQ(found.size(), 3);
  EXPECT_EQ(found[0].start, local("2026-12-07T16:00:00"));
  EXPECT_EQ(found[0].room, black_box);
  EXPECT_EQ(found[0].reason, "same room, next free time");
  EXPECT_EQ(found[1].start, local("2026-12-07T08:00:00"));
  EXPECT_EQ(found[1].reason, "same room, earlier on the same day");
  EXPECT_EQ(found[2].start, local("2026-12-08T15:00:00"));
}

TEST_F(Alternatives, OfASeriesAreOtherHoursAndOtherWeeks) {
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-07T14:00:00").lasting("PT6H"));
  const auto found =
      alternatives(department, office_hours().by(lee).in(black_box).at("2026-12-07T15:00:00").weekly().times(6));
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].start, local("2026-12-07T08:00:00"));
  EXPECT_EQ(found[1].start, local("2026-12-14T15:00:00"));
}

TEST_F(Alternatives, OfASeriesAreToldBesideWhatIsFreeOfIt) {
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-14T14:00:00").lasting("PT6H"));
  const auto verdict =
      department.book(office_hours().by(lee).in(black_box).at("2026-12-07T15:00:00").weekly().times(3));
  const auto* conflict = refusal<SchedulingConflict>(verdict);
  ASSERT_NE(conflict, nullptr);
  EXPECT_THAT(conflict->free_occurrences,
              testing::ElementsAre(local("2026-12-07T15:00:00"), local("2026-12-21T15:00:00")));
}

TEST_F(Alternatives, OfOneOccurrenceAreForItAlone) {
  const auto white_box = department.room(room("White Box", 40));
  const auto series = department.booked(
      a_master_class().by(lee).in(black_box).at("2026-12-07T10:00:00").lasting("PT2H").daily().times(5));
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-08T15:00:00").lasting("PT2H"));
  const Event moved = support::changed(department.event(series)).moved("2026-12-08T10:00:00", "2026-12-08T15:30:00");
  const auto verdict = department.decide(Replace<Event>{series, moved, std::nullopt});
  const auto* conflict = refusal<SchedulingConflict>(verdict);
  ASSERT_NE(conflict, nullptr);
  ASSERT_FALSE(conflict->alternatives.empty());
  EXPECT_EQ(conflict->alternatives.front().start, local("2026-12-08T17:00:00"));
  EXPECT_EQ(conflict->alternatives.back().start, local("2026-12-08T15:30:00"));
  EXPECT_EQ(conflict->alternatives.back().room, white_box);
  for (const Alternative& each : conflict->alternatives) {
    Event instead = moved;
    OccurrenceOverride& change = instead.recurrence_overrides[local("2026-12-08T10:00:00")];
    change.start = each.start;
    change.room = each.room;
    EXPECT_TRUE(department.decide(Replace<Event>{series, instead, std::nullopt})) << each.reason;
  }
}

TEST_F(Alternatives, AreNotInThePast) {
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-07T18:00:00").lasting("PT1H"));
  department.pass(support::instant("2026-12-07T12:17:00Z") - department.now());  // 17:17
  for (const Alternative& each :
       alternatives(department, office_hours().by(lee).in(black_box).at("2026-12-07T18:00:00").lasting("PT30M"))) {
    EXPECT_GE(each.start, local("2026-12-07T17:17:00")) << each.reason;
  }
}

TEST_F(Alternatives, AreInTheNightWhereTheDaysAreTaken) {
  department.booked(office_hours().by(kim).at("2026-12-01T08:00:00").daily().lasting("PT12H"));
  const auto found = alternatives(department, office_hours().by(kim).at("2026-12-07T14:00:00").lasting("PT6H"));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].start, local("2026-12-07T20:00:00"));
}

TEST_F(Alternatives, AreInTheQuarterOfAnHour) {
  department.booked(office_hours().by(kim).at("2026-12-07T14:07:00").lasting("PT2H"));
  EXPECT_EQ(alternatives(department, office_hours().by(kim).at("2026-12-07T14:00:00")).front().start,
            local("2026-12-07T16:15:00"));
}

TEST_F(Alternatives, ComeInTheDaytime) {
  department.booked(office_hours().by(kim).at("2026-12-07T14:00:00").lasting("PT6H"));
  EXPECT_EQ(alternatives(department, office_hours().by(kim).at("2026-12-07T18:00:00")).front().start,
            local("2026-12-08T08:00:00"));
}

TEST_F(Alternatives, AreRoomsThatAreLargeEnoughTheSmallestFirst) {
  department.room(room("Cupboard", 3));
  const auto hall = department.room(room("Hall", 400));
  const auto studio = department.room(room("Studio", 30));
  department.booked(office_hours().by(kim).in(black_box));
  const auto found = alternatives(department, a_master_class().by(lee).in(black_box).for_participants(25));
  ASSERT_EQ(found.size(), 5);
  EXPECT_EQ(found[3].room, studio);
  EXPECT_EQ(found[4].room, hall);
  EXPECT_EQ(found[4].reason, "same time, Hall");
}

TEST_F(Alternatives, AreRoomsWithAllThatTheWantedOneHas) {
  Room with_piano = room("Music", 40);
  with_piano.features = {"piano", "mirrors"};
  const auto music = department.room(with_piano);
  with_piano.name = "Music 2";
  const auto second = department.room(with_piano);
  department.booked(office_hours().by(kim).in(music));
  const auto found = alternatives(department, office_hours().by(lee).in(music));
  ASSERT_EQ(found.size(), 4);  // not the Black Box
  EXPECT_EQ(found[3].room, second);
}

TEST_F(Alternatives, AreNoOtherRoomsWhenThePeopleAreElsewhere) {
  department.room(room("Studio", 40));
  department.booked(office_hours().by(kim).in(black_box));
  for (const Alternative& each : alternatives(department, office_hours().by(kim).in(black_box))) {
    EXPECT_EQ(each.room, black_box);
  }
}

TEST_F(Alternatives, LeaveNoOccurrenceOfASeriesBehind) {
  department.booked(office_hours().by(kim).in(black_box).at("2026-12-07T14:00:00"));
  // Later on the same day, `until` would cut the last one off.
  const Event wish = office_hours().by(lee).in(black_box).weekly().until("2026-12-21T14:00:00");
  for (const Alternative& each : alternatives(department, wish)) {
    EXPECT_EQ(occurrences_of(in_its_place(wish, each)).size(), 3) << each.reason;
  }
}

/// Without bounds this takes a quarter of a minute and more; the milliseconds are printed, and nothing is asserted of
/// them.
TEST_F(Alternatives, AreLookedForWithinBoundsHoweverMuchIsBooked) {
  for (int i = 0; i < 60; ++i) {
    const auto each = department.room(room("Studio " + std::to_string(i), 40));
    department.booked(office_hours().by(department.person("Host")).in(each).daily().times(1000).lasting("PT23H"));
  }
  department.booked(office_hours().by(kim).in(black_box).daily().lasting("PT23H"));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_LE(alternatives(department, office_hours().by(lee).in(black_box).daily()).size(), 1U);
  const auto took = std::chrono::steady_clock::now() - begin;
  RecordProperty("milliseconds", static_cast<int>(took / std::chrono::milliseconds{1}));
  std::cout << took / std::chrono::milliseconds{1} << " ms\n";
}

TEST(AlternativesOfRandomDepartments, AreEachAcceptedInThePlaceOfTheWish) {
  std::size_t tried = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Department department;
    support::RandomCommands commands(department, seed);
    for (int i = 0; i < 80; ++i) {
      const auto command = commands.next();
      if (!command) continue;
      const auto verdict = department.perform(*command);
      const auto* conflict = refusal<SchedulingConflict>(verdict);
      const auto* create = std::get_if<Create<Event>>(&command->action);
      if (conflict == nullptr || create == nullptr) continue;
      EXPECT_LE(conflict->alternatives.size(), 30U);
      if (!conflict->free_occurrences.empty()) {
        EXPECT_TRUE(department.decide(support::skipping(*create))) << "seed " << seed << ", command " << i;
      }
      for (const Alternative& each : conflict->alternatives) {
        ++tried;
        const Create<Event> instead{create->id, in_its_place(create->value, each)};
        const auto found = department.decide(support::command_of(instead));
        EXPECT_TRUE(found) << "seed " << seed << ", command " << i << ": " << each.reason;
      }
    }
  }
  EXPECT_GE(tried, 50U);
}

RC_GTEST_PROP(AlternativesProperty, AreThereWhenARoomIsSimplyBooked, ()) {
  Department department;
  const auto kim = department.person("Kim");
  const auto lee = department.person("Lee");
  const auto room = department.room("Black Box", "PT30M", "PT15M");
  const auto start = local("2026-12-07T00:00:00") + std::chrono::minutes{*rc::gen::inRange(0, 24 * 60)};
  Event booked =
      office_hours().by(kim).in(room).lasting(*rc::gen::element<std::string>("PT1H", "PT5H", "P2D", "PT24H"));
  booked.start = start;
  department.booked(booked);
  Event wish = office_hours().by(lee).in(room).lasting(*rc::gen::element<std::string>("PT30M", "PT2H", "PT13H", "P3D"));
  wish.start = start + std::chrono::minutes{*rc::gen::inRange(0, 60)};
  RC_ASSERT(!alternatives(department, wish).empty());
}

}  // namespace
}  // namespace scheduler
