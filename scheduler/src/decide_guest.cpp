#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "deciding.hpp"
#include "scheduler/session.hpp"
#include "scheduler/slots.hpp"
#include "seats.hpp"
#include "validate.hpp"

namespace scheduler {
namespace {

/// Addresses are the same whatever the case of their letters is: people do not remember which they typed.
std::string folded(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

RecordPtr<Event> find_event(const Schedule& schedule, Id<Event> id, EventKind kind) {
  RecordPtr<Event> event = schedule.find(id);
  return event && event->value.kind() == kind ? event : nullptr;
}

Interval interval_of(const Event& hours, const Appointment& appointment) {
  return hours.time_zone.interval(appointment.start, appointment.duration);
}

/// Whether the hours are held during all of the appointment, without a break, and with the host whom the visitor sees.
bool lies_within(const Event& hours, const Appointment& appointment) {
  const auto& details = std::get<OfficeHours>(hours.details);
  if (!claims_resources(hours) || !details.slot_duration) return false;
  const Interval wanted = interval_of(hours, appointment);
  if (touches_break(details, appointment.start, hours.time_zone.to_local(wanted.end))) return false;
  const auto occurrences = occurrences_of(hours);
  return std::any_of(occurrences.begin(), occurrences.end(), [&](const Occurrence& each) {
    if (wanted.begin < each.interval.begin || each.interval.end < wanted.end) return false;
    const auto hosts = hosts_of(details, *needs_of(hours, each.recurrence_id, {}));
    return std::find(hosts.begin(), hosts.end(), appointment.host) != hosts.end();
  });
}

// --- appointments

/// The free slots after `start`, as what would work instead.
std::vector<Alternative> next_free_slots(const Deciding& deciding, const Record<Event>& hours, LocalTime start) {
  constexpr std::size_t kOffered = 5;
  constexpr date::days kLookAhead{60};
  const Instant begin = std::max(hours.value.time_zone.to_instant(start), deciding.now);
  std::vector<Alternative> found;
  for (const Slot& slot : slots_of(deciding.schedule, hours, {begin, begin + kLookAhead}, deciding.now)) {
    if (!slot.free()) continue;
    Alternative alternative;
    alternative.start = slot.start;
    alternative.time_zone = hours.value.time_zone;
    alternative.reason = "a free slot";
    found.push_back(std::move(alternative));
    if (found.size() == kOffered) break;
  }
  return found;
}

Error slot_is_taken(const Deciding& deciding, const Record<Event>& hours, const Slot& slot) {
  Conflict conflict;
  conflict.rule = Rule::person_double_booked;
  conflict.resource = {ResourceKind::person, std::get<OfficeHours>(hours.value.details).host.value};
  if (const auto host = deciding.schedule.find(Id<Person>{conflict.resource.id})) {
    conflict.resource_name = host->value.name;
  }
  conflict.interval = slot.interval;
  conflict.recurrence_id = slot.start;
  conflict.with = Opponent{hours.id.value, OpponentKind::office_hours, hours.value.title, slot.interval};
  conflict.detail = slot.reason;
  conflict.overridable = false;
  SchedulingConflict error;
  error.conflicts = {std::move(conflict)};
  error.alternatives = next_free_slots(deciding, hours, slot.start);
  return error;
}

/// Gives the appointment its slot and host. @return why it cannot have it
std::optional<Error> take_slot(const Deciding& deciding, const Record<Event>& hours, Id<Appointment> id,
                               Appointment& appointment) {
  const auto slot = slot_at(deciding.schedule, hours, appointment.start, deciding.now, id);
  if (!slot) {
    return InvalidInput{
        {{"/start", claims_resources(hours.value) ? "is not the start of a slot: GET .../slots lists them"
                                                  : "the office hours are cancelled"}}};
  }
  if (!slot->in_time) return Refused{Refused::Because::slot_not_open, slot->reason};
  if (!slot->free()) return slot_is_taken(deciding, hours, *slot);
  const auto& free = slot->free_hosts;
  const bool keeps_host = std::find(free.begin(), free.end(), appointment.host) != free.end();
  if (!keeps_host) appointment.host = free.front();
  appointment.duration = *std::get<OfficeHours>(hours.value.details).slot_duration;
  return std::nullopt;
}

bool is_over(const Event& hours, const Appointment& appointment, Instant now) {
  return interval_of(hours, appointment).begin <= now;
}

Error over() {
  return Refused{Refused::Because::already_over, "the appointment has begun or is over: nothing of it can be changed"};
}

// --- registrations

std::optional<Error> not_open(const Event& event, Instant now) {
  const auto& details = std::get<MasterClass>(event.details);
  const auto closed = [](std::string detail) {
    return Refused{Refused::Because::registration_closed, std::move(detail)};
  };
  const std::string zone = " (" + event.time_zone.name() + ")";
  if (!claims_resources(event)) return closed("the master class is cancelled");
  if (details.registration_opens && now < event.time_zone.to_instant(*details.registration_opens)) {
    return closed("registration opens at " + to_string(*details.registration_opens) + zone);
  }
  if (details.registration_closes && event.time_zone.to_instant(*details.registration_closes) <= now) {
    return closed("registration closed at " + to_string(*details.registration_closes) + zone);
  }
  const auto occurrences = occurrences_of(event);
  if (occurrences.empty() || occurrences.back().interval.begin <= now) {
    return closed("the last session has begun or is over");
  }
  return std::nullopt;
}

void check_answers(const MasterClass& details, const Registration& registration, Problems& problems) {
  for (const auto& [id, answer] : registration.answers) {
    const bool is_asked = std::any_of(details.questions.begin(), details.questions.end(),
                                      [&id = id](const Question& each) { return each.id == id; });
    if (!is_asked) add_problem(problems, "/answers", "has the member \"" + id + "\", which is no question");
  }
  for (const Question& question : details.questions) {
    const auto answer = registration.answers.find(question.id);
    const bool is_answered = answer != registration.answers.end() && !answer->second.empty();
    if (question.required && !is_answered) {
      add_problem(problems, "/answers/" + question.id, "is missing: " + question.text);
    }
  }
}

/// Somebody who waited, and for whom there is a seat.
Registration moved_up(const Event& event, Registration registration, Instant now) {
  const auto& details = std::get<MasterClass>(event.details);
  registration.status = RegistrationStatus::registered;
  if (!details.offer_duration) return registration;
  registration.status = RegistrationStatus::offered;
  registration.offer_expires = now + details.offer_duration->length();
  return registration;
}

/// Gives seats that are free to those who wait, in order of entry.
class WaitingList {
 public:
  WaitingList(const Deciding& deciding, const Record<Event>& master_class)
      : deciding_(deciding), event_(master_class), entries_(deciding.schedule.registrations_of(master_class.id)) {}

  /// As if this one were so already.
  void take_for_granted(const RecordPtr<Registration>& entry) {
    for (auto& each : entries_) {
      if (each->id == entry->id) each = entry;
    }
  }

  void promote(std::vector<Change>& changes) {
    if (!claims_resources(event_.value) || has_begun()) return;
    const auto seats = seats_of(deciding_.schedule, event_.value);
    std::int32_t taken = 0;
    for (const auto& each : entries_) taken += has_seat(each->value) ? 1 : 0;
    for (const auto& each : entries_) {
      if (seats && taken >= *seats) return;
      if (each->value.status != RegistrationStatus::waiting) continue;
      changes.emplace_back(change_to(
          before_of(*each),
          next_version(*before_of(*each), moved_up(event_.value, each->value, deciding_.now), deciding_.now)));
      ++taken;
    }
  }

 private:
  [[nodiscard]] RecordPtr<Registration> before_of(const Record<Registration>& entry) const {
    return deciding_.schedule.find(entry.id);
  }

  [[nodiscard]] bool has_begun() const {
    const auto occurrences = occurrences_of(event_.value);
    return occurrences.empty() || occurrences.back().interval.begin <= deciding_.now;
  }

  const Deciding& deciding_;
  const Record<Event>& event_;
  std::vector<RecordPtr<Registration>> entries_;
};

/// A registration without a seat from now on, and what that means for those who wait.
void give_up(const Deciding& deciding, const RecordPtr<Registration>& current, std::vector<Change>& changes) {
  Registration value = current->value;
  value.status = RegistrationStatus::cancelled;
  value.offer_expires.reset();
  const auto changed = change_to(current, next_version(*current, std::move(value), deciding.now));
  changes.emplace_back(changed);
  if (!has_seat(current->value)) return;
  const RecordPtr<Event> event = deciding.schedule.find(current->value.master_class);
  if (!event) return;
  WaitingList list(deciding, *event);
  list.take_for_granted(changed.after);
  list.promote(changes);
}

}  // namespace

void add_lost_appointments(const Deciding& deciding, const Record<Event>& after, std::vector<Change>& changes) {
  if (after.value.kind() != EventKind::office_hours) return;
  for (const RecordPtr<Appointment>& each : deciding.schedule.appointments_of(after.id)) {
    if (each->value.status != AppointmentStatus::booked || is_over(after.value, each->value, deciding.now)) continue;
    if (lies_within(after.value, each->value)) continue;
    Appointment cancelled = each->value;
    cancelled.status = AppointmentStatus::cancelled;
    changes.emplace_back(change_to(each, next_version(*each, std::move(cancelled), deciding.now)));
  }
}

void move_appointments(const Record<Event>& hours, std::vector<Change>& changes) {
  for (Change& change : changes) {
    auto* changed = std::get_if<Changed<Appointment>>(&change);
    if (changed == nullptr || !changed->after) continue;
    Record<Appointment> moved = *changed->after;
    moved.value.office_hours = hours.id;
    moved.value.status = AppointmentStatus::booked;
    if (lies_within(hours.value, moved.value)) *changed = change_to(changed->before, std::move(moved));
  }
}

void copy_registrations(const Deciding& deciding, Id<Event> from, const Record<Event>& to,
                        std::vector<Change>& changes) {
  if (to.value.kind() != EventKind::master_class || !claims_resources(to.value)) return;
  const auto seats = seats_of(deciding.schedule, to.value);
  std::int32_t number = 0;
  for (const RecordPtr<Registration>& each : deciding.schedule.registrations_of(from)) {
    if (each->value.status == RegistrationStatus::cancelled) continue;
    Registration copy = each->value;
    copy.master_class = to.id;
    copy.number = ++number;
    copy.attended.reset();
    const bool fits = !seats || number <= *seats;
    if (fits && !has_seat(copy)) copy = moved_up(to.value, std::move(copy), deciding.now);
    if (!fits) {
      copy.status = RegistrationStatus::waiting;
      copy.offer_expires.reset();
    }
    // Of the two that it comes from, so that every replay makes the same.
    const Uuid& old = each->id.value;
    const Id<Registration> id{Uuid::from_random_bits(old.high ^ to.id.value.high, old.low ^ to.id.value.low)};
    changes.emplace_back(change_to<Registration>(nullptr, first_version(id, std::move(copy), deciding.now)));
  }
}

void add_promotions(const Deciding& deciding, const Record<Event>& after, std::vector<Change>& changes) {
  if (after.value.kind() == EventKind::master_class) WaitingList(deciding, after).promote(changes);
}

Result<Decision> decide_guest(const Deciding& deciding, const Create<Appointment>& create) {
  if (deciding.schedule.find(create.id)) return invalid({{"/id", "is taken"}});
  const auto hours = find_event(deciding.schedule, create.value.office_hours, EventKind::office_hours);
  if (!hours) return refuse(NotFound{});
  Appointment value = create.value;
  value.status = AppointmentStatus::booked;
  if (auto problems = problems_of(deciding.schedule, value, deciding.now); !problems.empty()) {
    return invalid(std::move(problems));
  }
  if (auto error = take_slot(deciding, *hours, create.id, value)) return refuse(std::move(*error));
  Decision decision;
  decision.changes.emplace_back(change_to<Appointment>(nullptr, first_version(create.id, value, deciding.now)));
  return decision;
}

Result<Decision> decide_guest(const Deciding& deciding, const Replace<Appointment>& replace) {
  const RecordPtr<Appointment> current = deciding.schedule.find(replace.id);
  if (auto error = precondition(current, replace.expected)) return refuse(*error);
  const auto hours = find_event(deciding.schedule, current->value.office_hours, EventKind::office_hours);
  if (!hours || replace.value.office_hours != current->value.office_hours) return refuse(NotFound{});
  if (replace.value == current->value) return Decision{};
  Appointment value = replace.value;
  if (auto problems = problems_of(deciding.schedule, value, deciding.now); !problems.empty()) {
    return invalid(std::move(problems));
  }
  const bool is_cancelled = current->value.status == AppointmentStatus::cancelled;
  const bool comes_back = is_cancelled && value.status == AppointmentStatus::booked;
  if (value.start != current->value.start || comes_back) {
    if (is_cancelled && !comes_back) {
      return refuse(Refused{Refused::Because::already_over, "the appointment is cancelled and has no time any more"});
    }
    if (is_over(hours->value, current->value, deciding.now)) return refuse(over());
    if (auto error = take_slot(deciding, *hours, current->id, value)) return refuse(std::move(*error));
  }
  Decision decision;
  decision.changes.emplace_back(change_to(current, next_version(*current, std::move(value), deciding.now)));
  return decision;
}

Result<Decision> decide_guest(const Deciding& deciding, const Remove<Appointment>& remove) {
  const RecordPtr<Appointment> current = deciding.schedule.find(remove.id);
  if (auto error = precondition(current, remove.expected)) return refuse(*error);
  if (current->value.status == AppointmentStatus::cancelled) return Decision{};
  const RecordPtr<Event> hours = deciding.schedule.find(current->value.office_hours);
  if (hours && is_over(hours->value, current->value, deciding.now)) return refuse(over());
  Appointment value = current->value;
  value.status = AppointmentStatus::cancelled;
  Decision decision;
  decision.changes.emplace_back(change_to(current, next_version(*current, std::move(value), deciding.now)));
  return decision;
}

Result<Decision> decide_guest(const Deciding& deciding, const Create<Registration>& create) {
  if (deciding.schedule.find(create.id)) return invalid({{"/id", "is taken"}});
  const auto event = find_event(deciding.schedule, create.value.master_class, EventKind::master_class);
  if (!event) return refuse(NotFound{});
  auto problems = problems_of(deciding.schedule, create.value, deciding.now);
  check_answers(std::get<MasterClass>(event->value.details), create.value, problems);
  if (!problems.empty()) return invalid(std::move(problems));
  if (auto error = not_open(event->value, deciding.now)) return refuse(std::move(*error));

  Registration value = create.value;
  value.offer_expires.reset();
  value.attended.reset();
  value.number = 1;
  std::int32_t waiting = 0;
  for (const auto& each : deciding.schedule.registrations_of(event->id)) {
    value.number = each->value.number + 1;
    waiting += each->value.status == RegistrationStatus::waiting ? 1 : 0;
    const bool is_same = folded(each->value.email) == folded(value.email);
    if (is_same && each->value.status != RegistrationStatus::cancelled) {
      return refuse(Refused::Because::already_registered,
                    "this e-mail address is registered or waits already: registration " + each->id.to_string());
    }
  }
  const auto seats = seats_of(deciding.schedule, event->value);
  const std::int32_t taken = seats_taken(deciding.schedule, event->id);
  const bool waits = waiting > 0 || (seats && taken >= *seats);
  value.status = waits ? RegistrationStatus::waiting : RegistrationStatus::registered;
  Decision decision;
  decision.position = (waits ? waiting : taken) + 1;
  decision.changes.emplace_back(change_to<Registration>(nullptr, first_version(create.id, value, deciding.now)));
  return decision;
}

Result<Decision> decide_guest(const Deciding& deciding, const Replace<Registration>& replace) {
  const RecordPtr<Registration> current = deciding.schedule.find(replace.id);
  if (auto error = precondition(current, replace.expected)) return refuse(*error);
  // What a change may not touch: whose it is, its place, its state.
  Registration value = replace.value;
  value.master_class = current->value.master_class;
  value.number = current->value.number;
  value.status = current->value.status;
  value.offer_expires = current->value.offer_expires;
  if (value == current->value) return Decision{};
  if (auto problems = problems_of(deciding.schedule, value, deciding.now); !problems.empty()) {
    return invalid(std::move(problems));
  }
  for (const auto& each : deciding.schedule.registrations_of(value.master_class)) {
    const bool is_other = each->id != current->id && each->value.status != RegistrationStatus::cancelled;
    if (is_other && folded(each->value.email) == folded(value.email)) {
      return refuse(Refused::Because::already_registered, "this e-mail address belongs to another registration");
    }
  }
  Decision decision;
  decision.changes.emplace_back(change_to(current, next_version(*current, std::move(value), deciding.now)));
  return decision;
}

Result<Decision> decide_guest(const Deciding& deciding, const Remove<Registration>& remove) {
  const RecordPtr<Registration> current = deciding.schedule.find(remove.id);
  if (auto error = precondition(current, remove.expected)) return refuse(*error);
  Decision decision;
  if (current->value.status != RegistrationStatus::cancelled) give_up(deciding, current, decision.changes);
  return decision;
}

Result<Decision> decide_guest(const Deciding& deciding, const AcceptOffer& accept) {
  const RecordPtr<Registration> current = deciding.schedule.find(accept.id);
  if (!current) return refuse(NotFound{});
  if (current->value.status == RegistrationStatus::registered) return Decision{};
  const bool is_offered = current->value.status == RegistrationStatus::offered &&
                          current->value.offer_expires.value_or(Instant{}) > deciding.now;
  if (!is_offered) {
    return refuse(Refused::Because::no_offer, "no seat is offered to this registration, or the offer has run out");
  }
  Registration value = current->value;
  value.status = RegistrationStatus::registered;
  value.offer_expires.reset();
  Decision decision;
  decision.changes.emplace_back(change_to(current, next_version(*current, std::move(value), deciding.now)));
  return decision;
}

Decision decide_due(const Deciding& deciding) {
  Decision decision;
  Schedule draft = deciding.schedule;
  const auto apply_from = [&](std::size_t first) {
    for (std::size_t i = first; i < decision.changes.size(); ++i) draft.apply(decision.changes[i]);
  };
  for (const Id<Event>& id : deciding.schedule.holds_due(deciding.now)) {
    const std::size_t first = decision.changes.size();
    const auto cancelled = cancellation_of(draft.find(id), deciding.now);
    decision.changes.emplace_back(cancelled);
    add_lost_appointments({draft, deciding.command, deciding.now}, *cancelled.after, decision.changes);
    apply_from(first);
  }
  // One after the other: each may pass its seat on to another one.
  for (const Id<Registration>& id : deciding.schedule.offers_due(deciding.now)) {
    const std::size_t first = decision.changes.size();
    give_up({draft, deciding.command, deciding.now}, draft.find(id), decision.changes);
    apply_from(first);
  }
  return decision;
}

}  // namespace scheduler
