#include <algorithm>

#include "oracle_check.hpp"
#include "scheduler/describe.hpp"

namespace oracle {

using namespace scheduler;

using EventId = Department::EventId;

Clash clash_of(const Conflict& conflict) {
  Clash clash{conflict.rule, conflict.resource, conflict.interval, conflict.recurrence_id,
              conflict.part, std::nullopt,      conflict.severity, {}};
  if (conflict.with) clash.with.emplace(conflict.with->id, conflict.with->interval);
  return clash;
}

namespace {

Clashes clashes_of(const std::vector<Conflict>& conflicts) {
  Clashes clashes;
  for (const Conflict& each : conflicts) clashes.insert(clash_of(each));
  return clashes;
}

Clashes without_why(const Clashes& clashes) {
  Clashes found;
  for (Clash each : clashes) {
    each.why.clear();
    found.insert(std::move(each));
  }
  return found;
}

std::string text_of(const Interval& interval) { return to_string(interval.begin) + ".." + to_string(interval.end); }

}  // namespace

std::string text_of(const Clash& clash) {
  std::string text = std::string(word_for(clash.rule)) + ' ' + std::string(word_for(clash.severity)) + " of " +
                     std::string(word_for(clash.resource.kind)) + ' ' + clash.resource.id.to_string().substr(24) +
                     " at " + text_of(clash.interval) + " (" + to_string(clash.recurrence_id) + ' ' +
                     clash.part.to_string().substr(24) + ')';
  if (clash.with) text += " with " + clash.with->first.to_string().substr(24) + " at " + text_of(clash.with->second);
  return text;
}

namespace {

template <class List>
std::string only_in(const List& one, const List& other, const auto& write) {
  std::string text;
  for (const auto& each : one) {
    if (!other.contains(each)) text += "\n    " + write(each);
  }
  return text;
}

void expect_same(const Clashes& wanted, const std::vector<Conflict>& conflicts, const std::string& where) {
  const Clashes expected = without_why(wanted);
  const Clashes found = clashes_of(conflicts);
  const auto write = [](const Clash& each) { return text_of(each); };
  expect(found == expected, where + ":\n  only the scheduler:" + only_in(found, expected, write) +
                                "\n  only the oracle:" + only_in(expected, found, write));
}

template <class E>
bool is(const Result<Decision>& verdict) {
  return !verdict && std::holds_alternative<E>(verdict.error());
}

std::string name_of_error(const Result<Decision>& verdict) {
  if (verdict) return "accepted";
  std::string text = "error " + std::to_string(verdict.error().index());
  if (const auto* invalid = std::get_if<InvalidInput>(&verdict.error())) {
    for (const InvalidField& field : invalid->fields) text += ' ' + field.pointer + ' ' + field.detail;
  }
  if (const auto* conflict = std::get_if<SchedulingConflict>(&verdict.error())) {
    for (const Conflict& each : conflict->conflicts) text += "\n    " + text_of(clash_of(each)) + ' ' + each.detail;
  }
  if (const auto* refused = std::get_if<Refused>(&verdict.error())) text += ' ' + refused->detail;
  return text;
}

/// What stands in the way, and what does not.
std::vector<Conflict> all_of(const SchedulingConflict& conflict) {
  for (const Conflict& each : conflict.conflicts) expect(each.severity == Severity::error, "a warning refuses");
  for (const Conflict& each : conflict.warnings) expect(each.severity == Severity::warning, "an error only warns");
  std::vector<Conflict> all = conflict.conflicts;
  all.insert(all.end(), conflict.warnings.begin(), conflict.warnings.end());
  return all;
}

void expect_event_verdict(const Verdict& expected, const Result<Decision>& verdict) {
  const std::string told = name_of_error(verdict);
  switch (expected.outcome) {
    case Verdict::Outcome::crowds_itself:
      return expect(is<InvalidInput>(verdict), "it crowds itself, and was: " + told);
    case Verdict::Outcome::too_few_seats:
      return expect(is<Refused>(verdict), "it has too few seats, and was: " + told);
    case Verdict::Outcome::forbidden:
      return expect(is<Forbidden>(verdict), "it is forbidden, and was: " + told);
    case Verdict::Outcome::clashes:
      expect(is<SchedulingConflict>(verdict), "it clashes, and was: " + told);
      return expect_same(expected.clashes, all_of(std::get<SchedulingConflict>(verdict.error())), "conflicts");
    case Verdict::Outcome::accepted:
      break;
  }
  expect(verdict.has_value(), "it is to be accepted, and was: " + told);
  expect_same(expected.clashes, verdict->warnings, "warnings");
  std::set<LocalTime> skipped;
  for (const SkippedOccurrence& each : verdict->skipped) skipped.insert(each.recurrence_id);
  expect(skipped == expected.skipped, "other occurrences are skipped");
}

/// In the form in which it is kept, as far as the rules look at it.
Event kept(Event event) {
  if (const auto* visit = std::get_if<Visit>(&event.details)) event.start = visit->arrival;
  if (const auto* trip = std::get_if<Trip>(&event.details)) {
    event.start = trip->departure.local;
    event.time_zone = trip->departure.time_zone;
  }
  return event;
}

class Check {
 public:
  Check(const Department& department, const Command& command, Instant now, const Result<Decision>& verdict)
      : department_(department), command_(command), now_(now), verdict_(verdict) {}

