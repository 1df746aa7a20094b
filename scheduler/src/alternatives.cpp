#include "alternatives.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>

#include "conflicts.hpp"
#include "rules/language.hpp"
#include "scheduler/session.hpp"
#include "validate.hpp"

namespace scheduler {
namespace {

constexpr std::chrono::minutes kGrid{15};
constexpr std::chrono::hours kMorning{8};
constexpr std::chrono::hours kEvening{20};
constexpr date::days kLookAhead{30};
/// How many occurrences are held against the schedule in one search, so that a long series takes no longer than others.
constexpr std::size_t kOccurrencesTried = 2000;
constexpr std::size_t kMostTries = 100;
constexpr std::size_t kFewestTries = 3;
constexpr std::size_t kMaxRooms = 3;
constexpr std::size_t kMaxInterpreters = 3;
constexpr std::size_t kMaxStops = 3;

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
DayWindow usual_hours(LocalTime start, const Duration& duration) {
  const auto begin = start - date::floor<date::days>(start);
  return {std::min<std::chrono::seconds>(kMorning, begin),
          std::max<std::chrono::seconds>(kEvening, begin + duration.length())};
}

/// Any hour, over midnight too: better than nothing.
DayWindow any_hour(const Duration& duration) {
  return {std::chrono::seconds{0}, std::chrono::hours{24} + duration.length()};
}

LocalTime round_up(LocalTime time) {
  const auto past_grid = time.time_since_epoch() % kGrid;
  return past_grid == std::chrono::seconds{0} ? time : time + (kGrid - past_grid);
}

/// What is looked at in one event: the event itself, one stop of it, or one occurrence of a series.
class Wish {
 public:
  Wish(const Event& event, std::optional<std::size_t> stop) : event_(event), as_wished_(event), stop_(stop) {}
  Wish(const Event& series, LocalTime recurrence_id)
      : event_(series), as_wished_(occurrence_as_event(series, recurrence_id)), recurrence_id_(recurrence_id) {}

  [[nodiscard]] LocalTime start() const { return stop_ ? stop().start : as_wished_.start; }
  [[nodiscard]] const Duration& duration() const { return stop_ ? stop().duration : as_wished_.duration; }
  [[nodiscard]] const std::optional<Id<Room>>& room() const { return stop_ ? stop().room : as_wished_.room; }
  [[nodiscard]] std::optional<Interpreter> interpreter() const {
    if (stop_) return stop().interpreter;
    const auto* master_class = std::get_if<MasterClass>(&as_wished_.details);
    return master_class != nullptr ? master_class->interpreter : std::nullopt;
  }
  [[nodiscard]] std::optional<Id<Stop>> stop_id() const { return stop_ ? std::optional(stop().id) : std::nullopt; }
  /// Whether it takes place again and again, always at the same hours.
  [[nodiscard]] bool is_series() const { return as_wished_.recurrence_rule.has_value(); }
  [[nodiscard]] bool is_occurrence() const { return recurrence_id_.has_value(); }
  /// The whole; and the occurrence that is looked at, or the whole.
  [[nodiscard]] const Event& event() const { return event_; }
  [[nodiscard]] const Event& as_wished() const { return as_wished_; }

  /// The sessions of a candidate that are looked at.
  [[nodiscard]] std::vector<Session> sessions_in(const Event& candidate) const {
    std::vector<Session> sessions = sessions_of(candidate);
    if (recurrence_id_) {
      std::erase_if(sessions, [&](const Session& each) { return each.recurrence_id != *recurrence_id_; });
    }
    return sessions;
  }

  [[nodiscard]] Event at(LocalTime start) const {
    Event candidate = event_;
    if (recurrence_id_) {
      candidate.recurrence_overrides[*recurrence_id_].start = start;
    } else {
      (stop_ ? stop_of(candidate).start : candidate.start) = start;
    }
    return candidate;
  }
  [[nodiscard]] Event in(Id<Room> room) const {
    Event candidate = event_;
    if (recurrence_id_) {
      candidate.recurrence_overrides[*recurrence_id_].room = room;
    } else {
      (stop_ ? stop_of(candidate).room : candidate.room) = room;
    }
    return candidate;
  }
  [[nodiscard]] Event interpreted_by(Id<Person> person) const {
    Event candidate = event_;
    if (recurrence_id_) {
      auto& change = candidate.recurrence_overrides[*recurrence_id_];
      change.interpreter = interpreter();
      change.interpreter->person = person;
    } else if (stop_) {
      stop_of(candidate).interpreter->person = person;
    } else {
      std::get<MasterClass>(candidate.details).interpreter->person = person;
    }
    return candidate;
  }

