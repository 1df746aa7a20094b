#include "calendar/feed.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "calendar/content_line.hpp"
#include "calendar/vtimezone.hpp"
#include "ical_time.hpp"
#include "wording.hpp"

namespace calendar {
namespace {

using scheduler::Event;
using scheduler::IndexedOccurrence;
using scheduler::Instant;
using scheduler::Interval;
using scheduler::LocalTime;
using scheduler::RecordPtr;
using scheduler::Schedule;
using scheduler::TimeZone;

constexpr date::days kCancelledStay{30};
constexpr std::string_view kEnd = "END:VCALENDAR\r\n";

date::local_days day_of(const TimeZone& zone, Instant instant) {
  return date::floor<date::days>(zone.to_local(instant));
}

/// RFC 9110 8.8.3: two bodies have the same tag only if they have the same bytes.
std::string strong_etag(std::string_view body) {
  constexpr std::size_t kOctets = 16;  // of 32: as hard to meet by chance as a UUID
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data());
  std::string tag = "\"";
  for (const unsigned char octet : std::span(digest).first<kOctets>()) {
    tag += kDigits[octet >> 4U];
    tag += kDigits[octet & 0xFU];
  }
  return tag + '"';
}

/// One VEVENT, or a series with its changed occurrences, on its way into a feed.
struct Entry {
  std::string uid;  ///< the event's
  Instant seen;     ///< when it first takes place within the window, its begin at the earliest
  std::shared_ptr<const VeventGroup> group;
  const Vevent* vevent = nullptr;  ///< in `group`
};

class FeedWriter {
 public:
  FeedWriter(const Schedule& schedule, const FeedOptions& options, Instant now, EventTexts& texts)
      : schedule_(schedule), options_(options), texts_(texts), today_(day_of(options.time_zone, now)) {
    window_ = {midnight(today_ - options.back), midnight(today_ + options.ahead)};
  }

  Feed write() {
    collect();
    narrow();
    std::ranges::sort(entries_, {}, [](const Entry& e) { return std::tie(e.vevent->start, e.uid, e.vevent->row); });
    std::string body = head();
    for (const auto& zone : zones()) body += zone->text();
    for (const Entry& entry : entries_) body += entry.vevent->text;
    body += kEnd;
    std::string etag = strong_etag(body);
    return {.body = std::make_shared<const std::string>(std::move(body)),
            .etag = std::move(etag),
            .last_modified = std::max(schedule_.last_change(), midnight(today_)),
            .window = window_,
            .narrowed = narrowed_};
  }

 private:
  Instant midnight(date::local_days day) const { return options_.time_zone.to_instant(day); }

  bool belongs(const scheduler::Record<Event>& event) const {
    if (event.value.visibility != scheduler::Visibility::visible_to_all) return false;
    if (event.value.status != scheduler::EventStatus::cancelled) return true;
    return options_.include_cancelled && event.updated + kCancelledStay > midnight(today_);
  }

  void collect() {
    std::map<scheduler::Id<Event>, std::vector<IndexedOccurrence>> by_event;
    schedule_.visit_occurrences(window_, [&](const IndexedOccurrence& occurrence) {
      by_event[occurrence.event].push_back(occurrence);
      return true;
    });
    for (const auto& [id, occurrences] : by_event) {
      const RecordPtr<Event> event = schedule_.find(id);
      if (event && belongs(*event)) collect(event, occurrences);
    }
    texts_.forget_unused();
  }

  /// Each VEVENT that has one of these rows, which are in order of begin, at the first of them.
  void collect(const RecordPtr<Event>& event, const std::vector<IndexedOccurrence>& rows) {
    const auto group = texts_.of(schedule_, event);
    std::set<const Vevent*> collected;
    for (const IndexedOccurrence& row : rows) {
      const Vevent* vevent = group->find({row.recurrence_id, row.part});
      if (vevent == nullptr || !collected.insert(vevent).second) continue;
      entries_.push_back({event->value.uid, std::max(row.interval.begin, window_.begin), group, vevent});
    }
  }

