// What a journal's entry did is undone, where nothing stands against it.
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
using support::a_room;
using support::command_of;
using support::in_words;
using support::office_hours;
using support::overriding;
using support::refusal;
using testing::Contains;
using testing::HasSubstr;

class RevertTest : public testing::Test {
 protected:
  [[nodiscard]] Revert of(std::size_t from_the_end = 0) const {
    const JournalEntry& entry = department.journal().at(department.journal().size() - 1 - from_the_end);
    return {entry.position, entry.changes};
  }
  [[nodiscard]] static Refused::Because because(const Result<Decision>& verdict) {
    return std::get<Refused>(verdict.error()).because;
  }

  support::Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Room> black_box = department.room("Black Box");
};

TEST_F(RevertTest, PutsBackWhatWasChanged) {
  Room larger = department.value(black_box);
  larger.capacity = 80;
  ASSERT_TRUE(department.perform(Replace<Room>{black_box, larger, std::nullopt}));
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(department.value(black_box).capacity, std::nullopt);
  EXPECT_EQ(department.schedule().find(black_box)->version, 3U);
}

TEST_F(RevertTest, TakesAwayWhatWasMade) {
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(department.schedule().find(black_box), nullptr);
}

TEST_F(RevertTest, BringsBackWhatWasRemovedUnderItsIdWithAVersionThatNobodyHasSeen) {
  ASSERT_TRUE(department.perform(Remove<Room>{black_box, std::nullopt}));
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(department.value(black_box).name, "Black Box");
  EXPECT_EQ(department.schedule().find(black_box)->version, 2U);
}

TEST_F(RevertTest, CancelsAnEventThatWasBooked) {
  const auto event = department.booked(office_hours().by(kim).in(black_box));
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(department.event(event).status, EventStatus::cancelled);
}

TEST_F(RevertTest, BooksAgainWhatWasCancelled) {
  const auto event = department.booked(office_hours().by(kim).in(black_box));
  ASSERT_TRUE(department.cancel(event));
  const auto sequence = department.event(event).sequence;
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(department.event(event).status, EventStatus::confirmed);
  EXPECT_GT(department.event(event).sequence, sequence);
}

TEST_F(RevertTest, IsRefusedWhereTheTimeIsSomebodyElsesByNow) {
  const auto event = department.booked(office_hours().by(kim).in(black_box));
  ASSERT_TRUE(department.cancel(event));
  const Revert revert = of();
  department.booked(office_hours().by(lee).in(black_box));
  EXPECT_THAT(in_words(department.decide(revert)), Contains("room-double-booked error"));
  EXPECT_TRUE(department.perform(overriding(revert)));
}

TEST_F(RevertTest, IsRefusedWhenItWasChangedAfterThat) {
  Room room = department.value(black_box);
  room.capacity = 80;
  ASSERT_TRUE(department.perform(Replace<Room>{black_box, room, std::nullopt}));
  const Revert revert = of();
  room.capacity = 90;
  ASSERT_TRUE(department.perform(Replace<Room>{black_box, room, std::nullopt}));
  const auto verdict = department.decide(revert);
  ASSERT_EQ(because(verdict), Refused::Because::changed_since);
  EXPECT_THAT(std::get<Refused>(verdict.error()).detail,
              HasSubstr("by entry " + std::to_string(department.schedule().head())));
}

TEST_F(RevertTest, IsRefusedForWhatIsStillNeeded) {
  const Revert revert = of();
  department.booked(office_hours().by(kim).in(black_box));
  EXPECT_NE(refusal<StillNeeded>(department.decide(revert)), nullptr);
}

TEST_F(RevertTest, LetsAnApprovedEventWaitAgain) {
  Room hall = department.value(black_box);
  hall.approval_needed = true;
  ASSERT_TRUE(department.perform(Replace<Room>{black_box, hall, std::nullopt}));
  const Id<Event> id{department.next_id()};
  ASSERT_TRUE(department.perform(command_of(Create<Event>{id, office_hours().by(kim).in(black_box)}, Role::staff)));
  ASSERT_TRUE(department.perform(Approve{id, std::nullopt}));
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(department.event(id).approval, Approval::pending);
  EXPECT_EQ(department.event(id).status, EventStatus::tentative);
}

TEST_F(RevertTest, JoinsASeriesThatWasCutInTwo) {
  const Event series = office_hours().by(kim).in(black_box).daily().times(6);
  const auto id = department.booked(series);
  const auto starts = rule_starts_of(department.event(id));
  Event rest = department.event(id);
  rest.start = starts[3];
  rest.recurrence_rule->count = 3;
  const Id<Event> following{department.next_id()};
  ASSERT_TRUE(department.perform(SplitSeries{id, std::nullopt, starts[3], following, rest}));
  ASSERT_EQ(rule_starts_of(department.event(id)).size(), 3U);
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(rule_starts_of(department.event(id)), starts);
  EXPECT_EQ(department.event(following).status, EventStatus::cancelled);
}

TEST_F(RevertTest, LeavesTokensAndGuestsAlone) {
  department.token(std::string(64, 'a'));
  EXPECT_EQ(because(department.decide(of())), Refused::Because::not_revertible);
  const auto event = department.booked(a_master_class().by(kim).in(black_box));
  department.has(support::a_registration(event, "Nodira"));
  EXPECT_EQ(because(department.decide(of())), Refused::Because::not_revertible);
}

TEST_F(RevertTest, CanItselfBeReverted) {
  Room larger = department.value(black_box);
  larger.capacity = 80;
  ASSERT_TRUE(department.perform(Replace<Room>{black_box, larger, std::nullopt}));
  ASSERT_TRUE(department.perform(of()));
  ASSERT_TRUE(department.perform(of()));
  EXPECT_EQ(department.value(black_box).capacity, 80);
}

TEST_F(RevertTest, SaysInTheJournalWhatItWas) {
  const Revert revert = of();
  EXPECT_EQ(command_of(revert).reason(), "reverts entry " + std::to_string(revert.position));
  EXPECT_THAT(overriding(revert).reason(), HasSubstr("reverts entry " + std::to_string(revert.position) + ": "));
}

}  // namespace
}  // namespace scheduler
