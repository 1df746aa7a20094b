#include "scheduler/availability.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "conflicts.hpp"
#include "rules/language.hpp"
#include "scheduler/session.hpp"

namespace scheduler {
namespace {

using std::chrono::seconds;

constexpr std::chrono::minutes kGrid{15};
constexpr std::chrono::minutes kShortestStep{30};
constexpr std::size_t kMostDecisions = 20000;
constexpr std::size_t kMostBlockers = 5;
constexpr std::chrono::hours kMorning{8};
constexpr std::chrono::hours kEvening{20};

bool is_error(const Conflict& conflict) { return conflict.severity == Severity::error; }

class Finder {
 public:
  Finder(const Schedule& schedule, const AvailabilityWish& wish, Instant now)
      : schedule_(schedule), wish_(wish), now_(now) {
    collect_rooms();
    collect_interpreters();
  }

  Availability find() {
    if (wish_.room && rooms_.empty()) return none("No room has what is asked for: " + in_words(*wish_.room) + ".");
    if (wish_.interpreter && interpreters_.empty()) {
      return none("There is nobody to interpret from " + wish_.interpreter->from + " to " + wish_.interpreter->to +
                  ".");
    }
    walk();
    if (times_.empty()) return nothing_free();
    std::stable_sort(times_.begin(), times_.end(),
                     [this](const AvailableTime& a, const AvailableTime& b) { return rank(a) < rank(b); });
    if (times_.size() > wish_.limit) times_.resize(wish_.limit);
    Availability availability;
    availability.times = std::move(times_);
    return availability;
  }

 private:
  static Availability none(std::string reason) {
    Availability availability;
    availability.reason = std::move(reason);
    return availability;
  }

  static std::string in_words(const RoomNeeds& needs) {
    std::string text = needs.capacity ? std::to_string(*needs.capacity) + " seats" : "any size";
    for (const std::string& feature : needs.features) text += ", " + feature;
    if (needs.campus) text += ", on the campus " + *needs.campus;
    return text;
  }

  [[nodiscard]] bool suits(Id<Room> id, const Room& room) const {
    const RoomNeeds& needs = *wish_.room;
    const auto has = [&](const std::string& feature) {
      return std::find(room.features.begin(), room.features.end(), feature) != room.features.end();
    };
    const bool is_named = needs.ids.empty() || std::find(needs.ids.begin(), needs.ids.end(), id) != needs.ids.end();
    return is_named && (!needs.capacity || (room.capacity && *room.capacity >= *needs.capacity)) &&
           (!needs.campus || room.campus == needs.campus) &&
           std::all_of(needs.features.begin(), needs.features.end(), has);
  }

  void collect_rooms() {
    if (!wish_.room) return;
    schedule_.all<Room>().for_each([&](Id<Room> id, const RecordPtr<Room>& room) {
      if (suits(id, room->value)) rooms_.push_back(room);
    });
    std::stable_sort(rooms_.begin(), rooms_.end(), [](const RecordPtr<Room>& a, const RecordPtr<Room>& b) {
      return a->value.capacity < b->value.capacity;
    });
  }

  /// An expert cannot interpret for himself or herself.
  void collect_interpreters() {
    if (!wish_.interpreter) return;
    schedule_.all<Person>().for_each([&](Id<Person> id, const RecordPtr<Person>& person) {
      if (std::find(wish_.people.begin(), wish_.people.end(), id) != wish_.people.end()) return;
      if (rules::interprets(person->value, wish_.interpreter->from, wish_.interpreter->to)) interpreters_.push_back(id);
    });
  }

  /// An event that takes all of it at `start`: what is looked for is decided as a booking is.
  [[nodiscard]] Event probe(Instant start) const {
    Event event;
    event.time_zone = wish_.time_zone;
    event.start = wish_.time_zone.to_local(start);
    event.duration = wish_.duration;
    event.people = wish_.people;
    event.equipment = wish_.equipment;
    event.details = MasterClass{};
    return event;
  }

