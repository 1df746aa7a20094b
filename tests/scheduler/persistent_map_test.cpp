#include "scheduler/persistent_map.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace scheduler {
namespace {

/// What can be told of a subtree: so that balance can be asked for from outside.
struct Shape {
  int greatest = 0;
  std::size_t depth = 1;
  std::size_t size = 1;
  std::size_t heavier = 0;  ///< the size of the larger child
  bool balanced_below = true;

  static Shape of(int key) { return {key}; }
  void absorb(const Shape& child) {
    greatest = std::max(greatest, child.greatest);
    depth = std::max(depth, child.depth + 1);
    size += child.size;
    heavier = std::max(heavier, child.size);
    balanced_below = balanced_below && child.balanced();
  }
  /// The invariant of a weight-balanced tree with parameter 3, in weights (size + 1), here and everywhere below.
  [[nodiscard]] bool balanced() const {
    const std::size_t lighter = size - 1 - heavier;
    return balanced_below && heavier + 1 <= 3 * (lighter + 1);
  }
};

using Map = PersistentMap<int, int, Shape>;
using Model = std::map<int, int>;

std::vector<std::pair<int, int>> entries(const Map& map) {
  std::vector<std::pair<int, int>> list;
  map.for_each([&](int key, int value) { list.emplace_back(key, value); });
  return list;
}

std::vector<std::pair<int, int>> entries(const Model& model) { return {model.begin(), model.end()}; }

Shape shape_of(const Map& map) {
  Shape found;
  map.search(
      [&](const Shape& shape) {
        found = shape;
        return false;
      },
      [](int) { return false; }, [](int, int) { return true; });
  return found;
}

/// In a weight-balanced tree with parameter 3 the heavier child has at most 3/4 of the weight.
std::size_t greatest_depth(std::size_t size) {
  return 1 + static_cast<std::size_t>(std::log(static_cast<double>(size + 1)) / std::log(4.0 / 3.0));
}

/// One change, to the map and to the model.
struct Step {
  bool insert = false;
  int key = 0;
  int value = 0;

  void on(Map& map, Model& model) const {
    if (insert) {
      map.insert_or_assign(key, value);
      model[key] = value;
    } else {
      map.erase(key);
      model.erase(key);
    }
  }
};

rc::Gen<std::vector<Step>> any_steps(int keys) {
  return rc::gen::scale(
      4.0, rc::gen::container<std::vector<Step>>(rc::gen::map(
               rc::gen::tuple(rc::gen::inRange(0, 3), rc::gen::inRange(0, keys), rc::gen::arbitrary<int>()),
               [](const std::tuple<int, int, int>& parts) {
                 return Step{std::get<0>(parts) != 0, std::get<1>(parts), std::get<2>(parts)};
               })));
}

RC_GTEST_PROP(PersistentMap, HoldsWhatAnOrderedMapHolds, ()) {
  Map map;
  Model model;
  for (const Step& step : *any_steps(*rc::gen::element(5, 50, 1000))) {
    step.on(map, model);
    RC_ASSERT(map.size() == model.size());
    RC_ASSERT(map.empty() == model.empty());
  }
  RC_ASSERT(entries(map) == entries(model));
}

RC_GTEST_PROP(PersistentMap, FindsWhatIsThereAndNothingElse, ()) {
  Map map;
  Model model;
  for (const Step& step : *any_steps(30)) step.on(map, model);
  for (int key = -1; key <= 30; ++key) {
    const int* found = map.find(key);
    RC_ASSERT((found != nullptr) == model.contains(key));
    if (found != nullptr) RC_ASSERT(*found == model[key]);
  }
}

RC_GTEST_PROP(PersistentMap, CopiesNeverChange, ()) {
  Map map;
  Model model;
  std::vector<std::pair<Map, Model>> copies;
  for (const Step& step : *any_steps(40)) {
    if (*rc::gen::inRange(0, 4) == 0) copies.emplace_back(map, model);
    step.on(map, model);
  }
  for (const auto& [copy, copied_model] : copies) RC_ASSERT(entries(copy) == entries(copied_model));
  RC_ASSERT(entries(map) == entries(model));
}

RC_GTEST_PROP(PersistentMap, BothSidesOfACopyGoTheirOwnWays, ()) {
  Map map;
  Model model;
  for (const Step& step : *any_steps(40)) step.on(map, model);
  Map other = map;
  Model other_model = model;
  const auto steps = *any_steps(40);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i % 2 == 0) {
      steps[i].on(map, model);
    } else {
      steps[i].on(other, other_model);
    }
  }
  RC_ASSERT(entries(map) == entries(model));
  RC_ASSERT(entries(other) == entries(other_model));
}

