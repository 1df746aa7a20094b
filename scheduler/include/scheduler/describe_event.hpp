#pragma once

#include "scheduler/describe_master_data.hpp"
#include "scheduler/event.hpp"
#include "scheduler/field.hpp"

/// The fields of the four kinds of events; see describe.hpp.
namespace scheduler {

constexpr std::array<std::string_view, 4> words_of(Frequency) { return {"daily", "weekly", "monthly", "yearly"}; }
constexpr std::array<std::string_view, 3> words_of(EventStatus) { return {"confirmed", "tentative", "cancelled"}; }
constexpr std::array<std::string_view, 2> words_of(FreeBusyStatus) { return {"busy", "free"}; }
constexpr std::array<std::string_view, 3> words_of(Visibility) { return {"public", "internal", "private"}; }
constexpr std::array<std::string_view, 4> words_of(Approval) {
  return {"not-needed", "pending", "approved", "rejected"};
}
constexpr std::array<std::string_view, 5> words_of(TripPurpose) {
  return {"conference", "festival", "competition", "exchange", "other"};
}
constexpr std::array<std::string_view, 2> words_of(Announce) { return {"on-send", "at-once"}; }

inline constexpr Bounds kDescriptionLength{0, 10000};

void describe(auto&& visit, MaybeConst<LocalizedText> auto& self) {
  visit(Field{.name = "title", .bounds = kNameLength}, self.title);
  visit(Field{.name = "description", .bounds = kDescriptionLength, .multiline = true}, self.description);
}

inline constexpr Field kLocalizedTexts{
    .name = "localizations", .bounds = kLanguageTag, .max_items = 20, .meaning = "By language (BCP 47)"};

void describe(auto&& visit, MaybeConst<ByDay> auto& self) {
  visit(Field{.name = "day", .presence = Presence::required}, self.day);
  visit(Field{.name = "nthOfPeriod",
              .bounds = {-53, 53},
              .meaning = "Of a month or year: only the n-th such day, from its end when negative"},
        self.nth_of_period);
}

void describe(auto&& visit, MaybeConst<RecurrenceRule> auto& self) {
  visit(Field{.name = "frequency", .presence = Presence::required}, self.frequency);
  visit(Field{.name = "interval", .bounds = {1, 366}, .meaning = "Every so many days, weeks, months or years"},
        self.interval);
  visit(Field{.name = "firstDayOfWeek", .meaning = "Default: mo"}, self.first_day_of_week);
  visit(Field{.name = "byDay"}, self.by_day);
  visit(
      Field{.name = "byMonthDay", .bounds = {-31, 31}, .max_items = 31, .meaning = "From the month's end if negative"},
      self.by_month_day);
  visit(Field{.name = "byMonth", .max_items = 12}, self.by_month);
  visit(Field{.name = "bySetPosition",
              .bounds = {-366, 366},
              .max_items = 31,
              .meaning = "Which of the days that the other parts give in a month or year"},
        self.by_set_position);
  visit(Field{.name = "count", .bounds = {1, 1000}, .meaning = "Occurrences in all"}, self.count);
  visit(Field{.name = "until", .meaning = "The last start that may occur; not with count"}, self.until);
}

void describe(auto&& visit, MaybeConst<Interpreter> auto& self) {
  visit(Field{.name = "person", .presence = Presence::required}, self.person);
  visit(Field{.name = "from", .presence = Presence::required, .bounds = kLanguageTag}, self.from);
  visit(Field{.name = "to", .presence = Presence::required, .bounds = kLanguageTag}, self.to);
}

void describe(auto&& visit, MaybeConst<EquipmentNeed> auto& self) {
  visit(Field{.name = "id", .presence = Presence::required}, self.id);
  visit(Field{.name = "quantity", .bounds = {1, 100000}}, self.quantity);
}

void describe(auto&& visit, MaybeConst<VirtualLocation> auto& self) {
  visit(Field{.name = "uri", .presence = Presence::required, .bounds = {1, 2000}}, self.uri);
  visit(Field{.name = "name", .bounds = kNameLength}, self.name);
}

void describe(auto&& visit, MaybeConst<OccurrenceOverride> auto& self) {
  visit(Field{.name = "excluded", .meaning = "true: this occurrence does not take place"}, self.excluded);
  visit(Field{.name = "reason", .bounds = {1, 500}, .meaning = "Why it is excluded or different"}, self.reason);
  visit(Field{.name = "start"}, self.start);
  visit(Field{.name = "duration"}, self.duration);
  visit(Field{.name = "title", .bounds = kNameLength}, self.title);
  visit(Field{.name = "description", .bounds = kDescriptionLength, .multiline = true}, self.description);
  visit(Field{.name = "room"}, self.room);
  visit(Field{.name = "rooms", .max_items = 20}, self.rooms);
  visit(Field{.name = "people"}, self.people);
  visit(Field{.name = "equipment", .max_items = 50}, self.equipment);
  visit(Field{.name = "expert", .meaning = "Of a master class"}, self.expert);
  visit(Field{.name = "interpreter", .meaning = "Of a master class"}, self.interpreter);
  visit(Field{.name = "host", .meaning = "Of office hours"}, self.host);
}

void describe(auto&& visit, MaybeConst<Question> auto& self) {
  visit(Field{.name = "id", .presence = Presence::required, .bounds = {1, 50}}, self.id);
  visit(Field{.name = "text", .presence = Presence::required, .bounds = {1, 500}}, self.text);
  visit(Field{.name = "required"}, self.required);
}

void describe(auto&& visit, MaybeConst<MasterClass> auto& self) {
  visit(Field{.name = "expert", .presence = Presence::required}, self.expert);
  visit(Field{.name = "interpreter"}, self.interpreter);
  visit(Field{.name = "capacity", .bounds = {1, 100000}, .meaning = "Participants"}, self.capacity);
  visit(Field{.name = "registrationOpens", .meaning = "Local, in timeZone; default: at once"}, self.registration_opens);
  visit(Field{.name = "registrationCloses", .meaning = "Local, in timeZone; default: with the last start"},
        self.registration_closes);
  visit(Field{.name = "offerDuration",
              .meaning = "How long a seat is kept for the first in the waiting list; default: it is theirs at once"},
        self.offer_duration);
  visit(Field{.name = "questions", .max_items = 20, .meaning = "What everybody who registers is asked"},
        self.questions);
}

void describe(auto&& visit, MaybeConst<Break> auto& self) {
  visit(Field{.name = "from", .presence = Presence::required}, self.from);
  visit(Field{.name = "to", .presence = Presence::required}, self.to);
}

void describe(auto&& visit, MaybeConst<OfficeHours> auto& self) {
  visit(Field{.name = "host", .presence = Presence::required}, self.host);
  visit(Field{.name = "hosts", .max_items = 20, .meaning = "Beside host: a visitor sees whoever of them is free"},
        self.hosts);
  visit(Field{.name = "slotDuration", .meaning = "None: no appointments are made"}, self.slot_duration);
  visit(Field{.name = "slotCapacity", .bounds = {1, 1000}, .meaning = "Visitors a slot and host"}, self.slot_capacity);
  visit(Field{.name = "breaks", .max_items = 20, .meaning = "Times of day without slots"}, self.breaks);
  visit(Field{.name = "minNotice", .meaning = "An appointment is made this long ahead at least"}, self.min_notice);
  visit(Field{.name = "maxAdvance", .meaning = "An appointment is made this long ahead at most"}, self.max_advance);
}

void describe(auto&& visit, MaybeConst<Delegate> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(Field{.name = "email", .bounds = kEmailLength}, self.email);
  visit(Field{.name = "role", .bounds = {1, 100}}, self.role);
  visit(kLocalizedNames, self.localizations);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<VisitStep> auto& self) {
  visit(Field{.name = "title", .presence = Presence::required, .bounds = kNameLength}, self.title);
  visit(Field{.name = "due"}, self.due);
  visit(Field{.name = "responsible"}, self.responsible);
  visit(Field{.name = "done"}, self.done);
}

void describe(auto&& visit, MaybeConst<Stop> auto& self) {
  visit(Field{.name = "id", .meaning = "Given by the service; sent back, the stop stays the same one"}, self.id);
  visit(Field{.name = "title", .presence = Presence::required, .bounds = kNameLength}, self.title);
  visit(kLocalizedTexts, self.localizations);
  visit(Field{.name = "description", .bounds = kDescriptionLength, .multiline = true}, self.description);
  visit(Field{.name = "start", .presence = Presence::required, .meaning = "Local, in the visit's timeZone"},
        self.start);
  visit(Field{.name = "duration", .presence = Presence::required}, self.duration);
  visit(Field{.name = "room"}, self.room);
  visit(Field{.name = "place", .bounds = {1, 500}, .meaning = "Where it is no room of the department"}, self.place);
  visit(Field{.name = "campus", .bounds = kNameLength, .meaning = "Of place, for the time that the way takes"},
        self.campus);
  visit(Field{.name = "hosts", .max_items = 50}, self.hosts);
  visit(Field{.name = "interpreter"}, self.interpreter);
  visit(Field{.name = "equipment", .max_items = 50, .meaning = "Vehicles too"}, self.equipment);
  visit(Field{.name = "dress", .bounds = kNameLength}, self.dress);
}

void describe(auto&& visit, MaybeConst<Visit> auto& self) {
  visit(Field{.name = "institution", .presence = Presence::required}, self.institution);
  visit(Field{.name = "arrival", .presence = Presence::required, .meaning = "Local, in timeZone"}, self.arrival);
  visit(Field{.name = "departure", .presence = Presence::required, .meaning = "Local, in timeZone"}, self.departure);
  visit(Field{.name = "language", .bounds = kLanguageTag, .meaning = "Of the delegation"}, self.language);
  visit(Field{.name = "hosts", .max_items = 50, .meaning = "Responsible for the visit; taken by the stops only"},
        self.hosts);
  visit(Field{.name = "delegates", .max_items = 200}, self.delegates);
  visit(Field{.name = "steps", .meaning = "Invitation, visa, ...: what is to be done before"}, self.steps);
  visit(Field{.name = "stops", .max_items = 200}, self.stops);
  visit(Field{.name = "turnaround", .meaning = "Between two stops, beside the way"}, self.turnaround);
  visit(Field{.name = "announce", .meaning = "Whether changes wait until the itinerary is sent"}, self.announce);
}

void describe(auto&& visit, MaybeConst<ZonedTime> auto& self) {
  visit(Field{.name = "local", .presence = Presence::required}, self.local);
  visit(Field{.name = "timeZone", .presence = Presence::required}, self.time_zone);
}

void describe(auto&& visit, MaybeConst<Destination> auto& self) {
  visit(Field{.name = "city", .presence = Presence::required, .bounds = kNameLength}, self.city);
  visit(Field{.name = "country", .bounds = {2, 2}, .meaning = "ISO 3166-1 alpha-2"}, self.country);
  visit(Field{.name = "timeZone", .presence = Presence::required}, self.time_zone);
  visit(Field{.name = "venue", .bounds = kNameLength}, self.venue);
}

void describe(auto&& visit, MaybeConst<Leg> auto& self) {
  visit(Field{.name = "id", .meaning = "Given by the service"}, self.id);
  visit(Field{.name = "from", .presence = Presence::required, .bounds = kNameLength}, self.from);
  visit(Field{.name = "to", .presence = Presence::required, .bounds = kNameLength}, self.to);
  visit(Field{.name = "departure", .presence = Presence::required}, self.departure);
  visit(Field{.name = "arrival", .presence = Presence::required}, self.arrival);
  visit(Field{.name = "carrier", .bounds = kNameLength}, self.carrier);
  visit(Field{.name = "number", .bounds = {1, 50}}, self.number);
}

void describe(auto&& visit, MaybeConst<TripSession> auto& self) {
  visit(Field{.name = "id", .meaning = "Given by the service"}, self.id);
  visit(Field{.name = "title", .presence = Presence::required, .bounds = kNameLength}, self.title);
  visit(Field{.name = "start", .presence = Presence::required, .meaning = "Local, in the destination's timeZone"},
        self.start);
  visit(Field{.name = "duration", .presence = Presence::required}, self.duration);
  visit(Field{.name = "place", .bounds = {1, 500}}, self.place);
}

void describe(auto&& visit, MaybeConst<Trip> auto& self) {
  visit(Field{.name = "purpose"}, self.purpose);
  visit(Field{.name = "destination", .presence = Presence::required}, self.destination);
  visit(Field{.name = "travellers", .presence = Presence::required}, self.travellers);
  visit(Field{.name = "departure", .presence = Presence::required}, self.departure);
  visit(Field{.name = "return", .presence = Presence::required}, self.homecoming);
  visit(Field{.name = "legs", .max_items = 50}, self.legs);
  visit(Field{.name = "sessions"}, self.sessions);
}

/// The kind's own fields come last; `details` must hold the right alternative already when it is read into. Visits and
/// trips say when they are in words of their own, happen once, and take what their parts take.
void describe(auto&& visit, MaybeConst<Event> auto& self) {
  const bool is_visit = self.kind() == EventKind::visit;
  const bool is_trip = self.kind() == EventKind::trip;
  const bool is_journey = is_visit || is_trip;
  visit(Field{.name = "uid",
              .presence = Presence::read_only,
              .bounds = {1, 255},
              .meaning = "RFC 7986 5.3, the same in every calendar"},
        self.uid);
  visit(Field{.name = "sequence", .presence = Presence::read_only, .bounds = {0, INT32_MAX}}, self.sequence);
  visit(Field{.name = "title", .presence = Presence::required, .bounds = kNameLength}, self.title);
  visit(Field{.name = "description", .bounds = kDescriptionLength, .multiline = true}, self.description);
  visit(Field{.name = "locale", .bounds = kLanguageTag, .meaning = "Of title and description"}, self.locale);
  visit(kLocalizedTexts, self.localizations);
  visit(Field{.name = "start",
              .presence = is_journey ? Presence::read_only : Presence::required,
              .meaning = "Local, in timeZone"},
        self.start);
  visit(Field{.name = "timeZone",
              .presence = is_trip ? Presence::read_only : Presence::optional,
              .meaning = "IANA name; default: the department's"},
        self.time_zone);
  visit(Field{.name = "duration", .presence = is_journey ? Presence::read_only : Presence::required}, self.duration);
  if (!is_journey) {
    visit(Field{.name = "showWithoutTime", .meaning = "Whole days: start at midnight, duration in days"},
          self.show_without_time);
    visit(Field{.name = "recurrenceRule"}, self.recurrence_rule);
    visit(Field{.name = "recurrenceOverrides",
                .max_items = 1000,
                .meaning = "By the local start that the rule gives; under any other it adds an occurrence"},
          self.recurrence_overrides);
  }
  visit(Field{.name = "status"}, self.status);
  visit(Field{.name = "holdUntil", .meaning = "Tentative until then, and cancelled afterwards"}, self.hold_until);
  visit(Field{.name = "approval", .presence = Presence::read_only}, self.approval);
  visit(Field{.name = "approvalReason",
              .presence = Presence::read_only,
              .bounds = {1, 2000},
              .multiline = true,
              .meaning = "Why it was rejected"},
        self.approval_reason);
  visit(Field{.name = "freeBusyStatus"}, self.free_busy_status);
  visit(Field{.name = "visibility"}, self.visibility);
  visit(Field{.name = "people", .meaning = "Taking part beside those named elsewhere"}, self.people);
  if (!is_journey) {
    visit(Field{.name = "room"}, self.room);
    visit(Field{.name = "rooms", .max_items = 20, .meaning = "Taken beside room"}, self.rooms);
    visit(Field{.name = "roomFeatures", .bounds = {1, 50}, .max_items = 20, .meaning = "That the rooms must have"},
          self.room_features);
  }
  visit(Field{.name = "equipment", .max_items = 50}, self.equipment);
  if (!is_journey) visit(Field{.name = "virtualLocation", .meaning = "Where it is held online"}, self.virtual_location);
  visit(Field{.name = "project"}, self.project);
  std::visit([&](auto& details) { describe(visit, details); }, self.details);
}

}  // namespace scheduler
