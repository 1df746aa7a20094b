#include "random_department.hpp"

#include <array>
#include <string_view>

#include "support/builders.hpp"

namespace support {

using namespace scheduler;

namespace {

constexpr std::array<std::string_view, 3> kCampuses = {"Main", "North", "South"};

std::vector<WeeklyHours> any_hours(Dice& dice) {
  std::vector<WeeklyHours> hours{
      {{}, {std::chrono::hours{6 + dice.below(4)}}, {std::chrono::hours{14 + dice.below(11)}}}};
  for (int day = 0; day < 7; ++day) {
    if (!dice.once_in(5)) hours.front().days.push_back(static_cast<Weekday>(day));
  }
  if (hours.front().days.empty()) return {};
  // A day in two pieces that touch is one.
  if (dice.once_in(3)) {
    hours.push_back(hours.front());
    hours[0].to = hours[1].from = {std::chrono::hours{12}};
  }
  return hours;
}

}  // namespace

std::optional<Duration> any_quarters(Dice& dice, std::uint32_t most) {
  Duration duration;
  duration.minutes = static_cast<std::int32_t>(15 * dice.below(most + 1));
  return duration.minutes == 0 ? std::nullopt : std::optional(duration);
}

Equipment any_thing(Dice& dice, std::size_t quantity) {
  Equipment thing;
  thing.name = "thing";
  thing.quantity = static_cast<std::int32_t>(quantity);
  if (dice.once_in(2)) {
    thing.kind = EquipmentKind::vehicle;
    thing.seats = static_cast<std::int32_t>(1 + dice.below(4));
  }
  return thing;
}

Settings any_settings(Dice& dice) {
  Settings settings;
  settings.time_zone = zone(dice.once_in(4) ? "Europe/Riga" : "Asia/Tashkent");
  if (dice.once_in(2)) {
    settings.travel_times.push_back({"Main", "North", lasting(dice.once_in(2) ? "PT30M" : "PT20M")});
  }
  if (dice.once_in(3)) settings.travel_times.push_back({"North", "Main", lasting("PT45M")});
  settings.default_travel_time = any_quarters(dice, 3);
  for (int rule = 0; rule < 14; ++rule) {
    if (!dice.once_in(6)) continue;
    const auto which = static_cast<Rule>(rule);
    if (!is_overridable(which)) continue;
    settings.policy.push_back({which, static_cast<Severity>(dice.below(3))});
  }
  return settings;
}

Person any_person(Dice& dice) {
  Person person;
  person.name = "person " + std::to_string(dice.below(1000));
  if (!dice.once_in(4)) person.interprets = {{"ko", "uz"}};
  if (dice.once_in(3)) person.working_hours = any_hours(dice);
  if (dice.once_in(4)) {
    const LocalTime arrival = kFirstDay + std::chrono::hours{dice.below(100)};
    person.presence = {{arrival, arrival + std::chrono::hours{24 + dice.below(200)}}};
  }
  if (dice.once_in(4)) person.daily_limit = lasting(dice.once_in(2) ? "PT3H" : "PT5H30M");
  if (dice.once_in(3)) person.minimum_turnaround = any_quarters(dice, 4);
  if (dice.once_in(3)) person.time_zone = zone("Asia/Seoul");
  return person;
}

Room any_room(Dice& dice, const std::vector<Id<Room>>& halves) {
  Room room;
  room.name = "room " + std::to_string(dice.below(1000));
  if (!dice.once_in(3)) room.campus = dice.one_of(kCampuses);
  if (!dice.once_in(3)) room.capacity = static_cast<std::int32_t>(2 + dice.below(4));
  if (dice.once_in(2)) room.features = {"piano"};
  if (dice.once_in(4)) room.opening_hours = any_hours(dice);
  if (dice.once_in(2)) room.setup = any_quarters(dice, 3);
  if (dice.once_in(2)) room.teardown = any_quarters(dice, 2);
  if (halves.empty() && dice.once_in(3)) room.concurrency = static_cast<std::int32_t>(2 + dice.below(2));
  room.parts = halves;
  room.approval_needed = dice.once_in(5);
  return room;
}

Closure any_closure(Dice& dice, const std::vector<Id<Room>>& rooms, const std::vector<Id<Person>>& people) {
  Closure closure;
  closure.name = "closure " + std::to_string(dice.below(1000));
  closure.from = kFirstDay + date::days{dice.below(12)};
  closure.to = closure.from + date::days{dice.below(2)};
  closure.kind = static_cast<ClosureKind>(dice.once_in(2) ? 0 : dice.below(4));
  closure.status = static_cast<ClosureStatus>(dice.once_in(2) ? 0 : dice.below(3));
  switch (dice.below(5)) {
    case 0:
      if (!rooms.empty()) closure.rooms = {dice.one_of(rooms)};
      break;
    case 1:
      if (!people.empty()) closure.people = {dice.one_of(people)};
      break;
    case 2:
      closure.campuses = {std::string(dice.one_of(kCampuses))};
      break;
    default:
      break;
  }
  if (dice.once_in(3)) closure.occasion = dice.once_in(2) ? "navruz/2027" : "ramazon-hayiti/2027";
  return closure;
}

}  // namespace support
