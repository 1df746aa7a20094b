#include "openapi_schemas.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string_view>

#include "codec/schema.hpp"
#include "openapi_schemas_across.hpp"
#include "scheduler/describe.hpp"
#include "scheduler/free_busy.hpp"

namespace api {
namespace {

namespace json = boost::json;

json::object reason_schema() { return {{"type", "string"}, {"minLength", 1}, {"maxLength", 2000}}; }

/// It may stand beside the object in a request, and belongs to the command.
json::object override_schema() {
  return {{"type", "object"},
          {"description", "Book in spite of conflicts that can be overridden: coordinators and admins"},
          {"properties", {{"reason", reason_schema()}}},
          {"required", {"reason"}},
          {"additionalProperties", false},
          {"writeOnly", true}};
}

json::object on_conflict_schema() {
  return {{"type", "string"},
          {"description",
           "skip: book the occurrences of a series that do not clash, and leave the others out. Default: fail"},
          {"enum", {"fail", "skip"}},
          {"writeOnly", true}};
}

json::object problem_schema() {
  json::object error = object_of({{"pointer", text_schema()}, {"detail", text_schema()}}, {"pointer", "detail"});
  json::object schema = object_of({{"type", {{"type", "string"}, {"format", "uri-reference"}}},
                                   {"title", text_schema()},
                                   {"status", {{"type", "integer"}}},
                                   {"detail", text_schema()},
                                   {"errors", list_of(std::move(error))},
                                   {"conflicts", list_of(reference("schemas", "Conflict"))},
                                   {"warnings", list_of(reference("schemas", "Conflict"))},
                                   {"alternatives", list_of(reference("schemas", "Alternative"))},
                                   {"omitted", number_schema()},
                                   {"events", list_of(text_schema())},
                                   {"count", number_schema()},
                                   {"version", number_schema()},
                                   {"head", number_schema()},
                                   {"oldest", number_schema()},
                                   {"line", number_schema()},
                                   {"column", number_schema()},
                                   {"freeOccurrences",
                                    {{"type", "array"},
                                     {"items", text_schema()},
                                     {"description", "What onConflict: skip would book of the series"}}}},
                                  {"type", "title", "status"});
  schema.emplace("description", "RFC 9457");
  return schema;
}

json::object opponent_schema() {
  return object_of({{"id", text_schema()},
                    {"kind", words_schema<scheduler::OpponentKind>()},
                    {"title", text_schema()},
                    {"startUtc", instant_schema()},
                    {"endUtc", instant_schema()}},
                   {"id", "kind", "title", "startUtc", "endUtc"});
}

json::object conflict_schema() {
  json::object resource =
      object_of({{"kind", words_schema<scheduler::ResourceKind>()}, {"id", text_schema()}, {"name", text_schema()}},
                {"kind", "id", "name"});
  json::object event = opponent_schema();
  event.emplace("description", "Whose clash it is, where that is not what the request is about");
  return object_of({{"rule", words_schema<scheduler::Rule>()},
                    {"severity", words_schema<scheduler::Severity>()},
                    {"resource", std::move(resource)},
                    {"startUtc", instant_schema()},
                    {"endUtc", instant_schema()},
                    {"recurrenceId", text_schema()},
                    {"part", {{"type", "string"}, {"description", "The stop of a visit"}}},
                    {"with", opponent_schema()},
                    {"event", std::move(event)},
                    {"detail", text_schema()},
                    {"overridable", boolean_schema()}},
                   {"rule", "severity", "resource", "startUtc", "endUtc", "recurrenceId", "overridable"});
}

json::object skipped_schema() {
  return object_of({{"recurrenceId", text_schema()}, {"conflicts", list_of(reference("schemas", "Conflict"))}},
                   {"recurrenceId", "conflicts"});
}

json::object alternative_schema() {
  return object_of({{"start", text_schema()},
                    {"timeZone", text_schema()},
                    {"stop", text_schema()},
                    {"room", text_schema()},
                    {"interpreter", text_schema()},
                    {"reason", text_schema()}},
                   {"start", "timeZone", "reason"});
}

json::object agenda_schema() {
  json::object row = object_of(
      {{"id", {{"type", "string"}, {"format", "uuid"}}},
       {"kind", words_schema<scheduler::EventKind>()},
       {"title", text_schema()},
       {"start", text_schema()},
       {"timeZone", text_schema()},
       {"startUtc", instant_schema()},
       {"endUtc", instant_schema()},
       {"recurrenceId", text_schema()},
       {"part", {{"type", "string"}, {"description", "A visit's stop, a trip's leg or session"}}},
       {"status", words_schema<scheduler::EventStatus>()},
       {"visibility", words_schema<scheduler::Visibility>()},
       {"rooms", list_of(text_schema())},
       {"people", list_of(text_schema())}},
      {"id", "kind", "title", "start", "timeZone", "startUtc", "endUtc", "status", "visibility", "rooms", "people"});
  return object_of({{"events", list_of(std::move(row))}}, {"events"});
}

json::object slots_schema() {
  json::object slot = object_of({{"start", text_schema()},
                                 {"end", text_schema()},
                                 {"startUtc", instant_schema()},
                                 {"endUtc", instant_schema()},
                                 {"free", boolean_schema()},
                                 {"remaining", number_schema()},
                                 {"reason", {{"type", "string"}, {"description", "Why it is not free"}}}},
                                {"start", "end", "startUtc", "endUtc", "free", "remaining"});
  return object_of({{"timeZone", text_schema()}, {"slots", list_of(std::move(slot))}}, {"timeZone", "slots"});
}

json::object free_busy_schema() {
  json::object period = object_of({{"startUtc", instant_schema()},
                                   {"endUtc", instant_schema()},
                                   {"type", words_schema<scheduler::BusyType>()},
                                   {"timeZone", text_schema()}},
                                  {"startUtc", "endUtc", "type"});
  json::object row = object_of({{"kind", words_schema<scheduler::ResourceKind>()},
                                {"id", text_schema()},
                                {"name", text_schema()},
                                {"busy", list_of(std::move(period))}},
                               {"kind", "id", "name", "busy"});
  return object_of({{"from", instant_schema()}, {"to", instant_schema()}, {"freeBusy", list_of(std::move(row))}},
                   {"from", "to", "freeBusy"});
}

json::object availability_schema() {
  json::object time = object_of({{"start", text_schema()},
                                 {"timeZone", text_schema()},
                                 {"startUtc", instant_schema()},
                                 {"endUtc", instant_schema()},
                                 {"room", text_schema()},
                                 {"interpreter", text_schema()},
                                 {"preferred", boolean_schema()},
                                 {"warnings", list_of(reference("schemas", "Conflict"))}},
                                {"start", "timeZone", "startUtc", "endUtc", "warnings"});
  json::object blocker = object_of({{"kind", words_schema<scheduler::ResourceKind>()},
                                    {"id", text_schema()},
                                    {"name", text_schema()},
                                    {"detail", text_schema()}},
                                   {"kind", "detail"});
  return object_of({{"times", list_of(std::move(time))},
                    {"reason", {{"type", "string"}, {"description", "Why there are none"}}},
                    {"blockers", list_of(std::move(blocker))}},
                   {"times"});
}

json::object conflicts_schema() {
  return object_of({{"conflicts", list_of(reference("schemas", "Conflict"))}, {"complete", boolean_schema()}},
                   {"conflicts", "complete"});
}

json::object itinerary_schema() {
  const json::object named = object_of({{"id", text_schema()},
                                        {"name", text_schema()},
                                        {"campus", text_schema()},
                                        {"address", text_schema()},
                                        {"email", text_schema()},
                                        {"phone", text_schema()},
                                        {"from", text_schema()},
                                        {"to", text_schema()},
                                        {"quantity", number_schema()}});
  json::object stop = object_of({{"id", text_schema()},
                                 {"title", text_schema()},
                                 {"description", text_schema()},
                                 {"start", text_schema()},
                                 {"end", text_schema()},
                                 {"startUtc", instant_schema()},
                                 {"endUtc", instant_schema()},
                                 {"place", named},
                                 {"hosts", list_of(named)},
                                 {"interpreter", named},
                                 {"equipment", list_of(named)},
                                 {"dress", text_schema()}},
                                {"id", "title", "start", "end", "startUtc", "endUtc", "place", "hosts"});
  json::object day = object_of(
      {{"date", {{"type", "string"}, {"format", "date"}}}, {"stops", list_of(std::move(stop))}}, {"date", "stops"});
  json::object delegates = codec::schema_of<scheduler::Visit>().at("properties").at("delegates").as_object();
  return object_of({{"id", text_schema()},
                    {"title", text_schema()},
                    {"status", words_schema<scheduler::EventStatus>()},
                    {"version", number_schema()},
                    {"updated", instant_schema()},
                    {"institution", named},
                    {"timeZone", text_schema()},
                    {"arrival", text_schema()},
                    {"departure", text_schema()},
                    {"language", text_schema()},
                    {"hosts", list_of(named)},
                    {"delegates", std::move(delegates)},
                    {"days", list_of(std::move(day))}},
                   {"id", "title", "status", "version", "updated", "institution", "timeZone", "arrival", "departure",
                    "hosts", "delegates", "days"});
}

/// What the answer to a write has besides: what the change brings upon others.
template <class T>
json::object record_schema() {
  return with(codec::schema_of<T>(), {{"warnings", read_only(list_of(reference("schemas", "Conflict")))},
                                      {"unexamined", read_only(number_schema())}});
}

/// What only events have around their fields: how to deal with clashes, and what came of it.
/// The parts of an event say when they are, too.
json::object with_instants(json::object schema, std::string_view list) {
  json::object& part = schema.at("properties").at(list).at("items").as_object();
  part = present(with(part, {{"startUtc", read_only(instant_schema())}, {"endUtc", read_only(instant_schema())}}),
                 {"startUtc", "endUtc"});
  return schema;
}

template <class Kind>
json::object event_schema() {
  return with(codec::schema_of<Kind>(), {{"override", override_schema()},
                                         {"onConflict", on_conflict_schema()},
                                         {"warnings", read_only(list_of(reference("schemas", "Conflict")))},
                                         {"skipped", read_only(list_of(skipped_schema()))},
                                         {"cancelledAppointments", read_only(list_of(text_schema()))}});
}

/// One occurrence: the event as it is then.
template <class Kind>
json::object occurrence_schema() {
  json::object schema = codec::schema_of<Kind>();
  schema.at("properties").as_object().erase("recurrenceOverrides");
  return present(with(std::move(schema), {{"recurrenceId", read_only(text_schema())},
                                          {"excluded", read_only(boolean_schema())},
                                          {"reason", read_only(text_schema())}}),
                 {"recurrenceId", "excluded"});
}

/// A stop's times as instants, and what came of a change.
json::object stop_schema() {
  json::object schema =
      with(codec::schema_of<scheduler::Stop>(), {{"override", override_schema()},
                                                 {"onConflict", on_conflict_schema()},
                                                 {"timeZone", read_only(text_schema())},
                                                 {"startUtc", read_only(instant_schema())},
                                                 {"endUtc", read_only(instant_schema())},
                                                 {"warnings", read_only(list_of(reference("schemas", "Conflict")))},
                                                 {"skipped", read_only(list_of(skipped_schema()))},
                                                 {"cancelledAppointments", read_only(list_of(text_schema()))}});
  return present(std::move(schema), {"timeZone", "startUtc", "endUtc"});
}

json::object appointment_schema() {
  return with(codec::schema_of<scheduler::Appointment>(),
              {{"timeZone", read_only(text_schema())},
               {"startUtc", read_only(instant_schema())},
               {"endUtc", read_only(instant_schema())},
               {"manageUrl", read_only({{"type", "string"},
                                        {"format", "uri"},
                                        {"description", "The visitor's own link, told once: to cancel or move it"}})}});
}

json::object registration_schema() {
  return with(codec::schema_of<scheduler::Registration>(),
              {{"position", read_only(number_schema())}, {"promoted", read_only(list_of(text_schema()))}});
}

/// The body of a yes, and that of a no.
json::object approval_schema() {
  return {{"type", "object"},
          {"properties", {{"override", override_schema()}, {"onConflict", on_conflict_schema()}}},
          {"additionalProperties", false}};
}
json::object rejection_schema() {
  json::object reason = reason_schema();
  reason.emplace("description", "For whoever asked: the event shows it as approvalReason");
  return {{"type", "object"}, {"properties", {{"reason", std::move(reason)}}}, {"additionalProperties", false}};
}

}  // namespace

json::object reference(std::string_view section, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(section) + '/' + std::string(name)}};
}

