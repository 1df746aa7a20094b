#include "api/department_file.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <map>
#include <stdexcept>

#include "api/secret.hpp"
#include "scheduler/describe.hpp"
#include "scheduler/holidays.hpp"

namespace api {
namespace {

namespace json = boost::json;

const scheduler::Actor kSeeder{"department file", scheduler::Role::admin};

[[noreturn]] void fail(const std::string& pointer, const std::string& detail) {
  throw std::runtime_error("the department file cannot be used: " + pointer + ' ' + detail);
}

/// One object of the file, with the place where it stands, for messages.
class Place {
 public:
  Place(const json::value& value, std::string pointer) : pointer_(std::move(pointer)) {
    if (!value.is_object()) fail(pointer_, "must be an object");
    object_ = &value.get_object();
  }

  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  [[nodiscard]] bool has(std::string_view name) const { return object_->contains(name); }

  [[nodiscard]] std::string text(std::string_view name) const {
    const json::value* value = object_->if_contains(name);
    if (value == nullptr || !value->is_string()) fail(at(name), "must be a text");
    return std::string(value->get_string());
  }

  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name) const {
    return has(name) ? std::optional(text(name)) : std::nullopt;
  }

  [[nodiscard]] scheduler::TimeZone zone(std::string_view name) const {
    const auto zone = scheduler::TimeZone::find(text(name));
    if (!zone) fail(at(name), "is not an IANA time zone");
    return *zone;
  }

  [[nodiscard]] scheduler::TimeOfDay time_of_day(std::string_view name) const {
    const auto time = scheduler::TimeOfDay::parse(text(name));
    if (!time) fail(at(name), "is not a time of day such as 10:00");
    return *time;
  }

  template <class Visit>
  void each(std::string_view name, Visit&& visit) const {
    const json::value* list = object_->if_contains(name);
    if (list == nullptr) return;
    if (!list->is_array()) fail(at(name), "must be a list");
    for (std::size_t i = 0; i < list->get_array().size(); ++i) {
      visit(list->get_array()[i], at(name) + '/' + std::to_string(i));
    }
  }

  [[nodiscard]] const json::object& object() const { return *object_; }
  [[nodiscard]] std::string at(std::string_view name) const { return pointer_ + '/' + std::string(name); }

 private:
  const json::object* object_;
  std::string pointer_;
};

/// Turns the file's parts into commands.
class Seed {
 public:
  Seed(DepartmentFile& file, scheduler::Instant now) : file_(file), now_(now) {}

  void add_institution(const Place& place) {
    scheduler::Institution institution;
    institution.name = place.text("name");
    institution.country = place.optional_text("country");
    if (place.has("timeZone")) institution.time_zone = place.zone("timeZone");
    institution.note = place.optional_text("note");
    create("institution", institution.name, institution);
  }

  void add_settings() {
    scheduler::Settings settings;
    settings.time_zone = file_.time_zone;
    settings.time_zone_rules = scheduler::installed_time_zone_rules();
    file_.commands.push_back({kSeeder, scheduler::Create<scheduler::Settings>{scheduler::kSettings, settings}});
  }

  void add_project(const Place& place) {
    scheduler::Project project;
    project.name = place.text("name");
    const auto words = words_of(scheduler::ProjectKind{});
    const auto found = std::find(words.begin(), words.end(), place.optional_text("kind").value_or("other"));
    if (found == words.end()) fail(place.at("kind"), "must be one of erasmus+, unesco, other");
    project.kind = static_cast<scheduler::ProjectKind>(found - words.begin());
    create("project", project.name, project);
  }

  /// The rules are those of the country; the file says which country it is.
  void add_public_holidays(const Place& place) {
    if (place.text("country") != "UZ") fail(place.at("country"), "must be UZ: no other country's holidays are known");
    const date::year_month_day today{date::floor<date::days>(file_.time_zone.to_local(now_))};
    for (date::year year = today.year(); year <= today.year() + scheduler::kHorizon; ++year) {
      if (year > date::year{2037}) return;
      for (const scheduler::Closure& holiday : scheduler::public_holidays_of_uzbekistan(year)) {
        create("closure", *holiday.occasion, holiday);
      }
    }
  }

