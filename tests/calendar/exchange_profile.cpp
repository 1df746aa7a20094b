#include "exchange_profile.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <regex>
#include <set>

#include "calendar_text.hpp"

namespace calendar_test {
namespace {

bool matches(const std::string& text, const char* pattern) {
  static std::map<std::string_view, std::regex> compiled;  // compiling costs far more than matching
  const auto [found, is_new] = compiled.try_emplace(pattern);
  if (is_new) found->second = std::regex(pattern);
  return std::regex_match(text, found->second);
}

/// Whether every octet belongs to a well-formed character that is no control character.
bool is_clean_utf8(std::string_view line) {
  for (std::size_t i = 0; i < line.size();) {
    const auto lead = static_cast<unsigned char>(line[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > line.size() || lead < 0x20 || lead == 0x7F) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(line[i + k]) & 0xC0U) != 0x80U) return false;
    }
    if (lead == 0xC2 && static_cast<unsigned char>(line[i + 1]) < 0xA0) return false;
    i += length;
  }
  return true;
}

bool is_escaped_text(std::string_view value, bool is_list) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == ';' || (value[i] == ',' && !is_list)) return false;
    if (value[i] == '\\' &&
        (++i == value.size() || std::string_view("\\;,nN").find(value[i]) == std::string_view::npos)) {
      return false;
    }
  }
  return true;
}

class Profile {
 public:
  std::vector<std::string> check(std::string_view ics) {
    check_lines(ics);
    try {
      const auto components = parse_components(ics);
      if (components.size() != 1 || components[0].name != "VCALENDAR") {
        demand(false, "RFC 5545 3.4: one VCALENDAR");
      } else {
        check_calendar(components[0]);
      }
    } catch (const std::exception& error) {
      demand(false, std::string("RFC 5545 3.6: ") + error.what());
    }
    return std::move(violations_);
  }

 private:
  void demand(bool holds, const std::string& otherwise) {
    if (!holds) violations_.push_back(otherwise);
  }

  void demand_once(const Component& component, std::string_view property, std::string_view why) {
    demand(component.count(property) == 1,
           std::string(why) + ": " + component.name + " has one " + std::string(property));
  }

  void check_lines(std::string_view ics) {
    demand(ics.starts_with("BEGIN:VCALENDAR\r\n") && ics.ends_with("END:VCALENDAR\r\n"), "7: begins and ends");
    for (const std::string& line : physical_lines(ics)) {
      demand(!line.empty() && line.size() <= 75, "7: 1 to 75 octets: " + line);
      demand(is_clean_utf8(line), "7: whole characters, no controls: " + line);
    }
  }

  void check_texts(const Component& component) {
    static const std::set<std::string> kTexts = {"PRODID",   "NAME",   "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE",
                                                 "TZID",     "TZNAME", "UID",          "SUMMARY",      "DESCRIPTION",
                                                 "LOCATION", "STATUS", "CLASS"};
    for (const Property& property : component.properties) {
      if (kTexts.contains(property.name)) demand(is_escaped_text(property.value, false), "8: " + property.value);
      if (property.name == "CATEGORIES") demand(is_escaped_text(property.value, true), "8: " + property.value);
    }
    for (const Component& each : component.components) check_texts(each);
  }

  void check_calendar(const Component& calendar) {
    for (const auto* name :
         {"PRODID", "VERSION", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL",
          "X-PUBLISHED-TTL", "COLOR", "X-APPLE-CALENDAR-COLOR", "LAST-MODIFIED"}) {
      demand_once(calendar, name, "24");
    }
    demand_once(calendar, "METHOD", "19");
    demand(calendar.find("METHOD").value == "PUBLISH", "19: METHOD:PUBLISH");
    demand(calendar.find("VERSION").value == "2.0", "24: VERSION:2.0");
    demand(calendar.find("NAME").value == calendar.find("X-WR-CALNAME").value, "24: both names are the same");
    check_texts(calendar);
    check_zones(calendar);
    for (const Component& event : calendar.all("VEVENT")) check_event(event);
    demand(calendar.components.size() == calendar.all("VEVENT").size() + calendar.all("VTIMEZONE").size(),
           "20: nothing but VTIMEZONE and VEVENT");
  }

  void check_zones(const Component& calendar) {
    bool events_began = false;
    std::set<std::string> used;
    for (const Component& component : calendar.components) {
      if (component.name == "VEVENT") events_began = true;
      if (component.name == "VTIMEZONE") {
        demand(!events_began, "1: VTIMEZONE before the events");
        check_zone(component);
      }
      for (const Property& property : component.properties) {
        if (property.parameters.contains("TZID")) used.insert(property.parameter("TZID"));
      }
    }
    demand(used == zones_, "1: VTIMEZONEs for all used TZIDs and for no others");
  }