  void operator()(const Create<Event>& create) const { check_event(create.value, create.id, true); }

  void operator()(const Replace<Event>& replace) const {
    const Event& before = department_.events().at(replace.id).event;
    if (before.kind() != replace.value.kind()) return expect(is<NotFound>(verdict_), "a change of kind is accepted");
    check_event(replace.value, replace.id, false);
  }

  void operator()(const Remove<Event>&) const { accepted(); }

  void operator()(const AddStop& add) const {
    Event wanted = department_.events().at(add.visit).event;
    std::get<Visit>(wanted.details).stops.push_back(add.stop);
    check_event(wanted, add.visit, false);
  }

  void operator()(const SplitSeries& split) const {
    Event head = department_.events().at(split.id).event;
    const auto starts = expand(*head.recurrence_rule, head.start);
    const auto last = std::prev(std::find(starts.begin(), starts.end(), split.recurrence_id));
    head.recurrence_rule->count.reset();
    head.recurrence_rule->until = *last;
    std::erase_if(head.recurrence_overrides, [&](const auto& each) { return each.first >= split.recurrence_id; });
    if (pieces_of(head).empty()) return expect(is<InvalidInput>(verdict_), "nothing is left of the first half");
    const Verdict of_head = department_.judge(kept(head), split.id, false, asking());
    if (of_head.outcome != Verdict::Outcome::accepted) return expect_event_verdict(of_head, verdict_);
    Department draft = department_;
    Record<Event> record{split.id, 0, {}, {}, head};
    draft.accept(Change(Changed<Event>{nullptr, std::make_shared<const Record<Event>>(record)}));
    expect_event_verdict(draft.judge(kept(split.value), split.following, true, asking()), verdict_);
  }

  void operator()(const Approve& approve) const {
    if (!may_decide(approve.id)) return;
    Event wanted = department_.events().at(approve.id).event;
    wanted.status = EventStatus::confirmed;
    expect_event_verdict(department_.judge(wanted, approve.id, true, asking()), verdict_);
    if (!verdict_) return;
    const Event after = event_after();
    expect(after.approval == Approval::approved && after.status == EventStatus::confirmed && !after.hold_until,
           "what is approved is not confirmed");
    std::set<LocalTime> excluded;
    for (const auto& each : verdict_->skipped) excluded.insert(each.recurrence_id);
    for (const LocalTime id : excluded) {
      expect(after.recurrence_overrides.contains(id) && after.recurrence_overrides.at(id).excluded,
             "what was skipped is approved all the same");
    }
  }

  void operator()(const Reject& reject) const {
    if (!may_decide(reject.id)) return;
    accepted();
    expect(event_after().status == EventStatus::cancelled, "what is rejected is not cancelled");
  }

  void operator()(const Confirm& confirm) const {
    Event wanted = department_.events().at(confirm.id).event;
    if (wanted.status == EventStatus::cancelled || wanted.approval == Approval::pending) {
      return expect(is<Refused>(verdict_), "confirmed, and it was not only tentative");
    }
    wanted.status = EventStatus::confirmed;
    wanted.hold_until.reset();
    check_event(wanted, confirm.id, false);
  }

  void operator()(const Hold& hold) const {
    Event wanted = department_.events().at(hold.id).event;
    if (wanted.status != EventStatus::tentative || wanted.approval == Approval::pending) {
      return expect(is<Refused>(verdict_), "held, and it was not only tentative");
    }
    wanted.hold_until = hold.until;
    check_event(wanted, hold.id, false);
  }

  // What they may do follows from the commands that they are made of, and is tested by examples.
  void operator()(const Revert&) const {}
  void operator()(const Remember&) const { accepted(); }

