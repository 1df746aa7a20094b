#include <algorithm>
#include <array>
#include <string_view>

#include "oracle_time.hpp"
#include "random_commands.hpp"
#include "support/builders.hpp"

namespace support {

using namespace scheduler;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr std::array<std::string_view, 6> kZones = {"Asia/Tashkent", "Asia/Tashkent", "Asia/Almaty",
                                                    "Europe/Riga",   "Asia/Seoul",    "America/New_York"};
constexpr std::array<std::string_view, 8> kDurations = {"PT30M", "PT45M", "PT1H", "PT90M",
                                                        "PT2H",  "PT3H",  "P1D",  "PT5H"};

/// Starts that the series has without what is excluded.
std::vector<LocalTime> starts_of(const Event& event) {
  if (!event.recurrence_rule) return {event.start};
  return oracle::expand(*event.recurrence_rule, event.start);
}

}  // namespace

void RandomCommands::choose_time(Event& event) {
  event.start = kFirstDay + date::days{dice_.below(12)} +
                minutes{15 * (dice_.once_in(4) ? dice_.below(96) : 32 + dice_.below(40))};
  event.time_zone = zone(dice_.one_of(kZones));
  event.duration = lasting(dice_.one_of(kDurations));
}

void RandomCommands::choose_series(Event& event) {
  RecurrenceRule rule;
  rule.frequency = static_cast<Frequency>(dice_.once_in(4) ? dice_.below(4) : dice_.below(2));
  rule.interval = static_cast<std::int32_t>(1 + dice_.below(3));
  const bool by_months = rule.frequency == Frequency::monthly || rule.frequency == Frequency::yearly;
  const auto own = static_cast<Weekday>((date::weekday{date::floor<date::days>(event.start)}.iso_encoding() - 1));
  if (dice_.once_in(2)) {
    const auto nth = static_cast<std::int32_t>(1 + dice_.below(4));
    rule.by_day = {{own, by_months ? std::optional(dice_.once_in(2) ? nth : -nth) : std::nullopt}};
    const auto other = static_cast<Weekday>(dice_.below(7));
    if (other != own && !by_months) rule.by_day.push_back({other, std::nullopt});
  } else if (by_months && dice_.once_in(2)) {
    rule.by_month_day = {static_cast<std::int32_t>(1 + dice_.below(31)), -1};
  }
  if (dice_.once_in(6)) rule.by_month = {{3}, {4}};
  if (dice_.once_in(6)) rule.first_day_of_week = Weekday::sunday;
  if (by_months && !rule.by_day.empty() && dice_.once_in(3)) rule.by_set_position = {1};
  rule.count = static_cast<std::int32_t>(1 + dice_.below(7));
  if (dice_.once_in(3)) {
    rule.count.reset();
    rule.until = event.start + date::days{dice_.below(20)};
  }
  const auto starts = oracle::expand(rule, event.start);
  if (starts.empty()) return;
  event.start = starts.front();
  if (oracle::expand(rule, event.start) != starts) return;
  event.recurrence_rule = rule;
  // A day's event every day would run into itself where the clock changes.
  if (event.duration.days != 0) event.duration = lasting("PT20H");
}

void RandomCommands::choose_overrides(Event& event) {
  const auto starts = starts_of(event);
  if (starts.size() > 1 && dice_.once_in(3)) event.recurrence_overrides[dice_.one_of(starts)].excluded = true;
  if (dice_.once_in(5)) change_occurrence(event);
}

/// Moves one, gives it another room, or adds one.
void RandomCommands::change_occurrence(Event& event) {
  const auto starts = starts_of(event);
  if (starts.empty()) return;
  if (dice_.once_in(4)) {
    event.recurrence_overrides[event.start + date::days{dice_.below(9)} + hours{1 + dice_.below(5)}];
    return;
  }
  OccurrenceOverride& change = event.recurrence_overrides[dice_.one_of(starts)];
  if (change.excluded) {
    change = OccurrenceOverride{};  // booked again
    return;
  }
  if (dice_.once_in(2)) change.start = dice_.one_of(starts) + hours{dice_.below(8)};
  if (dice_.once_in(3))
    change.duration = lasting(dice_.one_of(std::array<std::string_view, 3>{"PT30M", "PT1H", "PT2H"}));
  if (const auto room = any_of<Room>(); room && dice_.once_in(2)) change.room = *room;
  if (dice_.once_in(4)) change.people = {{*any_of<Person>()}};
  if (dice_.once_in(4)) change.equipment = any_equipment();
  if (event.kind() == EventKind::office_hours && dice_.once_in(4)) change.host = any_of<Person>();
  if (event.kind() == EventKind::master_class && dice_.once_in(4)) change.expert = any_of<Person>();
}

std::vector<EquipmentNeed> RandomCommands::any_equipment() {
  std::vector<EquipmentNeed> needs;
  for (const auto& id : ids_of<Equipment>()) {
    if (dice_.once_in(4)) needs.push_back({id, static_cast<std::int32_t>(1 + dice_.below(2))});
  }
  return needs;
}