  void walk() {
    const Instant first = std::max(wish_.between.begin, now_);
    Instant start = on_grid(first);
    while (start + wish_.duration.length() <= wish_.between.end && decisions_ < kMostDecisions) {
      const auto found = try_at(start);
      if (found) times_.push_back(*found);
      if (enough()) return;
      start = on_grid(start + (found ? seconds{kShortestStep} : std::max<seconds>(kGrid, way_past_)));
    }
  }

  [[nodiscard]] static Instant on_grid(Instant time) {
    const auto past_grid = time.time_since_epoch() % kGrid;
    return past_grid == seconds{0} ? time : time + (kGrid - past_grid);
  }

  /// How far it must move at least for any of the errors to go away: of several that share a resource, the first to
  /// leave may leave enough.
  [[nodiscard]] static seconds way_past(const std::vector<Conflict>& conflicts, const Interval& interval) {
    seconds way = kLongestAvailabilityWindow;
    for (const Conflict& each : conflicts) {
      if (is_error(each)) way = std::min(way, each.with ? each.with->interval.end - interval.begin : seconds{kGrid});
    }
    return way;
  }

  /// The best ones have been found when there are enough that could not be better but for being later.
  [[nodiscard]] bool enough() const {
    if (!wish_.preferred.empty()) return false;
    const auto best = std::count_if(times_.begin(), times_.end(), [this](const AvailableTime& each) {
      return each.warnings.empty() && is_in_usual_hours(each.interval);
    });
    return static_cast<std::size_t>(best) >= wish_.limit;
  }

  [[nodiscard]] std::optional<AvailableTime> try_at(Instant start) {
    way_past_ = kGrid;
    Event event = probe(start);
    const Interval interval = event.time_zone.interval(event.start, event.duration);
    if (interval.begin != start) return std::nullopt;  // the clock shows it twice, or not at all
    AvailableTime time;
    time.interval = interval;
    time.preferred = is_preferred(interval);
    std::vector<Conflict> conflicts = decide(event);
    if (const auto blocked = error_in(conflicts)) {
      way_past_ = way_past(conflicts, interval);
      return blame(*blocked);
    }
    if (wish_.interpreter && !choose_interpreter(event, time, conflicts)) {
      return blame({{ResourceKind::person, {}}, "", "everybody who interprets it is busy"});
    }
    if (wish_.room && !choose_room(event, time, conflicts)) {
      return blame({{ResourceKind::room, {}}, "", "every room that suits is taken or closed"});
    }
    time.warnings = std::move(conflicts);
    return time;
  }

  [[nodiscard]] std::vector<Conflict> decide(const Event& event) {
    ++decisions_;
    return conflicts_of(schedule_, event, Id<Event>{});
  }

  static const Conflict* first_error(const std::vector<Conflict>& conflicts) {
    const auto found = std::find_if(conflicts.begin(), conflicts.end(), is_error);
    return found != conflicts.end() ? &*found : nullptr;
  }

  static std::optional<Conflict> error_in(const std::vector<Conflict>& conflicts) {
    const Conflict* found = first_error(conflicts);
    return found != nullptr ? std::optional(*found) : std::nullopt;
  }

  /// Takes the choice with the fewest warnings. @return whether there is any
  template <class Choices, class Apply>
  bool choose(const Choices& choices, Event& event, std::vector<Conflict>& conflicts, const Apply& apply) {
    bool found = false;
    Event best = event;
    std::vector<Conflict> best_conflicts;
    for (const auto& choice : choices) {
      Event candidate = event;
      apply(candidate, choice);
      std::vector<Conflict> with_it = decide(candidate);
      if (first_error(with_it) != nullptr || (found && with_it.size() >= best_conflicts.size())) continue;
      found = true;
      best = std::move(candidate);
      best_conflicts = std::move(with_it);
      if (best_conflicts.size() <= conflicts.size()) break;
    }
    if (!found) return false;
    event = std::move(best);
    conflicts = std::move(best_conflicts);
    return true;
  }

