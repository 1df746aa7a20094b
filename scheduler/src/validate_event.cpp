#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "conflicts.hpp"
#include "scheduler/bounds.hpp"
#include "scheduler/session.hpp"
#include "validate.hpp"

namespace scheduler {
namespace {

using std::chrono::seconds;

std::string item(const std::string& list, std::size_t index) { return list + '/' + std::to_string(index); }

/// Readers are shown it as a link: nothing that runs in their browser or opens their files.
bool leads_to_a_meeting(std::string_view uri) {
  constexpr std::array<std::string_view, 6> kSchemes = {"https", "http", "tel", "sip", "sips", "xmpp"};
  const std::string_view scheme = uri.substr(0, uri.find(':'));
  return scheme.size() < uri.size() && std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end();
}

/// What is wrong with one event of the department.
class EventCheck {
 public:
  EventCheck(const Schedule& schedule, const Event& event, Instant now, Problems& problems)
      : schedule_(schedule), event_(event), now_(now), problems_(problems) {}

  void check() {
    std::visit([this](const auto& details) { check_details(details); }, event_.details);
    check_all_exist(schedule_, event_.people, "/people", "person", problems_);
    if (event_.room) check_exists(schedule_, *event_.room, "/room", "room", problems_);
    check_all_exist(schedule_, event_.rooms, "/rooms", "room", problems_);
    check_equipment(event_.equipment, "/equipment");
    if (event_.project) check_exists(schedule_, *event_.project, "/project", "project", problems_);
    check_languages(event_.localizations, "/localizations", problems_);
    if (event_.locale && !is_language_tag(*event_.locale)) add("/locale", "is no language, for example uz");
    if (event_.virtual_location && !leads_to_a_meeting(event_.virtual_location->uri)) {
      add("/virtualLocation/uri",
          "must begin with https:, http:, tel:, sip:, sips: or xmpp:, for example https://meet.example.org/room");
    }
    check_start();
    if (is_series()) check_duration(event_.duration, "/duration");
    check_hold();
    if (!problems_.empty()) return;
    if (is_series()) check_recurrence();
  }

 private:
  void add(std::string pointer, std::string detail) { add_problem(problems_, std::move(pointer), std::move(detail)); }

  [[nodiscard]] bool is_series() const {
    return event_.kind() == EventKind::master_class || event_.kind() == EventKind::office_hours;
  }

  void check_equipment(const std::vector<EquipmentNeed>& equipment, const std::string& pointer) {
    std::set<Id<Equipment>> seen;
    for (std::size_t i = 0; i < equipment.size(); ++i) {
      check_exists(schedule_, equipment[i].id, item(pointer, i) + "/id", "equipment", problems_);
      if (!seen.insert(equipment[i].id).second) add(item(pointer, i) + "/id", "is there twice: add the quantities");
    }
  }

  void check_interpreter(const std::optional<Interpreter>& interpreter, const std::string& pointer) {
    if (!interpreter) return;
    check_exists(schedule_, interpreter->person, pointer + "/person", "person", problems_);
    if (!is_language_tag(interpreter->from)) add(pointer + "/from", "is no language, for example ko");
    if (!is_language_tag(interpreter->to)) add(pointer + "/to", "is no language, for example uz");
  }

  void check_details(const MasterClass& details) {
    check_exists(schedule_, details.expert, "/expert", "person", problems_);
    check_interpreter(details.interpreter, "/interpreter");
    if (details.interpreter && details.interpreter->person == details.expert) {
      add("/interpreter/person", "the expert cannot interpret for himself or herself");
    }
    if (details.registration_opens && details.registration_closes &&
        *details.registration_closes <= *details.registration_opens) {
      add("/registrationCloses", "must be later than registrationOpens");
    }
    constexpr std::chrono::hours kLongestOffer{31 * 24};
    if (details.offer_duration &&
        (details.offer_duration->length() <= seconds{0} || details.offer_duration->length() > kLongestOffer)) {
      add("/offerDuration", "must be longer than nothing and 31 days at most, for example P1D");
    }
    std::set<std::string> ids;
    for (std::size_t i = 0; i < details.questions.size(); ++i) {
      if (!ids.insert(details.questions[i].id).second) add(item("/questions", i) + "/id", "is there twice");
    }
  }

