#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <type_traits>

namespace scheduler {

/// What may be said of a member of something that is written down; see describe.hpp.
enum class Presence {
  optional,   ///< absent: the member keeps its value, or is empty
  required,   ///< a client must send it
  read_only,  ///< Karvon's own: clients see it and cannot set it
  internal,   ///< stored, and shown to nobody
};

/// Inclusive.
struct Bounds {
  std::int64_t least;
  std::int64_t most;
};

struct Field {
  std::string_view name;
  Presence presence = Presence::optional;
  Bounds bounds{0, 4000};       ///< of a text's length in code points; of a number's value
  std::size_t max_items = 100;  ///< of a list
  bool multiline = false;       ///< whether a text may hold line feeds and tabs
  std::string_view meaning = {};
};

/// Of the names in a map of texts: short and of one line.
inline constexpr Field kMemberName{.name = {}, .bounds = {1, 50}};

template <class Self, class T>
concept MaybeConst = std::same_as<std::remove_const_t<Self>, T>;

/// An enumeration whose values have names outside: `words_of(E{})` gives them in the enumeration's order.
template <class E>
concept Worded = std::is_enum_v<E> && requires(E e) {
  words_of(e);
};

template <Worded E>
constexpr std::string_view word_for(E value) {
  return words_of(value)[static_cast<std::size_t>(value)];
}

}  // namespace scheduler
