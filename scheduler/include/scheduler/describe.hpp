#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

#include "scheduler/access_token.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"
#include "scheduler/people.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/room.hpp"

/// The fields of everything that is written down: their names (JSCalendar's, RFC 8984, where it has them) and bounds.
/// The store's texts, the API's JSON in and out and its OpenAPI schemas are all made from this one list, so that they
/// cannot differ. A field that is not here is neither stored nor known to clients.
///
/// `describe(visitor, object)` calls `visitor(Field, member)` for each field in the order in which it is written; the
/// object may be const.
namespace scheduler {

enum class Presence {
  optional,   ///< absent: the member keeps its value, or is empty
  required,   ///< a client must send it
  read_only,  ///< Karvon's own: clients see it and cannot set it
  internal,   ///< stored, and shown to nobody
};

/// Inclusive.
struct Bounds {
  std::int64_t least;
  std::int64_t most;
};

struct Field {
  std::string_view name;
  Presence presence = Presence::optional;
  Bounds bounds{0, 4000};       ///< of a text's length in code points; of a number's value
  std::size_t max_items = 100;  ///< of a list
  bool multiline = false;       ///< whether a text may hold line feeds and tabs
  std::string_view meaning = {};
};

template <class Self, class T>
concept MaybeConst = std::same_as<std::remove_const_t<Self>, T>;

// The words of each enumeration, in its order.
constexpr std::array<std::string_view, 2> words_of(Frequency) { return {"daily", "weekly"}; }
constexpr std::array<std::string_view, 7> words_of(Weekday) { return {"mo", "tu", "we", "th", "fr", "sa", "su"}; }
constexpr std::array<std::string_view, 3> words_of(EventStatus) { return {"confirmed", "tentative", "cancelled"}; }
constexpr std::array<std::string_view, 2> words_of(FreeBusyStatus) { return {"busy", "free"}; }
constexpr std::array<std::string_view, 3> words_of(Visibility) { return {"public", "internal", "private"}; }
constexpr std::array<std::string_view, 4> words_of(Role) { return {"viewer", "staff", "coordinator", "admin"}; }
constexpr std::array<std::string_view, 2> words_of(EventKind) { return {"master-class", "office-hours"}; }
constexpr std::array<std::string_view, 2> words_of(ResourceKind) { return {"room", "person"}; }
constexpr std::array<std::string_view, 2> words_of(Rule) { return {"room-double-booked", "person-double-booked"}; }
constexpr std::array<std::string_view, 2> words_of(Severity) { return {"error", "warning"}; }

template <class E>
concept Worded = std::is_enum_v<E> && requires(E e) {
  words_of(e);
};

template <Worded E>
constexpr std::string_view word_for(E value) {
  return words_of(value)[static_cast<std::size_t>(value)];
}

void describe(auto&& visit, MaybeConst<LanguagePair> auto& self) {
  visit(Field{.name = "from", .presence = Presence::required, .bounds = {2, 35}}, self.from);
  visit(Field{.name = "to", .presence = Presence::required, .bounds = {2, 35}}, self.to);
}

void describe(auto&& visit, MaybeConst<WorkingHours> auto& self) {
  visit(Field{.name = "days", .presence = Presence::required, .max_items = 7}, self.days);
  visit(Field{.name = "from", .presence = Presence::required}, self.from);
  visit(Field{.name = "to", .presence = Presence::required}, self.to);
}

void describe(auto&& visit, MaybeConst<Person> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = {1, 200}}, self.name);
  visit(Field{.name = "email", .bounds = {3, 254}}, self.email);
  visit(Field{.name = "roles",
              .bounds = {1, 50},
              .max_items = 20,
              .meaning = "What the department calls them: expert, interpreter, ..."},
        self.roles);
  visit(Field{.name = "timeZone", .meaning = "Where they usually are"}, self.time_zone);
  visit(Field{.name = "interprets", .max_items = 50, .meaning = "Directed pairs of languages"}, self.interprets);
  visit(Field{.name = "workingHours", .max_items = 50}, self.working_hours);
}

void describe(auto&& visit, MaybeConst<Institution> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = {1, 200}}, self.name);
  visit(Field{.name = "country", .bounds = {2, 2}, .meaning = "ISO 3166-1 alpha-2"}, self.country);
  visit(Field{.name = "timeZone"}, self.time_zone);
  visit(Field{.name = "note", .multiline = true}, self.note);
}