Stop RandomCommands::any_stop(const Visit& visit) {
  Stop stop;
  stop.id = {department_.next_id()};
  stop.title = "stop " + std::to_string(dice_.below(100));
  const auto day = date::floor<date::days>(visit.arrival) + date::days{dice_.below(2)};
  stop.start = day + hours{8} + minutes{15 * dice_.below(36)};
  stop.duration = lasting(dice_.one_of(std::array<std::string_view, 3>{"PT30M", "PT1H", "PT2H"}));
  if (!dice_.once_in(3)) stop.room = any_of<Room>();
  if (!stop.room && dice_.once_in(2)) stop.campus = dice_.once_in(2) ? "Main" : "South";
  if (!dice_.once_in(3)) stop.hosts = {*any_of<Person>()};
  if (dice_.once_in(3)) stop.interpreter = Interpreter{*any_of<Person>(), "ko", dice_.once_in(3) ? "uz-Latn" : "uz"};
  if (dice_.once_in(3)) stop.equipment = any_equipment();
  return stop;
}

Event RandomCommands::a_visit() {
  Visit visit;
  visit.institution = institution_;
  visit.arrival = kFirstDay + date::days{dice_.below(10)} + hours{dice_.below(8)};
  visit.departure = date::floor<date::days>(visit.arrival) + date::days{1} + hours{20 + dice_.below(10)};
  visit.delegates.assign(dice_.below(6), {"Delegate", {}, {}, {}, {}});
  if (dice_.once_in(3)) visit.turnaround = any_quarters(dice_, 3);
  if (dice_.once_in(2)) visit.hosts = {*any_of<Person>()};
  for (std::uint32_t i = dice_.below(4); i > 0; --i) visit.stops.push_back(any_stop(visit));
  Event event;
  event.time_zone = zone(dice_.once_in(3) ? "Europe/Riga" : "Asia/Tashkent");
  event.details = std::move(visit);
  return event;
}

Event RandomCommands::a_trip() {
  Trip trip;
  trip.destination.city = "Riga";
  trip.destination.time_zone = zone("Europe/Riga");
  trip.departure = {kFirstDay + date::days{dice_.below(10)} + hours{6 + dice_.below(12)}, zone("Asia/Tashkent")};
  trip.homecoming = {trip.departure.local + hours{20 + dice_.below(60)}, zone("Asia/Tashkent")};
  trip.travellers = {*any_of<Person>()};
  if (dice_.once_in(2)) {
    const ZonedTime arrival{trip.departure.local + hours{3}, zone("Europe/Riga")};
    trip.legs.push_back({{department_.next_id()}, "Tashkent", "Riga", trip.departure, arrival, {}, {}});
    trip.sessions.push_back({{department_.next_id()}, "Screening", arrival.local + hours{4}, lasting("PT2H"), {}});
  }
  Event event;
  event.details = std::move(trip);
  return event;
}

Event RandomCommands::any_event() {
  const std::uint32_t kind = dice_.below(10);
  Event event;
  if (kind == 0) event = a_trip();
  if (kind == 1 || kind == 2) event = a_visit();
  if (kind > 2) {
    choose_time(event);
    if (kind < 6) {
      OfficeHours details;
      details.host = *any_of<Person>();
      if (dice_.once_in(3)) details.hosts = {*any_of<Person>()};
      if (!dice_.once_in(4)) details.slot_duration = lasting(dice_.once_in(2) ? "PT15M" : "PT30M");
      details.slot_capacity = static_cast<std::int32_t>(1 + dice_.below(2));
      if (dice_.once_in(4)) details.breaks = {{o_clock("12:00"), o_clock("13:00")}};
      if (dice_.once_in(4)) details.min_notice = lasting("PT12H");
      if (dice_.once_in(4)) details.max_advance = lasting("P10D");
      event.details = std::move(details);
    } else {
      MasterClass details;
      details.expert = *any_of<Person>();
      const auto other = *any_of<Person>();
      if (other != details.expert && dice_.once_in(2)) details.interpreter = Interpreter{other, "ko", "uz"};
      if (dice_.once_in(2)) details.capacity = static_cast<std::int32_t>(1 + dice_.below(5));
      if (dice_.once_in(3)) details.offer_duration = lasting(dice_.once_in(2) ? "PT6H" : "P1D");
      event.details = std::move(details);
    }
    if (!dice_.once_in(5)) event.room = any_of<Room>();
    if (dice_.once_in(7)) event.rooms = {*any_of<Room>()};
    if (dice_.once_in(4)) event.room_features = {"piano"};
    if (!event.room && event.rooms.empty() && dice_.once_in(2)) {
      event.virtual_location = VirtualLocation{"https://meet.example.org", std::nullopt};
    }
    if (dice_.once_in(3)) choose_series(event);
    choose_overrides(event);
  }
  event.title = "event " + std::to_string(dice_.below(100));
  if (dice_.once_in(6)) event.people = {*any_of<Person>()};
  if (dice_.once_in(4)) event.equipment = any_equipment();
  if (dice_.once_in(8)) event.free_busy_status = FreeBusyStatus::free;
  if (dice_.once_in(8)) event.status = EventStatus::tentative;
  if (dice_.once_in(8)) event.hold_until = department_.now() + hours{1 + dice_.below(60)};
  return event;
}