RC_GTEST_PROP(PersistentMap, StaysBalanced, ()) {
  Map map;
  Model model;
  for (const Step& step : *any_steps(1000)) {
    step.on(map, model);
    RC_ASSERT(shape_of(map).balanced());
    RC_ASSERT(shape_of(map).depth <= greatest_depth(map.size()));
  }
}

TEST(PersistentMap, StaysBalancedWhenKeysComeInOrderAndGoFromOneEnd) {
  Map map;
  constexpr int kKeys = 20'000;
  for (int key = 0; key < kKeys; ++key) map.insert_or_assign(key, key);
  EXPECT_TRUE(shape_of(map).balanced());
  EXPECT_LE(shape_of(map).depth, greatest_depth(kKeys));
  for (int key = 0; key < kKeys - 100; ++key) {
    map.erase(key);
    ASSERT_TRUE(shape_of(map).balanced());
  }
  EXPECT_EQ(map.size(), 100);
}

RC_GTEST_PROP(PersistentMap, VisitsFromAKeyOn, ()) {
  Map map;
  Model model;
  for (const Step& step : *any_steps(50)) step.on(map, model);
  const int from = *rc::gen::inRange(-1, 52);
  const std::size_t limit = *rc::gen::inRange<std::size_t>(1, 20);
  std::vector<std::pair<int, int>> visited;
  map.visit_from(from, [&](int key, int value) {
    visited.emplace_back(key, value);
    return visited.size() < limit;
  });
  std::vector<std::pair<int, int>> expected(model.lower_bound(from), model.end());
  if (expected.size() > limit) expected.resize(limit);
  RC_ASSERT(visited == expected);
}

RC_GTEST_PROP(PersistentMap, SearchSeesTheSummaryOfWholeSubtrees, ()) {
  Map map;
  Model model;
  for (const Step& step : *any_steps(200)) step.on(map, model);
  const int from = *rc::gen::inRange(0, 200);
  const int to = *rc::gen::inRange(0, 200);
  std::vector<std::pair<int, int>> visited;
  map.search([&](const Shape& shape) { return shape.greatest >= from; }, [&](int key) { return key > to; },
             [&](int key, int value) {
               if (key >= from) visited.emplace_back(key, value);
               return true;
             });
  std::vector<std::pair<int, int>> expected;
  for (const auto& entry : model) {
    if (entry.first >= from && entry.first <= to) expected.push_back(entry);
  }
  RC_ASSERT(visited == expected);
}

/// A value that knows how many of it there are.
struct Counted {
  inline static int alive = 0;
  Counted() { ++alive; }
  Counted(const Counted&) { ++alive; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --alive; }
};

TEST(PersistentMap, ACopyCostsNoNode) {
  PersistentMap<int, Counted> map;
  for (int key = 0; key < 100; ++key) map.insert_or_assign(key, {});
  const auto copy = map;
  EXPECT_EQ(Counted::alive, 100);
}

TEST(PersistentMap, AChangeOfASharedMapCopiesOnlyThePath) {
  PersistentMap<int, Counted> map;
  for (int key = 0; key < 1000; ++key) map.insert_or_assign(key, {});
  const auto copy = map;
  map.erase(500);
  EXPECT_LE(Counted::alive, 1000 + 30);
}

TEST(PersistentMap, LeavesNothingBehind) {
  {
    PersistentMap<int, Counted> map;
    for (int key = 0; key < 1000; ++key) map.insert_or_assign(key * 7 % 1000, {});
    auto copy = map;
    for (int key = 0; key < 1000; key += 2) copy.erase(key);
    map = copy;
  }
  EXPECT_EQ(Counted::alive, 0);
}

}  // namespace
}  // namespace scheduler