 private:
  [[nodiscard]] const Stop& stop() const { return std::get<Visit>(event_.details).stops[*stop_]; }
  [[nodiscard]] Stop& stop_of(Event& event) const { return std::get<Visit>(event.details).stops[*stop_]; }

  const Event& event_;
  Event as_wished_;
  std::optional<std::size_t> stop_;
  std::optional<LocalTime> recurrence_id_;
};

/// Looks for what would suit, so strictly.
class Search {
 public:
  Search(const Schedule& schedule, Wish wish, Id<Event> self, Instant now, Strictness strictness)
      : schedule_(schedule), wish_(std::move(wish)), self_(self), now_(now), strictness_(strictness) {
    occurrences_ = occurrences_of(wish_.event()).size();
  }

  [[nodiscard]] std::vector<Alternative> find() {
    add_times();
    add_rooms();
    add_interpreters();
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::optional<Conflict> clash_of(const Event& candidate) const {
    return any_conflict(schedule_, candidate, self_, wish_.sessions_in(candidate), strictness_);
  }

  [[nodiscard]] bool works(const Event& candidate) const {
    return !clash_of(candidate) && problems_of(schedule_, candidate, now_).empty();
  }

  [[nodiscard]] bool is_shared(const ResourceRef& resource) const {
    if (resource.kind != ResourceKind::room) return resource.kind == ResourceKind::equipment;
    const auto room = schedule_.find(Id<Room>{resource.id});
    return room && room->value.concurrency > 1;
  }

  /// How far the session must move at least to pass what it clashes with.
  [[nodiscard]] std::chrono::seconds way_past(const Conflict& conflict, const Event& candidate) const {
    std::chrono::seconds way = kGrid;
    if (is_shared(conflict.resource)) return way;  // whoever leaves first may leave enough
    if (!conflict.with || conflict.with->interval.end <= conflict.with->interval.begin) return way;
    for (const Session& session : wish_.sessions_in(candidate)) {
      if (session.recurrence_id != conflict.recurrence_id || session.part != conflict.part) continue;
      const auto free_from = conflict.with->interval.end + changeover_of(schedule_, conflict.resource);
      return std::max(way, free_from - session.interval.begin);
    }
    return way;
  }

  [[nodiscard]] bool keeps_its_weekdays(LocalTime start) const {
    return !wish_.is_series() || date::floor<date::days>(start) == date::floor<date::days>(wish_.start());
  }

  [[nodiscard]] std::size_t tries() const {
    return std::clamp(kOccurrencesTried / std::max<std::size_t>(occurrences_, 1), kFewestTries, kMostTries);
  }

  /// A later start may leave the last occurrences behind `until` or the horizon: that is less than what was wished.
  [[nodiscard]] bool is_whole(const Event& candidate) const { return occurrences_of(candidate).size() == occurrences_; }

  /// Nobody is offered what is over.
  [[nodiscard]] LocalTime soonest() const { return round_up(wish_.event().time_zone.to_local(now_)); }

  /// The first start from `from` on, within `window`, that suits.
  [[nodiscard]] std::optional<LocalTime> next_free_start(LocalTime from, const DayWindow& window) const {
    LocalTime start = window.fit(std::max(from, soonest()), wish_.duration());
    for (std::size_t i = 0; i < tries(); ++i) {
      if (start > wish_.start() + kLookAhead || !keeps_its_weekdays(start)) break;
      const Event candidate = wish_.at(start);
      const auto conflict = clash_of(candidate);
      if (!conflict) {
        const bool good = is_whole(candidate) && problems_of(schedule_, candidate, now_).empty();
        return good ? std::optional(start) : std::nullopt;
      }
      start = window.fit(round_up(start + way_past(*conflict, candidate)), wish_.duration());
    }
    return std::nullopt;
  }

  /// The same hour later suits those whose mornings or evenings are taken every day. A series keeps its weekdays.
  [[nodiscard]] std::optional<LocalTime> same_hour_later() const {
    const date::days step = wish_.is_series() ? date::weeks{1} : date::days{1};
    std::size_t tried = 0;
    for (date::days ahead = step; ahead <= kLookAhead && tried < tries(); ahead += step, ++tried) {
      const Event candidate = wish_.at(wish_.start() + ahead);
      if (wish_.start() + ahead < soonest()) continue;
      if (works(candidate) && is_whole(candidate)) return wish_.start() + ahead;
    }
    return std::nullopt;
  }

  void offer(Alternative alternative, std::string reason) {
    alternative.time_zone = wish_.event().time_zone;
    alternative.stop = wish_.stop_id();
    alternative.reason = std::move(reason);
    found_.push_back(std::move(alternative));
  }

  void offer_time(const std::optional<LocalTime>& start, std::string_view reason) {
    const auto is_it = [&](const Alternative& each) { return each.start == *start; };
    if (!start || std::any_of(found_.begin(), found_.end(), is_it)) return;
    Alternative alternative;
    alternative.start = *start;
    alternative.room = wish_.room();
    offer(std::move(alternative), (wish_.room() ? "same room, " : "") + std::string(reason));
  }

  /// What was changed or excluded is named by its time: it does not move along.
  void add_times() {
    if (!wish_.is_occurrence() && !wish_.event().recurrence_overrides.empty()) return;
    const DayWindow usual = usual_hours(wish_.start(), wish_.duration());
    offer_time(next_free_start(wish_.start(), usual), "next free time");
    const LocalTime morning = date::floor<date::days>(wish_.start()) + usual.opens;
    const auto earlier = next_free_start(morning, usual);
    if (earlier && *earlier < wish_.start()) offer_time(earlier, "earlier on the same day");
    if (!wish_.stop_id()) {
      offer_time(same_hour_later(), wish_.is_series() ? "same time, some weeks later" : "same time on another day");
    }
    if (found_.empty()) {
      offer_time(next_free_start(wish_.start(), any_hour(wish_.duration())), "next free time at any hour");
    }
  }

  /// Whether `room` can stand in for `wanted_room`: it has its features and is large enough for the event.
  [[nodiscard]] bool can_replace(const Room& room, const Room& wanted_room) const {
    const auto has = [&](const std::string& feature) {
      return std::find(room.features.begin(), room.features.end(), feature) != room.features.end();
    };
    const Event& event = wish_.as_wished();
    const auto* master_class = std::get_if<MasterClass>(&event.details);
    const auto seats_needed =
        master_class != nullptr && master_class->capacity ? master_class->capacity : wanted_room.capacity;
    const bool large_enough = !seats_needed || (room.capacity && *room.capacity >= *seats_needed);
    const auto& features = event.room_features.empty() ? wanted_room.features : event.room_features;
    return large_enough && std::all_of(features.begin(), features.end(), has);
  }

  /// The rooms that could stand in: on the same campus first, then the smallest that is large enough.
  [[nodiscard]] std::vector<RecordPtr<Room>> stand_ins() const {
    std::vector<RecordPtr<Room>> rooms;
    const RecordPtr<Room> wanted_room = schedule_.find(*wish_.room());
    if (!wanted_room) return rooms;
    const auto taken = rooms_of(wish_.as_wished());
    schedule_.all<Room>().for_each([&](Id<Room> id, const RecordPtr<Room>& room) {
      if (std::find(taken.begin(), taken.end(), id) != taken.end()) return;
      if (can_replace(room->value, wanted_room->value)) rooms.push_back(room);
    });
    std::stable_sort(rooms.begin(), rooms.end(), [&](const RecordPtr<Room>& a, const RecordPtr<Room>& b) {
      const bool a_elsewhere = a->value.campus != wanted_room->value.campus;
      const bool b_elsewhere = b->value.campus != wanted_room->value.campus;
      return std::tuple(a_elsewhere, a->value.capacity) < std::tuple(b_elsewhere, b->value.capacity);
    });
    return rooms;
  }

  void add_rooms() {
    if (!wish_.room()) return;
    std::size_t added = 0;
    std::size_t left = tries();
    for (const RecordPtr<Room>& room : stand_ins()) {
      if (added == kMaxRooms || left-- == 0) return;
      if (!works(wish_.in(room->id))) continue;
      Alternative alternative;
      alternative.start = wish_.start();
      alternative.room = room->id;
      offer(std::move(alternative), "same time, " + room->value.name);
      ++added;
    }
  }

  void add_interpreters() {
    const auto needed = wish_.interpreter();
    if (!needed) return;
    std::size_t added = 0;
    schedule_.all<Person>().for_each([&](Id<Person> id, const RecordPtr<Person>& person) {
      if (added == kMaxInterpreters || id == needed->person) return;
      if (!rules::interprets(person->value, needed->from, needed->to)) return;
      if (!works(wish_.interpreted_by(id))) return;
      Alternative alternative;
      alternative.start = wish_.start();
      alternative.room = wish_.room();
      alternative.interpreter = id;
      offer(std::move(alternative), "same time, " + person->value.name + " interprets");
      ++added;
    });
  }

  const Schedule& schedule_;
  Wish wish_;
  Id<Event> self_;
  Instant now_;
  Strictness strictness_;
  std::size_t occurrences_ = 0;
  std::vector<Alternative> found_;
};

std::vector<Alternative> find(const Schedule& schedule, const Wish& wish, Id<Event> self, Instant now) {
  auto found = Search(schedule, wish, self, now, Strictness::no_warnings).find();
  if (!found.empty()) return found;
  return Search(schedule, wish, self, now, Strictness::no_errors).find();
}

/// Of a visit each stop that clashes is looked at for itself, the others being as they are.
std::vector<Alternative> alternatives_to_stops(const Schedule& schedule, const Event& wanted, Id<Event> self,
                                               Instant now) {
  std::vector<Alternative> found;
  const auto conflicts = conflicts_of(schedule, wanted, self);
  const auto& stops = std::get<Visit>(wanted.details).stops;
  std::size_t clashing = 0;
  for (std::size_t i = 0; i < stops.size() && clashing < kMaxStops; ++i) {
    const bool clashes = std::any_of(conflicts.begin(), conflicts.end(), [&](const Conflict& each) {
      return each.part == stops[i].id.value && each.severity == Severity::error;
    });
    if (!clashes) continue;
    ++clashing;
    for (Alternative& each : find(schedule, Wish(wanted, i), self, now)) found.push_back(std::move(each));
  }
  return found;
}

}  // namespace

std::vector<Alternative> alternatives_to_occurrence(const Schedule& schedule, const Event& series,
                                                    LocalTime recurrence_id, Id<Event> self, Instant now) {
  return find(schedule, Wish(series, recurrence_id), self, now);
}

std::vector<Alternative> alternatives_to(const Schedule& schedule, const Event& wanted, Id<Event> self, Instant now) {
  switch (wanted.kind()) {
    case EventKind::visit:
      return alternatives_to_stops(schedule, wanted, self, now);
    case EventKind::trip:
      return {};  // when it takes place is not for the department to say
    case EventKind::master_class:
    case EventKind::office_hours:
      break;
  }
  return find(schedule, Wish(wanted, std::nullopt), self, now);
}

std::vector<LocalTime> free_occurrences_of(const Schedule& schedule, const Event& wanted, Id<Event> self, Instant now,
                                           const std::vector<Conflict>& conflicts) {
  if (!wanted.recurrence_rule) return {};
  Event rest = wanted;
  const auto starts = rule_starts_of(wanted);
  for (const Conflict& each : conflicts) {
    if (each.severity != Severity::error) continue;
    if (!is_about_one_time(each) || !std::binary_search(starts.begin(), starts.end(), each.recurrence_id)) return {};
    OccurrenceOverride& change = rest.recurrence_overrides[each.recurrence_id];
    change = OccurrenceOverride{};
    change.excluded = true;
  }
  if (any_conflict(schedule, rest, self, Strictness::no_errors) || !problems_of(schedule, rest, now).empty()) return {};
  std::vector<LocalTime> free;
  for (const Occurrence& each : occurrences_of(rest)) free.push_back(each.recurrence_id);
  return free;
}

}  // namespace scheduler
