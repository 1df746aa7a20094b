#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "scheduler/closure.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/settings.hpp"

/// People, places and rules as chance has it: few, and much in each other's way.
namespace support {

/// The same numbers for the same seed, on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// From 0 to `sides` - 1. The standard's distributions differ between libraries; the remainder's bias does not
  /// matter.
  std::uint32_t below(std::size_t sides) { return static_cast<std::uint32_t>(engine_() % sides); }
  bool once_in(std::uint32_t times) { return below(times) == 0; }
  template <class List>
  const auto& one_of(const List& list) {
    return *std::next(list.begin(), below(list.size()));
  }

 private:
  std::mt19937_64 engine_;
};

[[nodiscard]] scheduler::Settings any_settings(Dice& dice);
/// So many of something, vehicles among them.
[[nodiscard]] scheduler::Equipment any_thing(Dice& dice, std::size_t quantity);
[[nodiscard]] scheduler::Person any_person(Dice& dice);
/// @param halves of which it may be made
[[nodiscard]] scheduler::Room any_room(Dice& dice, const std::vector<scheduler::Id<scheduler::Room>>& halves);
[[nodiscard]] scheduler::Closure any_closure(Dice& dice, const std::vector<scheduler::Id<scheduler::Room>>& rooms,
                                             const std::vector<scheduler::Id<scheduler::Person>>& people);
[[nodiscard]] std::optional<scheduler::Duration> any_quarters(Dice& dice, std::uint32_t most);

/// The first day on which anything takes place: six days before Riga's clock goes forward.
inline constexpr date::local_days kFirstDay{date::year{2027} / 3 / 22};

}  // namespace support