  void check_zone(const Component& vtimezone) {
    const std::string tzid = vtimezone.find("TZID").value;
    demand(zones_.insert(tzid).second, "1: one VTIMEZONE for " + tzid);
    demand(matches(tzid, "[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+|UTC"), "5: an IANA name: " + tzid);
    demand(vtimezone.all("STANDARD").size() == 1 && vtimezone.all("DAYLIGHT").size() <= 1, "2: " + tzid);
    const bool ruled = !vtimezone.all("DAYLIGHT").empty();
    for (const Component& observance : vtimezone.components) {
      for (const auto* name : {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}) demand_once(observance, name, "3");
      demand(matches(observance.find("DTSTART").value, R"(1970\d{4}T\d{6})"), "3: an onset in 1970 in " + tzid);
      demand(observance.count("RRULE") == (ruled ? 1U : 0U), "3: RRULE only where there are two: " + tzid);
      if (!ruled)
        demand(observance.find("TZOFFSETFROM").value == observance.find("TZOFFSETTO").value, "3: fixed: " + tzid);
      if (ruled) check_yearly(observance.find("RRULE").value);
      demand(observance.count("RDATE") == 0, "16: RDATE in " + tzid);
    }
  }

  void check_yearly(const std::string& rule) {
    demand(matches(rule, "FREQ=YEARLY;BYMONTH=[0-9]+;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)"), "3: " + rule);
  }

  void check_event(const Component& event) {
    for (const auto* name : {"UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY",
                             "STATUS", "CLASS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"}) {
      demand_once(event, name, "RFC 5545 3.6.1");
    }
    for (const auto* name : {"ATTENDEE", "ORGANIZER", "RDATE", "EXRULE", "DURATION"}) {
      demand(event.count(name) == 0, std::string("16, 17, 19: no ") + name);
    }
    check_identity(event);
    demand(event.components.empty(), "20: nothing in a VEVENT");
    demand(event.find("SUMMARY").parameters.contains("LANGUAGE"), "23: SUMMARY;LANGUAGE=");
    demand(matches(event.find("SEQUENCE").value, R"(\d+)"), "12: " + event.find("SEQUENCE").value);
    for (const auto* name : {"DTSTAMP", "CREATED", "LAST-MODIFIED"}) {
      demand(matches(event.find(name).value, R"(\d{8}T\d{6}Z)"), std::string("RFC 5545 3.8.7: UTC: ") + name);
    }
    check_times(event);
    check_status(event);
    check_conference(event);
  }

  /// A changed occurrence comes after its series, and is like it.
  void check_identity(const Component& event) {
    const std::string uid = event.find("UID").value;
    if (event.count("RECURRENCE-ID") == 0) {
      demand(masters_.emplace(uid, event).second, "10: UID once: " + uid);
      return;
    }
    demand_once(event, "RECURRENCE-ID", "RFC 5545 3.8.4.4");
    const Property id = event.find("RECURRENCE-ID");
    const auto found = masters_.find(uid);
    demand(found != masters_.end(), "10: RECURRENCE-ID without its series: " + uid);
    if (found == masters_.end()) return;
    const Component& master = found->second;
    demand(changed_.insert(uid + id.value).second, "10: RECURRENCE-ID once: " + id.value);
    demand(master.count("RRULE") == 1 && event.count("RRULE") == 0, "15: the rule is the series' " + uid);
    demand(is_like(id, master.find("DTSTART")), "14: RECURRENCE-ID as DTSTART: " + id.value);
    demand(event.find("DTSTART").parameters == master.find("DTSTART").parameters, "14: in the series' form: " + uid);
    demand(event.find("SEQUENCE").value == master.find("SEQUENCE").value, "12: SEQUENCE of the series: " + uid);
    for (const Property& property : master.properties) {
      demand(property.name != "EXDATE" || property.value != id.value, "14: excluded and changed: " + id.value);
    }
  }

  /// Whether `time` has the value type and the zone of `start`.
  static bool is_like(const Property& time, const Property& start) {
    const bool is_date = start.parameter("VALUE") == "DATE";
    const bool is_zoned = start.parameters.contains("TZID");
    return time.parameters == start.parameters && matches(time.value, is_date    ? R"(\d{8})"
                                                                      : is_zoned ? R"(\d{8}T\d{6})"
                                                                                 : R"(\d{8}T\d{6}Z)");
  }

  void check_conference(const Component& event) {
    for (const Property& property : event.properties) {
      if (property.name != "CONFERENCE") continue;
      demand(property.parameter("VALUE") == "URI" && matches(property.value, "[A-Za-z][A-Za-z0-9+.-]*:.+"),
             "22: CONFERENCE is a URI: " + property.value);
      demand(unescaped(event.find("DESCRIPTION").value).find(property.value) != std::string::npos,
             "22: the link in DESCRIPTION: " + property.value);
    }
  }

