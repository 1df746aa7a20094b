// Creating, replacing and removing what is no event.
#include "scheduler/decide.hpp"

#include <gtest/gtest.h>

#include "support/builders.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

using support::a_master_class;
using support::Department;
using support::office_hours;
using support::refusal;

template <class T>
T named(std::string name);
template <>
Person named(std::string name) {
  Person person;
  person.name = std::move(name);
  return person;
}
template <>
Room named(std::string name) {
  Room room;
  room.name = std::move(name);
  return room;
}
template <>
Institution named(std::string name) {
  Institution institution;
  institution.name = std::move(name);
  return institution;
}

template <class T>
class DecideOn : public testing::Test {
 protected:
  Department department;
  Id<T> id{department.next_id()};
};
using NamedThings = testing::Types<Person, Room, Institution>;
TYPED_TEST_SUITE(DecideOn, NamedThings);

TYPED_TEST(DecideOn, CreatesTheFirstVersion) {
  const auto decision = this->department.perform(Create<TypeParam>{this->id, named<TypeParam>("one")});
  ASSERT_TRUE(decision);
  const auto record = this->department.schedule().find(this->id);
  EXPECT_EQ(record->version, 1);
  EXPECT_EQ(record->created, this->department.now());
  EXPECT_EQ(record->updated, this->department.now());
  EXPECT_EQ(record->value, named<TypeParam>("one"));
}

TYPED_TEST(DecideOn, DoesNotCreateWhatIsThere) {
  ASSERT_TRUE(this->department.perform(Create<TypeParam>{this->id, named<TypeParam>("one")}));
  const auto again = this->department.perform(Create<TypeParam>{this->id, named<TypeParam>("two")});
  ASSERT_NE(refusal<InvalidInput>(again), nullptr);
  EXPECT_EQ(refusal<InvalidInput>(again)->fields.front().pointer, "/id");
}

TYPED_TEST(DecideOn, ReplacesWithTheNextVersion) {
  ASSERT_TRUE(this->department.perform(Create<TypeParam>{this->id, named<TypeParam>("one")}));
  const Instant created = this->department.now();
  ASSERT_TRUE(this->department.perform(Replace<TypeParam>{this->id, named<TypeParam>("two"), 1}));
  const auto record = this->department.schedule().find(this->id);
  EXPECT_EQ(record->version, 2);
  EXPECT_EQ(record->created, created);
  EXPECT_EQ(record->updated, this->department.now());
}

TYPED_TEST(DecideOn, ReplacesNothingWithTheSame) {
  ASSERT_TRUE(this->department.perform(Create<TypeParam>{this->id, named<TypeParam>("one")}));
  const auto same = this->department.perform(Replace<TypeParam>{this->id, named<TypeParam>("one"), 1});
  ASSERT_TRUE(same);
  EXPECT_TRUE(same->changes.empty());
}

TYPED_TEST(DecideOn, RefusesAStaleVersionAndNamesTheCurrentOne) {
  ASSERT_TRUE(this->department.perform(Create<TypeParam>{this->id, named<TypeParam>("one")}));
  ASSERT_TRUE(this->department.perform(Replace<TypeParam>{this->id, named<TypeParam>("two"), 1}));
  const auto replace = this->department.perform(Replace<TypeParam>{this->id, named<TypeParam>("three"), 1});
  ASSERT_NE(refusal<StaleVersion>(replace), nullptr);
  EXPECT_EQ(refusal<StaleVersion>(replace)->current, 2);
  const auto remove = this->department.perform(Remove<TypeParam>{this->id, 3});
  ASSERT_NE(refusal<StaleVersion>(remove), nullptr);
}

TYPED_TEST(DecideOn, FindsNothingUnderAnotherId) {
  EXPECT_NE(refusal<NotFound>(this->department.perform(Replace<TypeParam>{this->id, named<TypeParam>("x"), 1})),
            nullptr);
  EXPECT_NE(refusal<NotFound>(this->department.perform(Remove<TypeParam>{this->id, 1})), nullptr);
}

TYPED_TEST(DecideOn, Removes) {
  ASSERT_TRUE(this->department.perform(Create<TypeParam>{this->id, named<TypeParam>("one")}));
  ASSERT_TRUE(this->department.perform(Remove<TypeParam>{this->id, 1}));
  EXPECT_EQ(this->department.schedule().find(this->id), nullptr);
  EXPECT_NE(refusal<NotFound>(this->department.perform(Remove<TypeParam>{this->id, std::nullopt})), nullptr);
}

TEST(AccessTokens, AreFoundByTheirHashUntilTheyAreRemoved) {
  Department department;
  const auto id = department.token(std::string(64, 'a'));
  ASSERT_NE(department.schedule().find_token(std::string(64, 'a')), nullptr);
  EXPECT_EQ(department.schedule().find_token(std::string(64, 'b')), nullptr);
  ASSERT_TRUE(department.perform(Remove<AccessToken>{id, 1}));
  EXPECT_EQ(department.schedule().find_token(std::string(64, 'a')), nullptr);
}

class StillNeededTest : public testing::Test {
 protected:
  Department department;
  Id<Person> expert = department.person("Kim");
  Id<Person> interpreter = department.person("Lee");
  Id<Person> guest = department.person("Karimov");
  Id<Room> room = department.room("Black Box");
  Id<Room> second_room = department.room("White Box");
  Id<Event> event = department.booked(
      a_master_class().by(expert).interpreted_by(interpreter).with({guest}).in(room).also_in({second_room}));
};

TEST_F(StillNeededTest, IsEverybodyWhoTakesPart) {
  for (const Id<Person> person : {expert, interpreter, guest}) {
    const auto removal = department.perform(Remove<Person>{person, std::nullopt});
    ASSERT_NE(refusal<StillNeeded>(removal), nullptr);
    EXPECT_EQ(refusal<StillNeeded>(removal)->events, std::vector<Uuid>{event.value});
    EXPECT_EQ(refusal<StillNeeded>(removal)->count, 1);
  }
}

TEST_F(StillNeededTest, IsEveryRoomThatIsTaken) {
  EXPECT_NE(refusal<StillNeeded>(department.perform(Remove<Room>{room, std::nullopt})), nullptr);
  EXPECT_NE(refusal<StillNeeded>(department.perform(Remove<Room>{second_room, std::nullopt})), nullptr);
}

TEST_F(StillNeededTest, IsNobodyAfterTheCancellation) {
  ASSERT_TRUE(department.cancel(event));
  EXPECT_TRUE(department.perform(Remove<Person>{expert, std::nullopt}));
  EXPECT_TRUE(department.perform(Remove<Room>{room, std::nullopt}));
}

TEST_F(StillNeededTest, NamesTwentyAndCountsAll) {
  const auto host = department.person("Yusupov");
  for (int day = 10; day < 35; ++day) {
    Event event_of_day = office_hours().by(host);
    event_of_day.start += date::days{day};
    department.booked(event_of_day);
  }
  const auto removal = department.perform(Remove<Person>{host, std::nullopt});
  ASSERT_NE(refusal<StillNeeded>(removal), nullptr);
  EXPECT_EQ(refusal<StillNeeded>(removal)->events.size(), 20);
  EXPECT_EQ(refusal<StillNeeded>(removal)->count, 25);
}

}  // namespace
}  // namespace scheduler