  bool choose_interpreter(Event& event, AvailableTime& time, std::vector<Conflict>& conflicts) {
    const bool found = choose(interpreters_, event, conflicts, [this](Event& candidate, Id<Person> id) {
      std::get<MasterClass>(candidate.details).interpreter =
          Interpreter{id, wish_.interpreter->from, wish_.interpreter->to};
    });
    if (found) time.interpreter = std::get<MasterClass>(event.details).interpreter->person;
    return found;
  }

  bool choose_room(Event& event, AvailableTime& time, std::vector<Conflict>& conflicts) {
    const bool found = choose(rooms_, event, conflicts,
                              [](Event& candidate, const RecordPtr<Room>& room) { candidate.room = room->id; });
    time.room = event.room;
    return found;
  }

  std::optional<AvailableTime> blame(const Conflict& conflict) {
    std::string detail = conflict.detail;
    if (detail.empty()) detail = conflict.with ? "is taken" : "cannot be had";
    return blame({conflict.resource, conflict.resource_name, std::move(detail), conflict.with});
  }

  std::optional<AvailableTime> blame(Blocker blocker) {
    auto& [count, first] = blame_[{blocker.resource, blocker.name.empty() ? blocker.detail : blocker.name}];
    if (count++ == 0) first = std::move(blocker);
    return std::nullopt;
  }

  [[nodiscard]] Availability nothing_free() const {
    std::vector<std::pair<std::size_t, Blocker>> blockers;
    for (const auto& [key, each] : blame_) blockers.emplace_back(each);
    std::stable_sort(blockers.begin(), blockers.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    Availability availability;
    for (auto& [count, blocker] : blockers) {
      if (availability.blockers.size() < kMostBlockers) availability.blockers.push_back(std::move(blocker));
    }
    if (availability.blockers.empty()) {
      availability.reason = "The window is shorter than the duration, or over: widen it.";
    } else {
      const Blocker& worst = availability.blockers.front();
      availability.reason = "Nothing suits: " + (worst.name.empty() ? "" : worst.name + ' ') + worst.detail +
                            ", and so on: see \"blockers\". Widen the window, or ask for less.";
    }
    return availability;
  }

  [[nodiscard]] bool is_within_day(const Interval& interval, seconds from, seconds to) const {
    const LocalTime begin = wish_.time_zone.to_local(interval.begin);
    const auto day = date::floor<date::days>(begin);
    return from <= begin - day && wish_.time_zone.to_local(interval.end) - day <= to;
  }

  [[nodiscard]] bool is_in_usual_hours(const Interval& interval) const {
    return is_within_day(interval, kMorning, kEvening);
  }

  [[nodiscard]] bool is_preferred(const Interval& interval) const {
    const Weekday weekday = weekday_of(wish_.time_zone.to_local(interval.begin));
    return std::any_of(wish_.preferred.begin(), wish_.preferred.end(), [&](const Preference& each) {
      const bool on_day =
          each.days.empty() || std::find(each.days.begin(), each.days.end(), weekday) != each.days.end();
      return on_day && is_within_day(interval, each.from.since_midnight, each.to.since_midnight);
    });
  }

  [[nodiscard]] std::tuple<std::size_t, bool, bool, Instant> rank(const AvailableTime& time) const {
    return {time.warnings.size(), !time.preferred, !is_in_usual_hours(time.interval), time.interval.begin};
  }

  const Schedule& schedule_;
  const AvailabilityWish& wish_;
  Instant now_;
  std::vector<RecordPtr<Room>> rooms_;
  std::vector<Id<Person>> interpreters_;
  std::vector<AvailableTime> times_;
  std::map<std::pair<ResourceRef, std::string>, std::pair<std::size_t, Blocker>> blame_;
  std::size_t decisions_ = 0;
  seconds way_past_{0};
};

}  // namespace

Availability find_times(const Schedule& schedule, const AvailabilityWish& wish, Instant now) {
  return Finder(schedule, wish, now).find();
}

}  // namespace scheduler
