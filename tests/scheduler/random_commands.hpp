#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "random_department.hpp"
#include "scheduler/command.hpp"
#include "support/department.hpp"

namespace support {

/// Makes valid commands of every kind for a small department in which everybody wants the same few days.
class RandomCommands {
 public:
  /// Fills the department with people, rooms and rules, all by `seed`.
  RandomCommands(Department& department, std::uint64_t seed);

  /// Sometimes time goes on before it. Nothing where there is nothing to work on.
  [[nodiscard]] std::optional<scheduler::Command> next();

  /// Every room, person and equipment that there was at some time.
  [[nodiscard]] const std::vector<scheduler::ResourceRef>& resources() const { return all_resources_; }

 private:
  template <class T>
  [[nodiscard]] std::vector<scheduler::Id<T>> ids_of() const;
  /// One of them that is there.
  template <class T>
  [[nodiscard]] std::optional<scheduler::Id<T>> any_of();
  template <class T>
  scheduler::Create<T> create(T value);

  // random_events.cpp
  [[nodiscard]] scheduler::Event any_event();
  void choose_time(scheduler::Event& event);
  void choose_series(scheduler::Event& event);
  void choose_overrides(scheduler::Event& event);
  [[nodiscard]] scheduler::Stop any_stop(const scheduler::Visit& visit);
  [[nodiscard]] scheduler::Event a_visit();
  [[nodiscard]] scheduler::Event a_trip();
  [[nodiscard]] scheduler::Event changed(scheduler::Event event);
  void change_occurrence(scheduler::Event& event);
  [[nodiscard]] bool is_whole(const scheduler::Event& event) const;
  [[nodiscard]] std::vector<scheduler::EquipmentNeed> any_equipment();
  [[nodiscard]] std::optional<scheduler::Action> change_of_event();
  [[nodiscard]] std::optional<scheduler::Action> step_of_event();

  // random_commands.cpp
  [[nodiscard]] std::optional<scheduler::Action> change_of_master_data();
  [[nodiscard]] std::optional<scheduler::Action> removal();
  [[nodiscard]] std::optional<scheduler::Action> step_of_guest();
  [[nodiscard]] std::optional<scheduler::Action> appointment();
  [[nodiscard]] std::optional<scheduler::Action> any_action();

  Department& department_;
  Dice dice_;
  std::vector<scheduler::ResourceRef> all_resources_;
  scheduler::Id<scheduler::Institution> institution_;
};

template <class T>
std::vector<scheduler::Id<T>> RandomCommands::ids_of() const {
  std::vector<scheduler::Id<T>> ids;
  department_.schedule().template all<T>().for_each(
      [&](scheduler::Id<T> id, const scheduler::RecordPtr<T>&) { ids.push_back(id); });
  return ids;
}

template <class T>
std::optional<scheduler::Id<T>> RandomCommands::any_of() {
  const auto ids = ids_of<T>();
  if (ids.empty()) return std::nullopt;
  return dice_.one_of(ids);
}

}  // namespace support
