#include "oracle_time.hpp"

#include <date/tz.h>

#include <algorithm>
#include <tuple>

namespace oracle {

using namespace scheduler;
using std::chrono::seconds;

namespace {

const date::time_zone& database_zone(const TimeZone& zone) {
  static std::map<std::string, const date::time_zone*> known;
  const date::time_zone*& found = known[zone.name()];
  if (found == nullptr) found = date::locate_zone(zone.name());
  return *found;
}

int iso_weekday(LocalDate day) {  // 0 is Monday; the 1st of January 1970 was a Thursday
  return static_cast<int>(((day.time_since_epoch().count() + 3) % 7 + 7) % 7);
}

/// One day, as a calendar on the wall has it.
struct Day {
  LocalDate date;
  int year;
  int month;
  int of_month;
  int days_in_month;
  int of_year;  // from 1
  int days_in_year;

  explicit Day(LocalDate day) : date(day) {
    const date::year_month_day ymd{day};
    year = static_cast<int>(ymd.year());
    month = static_cast<int>(static_cast<unsigned>(ymd.month()));
    of_month = static_cast<int>(static_cast<unsigned>(ymd.day()));
    days_in_month = static_cast<int>(static_cast<unsigned>((ymd.year() / ymd.month() / date::last).day()));
    of_year = static_cast<int>((day - LocalDate{ymd.year() / 1 / 1}).count()) + 1;
    days_in_year = ymd.year().is_leap() ? 366 : 365;
  }
};

/// Whether it is the n-th of its weekday in a period of which it is that day.
bool is_nth(int nth, int day_of_period, int days_in_period) {
  if (nth > 0) return (day_of_period - 1) / 7 + 1 == nth;
  return (days_in_period - day_of_period) / 7 + 1 == -nth;
}

class DayFilter {
 public:
  DayFilter(const RecurrenceRule& rule, LocalTime start) : rule_(rule), start_(date::floor<date::days>(start)) {}

  [[nodiscard]] bool admits(const Day& day) const {
    return in_interval(day) && in_months(day) && in_month_days(day) && in_week_days(day);
  }

  /// Days of one period are a set of which positions can be chosen.
  [[nodiscard]] int period_of(const Day& day) const {
    return rule_.frequency == Frequency::yearly ? day.year : day.year * 12 + day.month - 1;
  }

 private:
  [[nodiscard]] bool in_interval(const Day& day) const {
    switch (rule_.frequency) {
      case Frequency::daily:
        return (day.date - start_.date).count() % rule_.interval == 0;
      case Frequency::weekly:
        return (week_of(day.date) - week_of(start_.date)) % rule_.interval == 0;
      case Frequency::monthly:
        return (day.year * 12 + day.month - start_.year * 12 - start_.month) % rule_.interval == 0;
      case Frequency::yearly:
        return (day.year - start_.year) % rule_.interval == 0;
    }
    return false;
  }

  [[nodiscard]] std::int64_t week_of(LocalDate day) const {
    const int first = static_cast<int>(rule_.first_day_of_week.value_or(Weekday::monday));
    // Days since the first such day of the week before 1970 began.
    return (day.time_since_epoch().count() + 3 + 7 - first) / 7;
  }

  [[nodiscard]] bool in_months(const Day& day) const {
    if (rule_.by_month.empty()) {
      // RFC 8984 4.3.3: of a yearly rule without days, or with days of the month only, the start's own month.
      const bool only_its_month =
          rule_.frequency == Frequency::yearly && (!rule_.by_month_day.empty() || rule_.by_day.empty());
      return !only_its_month || day.month == start_.month;
    }
    return std::any_of(rule_.by_month.begin(), rule_.by_month.end(),
                       [&](MonthOfYear month) { return month.number == day.month; });
  }

  [[nodiscard]] bool in_month_days(const Day& day) const {
    const bool by_months = rule_.frequency == Frequency::monthly || rule_.frequency == Frequency::yearly;
    if (rule_.by_month_day.empty()) return !by_months || !rule_.by_day.empty() || day.of_month == start_.of_month;
    return std::any_of(rule_.by_month_day.begin(), rule_.by_month_day.end(), [&](std::int32_t wanted) {
      return wanted > 0 ? wanted == day.of_month : day.days_in_month + 1 + wanted == day.of_month;
    });
  }

  [[nodiscard]] bool in_week_days(const Day& day) const {
    if (rule_.by_day.empty()) {
      return rule_.frequency != Frequency::weekly || iso_weekday(day.date) == iso_weekday(start_.date);
    }
    return std::any_of(rule_.by_day.begin(), rule_.by_day.end(), [&](const ByDay& each) {
      if (static_cast<int>(each.day) != iso_weekday(day.date)) return false;
      if (!each.nth_of_period) return true;
      const bool of_year = rule_.frequency == Frequency::yearly && rule_.by_month.empty();
      return of_year ? is_nth(*each.nth_of_period, day.of_year, day.days_in_year)
                     : is_nth(*each.nth_of_period, day.of_month, day.days_in_month);
    });
  }

