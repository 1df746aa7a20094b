#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/people.hpp"
#include "scheduler/record.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/room.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

enum class EventStatus { confirmed, tentative, cancelled };
enum class FreeBusyStatus { busy, free };
enum class Visibility { visible_to_all, internal, private_to_participants };  ///< "public", "internal", "private"

/// Counts the changes that a calendar client must take notice of (RFC 5545 3.8.7.4).
using Sequence = std::int32_t;

struct Interpreter {
  Id<Person> person;
  std::string from;
  std::string to;

  friend bool operator==(const Interpreter&, const Interpreter&) = default;
};

struct MasterClass {
  Id<Person> expert;
  std::optional<Interpreter> interpreter;
  std::optional<std::int32_t> capacity;  ///< participants

  friend bool operator==(const MasterClass&, const MasterClass&) = default;
};

struct OfficeHours {
  Id<Person> host;
  std::optional<Duration> slot_duration;

  friend bool operator==(const OfficeHours&, const OfficeHours&) = default;
};

/// In the order of the alternatives of Event::details.
enum class EventKind { master_class, office_hours };

/// What happens to one occurrence of a series (RFC 8984 4.3.5), named by the local start that the rule gave it.
struct OccurrenceOverride {
  bool excluded = false;

  friend bool operator==(const OccurrenceOverride&, const OccurrenceOverride&) = default;
};

/// One event, or one series. Its time is local, as it was meant; instants are derived.
struct Event {
  std::string uid;        ///< RFC 7986 5.3; given once, kept for ever
  Sequence sequence = 0;  ///< one more whenever start, end, rule, place or status changes
  std::string title;
  std::string description;
  LocalTime start;
  TimeZone time_zone;
  Duration duration;
  std::optional<RecurrenceRule> recurrence_rule;
  std::map<LocalTime, OccurrenceOverride> recurrence_overrides;
  EventStatus status = EventStatus::confirmed;
  FreeBusyStatus free_busy_status = FreeBusyStatus::busy;
  Visibility visibility = Visibility::visible_to_all;
  std::vector<Id<Person>> people;  ///< taking part beside those whom `details` names
  std::optional<Id<Room>> room;
  std::vector<Id<Room>> rooms;  ///< taken beside `room`
  std::variant<MasterClass, OfficeHours> details;

  [[nodiscard]] EventKind kind() const { return static_cast<EventKind>(details.index()); }

  friend bool operator==(const Event&, const Event&) = default;
};

/// The kind's name in the API, in problems and in the store: "master-class", "office-hours".
[[nodiscard]] std::string_view name_of(EventKind kind);

/// One time that an event takes place.
struct Occurrence {
  LocalTime recurrence_id;  ///< the local start that the rule gave it (RFC 5545 3.8.4.4)
  Interval interval;

  friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
};

/// No event may have more: a daily series up to the horizon has 3,653.
inline constexpr std::size_t kMaxOccurrences = 4000;

/// All occurrences of `event` up to the horizon, in order of start; excluded ones are left out. Pure.
[[nodiscard]] std::vector<Occurrence> occurrences_of(const Event& event);

/// Every room that the event takes: `room` and `rooms`, each once, in that order.
[[nodiscard]] std::vector<Id<Room>> rooms_of(const Event& event);

/// Everybody whom the event takes: expert, interpreter or host, then `people`, each once.
[[nodiscard]] std::vector<Id<Person>> people_of(const Event& event);

/// Whether the event takes its rooms and people at all: a cancelled one does not.
[[nodiscard]] bool claims_resources(const Event& event);

}  // namespace scheduler
