#include "alternatives.hpp"

#include <algorithm>
#include <optional>

#include "conflicts.hpp"
#include "validate.hpp"

namespace scheduler {
namespace {

constexpr std::chrono::minutes kGrid{15};
constexpr std::chrono::hours kMorning{8};
constexpr std::chrono::hours kEvening{20};
constexpr date::days kLookAhead{30};
/// How many occurrences are held against the schedule in one search, so that a long series takes no longer than others.
constexpr std::size_t kOccurrencesTried = 8000;
constexpr std::size_t kMostTries = 100;
constexpr std::size_t kFewestTries = 2;
constexpr std::size_t kMaxRooms = 3;

bool works(const Schedule& schedule, const Event& candidate, Id<Event> self, Instant now) {
  return !has_conflict(schedule, candidate, occurrences_of(candidate), self) &&
         problems_of(schedule, candidate, now).empty();
}

/// The hours that a suggestion may use.
struct DayWindow {
  std::chrono::seconds opens;
  std::chrono::seconds closes;

  /// `start` itself, or the next morning when the event would not be over in time.
  [[nodiscard]] LocalTime fit(LocalTime start, const Duration& duration) const {
    const auto day = date::floor<date::days>(start);
    if (start - day < opens) return day + opens;
    return start - day + duration.length() > closes ? day + date::days{1} + opens : start;
  }
};

/// The department's day, or further where the wish itself went further.
DayWindow usual_hours(const Event& wanted) {
  const auto begin = wanted.start - date::floor<date::days>(wanted.start);
  return {std::min<std::chrono::seconds>(kMorning, begin),
          std::max<std::chrono::seconds>(kEvening, begin + wanted.duration.length())};
}

/// Any hour, over midnight too: better than nothing.
DayWindow any_hour(const Event& wanted) {
  return {std::chrono::seconds{0}, std::chrono::hours{24} + wanted.duration.length()};
}

LocalTime round_up(LocalTime time) {
  const auto past_grid = time.time_since_epoch() % kGrid;
  return past_grid == std::chrono::seconds{0} ? time : time + (kGrid - past_grid);
}

/// How far `event` must move at least until it has passed everything that it clashes with now.
std::chrono::seconds way_past(const Schedule& schedule, const Event& event, const std::vector<Conflict>& conflicts) {
  std::chrono::seconds way{0};
  for (const Conflict& conflict : conflicts) {
    const Interval own = event.time_zone.interval(conflict.recurrence_id, event.duration);
    const auto free_from = conflict.with_interval.end + changeover_of(schedule, conflict.resource);
    way = std::max(way, free_from - own.begin);
  }
  return way;
}

bool keeps_its_weekdays(const Event& wanted, LocalTime start) {
  return !wanted.recurrence_rule || date::floor<date::days>(start) == date::floor<date::days>(wanted.start);
}

std::size_t tries_for(const Event& wanted) {
  return std::clamp(kOccurrencesTried / std::max<std::size_t>(occurrences_of(wanted).size(), 1), kFewestTries,
                    kMostTries);
}

/// A later start may leave the last occurrences behind `until` or the horizon: that is less than what was wished.
bool is_whole(const Event& candidate, const Event& wanted) {
  return occurrences_of(candidate).size() == occurrences_of(wanted).size();
}

/// The first start from `from` on, within `window`, at which all of `wanted` works.
std::optional<LocalTime> next_free_start(const Schedule& schedule, const Event& wanted, Id<Event> self, LocalTime from,
                                         const DayWindow& window, Instant now) {
  Event candidate = wanted;
  candidate.start = window.fit(from, wanted.duration);
  const std::size_t tries = tries_for(wanted);
  for (std::size_t i = 0; i < tries; ++i) {
    if (candidate.start > wanted.start + kLookAhead || !keeps_its_weekdays(wanted, candidate.start)) break;
    const auto conflicts = conflicts_of(schedule, candidate, self);
    if (conflicts.empty()) {
      const bool good = is_whole(candidate, wanted) && works(schedule, candidate, self, now);
      return good ? std::optional(candidate.start) : std::nullopt;
    }
    const auto step = std::max<std::chrono::seconds>(way_past(schedule, candidate, conflicts), kGrid);
    candidate.start = window.fit(round_up(candidate.start + step), wanted.duration);
  }
  return std::nullopt;
}

/// The same hour later suits those whose mornings or evenings are taken every day. A series keeps its weekdays.
std::optional<LocalTime> same_hour_later(const Schedule& schedule, const Event& wanted, Id<Event> self, Instant now) {
  const date::days step = wanted.recurrence_rule ? date::weeks{1} : date::days{1};
  const std::size_t tries = tries_for(wanted);
  std::size_t tried = 0;
  for (date::days ahead = step; ahead <= kLookAhead && tried < tries; ahead += step, ++tried) {
    Event candidate = wanted;
    candidate.start += ahead;
    if (works(schedule, candidate, self, now) && is_whole(candidate, wanted)) return candidate.start;
  }
  return std::nullopt;
}

void add_times(const Schedule& schedule, const Event& wanted, Id<Event> self, Instant now,
               std::vector<Alternative>& found) {
  const std::string same = wanted.room ? "same room, " : "";
  const auto offer = [&](const std::optional<LocalTime>& start, const char* reason) {
    const auto is_it = [&](const Alternative& each) { return each.start == *start; };
    if (!start || std::any_of(found.begin(), found.end(), is_it)) return;
    found.push_back({*start, wanted.time_zone, wanted.room, same + reason});
  };
  const DayWindow usual = usual_hours(wanted);
  offer(next_free_start(schedule, wanted, self, wanted.start, usual, now), "next free time");
  const LocalTime morning = date::floor<date::days>(wanted.start) + usual.opens;
  const auto earlier = next_free_start(schedule, wanted, self, morning, usual, now);
  if (earlier && *earlier < wanted.start) offer(earlier, "earlier on the same day");
  offer(same_hour_later(schedule, wanted, self, now),
        wanted.recurrence_rule ? "same time, some weeks later" : "same time on another day");
  if (!found.empty()) return;
  offer(next_free_start(schedule, wanted, self, wanted.start, any_hour(wanted), now), "next free time at any hour");
}

/// Whether `room` can stand in for `wanted_room`: it has its features and is large enough for the event.
bool can_replace(const Room& room, const Room& wanted_room, const Event& event) {
  const auto has = [&](const std::string& feature) {
    return std::find(room.features.begin(), room.features.end(), feature) != room.features.end();
  };
  const auto* master_class = std::get_if<MasterClass>(&event.details);
  const auto seats_needed =
      master_class != nullptr && master_class->capacity ? master_class->capacity : wanted_room.capacity;
  const bool large_enough = !seats_needed || (room.capacity && *room.capacity >= *seats_needed);
  return large_enough && std::all_of(wanted_room.features.begin(), wanted_room.features.end(), has);
}

/// The rooms that could stand in: on the same campus first, then the smallest that is large enough.
std::vector<RecordPtr<Room>> stand_ins(const Schedule& schedule, const Event& wanted) {
  std::vector<RecordPtr<Room>> rooms;
  const RecordPtr<Room> wanted_room = schedule.find(*wanted.room);
  if (!wanted_room) return rooms;
  const auto taken = rooms_of(wanted);
  schedule.all<Room>().for_each([&](Id<Room> id, const RecordPtr<Room>& room) {
    if (std::find(taken.begin(), taken.end(), id) != taken.end()) return;
    if (can_replace(room->value, wanted_room->value, wanted)) rooms.push_back(room);
  });
  std::stable_sort(rooms.begin(), rooms.end(), [&](const RecordPtr<Room>& a, const RecordPtr<Room>& b) {
    const bool a_elsewhere = a->value.campus != wanted_room->value.campus;
    const bool b_elsewhere = b->value.campus != wanted_room->value.campus;
    return std::tuple(a_elsewhere, a->value.capacity) < std::tuple(b_elsewhere, b->value.capacity);
  });
  return rooms;
}

/// `wanted` itself is valid, and its times do not depend on the room: only that has to be free.
void add_rooms(const Schedule& schedule, const Event& wanted, const std::vector<Occurrence>& occurrences,
               Id<Event> self, std::vector<Alternative>& found) {
  std::size_t added = 0;
  for (const RecordPtr<Room>& room : stand_ins(schedule, wanted)) {
    if (added == kMaxRooms) return;
    Event candidate = wanted;
    candidate.room = room->id;
    if (has_conflict(schedule, candidate, occurrences, self)) continue;
    found.push_back({wanted.start, wanted.time_zone, room->id, "same time, " + room->value.name});
    ++added;
  }
}

}  // namespace

std::vector<Alternative> alternatives_to(const Schedule& schedule, const Event& wanted, Id<Event> self, Instant now) {
  std::vector<Alternative> found;
  add_times(schedule, wanted, self, now, found);
  // Another room does not help those who are elsewhere themselves.
  Event without_rooms = wanted;
  without_rooms.room.reset();
  without_rooms.rooms.clear();
  const std::vector<Occurrence> occurrences = occurrences_of(wanted);
  if (wanted.room && !has_conflict(schedule, without_rooms, occurrences, self)) {
    add_rooms(schedule, wanted, occurrences, self, found);
  }
  return found;
}

}  // namespace scheduler
