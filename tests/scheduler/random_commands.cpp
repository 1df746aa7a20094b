#include "random_commands.hpp"

#include <array>

#include "scheduler/slots.hpp"
#include "support/master_data_builders.hpp"

namespace support {

using namespace scheduler;
using std::chrono::hours;

namespace {

constexpr std::array<std::string_view, 6> kEmails = {"lola@example.org", "Lola@Example.org", "kim@example.org",
                                                     "lee@example.org",  "ali@example.org",  "vera@example.org"};

template <class T>
constexpr ResourceKind kKind = ResourceKind::event;
template <>
constexpr ResourceKind kKind<Room> = ResourceKind::room;
template <>
constexpr ResourceKind kKind<Person> = ResourceKind::person;
template <>
constexpr ResourceKind kKind<Equipment> = ResourceKind::equipment;

}  // namespace

template <class T>
Create<T> RandomCommands::create(T value) {
  const Id<T> id{department_.next_id()};
  if (kKind<T> != ResourceKind::event) all_resources_.push_back({kKind<T>, id.value});
  return {id, std::move(value)};
}

RandomCommands::RandomCommands(Department& department, std::uint64_t seed) : department_(department), dice_(seed) {
  department_.set(any_settings(dice_));
  for (std::uint32_t people = 4 + dice_.below(4); people > 0; --people) {
    (void)department_.perform(create(any_person(dice_)));
  }
  for (std::uint32_t rooms = 2 + dice_.below(3); rooms > 0; --rooms) {
    (void)department_.perform(create(any_room(dice_, {})));
  }
  auto halves = ids_of<Room>();
  halves.resize(2);
  if (dice_.once_in(2)) (void)department_.perform(create(any_room(dice_, halves)));
  for (int kinds = 2; kinds > 0; --kinds) {
    (void)department_.perform(create(any_thing(dice_, 1 + dice_.below(4))));
  }
  for (std::uint32_t closures = dice_.below(3); closures > 0; --closures) {
    (void)department_.perform(create(any_closure(dice_, ids_of<Room>(), ids_of<Person>())));
  }
  institution_ = department_.institution("Induk University");
  department_.pass(Instant{kFirstDay.time_since_epoch()} - date::days{3 + dice_.below(5)} - department_.now());
}

std::optional<Action> RandomCommands::change_of_master_data() {
  switch (dice_.below(7)) {
    case 0:
      return Replace<Settings>{kSettings, any_settings(dice_), std::nullopt};
    case 1:
      return Replace<Person>{*any_of<Person>(), any_person(dice_), std::nullopt};
    case 2: {
      const Id<Room> id = *any_of<Room>();
      return Replace<Room>{id, any_room(dice_, department_.value(id).parts), std::nullopt};
    }
    case 3: {
      const Id<Equipment> id = *any_of<Equipment>();
      return Replace<Equipment>{id, any_thing(dice_, dice_.below(5)), std::nullopt};
    }
    case 4:
      return create(any_closure(dice_, ids_of<Room>(), ids_of<Person>()));
    case 5:
      if (const auto id = any_of<Closure>()) {
        return Replace<Closure>{*id, any_closure(dice_, ids_of<Room>(), ids_of<Person>()), std::nullopt};
      }
      return std::nullopt;
    default:
      if (ids_of<Person>().size() < 8) return create(any_person(dice_));
      return std::nullopt;
  }
}

std::optional<Action> RandomCommands::removal() {
  switch (dice_.below(4)) {
    case 0:
      if (ids_of<Person>().size() > 4) return Remove<Person>{*any_of<Person>(), std::nullopt};
      return std::nullopt;
    case 1:
      if (ids_of<Room>().size() > 2) return Remove<Room>{*any_of<Room>(), std::nullopt};
      return std::nullopt;
    default:
      if (const auto id = any_of<Closure>()) return Remove<Closure>{*id, std::nullopt};
      return std::nullopt;
  }
}

std::optional<Action> RandomCommands::appointment() {
  const auto id = any_of<Event>();
  if (!id || department_.event(*id).kind() != EventKind::office_hours) return std::nullopt;
  const auto slots =
      slots_of(department_.schedule(), *department_.schedule().find(*id),
               {department_.now() - date::days{1}, department_.now() + date::days{30}}, department_.now());
  if (slots.empty()) return std::nullopt;
  Appointment value;
  value.office_hours = *id;
  value.start = dice_.one_of(slots).start;
  if (dice_.once_in(10)) value.start += std::chrono::minutes{5};
  value.visitor = {"Lola", "lola@example.org", std::nullopt, std::nullopt};
  const auto made = department_.schedule().appointments_of(*id);
  if (made.empty() || !dice_.once_in(4)) return create(std::move(value));
  const auto current = dice_.one_of(made);
  Appointment moved = current->value;
  moved.start = value.start;
  return Replace<Appointment>{current->id, std::move(moved), std::nullopt};
}

std::optional<Action> RandomCommands::step_of_guest() {
  switch (dice_.below(10)) {
    case 0:
      if (const auto id = any_of<Registration>()) return Remove<Registration>{*id, std::nullopt};
      return std::nullopt;
    case 1:
      if (const auto id = any_of<Registration>()) return AcceptOffer{*id};
      return std::nullopt;
    case 2:
      if (const auto id = any_of<Appointment>()) return Remove<Appointment>{*id, std::nullopt};
      return std::nullopt;
    case 3:
    case 4:
    case 5:
      return appointment();
    default:
      break;
  }
  const auto id = any_of<Event>();
  if (!id || department_.event(*id).kind() != EventKind::master_class) return std::nullopt;
  Registration registration;
  registration.master_class = *id;
  registration.name = "Lola";
  registration.email = dice_.one_of(kEmails);
  return create(std::move(registration));
}

std::optional<Action> RandomCommands::any_action() {
  const std::uint32_t kind = dice_.below(100);
  if (kind < 26) return create(any_event());
  if (kind < 46) return change_of_event();
  if (kind < 62) return step_of_event();
  if (kind < 88) return step_of_guest();
  if (kind < 94) return change_of_master_data();
  if (kind < 97) return removal();
  return ExpireDue{};
}

std::optional<Command> RandomCommands::next() {
  if (dice_.once_in(10)) department_.pass(hours{dice_.below(9)});
  auto action = any_action();
  if (!action) return std::nullopt;
  Command command = command_of(std::move(*action), dice_.once_in(3) ? Role::staff : Role::coordinator);
  if (dice_.once_in(8)) command.override_reason = "the minister comes";
  if (dice_.once_in(5) && !std::holds_alternative<SplitSeries>(command.action)) {
    command.on_conflict = OnConflict::skip;
  }
  return command;
}

}  // namespace support