  void check_details(const OfficeHours& details) {
    check_exists(schedule_, details.host, "/host", "person", problems_);
    check_all_exist(schedule_, details.hosts, "/hosts", "person", problems_);
    check_exact(details.slot_duration, "/slotDuration", std::chrono::hours{24}, false, problems_);
    if (details.slot_duration && problems_.empty() && details.slot_duration->exact() > event_.duration.length()) {
      add("/slotDuration", "is longer than the hours themselves");
    }
    for (std::size_t i = 0; i < details.breaks.size(); ++i) {
      if (details.breaks[i].to <= details.breaks[i].from) {
        add(item("/breaks", i) + "/to", "must be later than from; split breaks that go over midnight");
      }
    }
    if (details.min_notice && details.max_advance && details.max_advance->length() < details.min_notice->length()) {
      add("/maxAdvance", "is shorter than minNotice: no appointment could be made");
    }
  }

  void check_details(const Visit& visit) {
    check_exists(schedule_, visit.institution, "/institution", "institution", problems_);
    check_all_exist(schedule_, visit.hosts, "/hosts", "person", problems_);
    check_exact(visit.turnaround, "/turnaround", std::chrono::hours{24}, true, problems_);
    if (visit.language && !is_language_tag(*visit.language)) add("/language", "is no language, for example ko");
    for (std::size_t i = 0; i < visit.delegates.size(); ++i) {
      const Delegate& delegate = visit.delegates[i];
      if (delegate.email) check_email(*delegate.email, item("/delegates", i) + "/email", problems_);
    }
    for (std::size_t i = 0; i < visit.steps.size(); ++i) {
      if (!visit.steps[i].responsible) continue;
      check_exists(schedule_, *visit.steps[i].responsible, item("/steps", i) + "/responsible", "person", problems_);
    }
    check_journey("/arrival", "/departure");
    std::set<Id<Stop>> ids;
    for (std::size_t i = 0; i < visit.stops.size(); ++i) {
      if (!ids.insert(visit.stops[i].id).second) add(item("/stops", i) + "/id", "is that of another stop");
      check_stop(visit.stops[i], item("/stops", i));
    }
  }

  void check_stop(const Stop& stop, const std::string& pointer) {
    if (stop.room) check_exists(schedule_, *stop.room, pointer + "/room", "room", problems_);
    check_all_exist(schedule_, stop.hosts, pointer + "/hosts", "person", problems_);
    check_interpreter(stop.interpreter, pointer + "/interpreter");
    check_equipment(stop.equipment, pointer + "/equipment");
    check_languages(stop.localizations, pointer + "/localizations", problems_);
    check_duration(stop.duration, pointer + "/duration");
    check_within(event_.time_zone.interval(stop.start, stop.duration), pointer + "/start", "the visit");
  }

  void check_details(const Trip& trip) {
    check_all_exist(schedule_, trip.travellers, "/travellers", "person", problems_);
    if (trip.travellers.empty()) add("/travellers", "must name a person at least");
    check_country(trip.destination.country, "/destination/country", problems_);
    check_journey("/departure", "/return");
    std::set<Uuid> ids;
    for (std::size_t i = 0; i < trip.legs.size(); ++i) {
      const Leg& leg = trip.legs[i];
      const Interval ride{leg.departure.instant(), leg.arrival.instant()};
      if (!ids.insert(leg.id.value).second) add(item("/legs", i) + "/id", "is that of another leg");
      if (ride.end <= ride.begin) {
        add(item("/legs", i) + "/arrival", "is not after the departure (both are compared as instants)");
      } else {
        check_within(ride, item("/legs", i) + "/departure", "the trip");
      }
    }
    for (std::size_t i = 0; i < trip.sessions.size(); ++i) {
      const TripSession& session = trip.sessions[i];
      if (!ids.insert(session.id.value).second) add(item("/sessions", i) + "/id", "is that of another session");
      check_duration(session.duration, item("/sessions", i) + "/duration");
      check_within(trip.destination.time_zone.interval(session.start, session.duration),
                   item("/sessions", i) + "/start", "the trip");
    }
  }