  void operator()(const Create<Appointment>& create) const { check_slot(create.value, std::nullopt, create.id); }
  void operator()(const Replace<Appointment>& replace) const {
    const Appointment& before = department_.appointments().at(replace.id);
    if (before == replace.value) return accepted();
    if (before.start == replace.value.start) return accepted();
    if (begins(before) <= now_) return expect(is<Refused>(verdict_), "what is over was moved");
    if (before.status == AppointmentStatus::cancelled) {
      return expect(is<Refused>(verdict_), "what is cancelled was moved");
    }
    check_slot(replace.value, replace.id, replace.id);
  }
  void operator()(const Remove<Appointment>& remove) const {
    const Appointment& before = department_.appointments().at(remove.id);
    const bool is_over = before.status == AppointmentStatus::booked && begins(before) <= now_;
    expect(verdict_.has_value() == !is_over, "an appointment that is over can be cancelled, or another cannot");
  }

  void operator()(const Create<Registration>& create) const {
    const auto all = department_.registrations_of(create.value.master_class);
    const Department::Booked& event = department_.events().at(create.value.master_class);
    const bool has_begun = event.pieces.empty() || event.pieces.back().interval.begin <= now_;
    bool is_there = false;
    bool somebody_waits = false;
    for (const Registration& each : all) {
      is_there =
          is_there || (each.status != RegistrationStatus::cancelled && lower(each.email) == lower(create.value.email));
      somebody_waits = somebody_waits || each.status == RegistrationStatus::waiting;
    }
    if (!event.counts() || has_begun || is_there) {
      return expect(is<Refused>(verdict_), "a registration is to be refused, and was: " + name_of_error(verdict_));
    }
    accepted();
    const auto seats = department_.seats_of(create.value.master_class);
    const bool is_full = seats && department_.seats_taken(create.value.master_class) >= *seats;
    const auto& after = *std::get<Changed<Registration>>(verdict_->changes.front()).after;
    const bool waits = after.value.status == RegistrationStatus::waiting;
    expect(waits == (is_full || somebody_waits), "a registration waits, or does not");
    expect(all.empty() || all.back().number < after.value.number, "a registration is not the last");
  }
  void operator()(const Remove<Registration>&) const { accepted(); }
  void operator()(const AcceptOffer& accept) const {
    const Registration& before = department_.registrations().at(accept.id);
    const bool may = before.status == RegistrationStatus::registered ||
                     (before.status == RegistrationStatus::offered && *before.offer_expires > now_);
    expect(verdict_.has_value() == may, "an offer is accepted that is none, or not accepted");
  }

  void operator()(const ExpireDue&) const { accepted(); }

  template <class T>
  void operator()(const Replace<T>&) const {
    check_consequences();
  }
  template <class T>
  void operator()(const Create<T>&) const {
    check_consequences();
  }

  template <class T>
  void operator()(const Remove<T>& remove) const {
    std::size_t users = 0;
    if constexpr (std::is_same_v<T, Room>) users = department_.users_of({ResourceKind::room, remove.id.value});
    if constexpr (std::is_same_v<T, Person>) users = department_.users_of({ResourceKind::person, remove.id.value});
    expect(verdict_.has_value() == (users == 0), "removed although needed, or the other way round");
    if (users != 0) expect(std::get<StillNeeded>(verdict_.error()).count == users, "so many do not need it");
  }

 private:
  static std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  [[nodiscard]] Asking asking() const {
    return {command_.actor.role >= Role::coordinator, command_.override_reason.has_value(),
            command_.on_conflict == OnConflict::skip};
  }

  void accepted() const { expect(verdict_.has_value(), "it is to be accepted, and was: " + name_of_error(verdict_)); }

  [[nodiscard]] Event event_after() const { return std::get<Changed<Event>>(verdict_->changes.front()).after->value; }

  [[nodiscard]] Instant begins(const Appointment& appointment) const {
    const auto& hours = department_.events().at(appointment.office_hours).event;
    return instant_of(hours.time_zone, appointment.start);
  }

  [[nodiscard]] bool may_decide(EventId id) const {
    const Event& event = department_.events().at(id).event;
    if (command_.actor.role < Role::coordinator) {
      expect(is<Forbidden>(verdict_), "staff approve");
      return false;
    }
    if (event.approval != Approval::pending || event.status == EventStatus::cancelled) {
      expect(is<Refused>(verdict_), "approved, and nobody had asked");
      return false;
    }
    return true;
  }

