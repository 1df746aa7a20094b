#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/institution.hpp"
#include "scheduler/master_class.hpp"
#include "scheduler/office_hours.hpp"
#include "scheduler/people.hpp"
#include "scheduler/record.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/room.hpp"
#include "scheduler/time.hpp"
#include "scheduler/trip.hpp"
#include "scheduler/visit.hpp"
#include "scheduler/wording.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

enum class EventStatus { confirmed, tentative, cancelled };
enum class FreeBusyStatus { busy, free };
enum class Visibility { visible_to_all, internal, private_to_participants };  ///< "public", "internal", "private"

/// Counts the changes that a calendar client must take notice of (RFC 5545 3.8.7.4).
using Sequence = std::int32_t;

/// In the order of the alternatives of Event::details.
enum class EventKind { master_class, office_hours, visit, trip };

enum class Approval { not_needed, pending, approved, rejected };

/// Where people meet who are not in one place (RFC 8984 4.2.6).
struct VirtualLocation {
  std::string uri;
  std::optional<std::string> name;

  friend bool operator==(const VirtualLocation&, const VirtualLocation&) = default;
};

/// What is different about one occurrence of a series (RFC 8984 4.3.5), named by the local start that the rule gave it.
/// Under any other time it is an occurrence that is added.
struct OccurrenceOverride {
  bool excluded = false;
  std::optional<std::string> reason;  ///< why it is excluded or different
  std::optional<LocalTime> start;
  std::optional<Duration> duration;
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<Id<Room>> room;
  std::optional<std::vector<Id<Room>>> rooms;
  std::optional<std::vector<Id<Person>>> people;
  std::optional<std::vector<EquipmentNeed>> equipment;
  std::optional<Id<Person>> expert;  ///< of a master class
  std::optional<Interpreter> interpreter;
  std::optional<Id<Person>> host;  ///< of office hours

  friend bool operator==(const OccurrenceOverride&, const OccurrenceOverride&) = default;
};

/// One event, or one series. Its time is local, as it was meant; instants are derived.
struct Event {
  std::string uid;        ///< RFC 7986 5.3; given once, kept for ever
  Sequence sequence = 0;  ///< one more whenever start, end, rule, place or status changes
  std::string title;
  std::string description;
  std::optional<LanguageTag> locale;  ///< of `title` and `description`
  LocalizedTexts localizations;
  LocalTime start;  ///< of a visit its arrival, of a trip its departure
  TimeZone time_zone;
  Duration duration;               ///< of a visit and a trip: until its end
  bool show_without_time = false;  ///< whole days (RFC 8984 4.2.1): start at midnight, duration in days
  std::optional<RecurrenceRule> recurrence_rule;
  std::map<LocalTime, OccurrenceOverride> recurrence_overrides;
  EventStatus status = EventStatus::confirmed;
  std::optional<Instant> hold_until;  ///< tentative until then, and cancelled afterwards
  Approval approval = Approval::not_needed;
  std::optional<std::string> approval_reason;  ///< why it was rejected
  FreeBusyStatus free_busy_status = FreeBusyStatus::busy;
  Visibility visibility = Visibility::visible_to_all;
  std::vector<Id<Person>> people;  ///< taking part beside those whom `details` names
  std::optional<Id<Room>> room;
  std::vector<Id<Room>> rooms;  ///< taken beside `room`
  std::vector<EquipmentNeed> equipment;
  std::vector<std::string> room_features;  ///< that one of the rooms must have
  std::optional<VirtualLocation> virtual_location;
  std::optional<Id<Project>> project;
  std::variant<MasterClass, OfficeHours, Visit, Trip> details;

  [[nodiscard]] EventKind kind() const { return static_cast<EventKind>(details.index()); }

  friend bool operator==(const Event&, const Event&) = default;
};

/// The kind's name in the API, in problems and in the store: "master-class", "office-hours", "visit", "trip".
[[nodiscard]] std::string_view name_of(EventKind kind);

/// `event` with what follows from the rest of it: start, zone and duration of visits and trips, the status of a hold.
/// decide() keeps events in this form only. Pure.
[[nodiscard]] Event normalized(Event event);

/// One time that an event takes place.
struct Occurrence {
  LocalTime recurrence_id;  ///< the local start that the rule gave it (RFC 5545 3.8.4.4)
  LocalTime start;          ///< where it has been moved to; else the same
  Interval interval;

  friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
};

/// No event may have more: a daily series up to the horizon has 3,653.
inline constexpr std::size_t kMaxOccurrences = 4000;

/// The local starts that the rule alone gives, `start` first; just `start` without a rule. Empty: too many.
[[nodiscard]] std::vector<LocalTime> rule_starts_of(const Event& event);

/// All occurrences of `event` up to the horizon, in order of begin; excluded ones are left out. Pure.
[[nodiscard]] std::vector<Occurrence> occurrences_of(const Event& event);

/// That one occurrence as an event of its own: without rule and overrides, with what its override says.
[[nodiscard]] Event occurrence_as_event(const Event& event, LocalTime recurrence_id);

/// Every room that the event takes at some time, each once: `room`, `rooms`, those of overrides and of stops.
[[nodiscard]] std::vector<Id<Room>> rooms_of(const Event& event);

/// Everybody whom the event concerns, each once: expert, interpreter, hosts, travellers, then `people`; those of stops
/// and overrides too.
[[nodiscard]] std::vector<Id<Person>> people_of(const Event& event);

/// Whether the event takes its rooms and people at all: a cancelled one does not.
[[nodiscard]] bool claims_resources(const Event& event);

}  // namespace scheduler
