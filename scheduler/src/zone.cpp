#include "scheduler/zone.hpp"

#include <date/tz.h>

#include <fstream>
#include <stdexcept>

namespace scheduler {
namespace {

const date::time_zone* locate(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

/// The database's files also hold copies under other names, which are no names of the IANA database.
bool is_iana_name(std::string_view name) {
  if (name == "UTC") return true;
  return name.find('/') != std::string_view::npos && !name.starts_with("posix/") && !name.starts_with("right/") &&
         name.size() <= 64;
}

}  // namespace

TimeZone::TimeZone() {
  static const date::time_zone* const kUtc = date::locate_zone("UTC");
  zone_ = kUtc;
}

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (!is_iana_name(name)) return std::nullopt;
  const date::time_zone* zone = locate(name);
  return zone != nullptr ? std::optional(TimeZone(zone)) : std::nullopt;
}

const std::string& TimeZone::name() const { return zone_->name(); }

Instant TimeZone::to_instant(LocalTime local) const {
  // Whatever the case is (one offset, a gap, two offsets), `first` holds the offset before the change.
  return Instant{local.time_since_epoch() - zone_->get_info(local).first.offset};
}

LocalTime TimeZone::to_local(Instant instant) const { return zone_->to_local(instant); }

std::chrono::seconds TimeZone::offset_at(Instant instant) const { return zone_->get_info(instant).offset; }

Interval TimeZone::interval(LocalTime start, const Duration& duration) const {
  return {to_instant(start), to_instant(start + duration.nominal()) + duration.exact()};
}

std::string installed_time_zone_rules() {
  // The compiled files do not say it, and `date` does not know it of the system's database.
  std::ifstream source("/usr/share/zoneinfo/tzdata.zi");
  std::string hash;
  std::string word;
  std::string version;
  source >> hash >> word >> version;
  return hash == "#" && word == "version" ? version : std::string();
}

}  // namespace scheduler
