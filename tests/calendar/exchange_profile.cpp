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
    for (const auto* name : {"ATTENDEE", "ORGANIZER", "RDATE", "EXRULE", "DURATION", "RECURRENCE-ID"}) {
      demand(event.count(name) == 0, std::string("16, 17, 19: no ") + name);
    }
    demand(uids_.insert(event.find("UID").value).second, "10: UID once: " + event.find("UID").value);
    demand(event.components.empty(), "20: nothing in a VEVENT");
    demand(event.find("SUMMARY").parameters.contains("LANGUAGE"), "23: SUMMARY;LANGUAGE=");
    demand(matches(event.find("SEQUENCE").value, R"(\d+)"), "12: " + event.find("SEQUENCE").value);
    for (const auto* name : {"DTSTAMP", "CREATED", "LAST-MODIFIED"}) {
      demand(matches(event.find(name).value, R"(\d{8}T\d{6}Z)"), std::string("RFC 5545 3.8.7: UTC: ") + name);
    }
    check_times(event);
    check_status(event);
  }

  void check_times(const Component& event) {
    const Property start = event.find("DTSTART");
    const Property end = event.find("DTEND");
    const bool zoned = !start.parameter("TZID").empty();
    const auto same_form = [&](const Property& time) {
      return time.parameters == start.parameters && matches(time.value, zoned ? R"(\d{8}T\d{6})" : R"(\d{8}T\d{6}Z)");
    };
    demand(same_form(start), "6: with TZID or in UTC: " + start.value);
    demand(same_form(end) && start.value < end.value, "17: DTEND of the same form, after DTSTART: " + end.value);
    demand(event.count("RRULE") <= 1 && (zoned || event.count("RRULE") == 0), "15: one RRULE, in a zone");
    std::set<std::string> excluded;
    for (const Property& property : event.properties) {
      if (property.name == "EXDATE") {
        demand(same_form(property), "14: EXDATE as DTSTART: " + property.value);
        demand(excluded.insert(property.value).second, "14: EXDATE once: " + property.value);
        demand(event.count("RRULE") == 1, "14: EXDATE without RRULE");
      }
      if (property.name == "RRULE") check_rule(property.value);
    }
  }

  void check_rule(const std::string& rule) {
    demand(matches(rule,
                   "FREQ=(DAILY(;INTERVAL=[0-9]+)?|WEEKLY(;INTERVAL=[0-9]+)?(;BYDAY=[A-Z]{2}(,[A-Z]{2})*)?)"
                   "(;COUNT=[0-9]+|;UNTIL=[0-9]{8}T[0-9]{6}Z)?(;WKST=MO)?"),
           "14, 15: " + rule);
  }

  void check_status(const Component& event) {
    const std::string status = event.find("STATUS").value;
    const std::string busy = event.find("X-MICROSOFT-CDO-BUSYSTATUS").value;
    demand(matches(status, "CONFIRMED|TENTATIVE|CANCELLED"), "STATUS:" + status);
    demand((event.find("TRANSP").value == "TRANSPARENT") == (busy == "FREE"), "18: TRANSP agrees with " + busy);
    demand(status != "CANCELLED" || busy == "FREE", "13: a cancelled event takes no time");
  }

  std::set<std::string> zones_;
  std::set<std::string> uids_;
  std::vector<std::string> violations_;
};

}  // namespace

std::vector<std::string> violations_in(std::string_view ics) { return Profile().check(ics); }

}  // namespace calendar_test
