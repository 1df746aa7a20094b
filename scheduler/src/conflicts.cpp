#include "conflicts.hpp"

#include <algorithm>
#include <utility>

#include "rules/wanted.hpp"

namespace scheduler {
namespace rules {

void Findings::add(Conflict conflict) {
  const Severity policy = settings_.severity_of(conflict.rule);
  if (policy == Severity::off) return;
  // What is only a warning by itself stays one: exam weeks, public holidays.
  if (policy == Severity::warning) conflict.severity = policy;
  // Hours that are held every day are set for years: on a holiday they are simply not held, and have no slots.
  if (conflict.rule == Rule::holiday && kind_ == EventKind::office_hours) conflict.severity = Severity::warning;
  conflict.overridable = is_overridable(conflict.rule);
  const bool decides = until_ == Until::first || (until_ == Until::first_error && conflict.severity == Severity::error);
  conflicts_.push_back(std::move(conflict));
  enough_ = enough_ || decides || conflicts_.size() == kMostFindings;
}

std::vector<Conflict> Findings::take() {
  std::sort(conflicts_.begin(), conflicts_.end());
  conflicts_.erase(std::unique(conflicts_.begin(), conflicts_.end()), conflicts_.end());
  return std::move(conflicts_);
}

std::string name_of(const Schedule& schedule, const ResourceRef& resource) {
  switch (resource.kind) {
    case ResourceKind::room:
      if (const auto room = schedule.find(Id<Room>{resource.id})) return room->value.name;
      break;
    case ResourceKind::person:
      if (const auto person = schedule.find(Id<Person>{resource.id})) return person->value.name;
      break;
    case ResourceKind::equipment:
      if (const auto equipment = schedule.find(Id<Equipment>{resource.id})) return equipment->value.name;
      break;
    case ResourceKind::event:
      break;  // the wanted event itself: who asks knows its title
  }
  return {};
}

Conflict clash(const Wanted& wanted, const Session& session, Rule rule, const ResourceRef& resource,
               const Interval& interval, std::string detail) {
  Conflict conflict;
  conflict.interval = interval;
  conflict.rule = rule;
  conflict.resource = resource;
  conflict.resource_name = resource.kind == ResourceKind::event
                               ? title_of(wanted.event, session.recurrence_id, session.part)
                               : name_of(wanted.schedule, resource);
  conflict.recurrence_id = session.recurrence_id;
  conflict.part = session.part;
  conflict.detail = std::move(detail);
  return conflict;
}

Opponent opponent_at(const Schedule& schedule, const IndexedOccurrence& taken) {
  const RecordPtr<Event> event = schedule.find(taken.event);
  return {taken.event.value, static_cast<OpponentKind>(event->value.kind()),
          title_of(event->value, taken.recurrence_id, taken.part), taken.interval};
}

Opponent opponent_of(const Wanted& wanted, const Session& session) {
  return {wanted.self.value, static_cast<OpponentKind>(wanted.event.kind()),
          title_of(wanted.event, session.recurrence_id, session.part), session.interval};
}

std::optional<std::string> campus_of(const Schedule& schedule, const Needs& needs) {
  for (const Id<Room>& id : needs.rooms) {
    if (const auto room = schedule.find(id); room && room->value.campus) return room->value.campus;
  }
  return needs.campus;
}

bool is_at_work(const Event& event, const Session& session) {
  const EventKind kind = event.kind();
  return kind != EventKind::trip && (kind != EventKind::visit || session.part != Uuid{});
}

}  // namespace rules

namespace {

std::vector<Conflict> find(const Schedule& schedule, const Event& event, Id<Event> self,
                           const std::vector<Session>& sessions, rules::Findings::Until until) {
  if (!claims_resources(event)) return {};
  const rules::Wanted wanted{schedule, event, self, sessions};
  rules::Findings findings(schedule.settings(), event.kind(), until);
  for (const auto check : {rules::check_fitness, rules::check_busy, rules::check_hours, rules::check_journeys}) {
    check(wanted, findings);
    if (findings.enough()) break;
  }
  return findings.take();
}

Conflict without_names(Conflict conflict) {
  conflict.severity = Severity::error;
  conflict.resource_name.clear();
  conflict.event.reset();
  if (conflict.with) conflict.with->title.clear();
  if (conflict.rule == Rule::room_double_booked) conflict.detail.clear();  // names the room that shares the space
  return conflict;
}

}  // namespace

KnownConflicts::KnownConflicts(std::vector<Conflict> conflicts) : conflicts_(std::move(conflicts)) {
  for (Conflict& each : conflicts_) each = without_names(std::move(each));
  std::sort(conflicts_.begin(), conflicts_.end());
}

bool KnownConflicts::contains(const Conflict& conflict) const {
  return std::binary_search(conflicts_.begin(), conflicts_.end(), without_names(conflict));
}

bool is_about_one_time(const Conflict& conflict) {
  return conflict.rule != Rule::capacity_exceeds_room && conflict.rule != Rule::missing_room_feature &&
         conflict.rule != Rule::interpreter_language;
}

std::chrono::seconds changeover_of(const Schedule& schedule, const ResourceRef& resource) {
  if (resource.kind != ResourceKind::room) return std::chrono::seconds{0};
  const RecordPtr<Room> room = schedule.find(Id<Room>{resource.id});
  return room ? room->value.changeover() : std::chrono::seconds{0};
}

std::vector<Conflict> conflicts_of(const Schedule& schedule, const Event& event, Id<Event> self) {
  return conflicts_of(schedule, event, self, sessions_of(event));
}

std::vector<Conflict> conflicts_of(const Schedule& schedule, const Event& event, Id<Event> self,
                                   const std::vector<Session>& sessions) {
  return find(schedule, event, self, sessions, rules::Findings::Until::all);
}

std::optional<Conflict> any_conflict(const Schedule& schedule, const Event& event, Id<Event> self,
                                     Strictness strictness) {
  return any_conflict(schedule, event, self, sessions_of(event), strictness);
}

std::optional<Conflict> any_conflict(const Schedule& schedule, const Event& event, Id<Event> self,
                                     const std::vector<Session>& sessions, Strictness strictness) {
  const bool warnings_count = strictness == Strictness::no_warnings;
  const auto until = warnings_count ? rules::Findings::Until::first : rules::Findings::Until::first_error;
  for (Conflict& each : find(schedule, event, self, sessions, until)) {
    if (warnings_count || each.severity == Severity::error) return std::move(each);
  }
  return std::nullopt;
}

}  // namespace scheduler
