// RFC 5545 3.8.7.4: what a calendar client must take notice of, and what it need not.
#include <gtest/gtest.h>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

using support::changed;
using support::Department;

class SequenceTest : public testing::Test {
 protected:
  /// By how much the sequence grows when the event becomes `event`.
  Sequence growth(Event event) {
    const Sequence before = department.event(id).sequence;
    event.sequence = 77;  // what a caller says of it does not matter
    event.uid = "somebody else's";
    const auto verdict = department.change(id, std::move(event));
    EXPECT_TRUE(verdict);
    EXPECT_EQ(department.event(id).uid, uid);
    return department.event(id).sequence - before;
  }
  const Event& now() const { return department.event(id); }

  Department department;
  Id<Person> kim = department.person("Kim");
  Id<Person> lee = department.person("Lee");
  Id<Room> black_box = department.room("Black Box");
  Id<Room> white_box = department.room("White Box");
  Id<Event> id = department.booked(support::a_master_class().by(kim).in(black_box).weekly().times(4));
  std::string uid = now().uid;
};

TEST_F(SequenceTest, StartsAtZeroWhateverTheCallerSays) {
  Event event = support::a_master_class().by(lee);
  event.sequence = 5;
  EXPECT_EQ(department.event(department.booked(event)).sequence, 0);
}

TEST_F(SequenceTest, GrowsWithTheTime) {
  EXPECT_EQ(growth(changed(now()).at("2026-12-07T15:00:00")), 1);
  EXPECT_EQ(growth(changed(now()).lasting("PT2H")), 1);
  EXPECT_EQ(growth(changed(now()).in_zone("Asia/Seoul")), 1);
}

TEST_F(SequenceTest, GrowsWithTheRuleAndItsExceptions) {
  EXPECT_EQ(growth(changed(now()).times(5)), 1);
  EXPECT_EQ(growth(changed(now()).except("2026-12-14T14:00:00")), 1);
}

TEST_F(SequenceTest, GrowsWithTheRooms) {
  EXPECT_EQ(growth(changed(now()).in(white_box)), 1);
  EXPECT_EQ(growth(changed(now()).also_in({black_box})), 1);
}

TEST_F(SequenceTest, GrowsWithCancellationAndRevival) {
  const Sequence before = now().sequence;
  ASSERT_TRUE(department.cancel(id));
  EXPECT_EQ(now().sequence, before + 1);
  Event revived = now();
  revived.status = EventStatus::confirmed;
  EXPECT_EQ(growth(revived), 1);
}

TEST_F(SequenceTest, GrowsOnceHoweverMuchChanges) {
  EXPECT_EQ(growth(changed(now()).at("2026-12-08T15:00:00").lasting("PT3H").in(white_box).tentative()), 1);
}

TEST_F(SequenceTest, StaysForEverythingElse) {
  EXPECT_EQ(growth(changed(now()).titled("Mask")), 0);
  EXPECT_EQ(growth(changed(now()).with({lee})), 0);
  EXPECT_EQ(growth(changed(now()).by(lee).with({})), 0);
  EXPECT_EQ(growth(changed(now()).leaving_people_free()), 0);
  Event described = now();
  described.description = "Bring soft shoes.";
  described.visibility = Visibility::internal;
  EXPECT_EQ(growth(described), 0);
}

TEST_F(SequenceTest, StaysWhenNothingChanges) { EXPECT_EQ(growth(now()), 0); }

TEST_F(SequenceTest, UidIsTheIdUnlessItCameFromElsewhere) {
  EXPECT_EQ(uid, id.to_string());
  Event imported = support::a_master_class().by(lee);
  imported.uid = "20261207T090000Z-17@example.org";
  EXPECT_EQ(department.event(department.booked(imported)).uid, imported.uid);
}

}  // namespace
}  // namespace scheduler
