#include "hours.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "../claims.hpp"
#include "wanted.hpp"

/// Closures, opening hours, working hours, stays, and how much somebody may do in a day.
namespace scheduler::rules {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Whether [from, to) of one day is covered by what `hours` say of it.
bool day_covers(const std::vector<WeeklyHours>& hours, LocalDate day, seconds from, seconds to) {
  std::vector<std::pair<seconds, seconds>> open;
  for (const WeeklyHours& each : hours) {
    if (std::find(each.days.begin(), each.days.end(), weekday_of(day)) == each.days.end()) continue;
    open.emplace_back(each.from.since_midnight, each.to.since_midnight);
  }
  std::sort(open.begin(), open.end());
  for (const auto& [opens, closes] : open) {
    if (from < opens) return false;
    from = std::max(from, closes);
    if (to <= from) return true;
  }
  return to <= from;
}

bool applies_to(const Closure& closure, Id<Room> id, const Room& room) {
  if (std::find(closure.rooms.begin(), closure.rooms.end(), id) != closure.rooms.end()) return true;
  return room.campus &&
         std::find(closure.campuses.begin(), closure.campuses.end(), *room.campus) != closure.campuses.end();
}

class HoursCheck {
 public:
  HoursCheck(const Wanted& wanted, Findings& findings)
      : wanted_(wanted), findings_(findings), zone_(findings.settings().time_zone) {
    if (wanted.sessions.empty()) return;
    Interval all = wanted.sessions.front().interval;
    for (const Session& session : wanted.sessions) {
      all = {std::min(all.begin, session.interval.begin), std::max(all.end, session.interval.end)};
    }
    closures_ = closures_in(wanted.schedule, all);
  }

  void check(const Session& session) {
    if (!is_at_work(wanted_.event, session)) return;
    check_closures(session);
    for (const Id<Room>& room : session.needs->rooms) check_opening_hours(session, room);
    if (!session.needs->takes_people) return;
    for (const Id<Person>& id : session.needs->people) {
      const RecordPtr<Person> person = wanted_.schedule.find(id);
      if (!person) continue;
      check_working_hours(session, *person);
      check_presence(session, *person);
      check_daily_limit(session, *person);
    }
  }

 private:
  void add(const Session& session, Rule rule, const ResourceRef& resource, const Interval& at,
           const RecordPtr<Closure>& closure, std::string detail = {}) {
    Conflict conflict = clash(wanted_, session, rule, resource, session.interval.intersection(at), std::move(detail));
    conflict.with = Opponent{closure->id.value, OpponentKind::closure, closure->value.name, at};
    if (closure->value.kind != ClosureKind::closure) conflict.severity = Severity::warning;
    findings_.add(std::move(conflict));
  }

  void check_closures(const Session& session) {
    for (const RecordPtr<Closure>& closure : closures_) {
      const Interval closed = interval_of(closure->value, zone_);
      if (session.interval.end <= closed.begin) return;
      if (!closed.overlaps(session.interval)) continue;
      if (closure->value.is_for_all()) {
        const std::string detail = closure->value.status == ClosureStatus::estimated ? "the date is an estimate" : "";
        add(session, Rule::holiday, {ResourceKind::event, wanted_.self.value}, closed, closure, detail);
        continue;
      }
      for (const Id<Room>& id : session.needs->rooms) {
        const RecordPtr<Room> room = wanted_.schedule.find(id);
        if (!room || !applies_to(closure->value, id, room->value)) continue;
        add(session, Rule::room_closed, {ResourceKind::room, id.value}, closed, closure);
      }
      if (!session.needs->takes_people) continue;
      for (const Id<Person>& id : session.needs->people) {
        const auto& absent = closure->value.people;
        if (std::find(absent.begin(), absent.end(), id) == absent.end()) continue;
        add(session, Rule::expert_absent, {ResourceKind::person, id.value}, closed, closure, "is absent");
      }
    }
  }

  void check_opening_hours(const Session& session, Id<Room> id) {
    const RecordPtr<Room> room = wanted_.schedule.find(id);
    if (!room || lies_within(room->value.opening_hours, session.interval, zone_)) return;
    findings_.add(clash(wanted_, session, Rule::room_closed, {ResourceKind::room, id.value}, session.interval,
                        "is not open all that time"));
  }

  /// Where people meet, the hours of that place are meant; online, everybody's own.
  void check_working_hours(const Session& session, const Record<Person>& person) {
    if (person.value.working_hours.empty()) return;
    const TimeZone zone =
        session.needs->in_person ? session.time_zone : zone_of(wanted_.schedule, person.id, session.interval.begin);
    if (lies_within(person.value.working_hours, session.interval, zone)) return;
    findings_.add(clash(wanted_, session, Rule::outside_working_hours, {ResourceKind::person, person.id.value},
                        session.interval, "does not work all that time (" + zone.name() + ")"));
  }

  void check_presence(const Session& session, const Record<Person>& person) {
    if (person.value.presence.empty() || !session.needs->in_person) return;
    const bool is_here = std::any_of(person.value.presence.begin(), person.value.presence.end(), [&](const Stay& stay) {
      return zone_.to_instant(stay.arrival) <= session.interval.begin &&
             session.interval.end <= zone_.to_instant(stay.departure);
    });
    if (is_here) return;
    findings_.add(clash(wanted_, session, Rule::expert_absent, {ResourceKind::person, person.id.value},
                        session.interval, "is not here all that time"));
  }

