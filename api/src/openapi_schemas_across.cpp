#include "openapi_schemas_across.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "codec/schema.hpp"
#include "openapi_schemas.hpp"
#include "scheduler/describe.hpp"

namespace api {
namespace {

namespace json = boost::json;

json::object id_schema() { return {{"type", "string"}, {"format", "uuid"}}; }
json::object operation_schema() {
  return {{"type", "string"}, {"enum", {"created", "changed", "cancelled", "removed"}}};
}

/// That an object has changed.
json::object change_schema() {
  return object_of({{"kind", words_schema<scheduler::EntityKind>()},
                    {"eventKind", words_schema<scheduler::EventKind>()},
                    {"id", id_schema()},
                    {"operation", operation_schema()},
                    {"version", number_schema()},
                    {"path", text_schema()}},
                   {"kind", "id", "operation", "version", "path"});
}

json::object object_or_null() { return {{"type", {"object", "null"}}}; }

}  // namespace

json::object token_schema() {
  json::object secret = text_schema();
  secret.emplace("description", "The secret itself, told once: with the answer to its making");
  json::object last = instant_schema();
  last.emplace("description", "When it was last used, to within a minute");
  return with(codec::schema_of<scheduler::AccessToken>(),
              {{"token", read_only(std::move(secret))},
               {"lastUsed", read_only(std::move(last))},
               {"warnings", read_only(list_of(reference("schemas", "Conflict")))}});
}

json::object webhook_schema() {
  json::object secret = text_schema();
  secret.emplace("description", "With which messages are signed, told once (Standard Webhooks)");
  json::object delivery = object_of({{"cursor", number_schema()},
                                     {"attempts", number_schema()},
                                     {"lastAttempt", instant_schema()},
                                     {"lastStatus", number_schema()},
                                     {"lastError", text_schema()},
                                     {"nextAttempt", instant_schema()}});
  delivery.emplace("description", "How the delivery stands");
  return with(codec::schema_of<scheduler::Webhook>(),
              {{"secret", read_only(std::move(secret))},
               {"delivery", read_only(std::move(delivery))},
               {"warnings", read_only(list_of(reference("schemas", "Conflict")))}});
}

json::object hold_schema() {
  json::object until = instant_schema();
  until.emplace("description", "Until when; default: for 24 hours");
  return {{"type", "object"}, {"properties", {{"until", std::move(until)}}}, {"additionalProperties", false}};
}

json::object audit_entry_schema() {
  json::object change = change_schema();
  json::object names = list_of(text_schema());
  names.emplace("description", "The members that differ");
  change = with(std::move(change),
                {{"changed", std::move(names)}, {"before", object_or_null()}, {"after", object_or_null()}});
  return object_of({{"sequence", number_schema()},
                    {"at", instant_schema()},
                    {"actor", text_schema()},
                    {"reason", text_schema()},
                    {"changes", list_of(std::move(change))}},
                   {"sequence", "at", "actor", "changes"});
}

json::object audit_schema() {
  return object_of({{"entries", list_of(reference("schemas", "AuditEntry"))}}, {"entries"});
}

json::object reverted_schema() {
  return object_of(
      {{"reverted", number_schema()},
       {"changes", list_of(change_schema())},
       {"warnings", list_of(reference("schemas", "Conflict"))},
       {"skipped",
        list_of(object_of({{"recurrenceId", text_schema()}, {"conflicts", list_of(reference("schemas", "Conflict"))}},
                          {"recurrenceId", "conflicts"}))}},
      {"reverted", "changes", "warnings"});
}

json::object changes_schema() {
  json::object notice =
      object_of({{"sequence", number_schema()}, {"at", instant_schema()}, {"changes", list_of(change_schema())}},
                {"sequence", "at", "changes"});
  json::object next = number_schema();
  next.emplace("description", "What to give as after next time");
  return object_of({{"changes", list_of(std::move(notice))}, {"next", std::move(next)}, {"head", number_schema()}},
                   {"changes", "next", "head"});
}

json::object found_schema() {
  json::object item = object_of({{"kind", words_schema<scheduler::EntityKind>()},
                                 {"eventKind", words_schema<scheduler::EventKind>()},
                                 {"id", id_schema()},
                                 {"title", text_schema()},
                                 {"start", text_schema()},
                                 {"timeZone", text_schema()},
                                 {"status", words_schema<scheduler::EventStatus>()},
                                 {"path", text_schema()}},
                                {"kind", "id", "title", "path"});
  return object_of({{"items", list_of(std::move(item))}, {"complete", boolean_schema()}}, {"items", "complete"});
}

json::object bulk_schema() {
  json::object operation{{"type", "object"},
                         {"properties",
                          {{"method", {{"type", "string"}, {"enum", {"GET", "POST", "PATCH", "DELETE"}}}},
                           {"path", {{"type", "string"}, {"examples", {"/v1/rooms"}}}},
                           {"body", {{"type", "object"}}},
                           {"ifMatch", text_schema()}}},
                         {"required", {"method", "path"}},
                         {"additionalProperties", false}};
  json::object operations{{"type", "array"}, {"minItems", 1}, {"maxItems", 100}, {"items", std::move(operation)}};
  json::object on_error{{"type", "string"},
                        {"enum", {"continue", "stop"}},
                        {"description", "stop: the operations after one that fails are not tried. Default: continue"}};
  return {{"type", "object"},
          {"properties", {{"operations", std::move(operations)}, {"onError", std::move(on_error)}}},
          {"required", {"operations"}},
          {"additionalProperties", false}};
}

json::object bulk_results_schema() {
  json::object result = object_of({{"status", {{"type", "integer"}}},
                                   {"etag", text_schema()},
                                   {"location", text_schema()},
                                   {"replayed", boolean_schema()},
                                   {"body", {{"type", "object"}}}},
                                  {"status"});
  return object_of(
      {{"results", list_of(std::move(result))}, {"succeeded", number_schema()}, {"failed", number_schema()}},
      {"results", "succeeded", "failed"});
}

json::object import_report_schema() {
  json::object row =
      object_of({{"line", number_schema()},
                 {"result", {{"type", "string"}, {"enum", {"created", "changed", "unchanged", "failed"}}}},
                 {"id", id_schema()},
                 {"path", text_schema()},
                 {"problem", reference("schemas", "Problem")},
                 {"warnings", list_of(reference("schemas", "Conflict"))}},
                {"line", "result"});
  return object_of({{"dryRun", boolean_schema()},
                    {"created", number_schema()},
                    {"changed", number_schema()},
                    {"unchanged", number_schema()},
                    {"failed", number_schema()},
                    {"rows", list_of(std::move(row))}},
                   {"dryRun", "created", "changed", "unchanged", "failed", "rows"});
}

}  // namespace api