void describe(auto&& visit, MaybeConst<Room> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = {1, 200}}, self.name);
  visit(Field{.name = "campus", .bounds = {1, 200}}, self.campus);
  visit(Field{.name = "capacity", .bounds = {1, 100000}, .meaning = "Seats"}, self.capacity);
  visit(Field{.name = "features", .bounds = {1, 50}}, self.features);
  visit(Field{.name = "setup", .meaning = "Taken this long before each event"}, self.setup);
  visit(Field{.name = "teardown", .meaning = "Taken this long after each event"}, self.teardown);
}

void describe(auto&& visit, MaybeConst<AccessToken> auto& self) {
  visit(Field{.name = "label", .presence = Presence::required, .bounds = {1, 200}}, self.label);
  visit(Field{.name = "role", .presence = Presence::required}, self.role);
  visit(Field{.name = "secretSha256", .presence = Presence::internal, .bounds = {64, 64}}, self.secret_sha256);
}

void describe(auto&& visit, MaybeConst<ByDay> auto& self) {
  visit(Field{.name = "day", .presence = Presence::required}, self.day);
}

void describe(auto&& visit, MaybeConst<RecurrenceRule> auto& self) {
  visit(Field{.name = "frequency", .presence = Presence::required}, self.frequency);
  visit(Field{.name = "interval", .bounds = {1, 366}, .meaning = "Every so many days or weeks"}, self.interval);
  visit(Field{.name = "byDay", .max_items = 7}, self.by_day);
  visit(Field{.name = "count", .bounds = {1, 1000}, .meaning = "Occurrences in all"}, self.count);
  visit(Field{.name = "until", .meaning = "The last start that may occur; not with count"}, self.until);
}

void describe(auto&& visit, MaybeConst<OccurrenceOverride> auto& self) {
  visit(
      Field{.name = "excluded", .presence = Presence::required, .meaning = "true: this occurrence does not take place"},
      self.excluded);
}

void describe(auto&& visit, MaybeConst<Interpreter> auto& self) {
  visit(Field{.name = "person", .presence = Presence::required}, self.person);
  visit(Field{.name = "from", .presence = Presence::required, .bounds = {2, 35}}, self.from);
  visit(Field{.name = "to", .presence = Presence::required, .bounds = {2, 35}}, self.to);
}

void describe(auto&& visit, MaybeConst<MasterClass> auto& self) {
  visit(Field{.name = "expert", .presence = Presence::required}, self.expert);
  visit(Field{.name = "interpreter"}, self.interpreter);
  visit(Field{.name = "capacity", .bounds = {1, 100000}, .meaning = "Participants"}, self.capacity);
}

void describe(auto&& visit, MaybeConst<OfficeHours> auto& self) {
  visit(Field{.name = "host", .presence = Presence::required}, self.host);
  visit(Field{.name = "slotDuration"}, self.slot_duration);
}

/// The kind's own fields come last; `details` must hold the right alternative already when it is read into.
void describe(auto&& visit, MaybeConst<Event> auto& self) {
  visit(Field{.name = "uid",
              .presence = Presence::read_only,
              .bounds = {1, 255},
              .meaning = "RFC 7986 5.3, the same in every calendar"},
        self.uid);
  visit(Field{.name = "sequence", .presence = Presence::read_only, .bounds = {0, INT32_MAX}}, self.sequence);
  visit(Field{.name = "title", .presence = Presence::required, .bounds = {1, 200}}, self.title);
  visit(Field{.name = "description", .bounds = {0, 10000}, .multiline = true}, self.description);
  visit(Field{.name = "start", .presence = Presence::required, .meaning = "Local, in timeZone"}, self.start);
  visit(Field{.name = "timeZone", .meaning = "IANA name; default: the department's"}, self.time_zone);
  visit(Field{.name = "duration", .presence = Presence::required}, self.duration);
  visit(Field{.name = "recurrenceRule"}, self.recurrence_rule);
  visit(Field{.name = "recurrenceOverrides", .max_items = 1000, .meaning = "By the local start that the rule gives"},
        self.recurrence_overrides);
  visit(Field{.name = "status"}, self.status);
  visit(Field{.name = "freeBusyStatus"}, self.free_busy_status);
  visit(Field{.name = "visibility"}, self.visibility);
  visit(Field{.name = "people", .meaning = "Taking part beside those named elsewhere"}, self.people);
  visit(Field{.name = "room"}, self.room);
  visit(Field{.name = "rooms", .max_items = 20, .meaning = "Taken beside room"}, self.rooms);
  std::visit([&](auto& details) { describe(visit, details); }, self.details);
}

/// The fields of `object`, for code that asks whether a type has any.
template <class T>
concept Described = requires(T& object) {
  describe([](const Field&, auto&) {}, object);
};

}  // namespace scheduler