  void add_office_hours(const Place& place) {
    scheduler::Event event;
    event.title = place.text("title");
    event.time_zone = file_.time_zone;
    const auto from = place.time_of_day("from").since_midnight;
    const auto to = place.time_of_day("to").since_midnight;
    if (to <= from) fail(place.at("to"), "must be later than from");
    event.duration.hours = static_cast<std::int32_t>((to - from) / std::chrono::hours{1});
    event.duration.minutes = static_cast<std::int32_t>((to - from) / std::chrono::minutes{1} % 60);
    scheduler::OfficeHours hours;
    hours.host = host(place.text("host"));
    event.details = std::move(hours);

    const auto today = date::floor<date::days>(file_.time_zone.to_local(now_));
    event.start = today + from;
    event.recurrence_rule = rule_of(place);
    while (!takes_place_on(*event.recurrence_rule, event.start)) event.start += date::days{1};
    create("office-hours", event.title, event);
  }

 private:
  template <class T>
  scheduler::Id<T> create(std::string_view kind, const std::string& name, const T& value) {
    const scheduler::Id<T> id{id_of_name(file_.slug + '/' + std::string(kind) + '/' + name)};
    file_.commands.push_back({kSeeder, scheduler::Create<T>{id, value}});
    return id;
  }

  /// The person of that name, made when first named.
  scheduler::Id<scheduler::Person> host(const std::string& name) {
    if (const auto found = people_.find(name); found != people_.end()) return found->second;
    scheduler::Person person;
    person.name = name;
    person.roles = {"host"};
    person.time_zone = file_.time_zone;
    return people_[name] = create("person", name, person);
  }

  static bool takes_place_on(const scheduler::RecurrenceRule& rule, scheduler::LocalTime start) {
    if (rule.by_day.empty()) return true;
    for (const scheduler::ByDay& each : rule.by_day) {
      if (each.day == scheduler::weekday_of(start)) return true;
    }
    return false;
  }

  /// "days": "daily", or a list of weekdays.
  static scheduler::RecurrenceRule rule_of(const Place& place) {
    scheduler::RecurrenceRule rule;
    const json::value* days = place.object().if_contains("days");
    if (days != nullptr && days->is_string() && days->get_string() == "daily") {
      rule.frequency = scheduler::Frequency::daily;
      return rule;
    }
    place.each("days", [&](const json::value& value, const std::string& pointer) {
      const auto words = words_of(scheduler::Weekday{});
      const auto found =
          value.is_string() ? std::find(words.begin(), words.end(), std::string_view(value.get_string())) : words.end();
      if (found == words.end()) fail(pointer, "must be one of mo, tu, we, th, fr, sa, su");
      rule.by_day.push_back({static_cast<scheduler::Weekday>(found - words.begin()), std::nullopt});
    });
    if (rule.by_day.empty()) fail(place.at("days"), "must be \"daily\" or a list of weekdays");
    return rule;
  }

  DepartmentFile& file_;
  scheduler::Instant now_;
  std::map<std::string, scheduler::Id<scheduler::Person>> people_;
};

json::value parse(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error) throw std::runtime_error("the department file is not JSON: " + error.message());
  return value;
}

}  // namespace

DepartmentFile parse_department_file(std::string_view text, scheduler::Instant now) {
  const json::value parsed = parse(text);
  const Place root(parsed, "");
  if (!root.has("department")) fail("/department", "is missing");
  const Place department(root.object().at("department"), "/department");

  DepartmentFile file;
  file.slug = department.text("slug");
  file.name = department.text("name");
  file.institute = department.optional_text("institute").value_or("");
  file.time_zone = department.zone("timeZone");

  Seed seed(file, now);
  seed.add_settings();
  root.each("institutions",
            [&](const json::value& value, const std::string& pointer) { seed.add_institution(Place(value, pointer)); });
  root.each("projects",
            [&](const json::value& value, const std::string& pointer) { seed.add_project(Place(value, pointer)); });
  if (root.has("publicHolidays")) {
    seed.add_public_holidays(Place(root.object().at("publicHolidays"), "/publicHolidays"));
  }
  root.each("officeHours", [&](const json::value& value, const std::string& pointer) {
    seed.add_office_hours(Place(value, pointer));
  });
  constexpr std::array<std::string_view, 6> kUsed = {"source",   "department",     "institutions",
                                                     "projects", "publicHolidays", "officeHours"};
  for (const auto& [name, value] : root.object()) {
    if (std::find(kUsed.begin(), kUsed.end(), std::string_view(name)) == kUsed.end()) file.unused.emplace_back(name);
  }
  return file;
}

}  // namespace api
