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

/// One row of the agenda among those of its event: see scheduler::Session.
struct Row {
  scheduler::LocalTime recurrence_id;
  scheduler::Uuid part;

  friend auto operator<=>(const Row&, const Row&) = default;
};

/// One VEVENT component; of a series with those of its changed occurrences, which a calendar has all or none of.
struct Vevent {
  /// The one row that this is; empty where it is a series: all rows that no other of the group is.
  std::optional<Row> row;
  scheduler::Instant start;                      ///< its DTSTART
  std::optional<scheduler::TimeZone> time_zone;  ///< whose VTIMEZONE the text needs; empty: none
  std::string text;                              ///< content lines, folded, from BEGIN to END

  friend bool operator==(const Vevent&, const Vevent&) = default;
};

/// What stands in a feed for one event: usually one VEVENT. A series is one with RRULE and EXDATE, and one with
/// RECURRENCE-ID for each changed occurrence, only if Outlook can take its rule and all clients compute the same times
/// from it, else one VEVENT for each occurrence, with a UID of its own ("<uid>-20261207T140000", before the @ of the
/// event's). Such series are those
/// - with a rule that is none of Outlook's, such as a daily one that has both weekdays and an interval, or on the 31st;
/// - with occurrences that begin at a time which the clock skips, begin or end at one which it shows twice, or during
///   which it is moved;
/// - with times that the zone's VTIMEZONE does not cover: those are written in UTC.
/// A VEVENT with a UID of its own is also what is added to the rule (instead of RDATE), and a changed occurrence that
/// has such a time, or that is moved as far as its neighbour, which Outlook refuses. Whole days are dates.
///
/// Visits and trips are one VEVENT for the whole, with the event's UID, and one for each stop, leg and session, whose
/// UID has the part's id in the place of the time. Of a visit the stops take time, of a trip the whole does.
struct VeventGroup {
  scheduler::Instant last_modified;  ///< the stored time of the last change of the event or of its rooms
  std::vector<Vevent> vevents;       ///< in order of `row`; empty where no occurrence is left

  /// What has that row; null where nothing has.
  [[nodiscard]] const Vevent* find(const Row& row) const;

  friend bool operator==(const VeventGroup&, const VeventGroup&) = default;
};

/// All rooms of an event (rooms_of()) as the schedule knows them now, in that order; what is gone is left out.
[[nodiscard]] std::vector<scheduler::RecordPtr<scheduler::Room>> rooms_in(const scheduler::Schedule& schedule,
                                                                          const scheduler::Event& event);

/// RFC 5545 3.6.1, RFC 7986, MS-OXCICAL; for publishing, so without ATTENDEE, ORGANIZER and VALARM. `rooms` are those
/// of rooms_in(). Titles, descriptions and rooms' names are in `language` where there is such a wording, and SUMMARY's
/// LANGUAGE says which language it became. The same arguments give the same bytes, whenever it is. Thread-safe; costs a
/// few times what sessions_of() costs.
[[nodiscard]] VeventGroup vevents_of(const scheduler::Record<scheduler::Event>& event,
                                     const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms, Language language,
                                     Detail detail);

}  // namespace calendar
