#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/master_data_builders.hpp"
#include "support/verdicts.hpp"

namespace scheduler {

/// A department in Tashkent with two people and two rooms of which nothing is known.
class RulesTest : public testing::Test {
 protected:
  using Words = std::vector<std::string>;

  RulesTest() { department.set(support::settings()); }

  [[nodiscard]] Result<Decision> verdict_on(Event event) {
    return department.decide(Create<Event>{{department.next_id()}, std::move(event)});
  }
  /// What it would clash with, in words: "room-closed error".
  [[nodiscard]] Words findings(Event event) { return support::in_words(verdict_on(std::move(event))); }
  /// The only clash that it would have.
  [[nodiscard]] Conflict finding(Event event) {
    const auto conflicts = support::conflicts_in(verdict_on(std::move(event)));
    EXPECT_EQ(conflicts.size(), 1);
    return conflicts.empty() ? Conflict{} : conflicts.front();
  }
  /// What it would clash with though a coordinator has a reason.
  [[nodiscard]] Words findings_overridden(Event event) {
    const Create<Event> create{{department.next_id()}, std::move(event)};
    return support::in_words(department.decide(support::overriding(create)));
  }

  support::Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Room> black_box = department.room("Black Box");
  Id<Room> white_box = department.room("White Box");
};

}  // namespace scheduler
