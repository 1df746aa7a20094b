#include "random_commands.hpp"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "support/builders.hpp"

namespace support {

using namespace scheduler;

namespace {

constexpr std::array<std::string_view, 5> kZones = {"Asia/Tashkent", "Asia/Almaty", "Europe/Riga", "Asia/Seoul",
                                                    "America/New_York"};
constexpr std::array<std::string_view, 8> kDurations = {"PT30M", "PT45M", "PT1H", "PT90M",
                                                        "PT2H",  "PT3H",  "P1D",  "PT5H"};

/// Ids in the order of the map.
template <class T>
std::vector<Id<T>> ids_of(const Schedule& schedule) {
  std::vector<Id<T>> ids;
  schedule.all<T>().for_each([&](Id<T> id, const RecordPtr<T>&) { ids.push_back(id); });
  return ids;
}

std::optional<Duration> minutes_of(std::uint32_t quarters) {
  if (quarters == 0) return std::nullopt;
  return Duration{.minutes = static_cast<std::int32_t>(15 * quarters)};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Move& move) {
  out << "{" << int{move.kind};
  for (const std::uint8_t die : move.dice) out << ' ' << int{die};
  return out << "}";
}

rc::Gen<Move> any_move() {
  // The whole byte whatever rapidcheck's size is: small departments are wanted, small dice are not.
  const auto byte = rc::gen::resize(100, rc::gen::arbitrary<std::uint8_t>());
  return rc::gen::build<Move>(rc::gen::set(&Move::kind, byte),
                              rc::gen::set(&Move::dice, rc::gen::container<std::array<std::uint8_t, 12>>(byte)));
}

class RandomCommands::Dice {
 public:
  explicit Dice(const Move& move) : move_(move) {}

  /// From 0 to `sides` - 1.
  std::uint32_t below(std::uint32_t sides) { return next() % sides; }
  bool once_in(std::uint32_t times) { return below(times) == times - 1; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(static_cast<std::uint32_t>(list.size()))];
  }

 private:
  /// The bytes are used again and again, each time mixed differently.
  std::uint32_t next() {
    const std::uint32_t value = move_.dice[used_ % move_.dice.size()];
    const std::uint32_t round = used_++ / static_cast<std::uint32_t>(move_.dice.size());
    return round == 0 ? value : (value + 7 * round) * 2654435761U >> 16;
  }