  const RecurrenceRule& rule_;
  Day start_;
};

std::vector<LocalDate> chosen(const std::vector<LocalDate>& days, const std::vector<std::int32_t>& positions) {
  if (positions.empty()) return days;
  std::vector<LocalDate> found;
  const auto size = static_cast<std::int32_t>(days.size());
  for (std::int32_t i = 0; i < size; ++i) {
    const bool wanted = std::any_of(positions.begin(), positions.end(),
                                    [&](std::int32_t position) { return position == i + 1 || position == i - size; });
    if (wanted) found.push_back(days[static_cast<std::size_t>(i)]);
  }
  return found;
}

LocalTime end_of_horizon(LocalTime start) {
  const date::year_month_day first{date::floor<date::days>(start)};
  const auto last_month = (first.year() + date::years{10}) / first.month();
  const auto last_day = std::min(first.day(), (last_month / date::last).day());
  const LocalTime ten_years_on = LocalDate{last_month / last_day} + (start - date::floor<date::days>(start));
  const LocalTime last_second_of_2037 = LocalDate{date::year{2037} / 12 / 31} + seconds{86'399};
  return std::min(ten_years_on, last_second_of_2037);
}

}  // namespace

Instant instant_of(const TimeZone& zone, LocalTime local) {
  const date::time_zone& known = database_zone(zone);
  // The clock goes forward only in whole minutes, by a day at most.
  const Instant guess{local.time_since_epoch()};
  const seconds before = known.get_info(guess - std::chrono::hours{24}).offset;
  const seconds after = known.get_info(guess + std::chrono::hours{24}).offset;
  const Instant with_before{local.time_since_epoch() - before};
  const Instant with_after{local.time_since_epoch() - after};
  if (before == after || known.to_local(with_before) == local) return with_before;
  if (known.to_local(with_after) == local) return with_after;
  return with_before;
}

LocalTime local_of(const TimeZone& zone, Instant instant) { return database_zone(zone).to_local(instant); }

std::vector<LocalTime> expand(const RecurrenceRule& rule, LocalTime start) {
  const DayFilter filter(rule, start);
  const auto first_day = date::floor<date::days>(start);
  const auto hour = start - first_day;
  const LocalTime end = rule.until ? std::min(*rule.until, end_of_horizon(start)) : end_of_horizon(start);
  std::vector<LocalTime> starts;
  std::vector<LocalDate> period;
  const auto is_whole = [&] { return rule.count && static_cast<std::int32_t>(starts.size()) == *rule.count; };
  const auto close_period = [&] {
    for (const LocalDate day : chosen(period, rule.by_set_position)) {
      if (day + hour >= start && day + hour <= end && !is_whole()) starts.push_back(day + hour);
    }
    period.clear();
  };
  // The sets of positions are those of whole months and years, so the year's beginning is looked at too.
  const LocalDate from =
      rule.by_set_position.empty() ? first_day : LocalDate{date::year_month_day{first_day}.year() / 1 / 1};
  const LocalDate to = date::floor<date::days>(end) + date::days{rule.by_set_position.empty() ? 0 : 366};
  std::optional<int> current;
  for (LocalDate date = from; date <= to && !is_whole(); date += date::days{1}) {
    const Day day(date);
    if (current && *current != filter.period_of(day)) close_period();
    current = filter.period_of(day);
    if (filter.admits(day)) period.push_back(date);
  }
  close_period();
  return starts;
}

namespace {

Interval lasting(const TimeZone& zone, LocalTime start, const Duration& duration) {
  const LocalTime same_hour_later = start + date::days{7 * duration.weeks + duration.days};
  return {instant_of(zone, start), instant_of(zone, same_hour_later) + seconds{3600} * duration.hours +
                                       seconds{60} * duration.minutes + seconds{duration.seconds}};
}

void add_equipment(Piece& piece, const std::vector<EquipmentNeed>& needs) {
  for (const EquipmentNeed& need : needs) piece.equipment[need.id] += need.quantity;
}

void add_room(Piece& piece, Id<Room> room) {
  if (std::find(piece.rooms.begin(), piece.rooms.end(), room) == piece.rooms.end()) piece.rooms.push_back(room);
}

/// What an occurrence takes that is as `event` says.
Piece piece_like(const Event& event) {
  Piece piece;
  piece.zone = event.time_zone;
  piece.takes_people = event.free_busy_status == FreeBusyStatus::busy;
  if (event.room) add_room(piece, *event.room);
  for (const auto& room : event.rooms) add_room(piece, room);
  for (const auto& person : event.people) piece.people.insert(person);
  add_equipment(piece, event.equipment);
  piece.features = event.room_features;
  piece.in_person = !(event.virtual_location && piece.rooms.empty());
  if (const auto* master_class = std::get_if<MasterClass>(&event.details)) {
    piece.people.insert(master_class->expert);
    if (master_class->interpreter) piece.people.insert(master_class->interpreter->person);
    piece.interpreter = master_class->interpreter;
    piece.seats = master_class->capacity;
  } else if (const auto* hours = std::get_if<OfficeHours>(&event.details)) {
    piece.people.insert(hours->host);
    piece.people.insert(hours->hosts.begin(), hours->hosts.end());
  }
  return piece;
}

Event with_override(Event event, const OccurrenceOverride& change) {
  if (change.room) event.room = change.room;
  if (change.rooms) event.rooms = *change.rooms;
  if (change.people) event.people = *change.people;
  if (change.equipment) event.equipment = *change.equipment;
  if (auto* master_class = std::get_if<MasterClass>(&event.details)) {
    if (change.expert) master_class->expert = *change.expert;
    if (change.interpreter) master_class->interpreter = change.interpreter;
  } else if (change.host) {
    std::get<OfficeHours>(event.details).host = *change.host;
  }
  return event;
}

std::vector<Piece> occurrences(const Event& event) {
  std::set<LocalTime> ids{event.start};
  if (event.recurrence_rule) {
    const auto starts = expand(*event.recurrence_rule, event.start);
    ids = {starts.begin(), starts.end()};
  }
  for (const auto& [id, change] : event.recurrence_overrides) ids.insert(id);
  std::vector<Piece> pieces;
  const Piece usual = piece_like(event);
  for (const LocalTime id : ids) {
    Piece piece = usual;
    LocalTime start = id;
    Duration duration = event.duration;
    if (const auto found = event.recurrence_overrides.find(id); found != event.recurrence_overrides.end()) {
      const OccurrenceOverride& change = found->second;
      if (change.excluded) continue;
      piece = piece_like(with_override(event, change));
      piece.differs = change.room || change.rooms || change.people || change.equipment || change.expert ||
                      change.interpreter || change.host;
      start = change.start.value_or(id);
      duration = change.duration.value_or(event.duration);
    }
    piece.recurrence_id = id;
    piece.interval = lasting(event.time_zone, start, duration);
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

/// The whole of a visit or trip.
Piece whole(const Event& event, LocalTime start, Interval interval) {
  Piece piece;
  piece.recurrence_id = start;
  piece.interval = interval;
  piece.zone = event.time_zone;
  piece.at_work = false;
  piece.takes_people = event.free_busy_status == FreeBusyStatus::busy;
  piece.people.insert(event.people.begin(), event.people.end());
  add_equipment(piece, event.equipment);
  return piece;
}

std::vector<Piece> pieces_of_visit(const Event& event, const Visit& visit) {
  std::vector<Piece> pieces;
  const TimeZone& zone = event.time_zone;
  pieces.push_back(whole(event, visit.arrival, {instant_of(zone, visit.arrival), instant_of(zone, visit.departure)}));
  for (const Stop& stop : visit.stops) {
    Piece piece;
    piece.recurrence_id = visit.arrival;
    piece.interval = lasting(zone, stop.start, stop.duration);
    piece.part = stop.id.value;
    piece.zone = zone;
    piece.takes_people = event.free_busy_status == FreeBusyStatus::busy;
    piece.campus = stop.campus;
    if (stop.room) piece.rooms.push_back(*stop.room);
    piece.people.insert(stop.hosts.begin(), stop.hosts.end());
    if (stop.interpreter) piece.people.insert(stop.interpreter->person);
    piece.interpreter = stop.interpreter;
    if (!visit.delegates.empty()) piece.seats = static_cast<std::int64_t>(visit.delegates.size());
    add_equipment(piece, stop.equipment);
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

/// Something on a trip that is shown and takes nothing.
Piece shown(LocalTime recurrence_id, Uuid part, const TimeZone& zone, Interval interval) {
  Piece piece;
  piece.recurrence_id = recurrence_id;
  piece.interval = interval;
  piece.part = part;
  piece.zone = zone;
  piece.at_work = false;
  return piece;
}

std::vector<Piece> pieces_of_trip(const Event& event, const Trip& trip) {
  std::vector<Piece> pieces;
  const auto at = [](const ZonedTime& time) { return instant_of(time.time_zone, time.local); };
  const LocalTime start = trip.departure.local;
  pieces.push_back(whole(event, start, {at(trip.departure), at(trip.homecoming)}));
  pieces.back().zone = trip.departure.time_zone;
  pieces.back().travelling = true;
  pieces.back().people.insert(trip.travellers.begin(), trip.travellers.end());
  for (const Leg& leg : trip.legs) {
    pieces.push_back(shown(start, leg.id.value, leg.departure.time_zone, {at(leg.departure), at(leg.arrival)}));
  }
  for (const TripSession& each : trip.sessions) {
    const TimeZone& zone = trip.destination.time_zone;
    pieces.push_back(shown(start, each.id.value, zone, lasting(zone, each.start, each.duration)));
  }
  return pieces;
}

}  // namespace

std::vector<Piece> pieces_of(const Event& event) {
  std::vector<Piece> pieces;
  if (const auto* visit = std::get_if<Visit>(&event.details)) {
    pieces = pieces_of_visit(event, *visit);
  } else if (const auto* trip = std::get_if<Trip>(&event.details)) {
    pieces = pieces_of_trip(event, *trip);
  } else {
    pieces = occurrences(event);
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.interval.begin < b.interval.begin; });
  return pieces;
}

}  // namespace oracle
