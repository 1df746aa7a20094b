#include "calendar/vtimezone.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

#include "calendar/content_line.hpp"
#include "ical_time.hpp"

namespace calendar {
namespace {

using scheduler::LocalTime;
using std::chrono::seconds;

constexpr seconds kDay = std::chrono::hours{24};
constexpr date::year kFirstYear{1970};

/// "+0500", "-033000"
std::string utc_offset(seconds offset) {
  const date::hh_mm_ss<seconds> parts(offset < seconds{0} ? -offset : offset);
  std::string text =
      (offset < seconds{0} ? "-" : "+") + two_digits(parts.hours().count()) + two_digits(parts.minutes().count());
  if (parts.seconds() != seconds{0}) text += two_digits(parts.seconds().count());
  return text;
}

/// The onset as a VTIMEZONE can say it; nullopt where `time` is on another day than the weekday that is counted.
std::optional<YearlyOnset> within_its_day(YearlyOnset onset) {
  if (onset.time == kDay) onset.time -= seconds{1};
  if (onset.time < seconds{0} || onset.time >= kDay) return std::nullopt;
  return onset;
}

LocalTime onset_in(date::year year, const YearlyOnset& onset) {
  const auto day = onset.week == 5
                       ? date::local_days(date::year_month_weekday_last(year, onset.month, onset.weekday[date::last]))
                       : date::local_days(date::year_month_weekday(year, onset.month, onset.weekday[onset.week]));
  return day + onset.time;
}

std::string yearly_rule(const YearlyOnset& onset) {
  return "FREQ=YEARLY;BYMONTH=" + std::to_string(unsigned{onset.month}) +
         ";BYDAY=" + (onset.week == 5 ? "-1" : std::to_string(onset.week)) + two_letters(onset.weekday);
}

/// The rule behind the last recorded change (RFC 8536 3.3): the line between the last two line ends.
std::optional<std::string> footer_of(const std::filesystem::path& tzif_file) {
  std::ifstream file(tzif_file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const bool has_footer = bytes.size() > 5 && bytes.starts_with("TZif") && bytes[4] >= '2' && bytes.back() == '\n';
  if (!has_footer) return std::nullopt;
  const std::size_t before = bytes.rfind('\n', bytes.size() - 2);
  if (before == std::string::npos) return std::nullopt;
  return bytes.substr(before + 1, bytes.size() - before - 2);
}

std::filesystem::path zone_folder() {
  const char* folder = std::getenv("TZDIR");  // NOLINT(concurrency-mt-unsafe): nobody sets it in this process
  return folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
}

std::shared_ptr<const Vtimezone> read_vtimezone(const std::string& name) {
  const auto footer = footer_of(zone_folder() / name);
  const auto rule = footer ? PosixTimeZone::parse(*footer) : std::nullopt;
  auto vtimezone = rule ? Vtimezone::from_rule(name, *rule) : std::nullopt;
  return vtimezone ? std::make_shared<const Vtimezone>(*std::move(vtimezone)) : nullptr;
}

}  // namespace

std::optional<Vtimezone> Vtimezone::from_rule(std::string_view tzid, const PosixTimeZone& rule) {
  Vtimezone zone;
  zone.standard_ = {"STANDARD", rule.name, rule.offset, rule.offset, std::nullopt};
  if (rule.daylight) {
    const auto begin = within_its_day(rule.daylight->begin);
    const auto end = within_its_day(rule.daylight->end);
    if (!begin || !end || rule.daylight->offset == rule.offset) return std::nullopt;
    zone.standard_ = {"STANDARD", rule.name, rule.daylight->offset, rule.offset, end};
    zone.daylight_ = {"DAYLIGHT", rule.daylight->name, rule.offset, rule.daylight->offset, begin};
    // Ireland's law has winter time as the exception; clients expect DAYLIGHT to be ahead of STANDARD.
    if (rule.daylight->offset < rule.offset) {
      std::swap(zone.standard_, *zone.daylight_);
      std::swap(zone.standard_.component, zone.daylight_->component);
    }
  }
  zone.write(tzid);
  return zone;
}

void Vtimezone::write(std::string_view tzid) {
  ContentLines lines;
  lines.add("BEGIN", "VTIMEZONE");
  lines.add_text("TZID", tzid);
  const auto add = [&](const Observance& observance) {
    lines.add("BEGIN", observance.component);
    const auto onset = observance.onset ? onset_in(kFirstYear, *observance.onset) : LocalTime{};
    lines.add("DTSTART", ical_local(onset));
    lines.add("TZOFFSETFROM", utc_offset(observance.from));
    lines.add("TZOFFSETTO", utc_offset(observance.to));
    if (observance.onset) lines.add("RRULE", yearly_rule(*observance.onset));
    lines.add_text("TZNAME", observance.name);
    lines.add("END", observance.component);
  };
  add(standard_);
  if (daylight_) add(*daylight_);
  lines.add("END", "VTIMEZONE");
  text_ = lines.take();
}

seconds Vtimezone::offset_at(LocalTime local) const {
  if (!daylight_) return standard_.to;
  const date::year year = date::year_month_day(date::floor<date::days>(local)).year();
  // Times that the clock skips still count by the offset before the gap; of times shown twice, the first is meant.
  const auto begins = [&](const Observance& observance) {
    return onset_in(year, *observance.onset) + std::max(seconds{0}, observance.to - observance.from);
  };
  const LocalTime standard = begins(standard_);
  const LocalTime daylight = begins(*daylight_);
  const bool standard_is_later = daylight < standard;
  const bool after_first = local >= std::min(standard, daylight);
  const bool after_both = local >= std::max(standard, daylight);
  const bool is_standard = standard_is_later == (after_both || !after_first);
  return is_standard ? standard_.to : daylight_->to;
}

bool Vtimezone::covers(const scheduler::TimeZone& zone, LocalTime local) const {
  // In 1970 one of the two observances has no onset yet.
  constexpr LocalTime kFirstCovered =
      date::local_days(date::year_month_day(kFirstYear + date::years{1}, date::month{1}, date::day{1}));
  return local >= kFirstCovered && local - LocalTime{} - offset_at(local) == zone.to_instant(local).time_since_epoch();
}

std::shared_ptr<const Vtimezone> vtimezone_of(const scheduler::TimeZone& zone) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Vtimezone>> known;
  const std::lock_guard lock(mutex);
  const auto [found, is_new] = known.try_emplace(zone.name());
  if (is_new) found->second = read_vtimezone(zone.name());
  return found->second;
}

}  // namespace calendar