  std::size_t size() const {
    std::size_t size = head().size() + kEnd.size();
    for (const auto& zone : zones()) size += zone->text().size();
    for (const Entry& entry : entries_) size += entry.vevent->text.size();
    return size;
  }

  /// Moves the window's end to the midnight before the first event for which there is no room.
  void narrow() {
    if (entries_.empty() || size() <= options_.max_bytes) return;
    narrowed_ = true;
    std::ranges::stable_sort(entries_, {}, &Entry::seen);
    std::size_t excess = size();
    auto first_out = entries_.end();
    while (excess > options_.max_bytes && first_out != entries_.begin()) excess -= (--first_out)->vevent->text.size();
    window_.end = midnight(day_of(options_.time_zone, first_out->seen));
    std::erase_if(entries_, [&](const Entry& entry) { return entry.seen >= window_.end; });
  }

  /// The VTIMEZONEs that the entries need, in order of name.
  std::vector<std::shared_ptr<const Vtimezone>> zones() const {
    std::map<std::string, TimeZone> needed;
    for (const Entry& entry : entries_) {
      if (const auto& zone = entry.vevent->time_zone) needed.try_emplace(zone->name(), *zone);
    }
    std::vector<std::shared_ptr<const Vtimezone>> zones;
    zones.reserve(needed.size());
    for (const auto& [name, zone] : needed) zones.push_back(vtimezone_of(zone));
    return zones;
  }

  std::string description() const {
    if (!narrowed_) return options_.description;
    std::string notice(wording_in(options_.language).narrowed);
    const date::local_days last = day_of(options_.time_zone, window_.end) - date::days{1};
    notice.replace(notice.find("{}"), 2, scheduler::to_string(last));
    return options_.description.empty() ? notice : options_.description + '\n' + notice;
  }

  Instant last_modified() const {
    if (entries_.empty()) return schedule_.last_change();
    Instant last;
    for (const Entry& entry : entries_) last = std::max(last, entry.group->last_modified);
    return last;
  }

  /// RFC 7986, and the older names for the same that Outlook, Apple and Google read.
  std::string head() const {
    ContentLines lines;
    lines.add("BEGIN", "VCALENDAR");
    lines.add_text("PRODID", "-//Karvon//Calendar//EN");
    lines.add("VERSION", "2.0");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    lines.add_text("NAME", options_.name);
    lines.add_text("X-WR-CALNAME", options_.name);
    if (const std::string text = description(); !text.empty()) lines.add_text("X-WR-CALDESC", text);
    lines.add_text("X-WR-TIMEZONE", options_.time_zone.name());
    lines.add("REFRESH-INTERVAL", {{"VALUE", "DURATION"}}, "PT1H");
    lines.add("X-PUBLISHED-TTL", "PT1H");
    if (!options_.source_url.empty()) lines.add("SOURCE", {{"VALUE", "URI"}}, options_.source_url);
    lines.add("COLOR", "teal");
    lines.add("X-APPLE-CALENDAR-COLOR", "#008080");
    lines.add("LAST-MODIFIED", ical_utc(last_modified()));
    return lines.take();
  }

  const Schedule& schedule_;
  const FeedOptions& options_;
  EventTexts& texts_;
  date::local_days today_;
  Interval window_;
  bool narrowed_ = false;
  std::vector<Entry> entries_;
};

}  // namespace

Feed public_feed(const Schedule& schedule, const FeedOptions& options, Instant now) {
  EventTexts texts(options.language, Detail::full);
  return public_feed(schedule, options, now, texts);
}

Feed public_feed(const Schedule& schedule, const FeedOptions& options, Instant now, EventTexts& texts) {
  return FeedWriter(schedule, options, now, texts).write();
}

}  // namespace calendar
