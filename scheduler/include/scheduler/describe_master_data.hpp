#pragma once

#include "scheduler/access_token.hpp"
#include "scheduler/closure.hpp"
#include "scheduler/entity_kind.hpp"
#include "scheduler/field.hpp"
#include "scheduler/institution.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/settings.hpp"
#include "scheduler/webhook.hpp"

/// The fields of people, places and things; see describe.hpp.
namespace scheduler {

// The words of each enumeration, in its order.
constexpr std::array<std::string_view, 7> words_of(Weekday) { return {"mo", "tu", "we", "th", "fr", "sa", "su"}; }
constexpr std::array<std::string_view, 4> words_of(Role) { return {"viewer", "staff", "coordinator", "admin"}; }
constexpr std::array<std::string_view, 3> words_of(ProjectKind) { return {"erasmus+", "unesco", "other"}; }
constexpr std::array<std::string_view, 2> words_of(EquipmentKind) { return {"equipment", "vehicle"}; }
constexpr std::array<std::string_view, 4> words_of(ClosureKind) {
  return {"closure", "public-holiday", "exams", "semester"};
}
constexpr std::array<std::string_view, 3> words_of(ClosureStatus) { return {"confirmed", "estimated", "cancelled"}; }
constexpr std::array<std::string_view, 4> words_of(ResourceKind) { return {"room", "person", "equipment", "event"}; }
constexpr std::array<std::string_view, 14> words_of(Rule) {
  return {"room-double-booked",    "person-double-booked",
          "equipment-exhausted",   "person-travelling",
          "room-closed",           "holiday",
          "outside-working-hours", "insufficient-turnaround",
          "travel-time",           "capacity-exceeds-room",
          "missing-room-feature",  "interpreter-language",
          "expert-absent",         "over-daily-limit"};
}
constexpr std::array<std::string_view, 3> words_of(Severity) { return {"error", "warning", "off"}; }
constexpr std::array<std::string_view, 5> words_of(OpponentKind) {
  return {"master-class", "office-hours", "visit", "trip", "closure"};
}

constexpr std::array<std::string_view, 13> words_of(EntityKind) {
  return {"settings", "person", "room",        "equipment",    "institution", "agreement", "project",
          "closure",  "event",  "appointment", "registration", "token",       "webhook"};
}
constexpr std::array<std::string_view, 4> words_of(EventKind) {
  return {"master-class", "office-hours", "visit", "trip"};
}

inline constexpr Bounds kLanguageTag{2, 35};
inline constexpr Bounds kNameLength{1, 200};
inline constexpr Bounds kEmailLength{3, 254};
inline constexpr Bounds kPhoneLength{3, 40};

void describe(auto&& visit, MaybeConst<LocalizedName> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
}

inline constexpr Field kLocalizedNames{
    .name = "localizations", .bounds = kLanguageTag, .max_items = 20, .meaning = "By language (BCP 47)"};

void describe(auto&& visit, MaybeConst<LanguagePair> auto& self) {
  visit(Field{.name = "from", .presence = Presence::required, .bounds = kLanguageTag}, self.from);
  visit(Field{.name = "to", .presence = Presence::required, .bounds = kLanguageTag}, self.to);
}

void describe(auto&& visit, MaybeConst<WeeklyHours> auto& self) {
  visit(Field{.name = "days", .presence = Presence::required, .max_items = 7}, self.days);
  visit(Field{.name = "from", .presence = Presence::required}, self.from);
  visit(Field{.name = "to", .presence = Presence::required}, self.to);
}

void describe(auto&& visit, MaybeConst<Stay> auto& self) {
  visit(Field{.name = "arrival", .presence = Presence::required, .meaning = "Local, in the department's zone"},
        self.arrival);
  visit(Field{.name = "departure", .presence = Presence::required, .meaning = "Local, in the department's zone"},
        self.departure);
}

void describe(auto&& visit, MaybeConst<Person> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(kLocalizedNames, self.localizations);
  visit(Field{.name = "email", .bounds = kEmailLength}, self.email);
  visit(Field{.name = "phone", .bounds = kPhoneLength}, self.phone);
  visit(Field{.name = "organization", .bounds = kNameLength}, self.organization);
  visit(Field{.name = "roles",
              .bounds = {1, 50},
              .max_items = 20,
              .meaning = "What the department calls them: expert, interpreter, ..."},
        self.roles);
  visit(Field{.name = "timeZone", .meaning = "Where they usually are"}, self.time_zone);
  visit(Field{.name = "languages", .bounds = kLanguageTag, .max_items = 50, .meaning = "Spoken"}, self.languages);
  visit(Field{.name = "interprets", .max_items = 50, .meaning = "Directed pairs of languages"}, self.interprets);
  visit(Field{.name = "workingHours", .max_items = 50, .meaning = "Where the event takes place; online: in timeZone"},
        self.working_hours);
  visit(Field{.name = "presence", .meaning = "Of a guest: the only times of being here"}, self.presence);
  visit(Field{.name = "dailyLimit", .meaning = "Of time in events on one day"}, self.daily_limit);
  visit(Field{.name = "minimumTurnaround", .meaning = "Between two events"}, self.minimum_turnaround);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<Institution> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(kLocalizedNames, self.localizations);
  visit(Field{.name = "country", .bounds = {2, 2}, .meaning = "ISO 3166-1 alpha-2"}, self.country);
  visit(Field{.name = "city", .bounds = kNameLength}, self.city);
  visit(Field{.name = "timeZone"}, self.time_zone);
  visit(Field{.name = "website", .bounds = {1, 2000}}, self.website);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<Agreement> auto& self) {
  visit(Field{.name = "title", .presence = Presence::required, .bounds = kNameLength}, self.title);
  visit(Field{.name = "institution", .presence = Presence::required}, self.institution);
  visit(Field{.name = "number", .bounds = {1, 100}}, self.number);
  visit(Field{.name = "signedOn"}, self.signed_on);
  visit(Field{.name = "validFrom"}, self.valid_from);
  visit(Field{.name = "validUntil", .meaning = "The last day"}, self.valid_until);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<Project> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(Field{.name = "kind"}, self.kind);
  visit(kLocalizedNames, self.localizations);
  visit(Field{.name = "number", .bounds = {1, 100}}, self.number);
  visit(Field{.name = "from"}, self.from);
  visit(Field{.name = "to", .meaning = "The last day"}, self.to);
  visit(Field{.name = "institutions"}, self.institutions);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<Room> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(kLocalizedNames, self.localizations);
  visit(Field{.name = "campus", .bounds = kNameLength}, self.campus);
  visit(Field{.name = "address", .bounds = {1, 500}}, self.address);
  visit(Field{.name = "capacity", .bounds = {1, 100000}, .meaning = "Seats"}, self.capacity);
  visit(Field{.name = "features", .bounds = {1, 50}}, self.features);
  visit(Field{.name = "openingHours", .max_items = 50, .meaning = "In the department's zone; none: always open"},
        self.opening_hours);
  visit(Field{.name = "setup", .meaning = "Taken this long before each event"}, self.setup);
  visit(Field{.name = "teardown", .meaning = "Taken this long after each event"}, self.teardown);
  visit(
      Field{.name = "parts", .max_items = 20, .meaning = "Rooms that it is made of: booked together with each of them"},
      self.parts);
  visit(Field{.name = "concurrency", .bounds = {1, 1000}, .meaning = "So many events may be in it at once"},
        self.concurrency);
  visit(Field{.name = "approvalNeeded", .meaning = "What staff book in it waits for a coordinator"},
        self.approval_needed);
}

void describe(auto&& visit, MaybeConst<Equipment> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(kLocalizedNames, self.localizations);
  visit(Field{.name = "kind"}, self.kind);
  visit(Field{.name = "quantity", .bounds = {0, 100000}, .meaning = "So many there are"}, self.quantity);
  visit(Field{.name = "seats", .bounds = {1, 1000}, .meaning = "Of one vehicle"}, self.seats);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<Closure> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(kLocalizedNames, self.localizations);
  visit(Field{.name = "from", .presence = Presence::required, .meaning = "The first day, in the department's zone"},
        self.from);
  visit(Field{.name = "to", .presence = Presence::required, .meaning = "The last day"}, self.to);
  visit(Field{.name = "kind", .meaning = "public-holiday and exams only warn; a semester stands in nobody's way"},
        self.kind);
  visit(Field{.name = "status", .meaning = "estimated: computed, until the decreed date is known"}, self.status);
  visit(Field{.name = "rooms", .meaning = "Only these; without rooms, people and campuses: everything"}, self.rooms);
  visit(Field{.name = "people", .meaning = "Only these: they are absent"}, self.people);
  visit(Field{.name = "campuses", .bounds = kNameLength, .meaning = "Only the rooms of these"}, self.campuses);
  visit(
      Field{.name = "occasion",
            .bounds = {1, 100},
            .meaning = "Which yearly holiday it is (ramazon-hayiti/2027): a closure replaces the estimate of the same"},
      self.occasion);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<RulePolicy> auto& self) {
  visit(Field{.name = "rule", .presence = Presence::required}, self.rule);
  visit(Field{.name = "severity", .presence = Presence::required}, self.severity);
}

void describe(auto&& visit, MaybeConst<TravelTime> auto& self) {
  visit(Field{.name = "from", .presence = Presence::required, .bounds = kNameLength}, self.from);
  visit(Field{.name = "to", .presence = Presence::required, .bounds = kNameLength}, self.to);
  visit(Field{.name = "duration", .presence = Presence::required}, self.duration);
}

void describe(auto&& visit, MaybeConst<Settings> auto& self) {
  visit(Field{.name = "timeZone", .presence = Presence::required, .meaning = "Of closures, opening hours and days"},
        self.time_zone);
  visit(Field{.name = "policy", .max_items = 14, .meaning = "Severities of rules that differ from the usual ones"},
        self.policy);
  visit(Field{.name = "travelTimes", .max_items = 500, .meaning = "Between campuses, there and back"},
        self.travel_times);
  visit(Field{.name = "defaultTravelTime", .meaning = "Between campuses that travelTimes does not name"},
        self.default_travel_time);
  visit(Field{.name = "timeZoneRules",
              .presence = Presence::read_only,
              .bounds = {0, 50},
              .meaning = "Version of the IANA time zones under which all that is booked was last looked through"},
        self.time_zone_rules);
}

void describe(auto&& visit, MaybeConst<TokenScope> auto& self) {
  visit(Field{.name = "kinds", .max_items = 4, .meaning = "Only events of these kinds"}, self.kinds);
  visit(Field{.name = "rooms", .max_items = 20, .meaning = "Only events in these rooms"}, self.rooms);
}

void describe(auto&& visit, MaybeConst<AccessToken> auto& self) {
  visit(Field{.name = "label", .presence = Presence::required, .bounds = kNameLength, .meaning = "Whose it is"},
        self.label);
  visit(Field{.name = "role", .presence = Presence::required}, self.role);
  visit(Field{.name = "expires", .meaning = "From then on it opens nothing; none: until it is revoked"}, self.expires);
  visit(Field{.name = "scope", .meaning = "To which events it is limited; without: to none in particular"}, self.scope);
  visit(Field{.name = "secretSha256", .presence = Presence::internal, .bounds = {64, 64}}, self.secret_sha256);
}

void describe(auto&& visit, MaybeConst<Webhook> auto& self) {
  visit(Field{.name = "url", .presence = Presence::required, .bounds = {8, 2000}, .meaning = "https"}, self.url);
  visit(Field{.name = "description", .bounds = {0, 500}}, self.description);
  visit(Field{.name = "kinds", .max_items = 13, .meaning = "Whose changes are told; none: all but tokens and webhooks"},
        self.kinds);
  visit(Field{.name = "enabled"}, self.enabled);
  visit(Field{.name = "disabledReason",
              .presence = Presence::read_only,
              .bounds = {1, 500},
              .meaning = "Why the service itself has disabled it"},
        self.disabled_reason);
  visit(Field{.name = "secret", .presence = Presence::internal, .bounds = {24, 200}}, self.secret);
  visit(
      Field{.name = "since", .presence = Presence::read_only, .meaning = "It is told of what came after this sequence"},
      self.since);
}

}  // namespace scheduler