Event RandomCommands::changed(Event event) {
  const bool is_series = event.kind() == EventKind::master_class || event.kind() == EventKind::office_hours;
  if (event.hold_until && *event.hold_until <= department_.now()) event.hold_until.reset();
  switch (dice_.below(10)) {
    case 0:
      event.title += "!";
      break;
    case 1:
      event.status = dice_.once_in(2) ? EventStatus::confirmed : EventStatus::tentative;
      break;
    case 2:
      if (is_series && !event.recurrence_rule && event.recurrence_overrides.empty()) {
        event.start += minutes{15 * dice_.below(8)};
      }
      event.title += "'";
      break;
    case 3:
      if (is_series) event.room = dice_.once_in(3) ? std::nullopt : any_of<Room>();
      break;
    case 4:
      event.free_busy_status =
          event.free_busy_status == FreeBusyStatus::free ? FreeBusyStatus::busy : FreeBusyStatus::free;
      break;
    case 5:
      event.equipment = any_equipment();
      break;
    case 6:
      if (is_series) change_occurrence(event);
      break;
    case 7:
      if (auto* details = std::get_if<MasterClass>(&event.details)) {
        details->capacity = static_cast<std::int32_t>(1 + dice_.below(6));
      }
      if (auto* details = std::get_if<OfficeHours>(&event.details)) details->slot_capacity = 2;
      break;
    case 8:
      if (auto* visit = std::get_if<Visit>(&event.details); visit != nullptr && !visit->stops.empty()) {
        Stop& stop = visit->stops[dice_.below(visit->stops.size())];
        if (dice_.once_in(2)) stop.title += "!";
        if (dice_.once_in(2)) stop.start = date::floor<date::days>(stop.start) + hours{8 + dice_.below(10)};
        if (dice_.once_in(3)) stop.room = any_of<Room>();
      }
      break;
    default:
      if (is_series && event.recurrence_rule) event.duration = lasting(dice_.once_in(2) ? "PT1H" : "PT2H");
      break;
  }
  return event;
}

/// What is cancelled may have lost its people and rooms: then only a new event can take its place.
bool RandomCommands::is_whole(const Event& event) const {
  const Schedule& schedule = department_.schedule();
  for (const auto& id : people_of(event)) {
    if (!schedule.find(id)) return false;
  }
  for (const auto& id : rooms_of(event)) {
    if (!schedule.find(id)) return false;
  }
  return true;
}

std::optional<Action> RandomCommands::change_of_event() {
  const auto id = any_of<Event>();
  if (!id) return std::nullopt;
  const auto record = department_.schedule().find(*id);
  if (!is_whole(record->value) || dice_.once_in(8)) return Replace<Event>{*id, any_event(), record->version};
  return Replace<Event>{*id, changed(record->value), record->version};
}

std::optional<Action> RandomCommands::step_of_event() {
  const auto id = any_of<Event>();
  if (!id) return std::nullopt;
  const Event event = department_.event(*id);
  if (!is_whole(event)) return std::nullopt;
  switch (dice_.below(7)) {
    case 0:
      return Remove<Event>{*id, std::nullopt};
    case 1:
      return Approve{*id, std::nullopt};
    case 2:
      return Reject{*id, std::nullopt};
    case 3:
      return Confirm{*id, std::nullopt};
    case 5:
      return Hold{*id, std::nullopt, department_.now() + hours{1 + dice_.below(60)}};
    case 4:
      if (const auto* visit = std::get_if<Visit>(&event.details)) return AddStop{*id, any_stop(*visit)};
      return std::nullopt;
    default:
      break;
  }
  const auto starts = starts_of(event);
  if (!event.recurrence_rule || starts.size() < 2 || event.hold_until) return std::nullopt;
  const std::size_t at = 1 + dice_.below(starts.size() - 1);
  Event following = event;
  following.start = starts[at];
  following.recurrence_overrides.clear();
  if (following.recurrence_rule->count)
    following.recurrence_rule->count = static_cast<std::int32_t>(starts.size() - at);
  const auto rest = oracle::expand(*following.recurrence_rule, following.start);
  if (rest.empty() || rest.front() != following.start) return std::nullopt;
  if (dice_.once_in(2)) following.room = any_of<Room>();
  return SplitSeries{*id, std::nullopt, starts[at], {department_.next_id()}, std::move(following)};
}

}  // namespace support