  void check_daily_limit(const Session& session, const Record<Person>& person) {
    if (!person.value.daily_limit) return;
    const auto first = date::floor<date::days>(zone_.to_local(session.interval.begin));
    const auto last = date::floor<date::days>(zone_.to_local(session.interval.end - seconds{1}));
    for (LocalDate day = first; day <= last; day += date::days{1}) {
      const Interval whole{zone_.to_instant(day), zone_.to_instant(day + date::days{1})};
      const seconds busy = busy_on(whole, person.id);
      if (busy <= person.value.daily_limit->length()) continue;
      findings_.add(clash(wanted_, session, Rule::over_daily_limit, {ResourceKind::person, person.id.value},
                          session.interval.intersection(whole),
                          "would be busy for " + std::to_string(busy / minutes{1}) + " minutes on " + to_string(day) +
                              ", and the limit is " + std::to_string(person.value.daily_limit->length() / minutes{1})));
    }
  }

  /// What others take of the person's day, and what the wanted event takes; journeys aside.
  [[nodiscard]] seconds busy_on(const Interval& day, Id<Person> id) const {
    seconds busy{0};
    const ResourceRef resource{ResourceKind::person, id.value};
    const auto add_part_of = [&](const Interval& interval) {
      const Interval part = interval.intersection(day);
      if (part.begin < part.end) busy += part.end - part.begin;
    };
    wanted_.schedule.visit_busy(resource, day, [&](const IndexedOccurrence& taken) {
      if (taken.event == wanted_.self) return true;
      const RecordPtr<Event> event = wanted_.schedule.find(taken.event);
      const bool is_whole_journey =
          taken.part == Uuid{} && (event->value.kind() == EventKind::trip || event->value.kind() == EventKind::visit);
      if (!is_whole_journey) add_part_of(taken.interval);
      return true;
    });
    for (const Session& own : wanted_.sessions) {
      if (!own.interval.overlaps(day) || !is_at_work(wanted_.event, own) || !own.needs->takes_people) continue;
      const auto& people = own.needs->people;
      if (std::find(people.begin(), people.end(), id) != people.end()) add_part_of(own.interval);
    }
    return busy;
  }

  const Wanted& wanted_;
  Findings& findings_;
  TimeZone zone_;
  std::vector<RecordPtr<Closure>> closures_;
};

}  // namespace

bool lies_within(const std::vector<WeeklyHours>& hours, const Interval& interval, const TimeZone& zone) {
  if (hours.empty()) return true;
  const LocalTime begin = zone.to_local(interval.begin);
  const LocalTime end = zone.to_local(interval.end);
  constexpr date::days kLongest{8};  // of hours that are repeated every week
  const auto first = date::floor<date::days>(begin);
  const auto last = std::min<LocalDate>(date::floor<date::days>(end - seconds{1}), first + kLongest);
  for (LocalDate day = first; day <= last; day += date::days{1}) {
    const seconds from = std::max<seconds>(begin - day, seconds{0});
    const seconds to = std::min<seconds>(end - day, date::days{1});
    if (!day_covers(hours, day, from, to)) return false;
  }
  return true;
}

Interval interval_of(const Closure& closure, const TimeZone& zone) {
  return {zone.to_instant(closure.from), zone.to_instant(closure.to + date::days{1})};
}

std::vector<RecordPtr<Closure>> closures_in(const Schedule& schedule, const Interval& window) {
  std::vector<RecordPtr<Closure>> closures;
  const TimeZone& zone = schedule.settings().time_zone;
  schedule.all<Closure>().for_each([&](Id<Closure>, const RecordPtr<Closure>& closure) {
    const Closure& value = closure->value;
    if (value.status == ClosureStatus::cancelled || value.kind == ClosureKind::semester) return;
    if (interval_of(value, zone).overlaps(window)) closures.push_back(closure);
  });
  std::sort(closures.begin(), closures.end(), [](const RecordPtr<Closure>& a, const RecordPtr<Closure>& b) {
    return std::tie(a->value.from, a->id) < std::tie(b->value.from, b->id);
  });
  return closures;
}

RecordPtr<Closure> general_closure_at(const std::vector<RecordPtr<Closure>>& closures, const Interval& interval,
                                      const TimeZone& zone) {
  for (const RecordPtr<Closure>& closure : closures) {
    const bool closes_all = closure->value.is_for_all() && closure->value.kind != ClosureKind::exams;
    if (closes_all && interval_of(closure->value, zone).overlaps(interval)) return closure;
  }
  return nullptr;
}

TimeZone zone_of(const Schedule& schedule, Id<Person> id, Instant instant) {
  const Settings& settings = schedule.settings();
  std::optional<TimeZone> away;
  const Interval moment{instant, instant + seconds{1}};
  schedule.visit_busy({ResourceKind::person, id.value}, moment, [&](const IndexedOccurrence& taken) {
    const RecordPtr<Event> event = schedule.find(taken.event);
    if (const auto* trip = std::get_if<Trip>(&event->value.details)) away = trip->destination.time_zone;
    return !away;
  });
  if (away) return *away;
  const RecordPtr<Person> person = schedule.find(id);
  if (!person) return settings.time_zone;
  for (const Stay& stay : person->value.presence) {
    const bool is_here = settings.time_zone.to_instant(stay.arrival) <= instant &&
                         instant < settings.time_zone.to_instant(stay.departure);
    if (is_here) return settings.time_zone;
  }
  return person->value.time_zone.value_or(settings.time_zone);
}

void check_hours(const Wanted& wanted, Findings& findings) {
  HoursCheck check(wanted, findings);
  for (const Session& session : wanted.sessions) {
    check.check(session);
    if (findings.enough()) return;
  }
}

}  // namespace scheduler::rules