  /// Start and duration have been made of the two ends.
  void check_journey(const std::string& begin, const std::string& end) {
    const seconds length = event_.duration.length();
    if (length <= seconds{0}) {
      add(end, "must be later than " + begin.substr(1));
    } else if (length > kLongestJourney) {
      add(end, "must be within 366 days of " + begin.substr(1));
    }
  }

  void check_within(const Interval& part, const std::string& pointer, std::string_view what) {
    const Interval whole = event_.time_zone.interval(event_.start, event_.duration);
    if (whole.begin <= part.begin && part.end <= whole.end) return;
    const TimeZone& zone = event_.time_zone;
    add(pointer, "is not within " + std::string(what) + ", which is from " + to_string(zone.to_local(whole.begin)) +
                     " to " + to_string(zone.to_local(whole.end)) + " (" + zone.name() + ")");
  }

  void check_duration(const Duration& duration, const std::string& pointer) {
    if (duration.length() <= seconds{0}) {
      add(pointer, "must be longer than nothing, for example PT2H");
    } else if (duration.length() > kLongestEvent) {
      add(pointer, "must be 31 days at most; make a longer event a series");
    }
    const bool whole_days = duration.exact() == seconds{0};
    if (event_.show_without_time && !whole_days) add(pointer, "must be whole days: the event is shown without time");
  }

  [[nodiscard]] std::string start_pointer() const {
    switch (event_.kind()) {
      case EventKind::master_class:
      case EventKind::office_hours:
        return "/start";
      case EventKind::visit:
        return "/arrival";
      case EventKind::trip:
        return "/departure/local";
    }
    return "/start";
  }

  void check_horizon(LocalTime time, std::string pointer) {
    const date::year_month_day start{date::floor<date::days>(time)};
    const date::year_month_day today{date::floor<date::days>(now_)};
    if (today.year() + kLatestStart < start.year() || date::year{2037} < start.year()) {
      add(std::move(pointer),
          "must be within the next 10 years, and before 2038: no zone's rules are known further ahead");
    }
  }

  void check_start() {
    check_horizon(event_.start, start_pointer());
    if (event_.show_without_time && date::floor<date::days>(event_.start) != event_.start) {
      add("/start", "must be midnight: the event is shown without time");
    }
  }

  void check_hold() {
    constexpr date::days kLongestHold{366};
    if (!event_.hold_until || event_.status == EventStatus::cancelled) return;
    if (*event_.hold_until <= now_) add("/holdUntil", "is over already");
    if (*event_.hold_until > now_ + kLongestHold) add("/holdUntil", "must be within a year");
  }

  // --- recurrence

