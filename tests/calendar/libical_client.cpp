#include "libical_client.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "department.hpp"

namespace calendar_test {
namespace {

using scheduler::Instant;
using scheduler::Interval;
using scheduler::LocalTime;
using std::chrono::seconds;

using ComponentPtr = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;
using IteratorPtr = std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)>;

LocalTime fields_of(const icaltimetype& time) {
  return date::local_days(date::year{time.year} / time.month / time.day) + std::chrono::hours{time.hour} +
         std::chrono::minutes{time.minute} + seconds{time.second};
}

icaltimetype floating(icaltimetype time) {
  time.zone = nullptr;
  return time;
}

class Client {
 public:
  Client(const std::string& ics, const Interval& window, Zones zones)
      : calendar_(icalparser_parse_string(ics.c_str()), icalcomponent_free), window_(window), zones_(zones) {
    if (!calendar_ || icalcomponent_count_errors(calendar_.get()) != 0)
      throw std::runtime_error("libical: no calendar");
  }

  std::vector<SeenOccurrence> read() {
    read_calendar_zone();
    for_each_event([&](icalcomponent* event) {
      if (const auto id = recurrence_id_of(event)) changed_[icalcomponent_get_uid(event)].insert(*id);
    });
    for_each_event([&](icalcomponent* event) { read_event(event); });
    std::ranges::sort(seen_);
    return std::move(seen_);
  }

 private:
  /// DTSTART as it is written.
  struct Start {
    icaltimetype time;
    std::string tzid;  ///< empty: UTC
    bool is_date = false;
  };

  template <class Visit>
  void for_each_event(const Visit& visit) {
    for (auto* event = icalcomponent_get_first_component(calendar_.get(), ICAL_VEVENT_COMPONENT); event != nullptr;
         event = icalcomponent_get_next_component(calendar_.get(), ICAL_VEVENT_COMPONENT)) {
      visit(event);
    }
  }

  void read_calendar_zone() {
    for (auto* property = icalcomponent_get_first_property(calendar_.get(), ICAL_X_PROPERTY); property != nullptr;
         property = icalcomponent_get_next_property(calendar_.get(), ICAL_X_PROPERTY)) {
      if (std::string(icalproperty_get_x_name(property)) == "X-WR-TIMEZONE") days_in_ = icalproperty_get_x(property);
    }
  }

  static std::optional<LocalTime> recurrence_id_of(icalcomponent* event) {
    auto* property = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
    return property != nullptr ? std::optional(fields_of(icalproperty_get_recurrenceid(property))) : std::nullopt;
  }

  Instant to_instant(LocalTime local, const Start& start) const {
    if (start.is_date) return zone(days_in_).to_instant(local);
    if (start.tzid.empty()) return Instant{local.time_since_epoch()};
    if (zones_ == Zones::ours) return zone(start.tzid).to_instant(local);
    icaltimetype time = icaltime_from_timet_with_zone(local.time_since_epoch().count(), 0, nullptr);
    auto* vtimezone = icalcomponent_get_timezone(calendar_.get(), start.tzid.c_str());
    if (vtimezone == nullptr) throw std::runtime_error("libical: no VTIMEZONE " + start.tzid);
    return Instant{seconds{icaltime_as_timet_with_zone(time, vtimezone)}};
  }

  /// `length` is by the clock for whole days, else exact.
  void see(LocalTime local, const Start& start, seconds length, const char* summary) {
    const Instant begin = to_instant(local, start);
    const Interval interval{begin, start.is_date ? to_instant(local + length, start) : begin + length};
    if (interval.overlaps(window_)) seen_.push_back({interval, summary});
  }

  void read_event(icalcomponent* event) {
    auto* property = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    auto* tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    Start start{floating(icalproperty_get_dtstart(property)), tzid != nullptr ? icalparameter_get_tzid(tzid) : ""};
    start.is_date = start.time.is_date != 0;
    const LocalTime begin = fields_of(start.time);
    const LocalTime end =
        fields_of(icalproperty_get_dtend(icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY)));
    const seconds length = start.is_date ? end - begin : to_instant(end, start) - to_instant(begin, start);
    auto* rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    if (rule == nullptr) return see(begin, start, length, icalcomponent_get_summary(event));
    read_series(event, icalproperty_get_rrule(rule), start, length);
  }

  void read_series(icalcomponent* event, icalrecurrencetype rule, const Start& start, seconds length) {
    // libical compares UNTIL with floating times as they are: it is checked here instead, as an instant.
    const bool has_until = icaltime_is_null_time(rule.until) == 0;
    const Instant until = to_instant(fields_of(rule.until), rule.until.is_date != 0 ? start : Start{});
    rule.until = icaltime_null_time();
    std::set<LocalTime> left_out = excluded_from(event);
    left_out.merge(std::set<LocalTime>(changed_[icalcomponent_get_uid(event)]));
    const IteratorPtr iterator(icalrecur_iterator_new(rule, start.time), icalrecur_iterator_free);
    bool is_first = true;
    for (auto next = icalrecur_iterator_next(iterator.get()); icaltime_is_null_time(next) == 0;
         next = icalrecur_iterator_next(iterator.get())) {
      const LocalTime local = fields_of(next);
      if (std::exchange(is_first, false) && local != fields_of(start.time)) {
        throw std::runtime_error("DTSTART is no occurrence of its rule");
      }
      const Instant begin = to_instant(local, start);
      if (begin >= window_.end || (has_until && begin > until)) break;
      if (!left_out.contains(local)) see(local, start, length, icalcomponent_get_summary(event));
    }
  }

  static std::set<LocalTime> excluded_from(icalcomponent* event) {
    std::set<LocalTime> excluded;
    for (auto* property = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); property != nullptr;
         property = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
      excluded.insert(fields_of(icalproperty_get_exdate(property)));
    }
    return excluded;
  }

  ComponentPtr calendar_;
  Interval window_;
  Zones zones_;
  std::string days_in_;                                 ///< the zone in which whole days are seen
  std::map<std::string, std::set<LocalTime>> changed_;  ///< RECURRENCE-IDs by UID
  std::vector<SeenOccurrence> seen_;
};

}  // namespace

std::vector<SeenOccurrence> occurrences_seen(const std::string& ics, const Interval& window, Zones zones) {
  return Client(ics, window, zones).read();
}

}  // namespace calendar_test
