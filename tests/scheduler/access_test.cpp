// Keys: to what they are limited, and who must not lose the last of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/guest_builders.hpp"
#include "support/verdicts.hpp"

namespace scheduler {
namespace {

using support::a_master_class;
using support::command_of;
using support::office_hours;
using support::refusal;

class Scope : public testing::Test {
 protected:
  [[nodiscard]] Result<Decision> decide(Action action, TokenScope scope) const {
    Command command = command_of(std::move(action), Role::staff);
    command.actor.scope = std::move(scope);
    return department.decide(command);
  }
  [[nodiscard]] Result<Decision> booking(Event event, TokenScope scope) {
    return decide(Create<Event>{{department.next_id()}, std::move(event)}, std::move(scope));
  }

  support::Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Room> black_box = department.room("Black Box");
  Id<Room> white_box = department.room("White Box");
  TokenScope only_classes{{EventKind::master_class}, {}};
  TokenScope only_black_box{{}, {black_box}};
};

TEST_F(Scope, OfAKindBooksThatKindOnly) {
  EXPECT_TRUE(booking(a_master_class().by(kim).in(black_box), only_classes));
  EXPECT_NE(refusal<Forbidden>(booking(office_hours().by(kim).in(black_box), only_classes)), nullptr);
}

TEST_F(Scope, OfARoomBooksThatRoomOnly) {
  EXPECT_TRUE(booking(office_hours().by(kim).in(black_box), only_black_box));
  EXPECT_NE(refusal<Forbidden>(booking(office_hours().by(kim).in(white_box), only_black_box)), nullptr);
  EXPECT_NE(refusal<Forbidden>(booking(office_hours().by(kim), only_black_box)), nullptr);
  EXPECT_NE(refusal<Forbidden>(booking(a_master_class().by(kim).in(black_box).also_in({white_box}), only_black_box)),
            nullptr);
}

TEST_F(Scope, HoldsWhatItWasAndWhatItBecomes) {
  const auto there = department.booked(office_hours().by(kim).in(white_box));
  Event moved = department.event(there);
  moved.room = black_box;
  EXPECT_NE(refusal<Forbidden>(decide(Replace<Event>{there, moved, std::nullopt}, only_black_box)), nullptr);
  EXPECT_NE(refusal<Forbidden>(decide(Remove<Event>{there, std::nullopt}, only_black_box)), nullptr);
}

TEST_F(Scope, LeavesPeopleAndRoomsAlone) {
  Room room;
  room.name = "Red Box";
  EXPECT_NE(refusal<Forbidden>(decide(Create<Room>{{department.next_id()}, room}, only_black_box)), nullptr);
}

TEST_F(Scope, ReachesTheGuestsOfItsEvents) {
  const auto here = department.booked(a_master_class().by(kim).in(black_box));
  const auto add = [&] {
    return Create<Registration>{{department.next_id()}, support::a_registration(here, "Nodira")};
  };
  EXPECT_TRUE(decide(add(), only_black_box));
  EXPECT_NE(refusal<Forbidden>(decide(add(), TokenScope{{EventKind::trip}, {}})), nullptr);
}

class LastAdmin : public testing::Test {
 protected:
  [[nodiscard]] AccessToken admin(char digit) const { return {"A", Role::admin, std::string(64, digit)}; }
  [[nodiscard]] static bool is_kept(const Result<Decision>& verdict) {
    const auto* refused = refusal<Refused>(verdict);
    return refused != nullptr && refused->because == Refused::Because::last_admin;
  }

  support::Department department;
  Id<AccessToken> first = department.has(admin('a'));
};

TEST_F(LastAdmin, CannotBeRevoked) {
  EXPECT_TRUE(is_kept(department.decide(Remove<AccessToken>{first, std::nullopt})));
  department.has(admin('b'));
  EXPECT_TRUE(department.decide(Remove<AccessToken>{first, std::nullopt}));
}

TEST_F(LastAdmin, CannotBeMadeLess) {
  AccessToken less = admin('a');
  less.role = Role::staff;
  EXPECT_TRUE(is_kept(department.decide(Replace<AccessToken>{first, less, std::nullopt})));
  AccessToken limited = admin('a');
  limited.scope.kinds = {EventKind::trip};
  EXPECT_TRUE(is_kept(department.decide(Replace<AccessToken>{first, limited, std::nullopt})));
}

TEST_F(LastAdmin, IsNotReplacedByOneThatHasExpired) {
  AccessToken passing = admin('b');
  passing.expires = department.now() + std::chrono::hours{1};
  department.has(passing);
  department.pass(std::chrono::hours{2});
  EXPECT_TRUE(is_kept(department.decide(Remove<AccessToken>{first, std::nullopt})));
}

TEST(AccessToken, EndsWhenItExpires) {
  AccessToken token{"A", Role::viewer, std::string(64, 'a')};
  EXPECT_TRUE(token.is_valid_at(Instant::max()));
  token.expires = Instant{std::chrono::seconds{100}};
  EXPECT_TRUE(token.is_valid_at(Instant{std::chrono::seconds{99}}));
  EXPECT_FALSE(token.is_valid_at(Instant{std::chrono::seconds{100}}));
}

/// Each version of an object names the entry that made it, so that its history can be followed back.
TEST(Record, NamesTheEntryThatMadeIt) {
  support::Department department;
  const auto room = department.room("Black Box");
  EXPECT_EQ(department.schedule().find(room)->position, department.schedule().head());
  department.person("Kim Minseo");
  Room larger = department.value(room);
  larger.capacity = 80;
  const auto made_by = department.schedule().find(room)->position;
  ASSERT_TRUE(department.perform(Replace<Room>{room, larger, std::nullopt}));
  EXPECT_EQ(department.schedule().find(room)->position, department.schedule().head());
  const auto& change = std::get<Changed<Room>>(department.journal().back().changes.front());
  EXPECT_EQ(change.before->position, made_by);
}

}  // namespace
}  // namespace scheduler
