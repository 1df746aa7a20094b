#pragma once

#include <rapidcheck.h>

#include <array>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <vector>

#include "scheduler/command.hpp"
#include "support/department.hpp"

namespace support {

/// One random step, as plain numbers: what they mean depends on what is there. All zero is no step, so that a failing
/// sequence shrinks to the steps that matter.
struct Move {
  std::uint8_t kind = 0;
  std::array<std::uint8_t, 12> dice{};
};
std::ostream& operator<<(std::ostream& out, const Move& move);
[[nodiscard]] rc::Gen<Move> any_move();

/// Makes valid commands for a small department in which everybody wants the same few hours.
class RandomCommands {
 public:
  /// Fills the department with people and rooms; `seed` chooses how many, and how long their rooms take to be set up.
  RandomCommands(Department& department, std::uint32_t seed);

  /// Nothing where the move has nothing to work on.
  [[nodiscard]] std::optional<scheduler::Action> next(const Move& move);

  [[nodiscard]] std::vector<scheduler::ResourceRef> resources() const;
  /// Some to look into.
  [[nodiscard]] std::vector<scheduler::Interval> windows() const;
  [[nodiscard]] bool rooms_changed() const { return rooms_changed_; }

 private:
  class Dice;

  [[nodiscard]] scheduler::Event any_event(Dice& dice) const;
  void choose_time(scheduler::Event& event, Dice& dice) const;
  void choose_series(scheduler::Event& event, Dice& dice) const;
  [[nodiscard]] std::optional<scheduler::Action> change_of_event(Dice& dice) const;
  [[nodiscard]] std::optional<scheduler::Action> change_of_room(Dice& dice);
  [[nodiscard]] std::vector<scheduler::Id<scheduler::Person>> people() const;
  [[nodiscard]] std::vector<scheduler::Id<scheduler::Room>> rooms() const;

  Department& department_;
  std::vector<scheduler::ResourceRef> all_resources_;
  bool rooms_changed_ = false;
};

}  // namespace support
