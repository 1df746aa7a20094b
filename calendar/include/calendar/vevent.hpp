#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/language.hpp"
#include "scheduler/event.hpp"
#include "scheduler/record.hpp"
#include "scheduler/room.hpp"
#include "scheduler/schedule.hpp"

namespace calendar {

/// How much a reader may know. CLASS protects nothing: what he may not know is not written.
enum class Detail {
  full,
  busy,  ///< that there is something, and when
};

/// One VEVENT component.
struct Vevent {
  /// Set where the VEVENT is this one occurrence of a series (see VeventGroup); empty where it is the whole event.
  std::optional<scheduler::LocalTime> occurrence;
  scheduler::Instant start;                      ///< its DTSTART
  std::optional<scheduler::TimeZone> time_zone;  ///< whose VTIMEZONE the text needs; empty where it is in UTC
  std::string text;                              ///< content lines, folded, from BEGIN to END

  friend bool operator==(const Vevent&, const Vevent&) = default;
};

/// What stands in a feed for one event: usually one VEVENT. A series is one with RRULE and EXDATE only if Outlook can
/// take its rule and all clients compute the same times from it, else one VEVENT for each occurrence, with a UID of its
/// own ("<uid>-20261207T140000", before the @ of the event's). Such series are those with
/// - a daily rule that has both weekdays and an interval;
/// - occurrences that begin at a time which the clock skips, begin or end at one which it shows twice, or during which
/// it
///   is moved;
/// - times that the zone's VTIMEZONE does not cover: those are written in UTC.
struct VeventGroup {
  scheduler::Instant last_modified;  ///< the stored time of the last change of the event or of its rooms
  std::vector<Vevent> vevents;       ///< in order of start; empty where no occurrence is left

  friend bool operator==(const VeventGroup&, const VeventGroup&) = default;
};

/// The rooms of an event as the schedule knows them now, in the event's order; what is gone is left out.
[[nodiscard]] std::vector<scheduler::RecordPtr<scheduler::Room>> rooms_in(const scheduler::Schedule& schedule,
                                                                          const scheduler::Event& event);

/// RFC 5545 3.6.1, RFC 7986, MS-OXCICAL; for publishing, so without ATTENDEE, ORGANIZER and VALARM. `rooms` are those
/// of rooms_in(). The same arguments give the same bytes, whenever it is. Thread-safe; costs a few times what
/// occurrences_of() costs.
[[nodiscard]] VeventGroup vevents_of(const scheduler::Record<scheduler::Event>& event,
                                     const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms, Language language,
                                     Detail detail);

}  // namespace calendar
