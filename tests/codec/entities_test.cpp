#include "entities.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string_view>
#include <type_traits>
#include <variant>

#include "codec/json.hpp"
#include "scheduler/change.hpp"

namespace codec {
namespace {

using namespace scheduler;

template <class T>
struct Listed : std::false_type {};
#define CODEC_TEST_LISTED(Entity) \
  template <>                     \
  struct Listed<Entity> : std::true_type {};
CODEC_FOR_EACH_ENTITY(CODEC_TEST_LISTED)
#undef CODEC_TEST_LISTED

template <class... T>
constexpr bool all_listed(std::variant<Changed<T>...>*) {
  return (Listed<T>::value && ...);
}
static_assert(all_listed(static_cast<Change*>(nullptr)), "CODEC_FOR_EACH_ENTITY misses an entity");

template <class... T>
std::multiset<std::string_view> kinds_of(std::variant<Changed<T>...>*) {
  return {object_kind<T>()...};
}

TEST(Entities, HaveEachAKindOfTheirOwn) {
  const auto kinds = kinds_of(static_cast<Change*>(nullptr));
  EXPECT_EQ(kinds.size(), std::variant_size_v<Change>);
  for (const std::string_view kind : kinds) {
    EXPECT_FALSE(kind.empty());
    EXPECT_EQ(kinds.count(kind), 1U) << kind;
  }
}

}  // namespace
}  // namespace codec
