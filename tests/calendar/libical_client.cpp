#include "libical_client.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>

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
    for (auto* event = icalcomponent_get_first_component(calendar_.get(), ICAL_VEVENT_COMPONENT); event != nullptr;
         event = icalcomponent_get_next_component(calendar_.get(), ICAL_VEVENT_COMPONENT)) {
      read_event(event);
    }
    std::ranges::sort(seen_);
    return std::move(seen_);
  }

 private:
  Instant to_instant(LocalTime local, const std::string& tzid) const {
    if (tzid.empty()) return Instant{local.time_since_epoch()};
    if (zones_ == Zones::ours) return zone(tzid).to_instant(local);
    icaltimetype time = icaltime_from_timet_with_zone(local.time_since_epoch().count(), 0, nullptr);
    auto* vtimezone = icalcomponent_get_timezone(calendar_.get(), tzid.c_str());
    if (vtimezone == nullptr) throw std::runtime_error("libical: no VTIMEZONE " + tzid);
    return Instant{seconds{icaltime_as_timet_with_zone(time, vtimezone)}};
  }

  void see(LocalTime start, const std::string& tzid, seconds length, const char* summary) {
    const Instant begin = to_instant(start, tzid);
    const Interval interval{begin, begin + length};
    if (interval.overlaps(window_)) seen_.push_back({interval, summary});
  }

  void read_event(icalcomponent* event) {
    auto* start_property = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    auto* tzid_parameter = icalproperty_get_first_parameter(start_property, ICAL_TZID_PARAMETER);
    const std::string tzid = tzid_parameter != nullptr ? icalparameter_get_tzid(tzid_parameter) : "";
    const icaltimetype start = floating(icalproperty_get_dtstart(start_property));
    const icaltimetype end = icalproperty_get_dtend(icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY));
    const seconds length = to_instant(fields_of(end), tzid) - to_instant(fields_of(start), tzid);
    const char* summary = icalcomponent_get_summary(event);
    auto* rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    if (rule == nullptr) return see(fields_of(start), tzid, length, summary);
    read_series(event, icalproperty_get_rrule(rule), start, tzid, length);
  }

  void read_series(icalcomponent* event, icalrecurrencetype rule, icaltimetype start, const std::string& tzid,
                   seconds length) {
    // libical compares UNTIL with floating times as they are: it is checked here instead, as an instant.
    const bool has_until = icaltime_is_null_time(rule.until) == 0;
    const Instant until{seconds{icaltime_as_timet(rule.until)}};
    rule.until = icaltime_null_time();
    const std::set<LocalTime> excluded = excluded_from(event);
    const IteratorPtr iterator(icalrecur_iterator_new(rule, start), icalrecur_iterator_free);
    for (auto next = icalrecur_iterator_next(iterator.get()); icaltime_is_null_time(next) == 0;
         next = icalrecur_iterator_next(iterator.get())) {
      const LocalTime local = fields_of(next);
      const Instant begin = to_instant(local, tzid);
      if (begin >= window_.end || (has_until && begin > until)) break;
      if (!excluded.contains(local)) see(local, tzid, length, icalcomponent_get_summary(event));
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
  std::vector<SeenOccurrence> seen_;
};

}  // namespace

std::vector<SeenOccurrence> occurrences_seen(const std::string& ics, const Interval& window, Zones zones) {
  return Client(ics, window, zones).read();
}

}  // namespace calendar_test