  void check_times(const Component& event) {
    const Property start = event.find("DTSTART");
    const Property end = event.find("DTEND");
    const bool is_date = start.parameter("VALUE") == "DATE";
    const bool is_zoned = start.parameters.contains("TZID");
    demand(is_like(start, start) && start.parameters.size() == (is_date || is_zoned ? 1U : 0U),
           "6, 17: a date, with TZID, or in UTC: " + start.value);
    demand(is_like(end, start) && start.value < end.value, "17: DTEND of the same form, after DTSTART: " + end.value);
    demand(event.count("RRULE") <= 1, "15: one RRULE");
    demand(is_zoned || is_date || event.count("RRULE") == 0, "15: a series is local");
    std::set<std::string> excluded;
    for (const Property& property : event.properties) {
      if (property.name == "EXDATE") {
        demand(is_like(property, start), "14: EXDATE as DTSTART: " + property.value);
        demand(excluded.insert(property.value).second, "14: EXDATE once: " + property.value);
        demand(event.count("RRULE") == 1, "14: EXDATE without RRULE");
      }
      if (property.name == "RRULE") check_rule(property.value, is_date);
    }
  }

  /// MS-OXCICAL 2.1.3.2.2, without what Outlook reads as other days than RFC 5545.
  void check_rule(std::string rule, bool is_date) {
    static const std::regex kEnd(";(COUNT=[0-9]{1,3}|UNTIL=[0-9]{8}(T[0-9]{6}Z)?)$");
    std::smatch end;
    const std::string whole = rule;
    if (std::regex_search(whole, end, kEnd)) {
      const bool is_until = end.str(1).starts_with("UNTIL");
      demand(!is_until || is_date == !end[2].matched, "14: UNTIL as DTSTART: " + whole);
      rule = end.prefix();
    }
    const bool fits =
        matches(rule, "FREQ=DAILY(;INTERVAL=[0-9]{1,3})?") || matches(rule, "FREQ=WEEKLY;BYDAY=[A-Z]{2}(,[A-Z]{2})*") ||
        matches(rule, "FREQ=WEEKLY;INTERVAL=[0-9]{1,2};BYDAY=[A-Z]{2}(,[A-Z]{2})*;WKST=[A-Z]{2}") ||
        matches(rule, "FREQ=MONTHLY(;INTERVAL=[0-9]{1,2})?;BYMONTHDAY=(-1|[1-9]|1[0-9]|2[0-8])") ||
        matches(rule, "FREQ=MONTHLY(;INTERVAL=[0-9]{1,2})?;BYDAY=(-1|[1-4])[A-Z]{2}") ||
        matches(rule, "FREQ=MONTHLY(;INTERVAL=[0-9]{1,2})?;BYDAY=[A-Z]{2}(,[A-Z]{2})*;BYSETPOS=(-1|[1-4])") ||
        matches(rule, "FREQ=YEARLY(;INTERVAL=[2-8])?;BYMONTH=[0-9]{1,2};BYMONTHDAY=(-1|[0-9]{1,2})") ||
        matches(rule, "FREQ=YEARLY(;INTERVAL=[2-8])?;BYMONTH=[0-9]{1,2};BYDAY=(-1|[1-4])[A-Z]{2}") ||
        matches(rule,
                "FREQ=YEARLY(;INTERVAL=[2-8])?;BYMONTH=[0-9]{1,2};BYDAY=[A-Z]{2}(,[A-Z]{2})*;BYSETPOS=(-1|[1-4])");
    demand(fits, "15: " + whole);
  }

  void check_status(const Component& event) {
    const std::string status = event.find("STATUS").value;
    const std::string busy = event.find("X-MICROSOFT-CDO-BUSYSTATUS").value;
    demand(matches(status, "CONFIRMED|TENTATIVE|CANCELLED"), "STATUS:" + status);
    demand((event.find("TRANSP").value == "TRANSPARENT") == (busy == "FREE"), "18: TRANSP agrees with " + busy);
    demand(matches(busy, "FREE|TENTATIVE|BUSY|OOF"), "18: " + busy);
    demand(status != "CANCELLED" || busy == "FREE", "13: a cancelled event takes no time");
    demand(busy == "FREE" || (status == "TENTATIVE") == (busy == "TENTATIVE"),
           "18: " + status + " agrees with " + busy);
  }

  std::set<std::string> zones_;
  std::map<std::string, Component> masters_;  ///< by UID
  std::set<std::string> changed_;             ///< UID and RECURRENCE-ID
  std::vector<std::string> violations_;
};

}  // namespace

std::vector<std::string> violations_in(std::string_view ics) { return Profile().check(ics); }

}  // namespace calendar_test
