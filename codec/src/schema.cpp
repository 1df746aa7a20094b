#include "codec/schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "scheduler/describe.hpp"

namespace codec {
namespace {

namespace json = boost::json;
using scheduler::Field;
using scheduler::Presence;

json::object schema_for(const std::string&, const Field& field) {
  return {{"type", "string"}, {"minLength", field.bounds.least}, {"maxLength", field.bounds.most}};
}
json::object schema_for(bool, const Field&) { return {{"type", "boolean"}}; }
json::object schema_for(std::int32_t, const Field& field) {
  return {{"type", "integer"}, {"minimum", field.bounds.least}, {"maximum", field.bounds.most}};
}
json::object schema_for(std::uint64_t, const Field&) { return {{"type", "integer"}, {"minimum", 0}}; }
json::object schema_for(scheduler::LocalTime, const Field&) {
  return {{"type", "string"},
          {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"},
          {"examples", {"2026-12-07T14:00:00"}}};
}
json::object schema_for(scheduler::LocalDate, const Field&) {
  return {{"type", "string"}, {"format", "date"}, {"examples", {"2027-03-21"}}};
}
json::object schema_for(scheduler::Instant, const Field&) { return {{"type", "string"}, {"format", "date-time"}}; }
json::object schema_for(scheduler::MonthOfYear, const Field&) {
  return {{"type", "string"}, {"pattern", "^([1-9]|1[0-2])$"}, {"examples", {"12"}}};
}
json::object schema_for(const scheduler::Duration&, const Field&) {
  return {{"type", "string"},
          {"pattern", "^P([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$"},
          {"examples", {"PT2H"}}};
}
json::object schema_for(const scheduler::TimeOfDay&, const Field&) {
  return {{"type", "string"}, {"pattern", "^[0-9]{2}:[0-9]{2}$"}, {"examples", {"09:00"}}};
}
json::object schema_for(const scheduler::TimeZone&, const Field&) {
  return {{"type", "string"}, {"maxLength", 64}, {"examples", {"Asia/Tashkent"}}};
}

template <class T>
json::object schema_for(const scheduler::Id<T>&, const Field&) {
  return {{"type", "string"}, {"format", "uuid"}};
}

template <scheduler::Worded E>
json::object schema_for(E, const Field&) {
  json::array words;
  for (const std::string_view word : scheduler::words_of(E{})) words.emplace_back(word);
  return {{"type", "string"}, {"enum", std::move(words)}};
}

template <scheduler::Described T>
json::object schema_for(const T& object, const Field&);

template <class T>
json::object schema_for(const std::vector<T>&, const Field& field);

template <class T>
json::object schema_for(const std::optional<T>&, const Field& field) {
  return schema_for(T{}, field);
}

template <class T>
json::object schema_for(const std::vector<T>&, const Field& field) {
  return {{"type", "array"}, {"maxItems", field.max_items}, {"items", schema_for(T{}, field)}};
}

template <class T>
json::object schema_for(const std::map<scheduler::LocalTime, T>&, const Field& field) {
  return {{"type", "object"}, {"maxProperties", field.max_items}, {"additionalProperties", schema_for(T{}, field)}};
}

template <class T>
json::object schema_for(const std::map<std::string, T>&, const Field& field) {
  return {{"type", "object"}, {"maxProperties", field.max_items}, {"additionalProperties", schema_for(T{}, field)}};
}

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

/// The parts of an object's schema, while its fields are visited.
struct Members {
  json::object properties;
  json::array required;  ///< a client must send them
  json::array present;   ///< an answer always has them
};

struct SchemaVisitor {
  Members& members;

  template <class T>
  void operator()(const Field& field, const T& member) const {
    if (field.presence == Presence::internal) return;
    json::object schema = schema_for(member, field);
    if (!field.meaning.empty()) schema.emplace("description", field.meaning);
    if (field.presence == Presence::read_only) schema.emplace("readOnly", true);
    if (field.presence == Presence::required) members.required.emplace_back(field.name);
    if (field.presence == Presence::required || !is_optional<T>) members.present.emplace_back(field.name);
    members.properties.emplace(field.name, std::move(schema));
  }
};

json::object closed_object(Members members) {
  json::object schema{{"type", "object"}, {"properties", std::move(members.properties)}};
  if (!members.required.empty()) schema.emplace("required", std::move(members.required));
  if (!members.present.empty()) schema.emplace(kAlwaysPresent, std::move(members.present));
  schema.emplace("additionalProperties", false);
  return schema;
}

template <scheduler::Described T>
json::object schema_for(const T& object, const Field&) {
  Members members;
  describe(SchemaVisitor{members}, object);
  return closed_object(std::move(members));
}

void add_read_only(Members& members, std::string_view name, json::object schema) {
  schema.emplace("readOnly", true);
  members.properties.emplace(name, std::move(schema));
  members.present.emplace_back(name);
}

json::object instant_schema() { return {{"type", "string"}, {"format", "date-time"}}; }

json::object kind_schema(scheduler::EventKind kind) {
  return {{"type", "string"}, {"const", scheduler::word_for(kind)}};
}

template <class T>
json::object record_schema(const T& value) {
  constexpr bool kIsEvent = std::is_same_v<T, scheduler::Event>;
  Members members;
  add_read_only(members, "id", {{"type", "string"}, {"format", "uuid"}});
  if constexpr (kIsEvent) add_read_only(members, "kind", kind_schema(value.kind()));
  add_read_only(members, "version", {{"type", "integer"}, {"minimum", 1}});
  add_read_only(members, "created", instant_schema());
  add_read_only(members, "updated", instant_schema());
  if constexpr (kIsEvent) {
    add_read_only(members, "startUtc", instant_schema());
    add_read_only(members, "endUtc", instant_schema());
  }
  describe(SchemaVisitor{members}, value);
  return closed_object(std::move(members));
}

template <class Kind>
json::object event_schema() {
  scheduler::Event event;
  event.details = Kind{};
  return record_schema(event);
}

}  // namespace

template <>
json::object schema_of<scheduler::Settings>() {
  return record_schema(scheduler::Settings{});
}
template <>
json::object schema_of<scheduler::Person>() {
  return record_schema(scheduler::Person{});
}
template <>
json::object schema_of<scheduler::Room>() {
  return record_schema(scheduler::Room{});
}
template <>
json::object schema_of<scheduler::Equipment>() {
  return record_schema(scheduler::Equipment{});
}
template <>
json::object schema_of<scheduler::Institution>() {
  return record_schema(scheduler::Institution{});
}
template <>
json::object schema_of<scheduler::Agreement>() {
  return record_schema(scheduler::Agreement{});
}
template <>
json::object schema_of<scheduler::Project>() {
  return record_schema(scheduler::Project{});
}
template <>
json::object schema_of<scheduler::Closure>() {
  return record_schema(scheduler::Closure{});
}
template <>
json::object schema_of<scheduler::Appointment>() {
  return record_schema(scheduler::Appointment{});
}
template <>
json::object schema_of<scheduler::Registration>() {
  return record_schema(scheduler::Registration{});
}
template <>
json::object schema_of<scheduler::MasterClass>() {
  return event_schema<scheduler::MasterClass>();
}
template <>
json::object schema_of<scheduler::OfficeHours>() {
  return event_schema<scheduler::OfficeHours>();
}
template <>
json::object schema_of<scheduler::Visit>() {
  return event_schema<scheduler::Visit>();
}
template <>
json::object schema_of<scheduler::Trip>() {
  return event_schema<scheduler::Trip>();
}
template <>
json::object schema_of<scheduler::AccessToken>() {
  return record_schema(scheduler::AccessToken{});
}
template <>
json::object schema_of<scheduler::Webhook>() {
  return record_schema(scheduler::Webhook{});
}
template <>
json::object schema_of<scheduler::AvailabilityQuery>() {
  return schema_for(scheduler::AvailabilityQuery{}, Field{});
}
template <>
json::object schema_of<scheduler::Stop>() {
  return schema_for(scheduler::Stop{}, Field{});
}
template <>
json::object schema_of<scheduler::OccurrenceOverride>() {
  return schema_for(scheduler::OccurrenceOverride{}, Field{});
}

}  // namespace codec
