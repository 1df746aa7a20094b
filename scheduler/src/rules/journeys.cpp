#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "wanted.hpp"

/// The way from one session to the next, and the pause between them: of people, and of a delegation.
namespace scheduler::rules {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

seconds longest_way(const Settings& settings) {
  seconds longest = settings.default_travel_time ? settings.default_travel_time->length() : seconds{0};
  for (const TravelTime& each : settings.travel_times) longest = std::max(longest, each.duration.length());
  return longest;
}

/// Two sessions, one after the other.
struct Neighbours {
  Interval first;
  Interval second;
  std::optional<std::string> from;
  std::optional<std::string> to;

  [[nodiscard]] seconds gap() const { return second.begin - first.end; }
  /// The time between them.
  [[nodiscard]] Interval between() const { return {first.end, second.begin}; }
};

class JourneysCheck {
 public:
  JourneysCheck(const Wanted& wanted, Findings& findings)
      : wanted_(wanted), findings_(findings), longest_way_(longest_way(findings.settings())) {}

  void check(const Session& session) {
    if (!is_at_work(wanted_.event, session)) return;
    if (!session.needs->takes_people || !session.needs->in_person) return;
    for (const Id<Person>& id : session.needs->people) {
      if (const RecordPtr<Person> person = wanted_.schedule.find(id)) check_person(session, *person);
    }
  }

  /// The stops in order of begin.
  void check_delegation(const Visit& visit) {
    const seconds pause = visit.turnaround ? visit.turnaround->length() : seconds{0};
    const Session* before = nullptr;
    for (const Session& session : wanted_.sessions) {
      if (session.part == Uuid{}) continue;
      if (before != nullptr) check_delegation(*before, session, pause);
      if (before == nullptr || before->interval.end < session.interval.end) before = &session;
    }
  }

 private:
  void check_person(const Session& session, const Record<Person>& person) {
    const seconds pause = person.value.minimum_turnaround ? person.value.minimum_turnaround->length() : seconds{0};
    const seconds reach = std::max(pause, longest_way_);
    if (reach == seconds{0}) return;
    const ResourceRef resource{ResourceKind::person, person.id.value};
    const Interval around = session.interval.widened(reach);
    wanted_.schedule.visit_busy(resource, around, [&](const IndexedOccurrence& taken) {
      if (taken.event == wanted_.self || taken.interval.overlaps(session.interval)) return true;
      const RecordPtr<Event> event = wanted_.schedule.find(taken.event);
      const auto needs = needs_of(event->value, taken.recurrence_id, taken.part);
      const bool is_whole_visit = event->value.kind() == EventKind::visit && taken.part == Uuid{};
      if (!needs || needs->travelling || !needs->in_person || is_whole_visit) return true;
      judge(session, taken.interval, campus_of(wanted_.schedule, *needs), resource, pause,
            [&] { return opponent_at(wanted_.schedule, taken); });
      return !findings_.enough();
    });
    if (session.part == Uuid{}) return;
    for (const Session& other : wanted_.sessions) {
      const auto& people = other.needs->people;
      const bool is_there = std::find(people.begin(), people.end(), person.id) != people.end();
      if (other.part == Uuid{} || other.part == session.part || !is_there) continue;
      if (other.interval.overlaps(session.interval) || !other.interval.overlaps(around)) continue;
      judge(session, other.interval, campus_of(wanted_.schedule, *other.needs), resource, pause,
            [&] { return opponent_of(wanted_, other); });
    }
  }

  template <class MakeOpponent>
  void judge(const Session& session, const Interval& other, const std::optional<std::string>& other_campus,
             const ResourceRef& resource, seconds pause, const MakeOpponent& opponent) {
    const auto own_campus = campus_of(wanted_.schedule, *session.needs);
    const bool other_first = other.end <= session.interval.begin;
    const Neighbours neighbours = other_first ? Neighbours{other, session.interval, other_campus, own_campus}
                                              : Neighbours{session.interval, other, own_campus, other_campus};
    if (auto conflict = too_close(session, neighbours, resource, pause)) {
      conflict->with = opponent();
      findings_.add(std::move(*conflict));
    }
  }

  [[nodiscard]] std::optional<Conflict> too_close(const Session& session, const Neighbours& neighbours,
                                                  const ResourceRef& resource, seconds pause) const {
    const seconds way = findings_.settings().travel_time(neighbours.from, neighbours.to);
    const seconds gap = neighbours.gap();
    if (gap < way) {
      return clash(wanted_, session, Rule::travel_time, resource, neighbours.between(),
                   "the way from " + *neighbours.from + " to " + *neighbours.to + " takes " +
                       std::to_string(way / minutes{1}) + " minutes, and there are " +
                       std::to_string(gap / minutes{1}));
    }
    if (gap < pause) {
      return clash(wanted_, session, Rule::insufficient_turnaround, resource, neighbours.between(),
                   "needs " + std::to_string(pause / minutes{1}) + " minutes between two events, and there are " +
                       std::to_string(gap / minutes{1}));
    }
    return std::nullopt;
  }

  void check_delegation(const Session& before, const Session& session, seconds pause) {
    const ResourceRef delegation{ResourceKind::event, wanted_.self.value};
    if (before.interval.overlaps(session.interval)) {
      Conflict conflict = clash(wanted_, session, Rule::person_double_booked, delegation,
                                session.interval.intersection(before.interval), "the delegation has two stops at once");
      conflict.with = opponent_of(wanted_, before);
      findings_.add(std::move(conflict));
      return;
    }
    const Neighbours neighbours{before.interval, session.interval, campus_of(wanted_.schedule, *before.needs),
                                campus_of(wanted_.schedule, *session.needs)};
    if (auto conflict = too_close(session, neighbours, delegation, pause)) {
      conflict->with = opponent_of(wanted_, before);
      findings_.add(std::move(*conflict));
    }
  }

  const Wanted& wanted_;
  Findings& findings_;
  seconds longest_way_;
};

}  // namespace

void check_journeys(const Wanted& wanted, Findings& findings) {
  JourneysCheck check(wanted, findings);
  for (const Session& session : wanted.sessions) {
    check.check(session);
    if (findings.enough()) return;
  }
  if (const auto* visit = std::get_if<Visit>(&wanted.event.details)) check.check_delegation(*visit);
}

}  // namespace scheduler::rules
