#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "calendar/feed.hpp"
#include "department.hpp"
#include "exchange_profile.hpp"
#include "libical_client.hpp"
#include "random_department.hpp"
#include "scheduler/session.hpp"

namespace calendar {
namespace {

using calendar_test::a_tuesday;
using calendar_test::occurrences_seen;
using calendar_test::options_in;
using calendar_test::random_department;
using calendar_test::SeenOccurrence;
using calendar_test::violations_in;
using calendar_test::Zones;
using scheduler::IndexedOccurrence;

/// The agenda's rows.
std::vector<SeenOccurrence> rows_in(const scheduler::Schedule& schedule, const scheduler::Interval& window) {
  std::vector<SeenOccurrence> all;
  schedule.visit_occurrences(window, [&](const IndexedOccurrence& row) {
    all.push_back({row.interval, title_of(schedule.find(row.event)->value, row.recurrence_id, row.part)});
    return true;
  });
  std::sort(all.begin(), all.end());
  return all;
}

FeedOptions random_options() {
  auto options = options_in(*rc::gen::element(Language::english, Language::russian, Language::uzbek));
  options.time_zone = calendar_test::random_zone();
  return options;
}

RC_GTEST_PROP(FeedOccurrences, AreThoseOfTheScheduleToTheSecond, ()) {
  const auto options = random_options();
  const auto schedule = random_department(options.time_zone);
  const auto feed = public_feed(schedule, options, a_tuesday());
  RC_ASSERT(occurrences_seen(*feed.body, feed.window, Zones::ours) == rows_in(schedule, feed.window));
}

RC_GTEST_PROP(FeedOccurrences, AreTheSameByTheFilesOwnTimeZones, ()) {
  const auto options = random_options();
  const auto schedule = random_department(options.time_zone);
  const auto feed = public_feed(schedule, options, a_tuesday());
  RC_ASSERT(occurrences_seen(*feed.body, feed.window, Zones::the_files) == rows_in(schedule, feed.window));
}

/// The window ends earlier then, but what is in it is whole.
RC_GTEST_PROP(FeedOccurrences, AreThoseOfTheScheduleInANarrowedFeed, ()) {
  auto options = random_options();
  options.max_bytes = *rc::gen::inRange<std::size_t>(2'000, 30'000);
  const auto schedule = random_department(options.time_zone);
  const auto feed = public_feed(schedule, options, a_tuesday());
  const bool is_empty = feed.window.begin == feed.window.end;  // which some rows overlap, by Interval's definition
  const auto rows = is_empty ? std::vector<SeenOccurrence>() : rows_in(schedule, feed.window);
  RC_ASSERT(occurrences_seen(*feed.body, feed.window, Zones::ours) == rows);
}

RC_GTEST_PROP(FeedOccurrences, AnyDepartmentsFeedKeepsTheExchangeProfile, ()) {
  const auto options = random_options();
  const auto feed = public_feed(random_department(options.time_zone), options, a_tuesday());
  RC_ASSERT(violations_in(*feed.body) == std::vector<std::string>());
}

}  // namespace
}  // namespace calendar
