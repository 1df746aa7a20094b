#include "codec/schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>

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

struct SchemaVisitor {
  json::object& properties;
  json::array& required;

  template <class T>
  void operator()(const Field& field, const T& member) const {
    if (field.presence == Presence::internal) return;
    json::object schema = schema_for(member, field);
    if (!field.meaning.empty()) schema.emplace("description", field.meaning);
    if (field.presence == Presence::read_only) schema.emplace("readOnly", true);
    if (field.presence == Presence::required) required.emplace_back(field.name);
    properties.emplace(field.name, std::move(schema));
  }
};

json::object closed_object(json::object properties, json::array required) {
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema.emplace("required", std::move(required));
  schema.emplace("additionalProperties", false);
  return schema;
}

template <scheduler::Described T>
json::object schema_for(const T& object, const Field&) {
  json::object properties;
  json::array required;
  describe(SchemaVisitor{properties, required}, object);
  return closed_object(std::move(properties), std::move(required));
}

void add_read_only(json::object& properties, std::string_view name, json::object schema) {
  schema.emplace("readOnly", true);
  properties.emplace(name, std::move(schema));
}

json::object instant_schema() { return {{"type", "string"}, {"format", "date-time"}}; }

template <class T>
json::object record_schema(const T& value, bool is_event) {
  json::object properties;
  json::array required;
  add_read_only(properties, "id", {{"type", "string"}, {"format", "uuid"}});
  if (is_event) add_read_only(properties, "kind", {{"type", "string"}});
  add_read_only(properties, "version", {{"type", "integer"}, {"minimum", 1}});
  add_read_only(properties, "created", instant_schema());
  add_read_only(properties, "updated", instant_schema());
  if (is_event) {
    add_read_only(properties, "startUtc", instant_schema());
    add_read_only(properties, "endUtc", instant_schema());
  }
  describe(SchemaVisitor{properties, required}, value);
  return closed_object(std::move(properties), std::move(required));
}

template <class Kind>
json::object event_schema() {
  scheduler::Event event;
  event.details = Kind{};
  return record_schema(event, true);
}

}  // namespace

template <>
json::object schema_of<scheduler::Settings>() {
  return record_schema(scheduler::Settings{}, false);
}
template <>
json::object schema_of<scheduler::Person>() {
  return record_schema(scheduler::Person{}, false);
}
template <>
json::object schema_of<scheduler::Room>() {
  return record_schema(scheduler::Room{}, false);
}
template <>
json::object schema_of<scheduler::Equipment>() {
  return record_schema(scheduler::Equipment{}, false);
}
template <>
json::object schema_of<scheduler::Institution>() {
  return record_schema(scheduler::Institution{}, false);
}
template <>
json::object schema_of<scheduler::Agreement>() {
  return record_schema(scheduler::Agreement{}, false);
}
template <>
json::object schema_of<scheduler::Project>() {
  return record_schema(scheduler::Project{}, false);
}
template <>
json::object schema_of<scheduler::Closure>() {
  return record_schema(scheduler::Closure{}, false);
}
template <>
json::object schema_of<scheduler::Appointment>() {
  return record_schema(scheduler::Appointment{}, false);
}
template <>
json::object schema_of<scheduler::Registration>() {
  return record_schema(scheduler::Registration{}, false);
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