  void check_rule_itself() {
    const RecurrenceRule& rule = *event_.recurrence_rule;
    const bool by_months = rule.frequency == Frequency::monthly || rule.frequency == Frequency::yearly;
    if (rule.count && rule.until) {
      add("/recurrenceRule", "has both count and until: leave one of them out (RFC 8984 4.3.3)");
    }
    if (rule.until && *rule.until < event_.start) add("/recurrenceRule/until", "is before the start");
    check_days(rule, by_months);
    if (!rule.by_month_day.empty() && rule.frequency == Frequency::weekly) {
      add("/recurrenceRule/byMonthDay", "does not go with a weekly rule: make it monthly");
    }
    const auto from_the_end = [](std::int32_t number) { return number < 0; };
    if (rule.frequency == Frequency::daily &&
        std::any_of(rule.by_month_day.begin(), rule.by_month_day.end(), from_the_end)) {
      add("/recurrenceRule/byMonthDay",
          "counts from the month's end in monthly and yearly rules only: make it monthly");
    }
    const auto is_zero = [](std::int32_t number) { return number == 0; };
    if (std::any_of(rule.by_month_day.begin(), rule.by_month_day.end(), is_zero)) {
      add("/recurrenceRule/byMonthDay", "must not be 0: 1 is the first day, -1 the last");
    }
    if (std::any_of(rule.by_set_position.begin(), rule.by_set_position.end(), is_zero)) {
      add("/recurrenceRule/bySetPosition", "must not be 0: 1 is the first, -1 the last");
    }
    if (!rule.by_set_position.empty() && !by_months) {
      add("/recurrenceRule/bySetPosition", "goes with monthly and yearly rules: name the days themselves in byDay");
    }
    if (!rule.by_set_position.empty() && rule.by_day.empty() && rule.by_month_day.empty() && rule.by_month.empty()) {
      add("/recurrenceRule/bySetPosition", "needs a set to choose from: add byDay or byMonthDay");
    }
    check_month_days_exist(rule);
  }

  void check_days(const RecurrenceRule& rule, bool by_months) {
    std::set<std::pair<Weekday, std::int32_t>> days;
    for (std::size_t i = 0; i < rule.by_day.size(); ++i) {
      const std::string pointer = item("/recurrenceRule/byDay", i);
      const std::int32_t nth = rule.by_day[i].nth_of_period.value_or(0);
      if (!days.insert({rule.by_day[i].day, nth}).second) add(pointer, "the day is there twice");
      if (!rule.by_day[i].nth_of_period) continue;
      const std::int32_t most = rule.frequency == Frequency::yearly && rule.by_month.empty() ? 53 : 5;
      if (!by_months) {
        add(pointer + "/nthOfPeriod", "goes with monthly and yearly rules only");
      } else if (nth == 0 || nth > most || nth < -most) {
        add(pointer + "/nthOfPeriod", "must be 1 to " + std::to_string(most) + ", or negative to count from the end");
      }
    }
  }

  /// A rule for the 30th of February would be looked for until the end of time.
  void check_month_days_exist(const RecurrenceRule& rule) {
    if (rule.by_month.empty() || rule.by_month_day.empty()) return;
    constexpr std::array<std::int32_t, 12> kLongest = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool exists = std::any_of(rule.by_month.begin(), rule.by_month.end(), [&](MonthOfYear month) {
      return std::any_of(rule.by_month_day.begin(), rule.by_month_day.end(), [&](std::int32_t day) {
        return std::abs(day) <= kLongest[static_cast<std::size_t>(month.number - 1)];
      });
    });
    if (!exists) add("/recurrenceRule/byMonthDay", "does not exist in any month of byMonth");
  }

  void check_overrides(const std::vector<LocalTime>& starts) {
    constexpr std::size_t kMostAdded = 366;
    std::size_t excluded = 0;
    std::size_t added = 0;
    for (const auto& [recurrence_id, change] : event_.recurrence_overrides) {
      const std::string pointer = "/recurrenceOverrides/" + to_string(recurrence_id);
      const bool is_in_rule = std::binary_search(starts.begin(), starts.end(), recurrence_id);
      if (!is_in_rule && change.excluded) {
        add(pointer, "the series has no occurrence at that time: move it along with the start, or leave it out");
      }
      if (event_.show_without_time && date::floor<date::days>(recurrence_id) != recurrence_id) {
        add(pointer, "must be midnight: the event is shown without time");
      }
      if (!is_in_rule && !change.excluded) {
        ++added;
        check_horizon(recurrence_id, pointer);
      }
      if (change.excluded) ++excluded;
      check_override(change, pointer);
    }
    if (added > kMostAdded) add("/recurrenceOverrides", "adds more than 366 occurrences");
    if (excluded >= starts.size() + added) {
      add("/recurrenceOverrides", "leaves nothing of the series: cancel it instead (DELETE)");
    }
  }