  const Move& move_;
  std::uint32_t used_ = 0;
};

RandomCommands::RandomCommands(Department& department, std::uint32_t seed) : department_(department) {
  const std::uint32_t people = 3 + seed % 4;
  const std::uint32_t rooms = 2 + seed / 4 % 3;
  for (std::uint32_t i = 0; i < people; ++i) {
    all_resources_.push_back({ResourceKind::person, department.person("person " + std::to_string(i)).value});
  }
  for (std::uint32_t i = 0; i < rooms; ++i) {
    Room room;
    room.name = "room " + std::to_string(i);
    room.setup = minutes_of(seed >> (4 + 2 * i) & 3U);
    room.teardown = minutes_of(seed >> (5 + 2 * i) & 1U);
    all_resources_.push_back({ResourceKind::room, department.room(std::move(room)).value});
  }
}

std::vector<Id<Person>> RandomCommands::people() const { return ids_of<Person>(department_.schedule()); }
std::vector<Id<Room>> RandomCommands::rooms() const { return ids_of<Room>(department_.schedule()); }
std::vector<ResourceRef> RandomCommands::resources() const { return all_resources_; }

std::vector<Interval> RandomCommands::windows() const {
  const Instant first = instant("2027-03-20T00:00:00Z");
  std::vector<Interval> windows{{first - date::days{400}, first + date::days{4000}}};
  for (int day = 0; day < 20; day += 3) {
    windows.push_back({first + date::days{day}, first + date::days{day} + std::chrono::hours{7}});
  }
  return windows;
}

void RandomCommands::choose_time(Event& event, Dice& dice) const {
  // Around the night when Riga's clock goes forward: the 28th of March 2027.
  event.start = local("2027-03-22T00:00:00") + date::days{dice.below(12)} + std::chrono::minutes{15 * dice.below(96)};
  event.time_zone = zone(dice.one_of(kZones));
  event.duration = lasting(dice.one_of(kDurations));
}

void RandomCommands::choose_series(Event& event, Dice& dice) const {
  RecurrenceRule rule;
  rule.frequency = dice.once_in(2) ? Frequency::weekly : Frequency::daily;
  rule.interval = static_cast<std::int32_t>(1 + dice.below(3));
  if (dice.once_in(2)) rule.by_day = {{static_cast<Weekday>(dice.below(7)), std::nullopt}};
  const auto own = weekday_of(event.start);
  if (!rule.by_day.empty() && rule.by_day.front().day != own) rule.by_day.push_back({own, std::nullopt});
  if (dice.once_in(3)) {
    rule.until = event.start + date::days{dice.below(20)};
  } else {
    rule.count = static_cast<std::int32_t>(1 + dice.below(7));
  }
  const auto starts = expand(rule, event.start, 100).value();
  if (starts.size() > 1 && dice.once_in(3)) event.recurrence_overrides[dice.one_of(starts)].excluded = true;
  // A day's event every day would run into itself where the clock changes.
  if (event.duration.days != 0) event.duration = lasting("PT20H");
  event.recurrence_rule = rule;
}

Event RandomCommands::any_event(Dice& dice) const {
  const auto everybody = people();
  const auto everywhere = rooms();
  Event event;
  choose_time(event, dice);
  if (dice.once_in(2)) {
    OfficeHours details;
    details.host = dice.one_of(everybody);
    event.details = details;
  } else {
    MasterClass details;
    details.expert = dice.one_of(everybody);
    const auto other = dice.one_of(everybody);
    if (other != details.expert) details.interpreter = Interpreter{other, "ko", "uz"};
    event.details = details;
  }
  if (!everywhere.empty() && !dice.once_in(5)) event.room = dice.one_of(everywhere);
  if (!everywhere.empty() && dice.once_in(6)) event.rooms = {dice.one_of(everywhere), dice.one_of(everywhere)};
  if (dice.once_in(6)) event.people = {dice.one_of(everybody)};
  if (dice.once_in(8)) event.free_busy_status = FreeBusyStatus::free;
  if (dice.once_in(8)) event.status = EventStatus::tentative;
  if (dice.once_in(3)) choose_series(event, dice);
  event.title = "event " + std::to_string(dice.below(100));
  return event;
}

std::optional<Action> RandomCommands::change_of_event(Dice& dice) const {
  const auto events = ids_of<Event>(department_.schedule());
  if (events.empty()) return std::nullopt;
  const auto record = department_.schedule().find(dice.one_of(events));
  Event event = record->value;
  const auto exists = [&](Id<Person> id) { return department_.schedule().find(id) != nullptr; };
  const auto people = people_of(event);
  const auto rooms = rooms_of(event);
  const bool whole =
      std::all_of(people.begin(), people.end(), exists) &&
      std::all_of(rooms.begin(), rooms.end(), [&](Id<Room> id) { return department_.schedule().find(id) != nullptr; });
  // What is cancelled may have lost its people and rooms: then only a new event can take its place.
  switch (whole ? dice.below(6) : 0) {
    case 0:
      event = any_event(dice);
      break;
    case 1:
      event.title += "!";
      break;
    case 2:
      event.status = dice.once_in(2) ? EventStatus::confirmed : EventStatus::tentative;
      break;
    case 3:
      if (!event.recurrence_rule) event.start += std::chrono::minutes{15 * dice.below(8)};
      event.title += "'";
      break;
    case 4:
      event.room.reset();
      break;
    default:
      event.free_busy_status =
          event.free_busy_status == FreeBusyStatus::free ? FreeBusyStatus::busy : FreeBusyStatus::free;
      break;
  }
  return Replace<Event>{record->id, std::move(event), record->version};
}

std::optional<Action> RandomCommands::change_of_room(Dice& dice) {
  const auto all = rooms();
  if (all.empty()) return std::nullopt;
  const auto record = department_.schedule().find(dice.one_of(all));
  Room room = record->value;
  room.setup = minutes_of(dice.below(4));
  room.teardown = minutes_of(dice.below(2));
  rooms_changed_ = true;
  return Replace<Room>{record->id, std::move(room), std::nullopt};
}

std::optional<Action> RandomCommands::next(const Move& move) {
  if (move.kind == 0) return std::nullopt;
  Dice dice(move);
  const auto everybody = people();
  const auto everywhere = rooms();
  const auto events = ids_of<Event>(department_.schedule());
  if (move.kind < 120) return Create<Event>{{department_.next_id()}, any_event(dice)};
  if (move.kind < 190) return change_of_event(dice);
  if (move.kind < 235) {
    if (events.empty()) return std::nullopt;
    return Remove<Event>{dice.one_of(events), std::nullopt};
  }
  if (move.kind < 240 && everybody.size() > 2) return Remove<Person>{dice.one_of(everybody), std::nullopt};
  if (move.kind < 245 && everywhere.size() > 1) return Remove<Room>{dice.one_of(everywhere), std::nullopt};
  if (move.kind < 250) return change_of_room(dice);
  if (everybody.size() < 8) {
    const Id<Person> id{department_.next_id()};
    all_resources_.push_back({ResourceKind::person, id.value});
    Person person;
    person.name = "newcomer";
    person.interprets = {{"ko", "uz"}};
    return Create<Person>{id, std::move(person)};
  }
  return std::nullopt;
}

}  // namespace support
