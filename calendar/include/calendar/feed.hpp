#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "calendar/event_texts.hpp"
#include "calendar/language.hpp"
#include "scheduler/schedule.hpp"

namespace calendar {

struct FeedOptions {
  std::string name;         ///< NAME and X-WR-CALNAME
  std::string description;  ///< X-WR-CALDESC
  Language language = Language::english;
  std::string source_url;         ///< where it is subscribed to, absolute; empty: not said
  scheduler::TimeZone time_zone;  ///< the department's: its days bound the window
  date::days back{30};            ///< the window begins this many days before today's midnight
  date::days ahead{400};          ///< and ends this many after it
  std::size_t max_bytes = 900'000;
  bool include_cancelled = true;  ///< for 30 days after the cancellation

  friend bool operator==(const FeedOptions&, const FeedOptions&) = default;
};

/// A calendar as it is sent. Immutable.
struct Feed {
  std::shared_ptr<const std::string> body;  ///< text/calendar; charset=utf-8
  std::string etag;                         ///< strong, with its double quotes: a hash of the body (RFC 9110 8.8.3)
  scheduler::Instant last_modified;         ///< for HTTP; see public_feed()
  scheduler::Interval window;               ///< whose events it has
  bool narrowed = false;                    ///< the window's end was moved here, to stay under max_bytes
};

/// The public calendar: the events of visibility "public" that have an occurrence in the window, whole days of the
/// department around the one that has `now`. Pure but for the zone files (vtimezone_of): calls on one day, with the
/// same schedule, give the same bytes.
///
/// Feed::last_modified is the last change of anything in the schedule, or the beginning of the day, whichever is later:
/// an event that stops being public, or that leaves the window, leaves no newer event behind, so the newest event's
/// time (LAST-MODIFIED in the body) would let If-Modified-Since miss it.
[[nodiscard]] Feed public_feed(const scheduler::Schedule& schedule, const FeedOptions& options, scheduler::Instant now);

/// The same bytes, with event texts reused from `texts`, which must be of the options' language and Detail::full.
[[nodiscard]] Feed public_feed(const scheduler::Schedule& schedule, const FeedOptions& options, scheduler::Instant now,
                               EventTexts& texts);

}  // namespace calendar