  void check_override(const OccurrenceOverride& change, const std::string& pointer) {
    if (change.duration) check_duration(*change.duration, pointer + "/duration");
    if (change.start) check_horizon(*change.start, pointer + "/start");
    if (change.start && event_.show_without_time && date::floor<date::days>(*change.start) != *change.start) {
      add(pointer + "/start", "must be midnight: the event is shown without time");
    }
    if (change.room) check_exists(schedule_, *change.room, pointer + "/room", "room", problems_);
    if (change.rooms) check_all_exist(schedule_, *change.rooms, pointer + "/rooms", "room", problems_);
    if (change.people) check_all_exist(schedule_, *change.people, pointer + "/people", "person", problems_);
    if (change.equipment) check_equipment(*change.equipment, pointer + "/equipment");
    if (change.expert) check_exists(schedule_, *change.expert, pointer + "/expert", "person", problems_);
    if (change.host) check_exists(schedule_, *change.host, pointer + "/host", "person", problems_);
    check_interpreter(change.interpreter, pointer + "/interpreter");
    const bool is_class = event_.kind() == EventKind::master_class;
    if (!is_class && change.expert) add(pointer + "/expert", "office hours have a host and no expert");
    if (!is_class && change.interpreter) add(pointer + "/interpreter", "office hours have no interpreter");
    if (is_class && change.host) add(pointer + "/host", "a master class has an expert and no host");
  }

  /// A series whose occurrences run into each other would need its room twice at once.
  void check_own_overlaps() {
    seconds changeover{0};
    for (const Id<Room>& id : rooms_of(event_)) {
      if (const auto room = schedule_.find(id); room && room->value.concurrency == 1) {
        changeover = std::max(changeover, room->value.changeover());
      }
    }
    const std::vector<Occurrence> occurrences = occurrences_of(event_);
    for (std::size_t i = 1; i < occurrences.size(); ++i) {
      if (!occurrences[i - 1].interval.widened(changeover).overlaps(occurrences[i].interval)) continue;
      const auto is_changed = [&](const Occurrence& each) {
        return event_.recurrence_overrides.contains(each.recurrence_id);
      };
      const auto& blamed = is_changed(occurrences[i]) ? occurrences[i] : occurrences[i - 1];
      add(is_changed(blamed) ? "/recurrenceOverrides/" + to_string(blamed.recurrence_id) : "/duration",
          "the occurrence of " + to_string(occurrences[i - 1].recurrence_id) +
              (changeover > seconds{0} ? " and its room's setup and teardown are" : " is") + " not over when that of " +
              to_string(occurrences[i].recurrence_id) + " starts");
      return;
    }
  }

  void check_recurrence() {
    std::vector<LocalTime> starts{event_.start};
    if (event_.recurrence_rule) {
      const std::size_t before = problems_.size();
      check_rule_itself();
      if (problems_.size() != before) return;
      const auto expanded = expand(*event_.recurrence_rule, event_.start, kMaxOccurrences);
      if (!expanded || expanded->empty()) {
        add("/recurrenceRule", expanded ? "has no occurrence" : "has more than 4,000 occurrences");
        return;
      }
      starts = *expanded;
      if (starts.front() != event_.start) {
        add(event_.recurrence_rule->by_day.empty() ? "/recurrenceRule" : "/recurrenceRule/byDay",
            "does not give the start itself: the start must be the first occurrence, and the rule's first is " +
                to_string(starts.front()));
        return;
      }
    }
    check_overrides(starts);
    if (problems_.empty()) check_own_overlaps();
  }

  const Schedule& schedule_;
  const Event& event_;
  Instant now_;
  Problems& problems_;
};

}  // namespace

Problems problems_of(const Schedule& schedule, const Event& event, Instant now) {
  Problems problems = out_of_bounds(event);
  EventCheck(schedule, event, now, problems).check();
  return problems;
}

}  // namespace scheduler
