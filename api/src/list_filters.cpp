#include "list_filters.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <charconv>

#include "error_response.hpp"
#include "scheduler/bounds.hpp"
#include "scheduler/describe.hpp"

namespace api {
namespace {

namespace json = boost::json;
using namespace scheduler;

template <class E>
std::vector<std::string_view> words_for() {
  const auto words = words_of(E{});
  return {words.begin(), words.end()};
}

/// The words that may stand there; none: another shape.
std::vector<std::string_view> words_of_shape(FilterShape shape) {
  switch (shape) {
    case FilterShape::event_status:
      return words_for<EventStatus>();
    case FilterShape::closure_status:
      return words_for<ClosureStatus>();
    case FilterShape::closure_kind:
      return words_for<ClosureKind>();
    case FilterShape::equipment_kind:
      return words_for<EquipmentKind>();
    case FilterShape::project_kind:
      return words_for<ProjectKind>();
    case FilterShape::id:
    case FilterShape::text:
    case FilterShape::number:
      break;
  }
  return {};
}

std::optional<std::int32_t> number_in(std::string_view text) {
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<std::string> problem_of(FilterShape shape, std::string_view value) {
  if (shape == FilterShape::id) return Uuid::parse(value) ? std::nullopt : std::optional<std::string>("is not an id");
  if (shape == FilterShape::number) {
    return number_in(value) ? std::nullopt : std::optional<std::string>("must be a whole number from 0 on");
  }
  if (shape == FilterShape::text) return problem_of_text(value, {.name = {}, .bounds = {0, 200}});
  const auto words = words_of_shape(shape);
  if (words.empty() || std::find(words.begin(), words.end(), value) != words.end()) return std::nullopt;
  std::string choices;
  for (const std::string_view word : words) choices.append(choices.empty() ? "" : ", ").append(word);
  return "must be one of: " + choices;
}

template <class T, class U>
bool holds(const std::vector<T>& list, const U& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

template <class T>
Id<T> id_in(std::string_view value) {
  return Id<T>::parse(value).value_or(Id<T>{});
}

template <class Map>
void add_names(std::vector<std::string_view>& texts, const Map& localizations) {
  for (const auto& [language, each] : localizations) texts.push_back(each.name);
}

void add(std::vector<std::string_view>& texts, const std::optional<std::string>& text) {
  if (text) texts.push_back(*text);
}

}  // namespace

tl::expected<Filters, http::Response> filters_in(const http::Request& request, FilterParameters known) {
  Filters filters;
  for (const FilterParameter& parameter : known) {
    const auto value = request.query_value(parameter.name);
    if (!value) continue;
    if (const auto problem = problem_of(parameter.shape, *value)) {
      return tl::unexpected(invalid_input("?" + std::string(parameter.name), *problem));
    }
    filters.emplace_back(parameter.name, *value);
  }
  return filters;
}

json::object schema_of_filter(const FilterParameter& parameter) {
  const FilterShape shape = parameter.shape;
  if (shape == FilterShape::id) return {{"type", "string"}, {"format", "uuid"}};
  if (shape == FilterShape::number) return {{"type", "integer"}, {"minimum", 0}};
  if (shape == FilterShape::text) return {{"type", "string"}, {"maxLength", 200}};
  json::array words;
  for (const std::string_view word : words_of_shape(shape)) words.emplace_back(word);
  return {{"type", "string"}, {"enum", std::move(words)}};
}

// --- people

template <>
FilterParameters filters_of<Person>() {
  static constexpr std::array kParameters{
      FilterParameter{"role", FilterShape::text, "Only people with this role: expert, interpreter, ..."},
      FilterParameter{"language", FilterShape::text, "Only people who speak this language (BCP 47)"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Person& person) {
  std::vector<std::string_view> texts{person.name};
  add_names(texts, person.localizations);
  add(texts, person.email);
  add(texts, person.organization);
  return texts;
}
template <>
bool passes(const Person& person, std::string_view filter, std::string_view value) {
  return filter == "language" ? holds(person.languages, value) : holds(person.roles, value);
}

// --- rooms

template <>
FilterParameters filters_of<Room>() {
  static constexpr std::array kParameters{
      FilterParameter{"campus", FilterShape::text, "Only on this campus"},
      FilterParameter{"feature", FilterShape::text, "Only with this feature"},
      FilterParameter{"minCapacity", FilterShape::number, "Only with so many seats, or more"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Room& room) {
  std::vector<std::string_view> texts{room.name};
  add_names(texts, room.localizations);
  add(texts, room.campus);
  add(texts, room.address);
  return texts;
}
template <>
bool passes(const Room& room, std::string_view filter, std::string_view value) {
  if (filter == "campus") return room.campus == value;
  if (filter == "feature") return holds(room.features, value);
  return room.capacity && *room.capacity >= number_in(value).value_or(0);
}

// --- equipment

template <>
FilterParameters filters_of<Equipment>() {
  static constexpr std::array kParameters{FilterParameter{"kind", FilterShape::equipment_kind, "Only of this kind"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Equipment& equipment) {
  std::vector<std::string_view> texts{equipment.name};
  add(texts, equipment.note);
  add_names(texts, equipment.localizations);
  return texts;
}
template <>
bool passes(const Equipment& equipment, std::string_view, std::string_view value) {
  return word_for(equipment.kind) == value;
}

// --- institutions

template <>
FilterParameters filters_of<Institution>() {
  static constexpr std::array kParameters{
      FilterParameter{"country", FilterShape::text, "Only in this country (ISO 3166-1 alpha-2)"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Institution& institution) {
  std::vector<std::string_view> texts{institution.name};
  add_names(texts, institution.localizations);
  add(texts, institution.city);
  return texts;
}
template <>
bool passes(const Institution& institution, std::string_view, std::string_view value) {
  return institution.country == value;
}

// --- agreements

template <>
FilterParameters filters_of<Agreement>() {
  static constexpr std::array kParameters{
      FilterParameter{"institution", FilterShape::id, "Only with this institution"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Agreement& agreement) {
  std::vector<std::string_view> texts{agreement.title};
  add(texts, agreement.number);
  return texts;
}
template <>
bool passes(const Agreement& agreement, std::string_view, std::string_view value) {
  return agreement.institution == id_in<Institution>(value);
}

// --- projects

template <>
FilterParameters filters_of<Project>() {
  static constexpr std::array kParameters{
      FilterParameter{"kind", FilterShape::project_kind, "Only of this kind"},
      FilterParameter{"institution", FilterShape::id, "Only with this institution"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Project& project) {
  std::vector<std::string_view> texts{project.name};
  add_names(texts, project.localizations);
  add(texts, project.number);
  return texts;
}
template <>
bool passes(const Project& project, std::string_view filter, std::string_view value) {
  if (filter == "kind") return word_for(project.kind) == value;
  return holds(project.institutions, id_in<Institution>(value));
}

// --- closures

template <>
FilterParameters filters_of<Closure>() {
  static constexpr std::array kParameters{
      FilterParameter{"kind", FilterShape::closure_kind, "Only of this kind"},
      FilterParameter{"status", FilterShape::closure_status, "Only with this status"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Closure& closure) {
  std::vector<std::string_view> texts{closure.name};
  add_names(texts, closure.localizations);
  return texts;
}
template <>
bool passes(const Closure& closure, std::string_view filter, std::string_view value) {
  return filter == "kind" ? word_for(closure.kind) == value : word_for(closure.status) == value;
}

// --- events

template <>
FilterParameters filters_of<Event>() {
  static constexpr std::array kParameters{
      FilterParameter{"status", FilterShape::event_status, "Only with this status"},
      FilterParameter{"room", FilterShape::id, "Only what takes this room at some time"},
      FilterParameter{"person", FilterShape::id, "Only what this person takes part in"},
      FilterParameter{"institution", FilterShape::id, "Only visits from this institution"},
      FilterParameter{"project", FilterShape::id, "Only of this project"}};
  return kParameters;
}
template <>
std::vector<std::string_view> texts_of(const Event& event) {
  std::vector<std::string_view> texts{event.title, event.description};
  for (const auto& [language, each] : event.localizations) {
    add(texts, each.title);
    add(texts, each.description);
  }
  if (const auto* visit = std::get_if<Visit>(&event.details)) {
    for (const Stop& stop : visit->stops) texts.emplace_back(stop.title);
  }
  if (const auto* trip = std::get_if<Trip>(&event.details)) texts.emplace_back(trip->destination.city);
  return texts;
}
template <>
bool passes(const Event& event, std::string_view filter, std::string_view value) {
  if (filter == "status") return word_for(event.status) == value;
  if (filter == "room") return holds(rooms_of(event), id_in<Room>(value));
  if (filter == "person") return holds(people_of(event), id_in<Person>(value));
  if (filter == "project") return event.project == id_in<Project>(value);
  const auto* visit = std::get_if<Visit>(&event.details);
  return visit != nullptr && visit->institution == id_in<Institution>(value);
}

// --- guests: found by who they are

template <>
std::vector<std::string_view> texts_of(const Appointment& appointment) {
  return {appointment.visitor.name, appointment.visitor.email};
}
template <>
std::vector<std::string_view> texts_of(const Registration& registration) {
  return {registration.name, registration.email};
}

// --- keys

template <>
FilterParameters filters_of<AccessToken>() {
  return {};
}
template <>
std::vector<std::string_view> texts_of(const AccessToken& token) {
  return {token.label};
}
template <>
bool passes(const AccessToken&, std::string_view, std::string_view) {
  return true;
}

template <>
FilterParameters filters_of<Webhook>() {
  return {};
}
template <>
std::vector<std::string_view> texts_of(const Webhook& webhook) {
  return {webhook.url, webhook.description};
}
template <>
bool passes(const Webhook&, std::string_view, std::string_view) {
  return true;
}

}  // namespace api
