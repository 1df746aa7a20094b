#include "scheduler/interval_index.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <vector>

#include "support/builders.hpp"

namespace scheduler {
namespace {

using std::chrono::seconds;

IndexedOccurrence occurrence(int begin, int length, std::uint64_t event) {
  const Instant start{seconds{begin}};
  return {{start, start + seconds{length}}, support::id<Event>(event), LocalTime{seconds{begin}}, {}, 1};
}

std::vector<IndexedOccurrence> overlapping(const IntervalIndex& index, Interval window) {
  std::vector<IndexedOccurrence> found;
  index.visit_overlapping(window, [&](const IndexedOccurrence& each) {
    found.push_back(each);
    return true;
  });
  return found;
}

IndexedOccurrence any_occurrence() {
  return occurrence(*rc::gen::inRange(0, 200), *rc::gen::element(1, 1, 2, 5, 10, 150),
                    static_cast<std::uint64_t>(*rc::gen::inRange(0, 5)));
}

RC_GTEST_PROP(IntervalIndex, FindsWhatLookingAtEachFinds, ()) {
  IntervalIndex index;
  std::set<IndexedOccurrence> all;
  for (int i = *rc::gen::inRange(0, 200); i > 0; --i) {
    const IndexedOccurrence each = any_occurrence();
    if (*rc::gen::inRange(0, 3) != 0) {
      index.insert(each);
      all.insert(each);
    } else {
      index.erase(each);
      all.erase(each);
    }
  }
  RC_ASSERT(index.size() == all.size());
  for (int begin = -1; begin < 210; begin += 7) {
    for (const int length : {1, 3, 30, 300}) {
      const Interval window{Instant{seconds{begin}}, Instant{seconds{begin + length}}};
      std::vector<IndexedOccurrence> expected;
      for (const auto& each : all) {
        if (each.interval.overlaps(window)) expected.push_back(each);
      }
      RC_ASSERT(overlapping(index, window) == expected);
    }
  }
}

TEST(IntervalIndex, StopsWhenTheVisitorHasEnough) {
  IntervalIndex index;
  for (int i = 0; i < 100; ++i) index.insert(occurrence(i, 10, 1));
  int visited = 0;
  index.visit_overlapping({Instant{seconds{0}}, Instant{seconds{1000}}},
                          [&](const IndexedOccurrence&) { return ++visited < 3; });
  EXPECT_EQ(visited, 3);
}

TEST(IntervalIndex, KeepsTwoEventsAtTheSameTime) {
  IntervalIndex index;
  index.insert(occurrence(5, 10, 1));
  index.insert(occurrence(5, 10, 2));
  EXPECT_EQ(overlapping(index, {Instant{seconds{14}}, Instant{seconds{15}}}).size(), 2);
  index.erase(occurrence(5, 10, 1));
  EXPECT_EQ(overlapping(index, {Instant{seconds{14}}, Instant{seconds{15}}}).size(), 1);
}

}  // namespace
}  // namespace scheduler
