#include "scheduler/bounds.hpp"

#include <gtest/gtest.h>

#include "support/builders.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

constexpr Field kName{.name = "name", .bounds = {1, 5}};
constexpr Field kNote{.name = "note", .bounds = {0, 20}, .multiline = true};

TEST(Bounds, CountCodePoints) {
  EXPECT_EQ(problem_of_text("김민서", kName), std::nullopt);
  EXPECT_EQ(problem_of_text("O\xE2\x80\x98zbe", kName), std::nullopt);
  EXPECT_NE(problem_of_text("", kName), std::nullopt);
  EXPECT_NE(problem_of_text("sixsix", kName), std::nullopt);
  EXPECT_NE(problem_of_text("   ", kName), std::nullopt);
}

TEST(Bounds, KeepControlCharactersOut) {
  EXPECT_NE(problem_of_text("a\nb", kName), std::nullopt);
  EXPECT_EQ(problem_of_text("a\n\tb", kNote), std::nullopt);
  EXPECT_NE(problem_of_text("a\rb", kNote), std::nullopt);
  EXPECT_NE(problem_of_text(std::string_view("a\0b", 3), kNote), std::nullopt);
}

TEST(Bounds, AreForUtf8) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88",
                          "\xE2\x82", "\x80"}) {
    EXPECT_EQ(problem_of_text(bad, kNote), "must be UTF-8") << bad;
  }
  for (const char* good : {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(problem_of_text(good, kNote), std::nullopt) << good;
  }
}

TEST(Bounds, OfAWholeObjectNameEveryPlace) {
  Person person;
  person.name = std::string(201, 'x');
  person.roles = {"expert", ""};
  person.interprets = {{"ko", "u"}};
  std::vector<std::string> pointers;
  for (const InvalidField& problem : out_of_bounds(person)) pointers.push_back(problem.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/name", "/roles/1", "/interprets/0/to"}));
}

/// Whoever gives the command: what could not be read again is not written.
TEST(Decide, RefusesWhatCouldNotBeReadAgain) {
  const Actor somebody{"command line", Role::admin};
  const Id<AccessToken> id = support::id<AccessToken>(7);
  for (const std::string& label : {std::string(), std::string(201, 'x'), std::string("a\nb"), std::string("\xFF")}) {
    const Command command{somebody, Create<AccessToken>{id, {label, Role::viewer, std::string(64, 'a')}}};
    EXPECT_FALSE(decide(Schedule(), command, Instant{})) << label;
  }
  Institution institution;
  institution.name = "Induk";
  institution.country = "KOR";
  EXPECT_FALSE(
      decide(Schedule(), Command{somebody, Create<Institution>{support::id<Institution>(8), institution}}, Instant{}));
}

/// Daylight-saving rules after 2037 are not read: nothing may be booked there by an hour that is wrong.
TEST(Horizon, EndsBefore2038) {
  RecurrenceRule every_four_weeks;
  every_four_weeks.interval = 4;
  const auto starts = expand(every_four_weeks, support::local("2030-01-04T12:00:00"), kMaxOccurrences);
  ASSERT_TRUE(starts);
  EXPECT_LT(starts->back(), support::local("2038-01-01T00:00:00"));
  EXPECT_GT(starts->back(), support::local("2037-11-01T00:00:00"));
}

}  // namespace
}  // namespace scheduler