  void check_event(const Event& wanted, EventId id, bool is_new) const {
    if (verdict_ && verdict_->changes.empty()) {
      Event same = kept(wanted);
      return expect(!is_new && pieces_of(same).size() == department_.events().at(id).pieces.size(),
                    "nothing is changed, and something was wanted");
    }
    if (wanted.status != EventStatus::cancelled && wanted.hold_until && *wanted.hold_until <= now_) {
      return expect(is<InvalidInput>(verdict_), "a hold that is over is held, and was: " + name_of_error(verdict_));
    }
    expect_event_verdict(department_.judge(kept(wanted), id, is_new, asking()), verdict_);
    if (!verdict_) return;
    const Event after = event_after();
    const bool is_held = after.hold_until && after.status != EventStatus::cancelled;
    expect(!is_held || after.status == EventStatus::tentative, "a hold is more than tentative");
    check_approval(after, id, is_new);
  }

  /// What staff book where it must be approved waits; and nobody's change approves anything.
  void check_approval(const Event& after, EventId id, bool is_new) const {
    const Approval before = is_new ? Approval::not_needed : department_.events().at(id).event.approval;
    bool needed = false;
    for (const Piece& piece : pieces_of(after)) {
      for (const auto& room : piece.rooms) {
        for (const auto& part : department_.with_parts(room)) {
          needed = needed || department_.rooms().at(part).approval_needed;
        }
      }
    }
    const bool is_staff = command_.actor.role < Role::coordinator;
    if (is_new && after.status != EventStatus::cancelled && needed && is_staff) {
      expect(after.approval == Approval::pending, "staff book without asking");
    }
    expect(after.approval != Approval::approved || before == Approval::approved, "approved by a mere change");
    expect(after.approval != Approval::pending || after.status != EventStatus::confirmed, "confirmed while it waits");
  }

  void check_slot(const Appointment& wanted, std::optional<Id<Appointment>> except, Id<Appointment> id) const {
    const auto free = department_.free_hosts(wanted.office_hours, wanted.start, now_, except);
    if (!free) return expect(is<InvalidInput>(verdict_), "there is no slot, and it was: " + name_of_error(verdict_));
    if (!department_.is_in_time(wanted.office_hours, wanted.start, now_)) {
      return expect(is<Refused>(verdict_), "the slot is not open, and it was: " + name_of_error(verdict_));
    }
    if (free->empty()) {
      return expect(is<SchedulingConflict>(verdict_), "no slot is free, and it was: " + name_of_error(verdict_));
    }
    accepted();
    const auto& after = *std::get<Changed<Appointment>>(verdict_->changes.front()).after;
    expect(after.id == id && free->contains(after.value.host), "the host is not free");
    if (except && free->contains(wanted.host)) return expect(after.value.host == wanted.host, "another host");
    for (const auto& [host, visitors] : *free) {
      expect(visitors >= free->at(after.value.host), "another host is less busy");
    }
  }

  /// The way between two events is a matter of both: it is told at that one whose room is changed.
  [[nodiscard]] bool is_told_by_the_other(const std::set<std::pair<EventId, Clash>>& found, EventId id,
                                          const Clash& clash) const {
    if (clash.rule != Rule::travel_time && clash.rule != Rule::insufficient_turnaround) return false;
    return clash.with->second.end <= now_ || std::any_of(found.begin(), found.end(), [&](const auto& each) {
             return each.first.value == clash.with->first && each.second.rule == clash.rule && each.second.with &&
                    each.second.with->first == id.value && each.second.interval == clash.interval;
           });
  }

  void check_consequences() const {
    accepted();
    if (verdict_->changes.empty()) return;
    std::set<std::pair<EventId, Clash>> expected;
    std::set<std::pair<EventId, Clash>> found;
    for (const Conflict& each : verdict_->warnings) found.emplace(EventId{each.event->id}, clash_of(each));
    for (auto [id, each] : department_.consequences(verdict_->changes.front(), now_)) {
      each.why.clear();
      if (!found.contains({id, each}) && is_told_by_the_other(found, id, each)) continue;
      expected.emplace(id, each);
    }
    const auto write = [](const auto& each) { return each.first.to_string().substr(24) + ": " + text_of(each.second); };
    expect(found == expected, "consequences:\n  only the scheduler:" + only_in(found, expected, write) +
                                  "\n  only the oracle:" + only_in(expected, found, write));
  }

  const Department& department_;
  const Command& command_;
  Instant now_;
  const Result<Decision>& verdict_;
};

}  // namespace

void check_verdict(const Department& department, const Command& command, Instant now, const Result<Decision>& verdict) {
  std::visit(Check(department, command, now, verdict), command.action);
}

}  // namespace oracle