json::object boolean_schema() { return {{"type", "boolean"}}; }
json::object number_schema() { return {{"type", "integer"}, {"minimum", 0}}; }
json::object list_of(json::object items) { return {{"type", "array"}, {"items", std::move(items)}}; }

json::object object_of(json::object properties, std::initializer_list<std::string_view> required) {
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (required.size() > 0) schema.emplace("required", json::array(required.begin(), required.end()));
  return schema;
}

json::object read_only(json::object schema) {
  schema.emplace("readOnly", true);
  return schema;
}

json::object present(json::object schema, std::initializer_list<std::string_view> names) {
  json::array& always = schema.at(codec::kAlwaysPresent).as_array();
  for (const std::string_view name : names) always.emplace_back(name);
  return schema;
}

json::object with(json::object schema, std::initializer_list<std::pair<std::string_view, json::object>> members) {
  json::object& properties = schema.at("properties").as_object();
  for (const auto& [name, member] : members) properties.emplace(name, member);
  return schema;
}

json::object text_schema() { return {{"type", "string"}}; }
json::object instant_schema() { return {{"type", "string"}, {"format", "date-time"}}; }

json::object component_schemas() {
  return {{"Person", record_schema<scheduler::Person>()},
          {"Room", record_schema<scheduler::Room>()},
          {"Equipment", record_schema<scheduler::Equipment>()},
          {"Institution", record_schema<scheduler::Institution>()},
          {"Agreement", record_schema<scheduler::Agreement>()},
          {"Project", record_schema<scheduler::Project>()},
          {"Closure", record_schema<scheduler::Closure>()},
          {"Settings", record_schema<scheduler::Settings>()},
          {"MasterClass", event_schema<scheduler::MasterClass>()},
          {"MasterClassOccurrence", occurrence_schema<scheduler::MasterClass>()},
          {"OfficeHoursOccurrence", occurrence_schema<scheduler::OfficeHours>()},
          {"OfficeHours", event_schema<scheduler::OfficeHours>()},
          {"Visit", with_instants(event_schema<scheduler::Visit>(), "stops")},
          {"Trip", with_instants(with_instants(event_schema<scheduler::Trip>(), "legs"), "sessions")},
          {"Stop", stop_schema()},
          {"OccurrenceOverride", with(codec::schema_of<scheduler::OccurrenceOverride>(),
                                      {{"override", override_schema()}, {"onConflict", on_conflict_schema()}})},
          {"Approval", approval_schema()},
          {"Rejection", rejection_schema()},
          {"Appointment", appointment_schema()},
          {"Registration", registration_schema()},
          {"Agenda", agenda_schema()},
          {"Slots", slots_schema()},
          {"FreeBusy", free_busy_schema()},
          {"AvailabilityQuery", codec::schema_of<scheduler::AvailabilityQuery>()},
          {"Availability", availability_schema()},
          {"Conflicts", conflicts_schema()},
          {"Itinerary", itinerary_schema()},
          {"Conflict", conflict_schema()},
          {"Alternative", alternative_schema()},
          {"Token", token_schema()},
          {"Webhook", webhook_schema()},
          {"Hold", hold_schema()},
          {"Audit", audit_schema()},
          {"AuditEntry", audit_entry_schema()},
          {"Reverted", reverted_schema()},
          {"Changes", changes_schema()},
          {"Found", found_schema()},
          {"Bulk", bulk_schema()},
          {"BulkResults", bulk_results_schema()},
          {"ImportReport", import_report_schema()},
          {"Problem", problem_schema()}};
}

}  // namespace api
