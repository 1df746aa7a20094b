#include "routes.hpp"

#include <algorithm>
#include <utility>

#include "handlers/agenda.hpp"
#include "handlers/appointment_page.hpp"
#include "handlers/audit.hpp"
#include "handlers/bulk.hpp"
#include "handlers/changes.hpp"
#include "handlers/csv_export.hpp"
#include "handlers/csv_import.hpp"
#include "handlers/documents.hpp"
#include "handlers/events.hpp"
#include "handlers/guests.hpp"
#include "handlers/keys.hpp"
#include "handlers/occurrences.hpp"
#include "handlers/pages.hpp"
#include "handlers/planning.hpp"
#include "handlers/records.hpp"
#include "handlers/search.hpp"
#include "handlers/visits.hpp"

namespace api {
namespace {

using scheduler::Role;

/// The names of one collection's operations.
struct CollectionNames {
  std::string_view item_path;
  std::string_view schema;
  std::string_view create_id, create_summary;
  std::string_view list_id, list_summary;
  std::string_view get_id, get_summary;
  std::string_view patch_id, patch_summary;
  std::string_view remove_id, remove_summary;
};

template <class R>
void add_collection(std::vector<Route>& routes, const CollectionNames& names) {
  using namespace handlers;
  const Shapes both{names.schema, names.schema};
  const Shapes out{"", names.schema};
  routes.push_back(
      {"POST", R::kPath, Role::staff, create<R>, Operation::create, names.create_id, names.create_summary, both});
  routes.push_back({"GET", R::kPath, Role::viewer, list<R>, Operation::list, names.list_id, names.list_summary, out,
                    filters_of<typename R::Type>()});
  routes.push_back(
      {"GET", names.item_path, Role::viewer, get<R>, Operation::get, names.get_id, names.get_summary, out});
  routes.push_back(
      {"PATCH", names.item_path, Role::staff, patch<R>, Operation::patch, names.patch_id, names.patch_summary, both});
  routes.push_back({"DELETE", names.item_path, Role::staff, remove<R>, Operation::remove, names.remove_id,
                    names.remove_summary, out});
}

/// What can be decided about an event, beside changing it.
struct DecisionNames {
  std::string_view schema;
  std::string_view approve_path, approve_id;
  std::string_view reject_path, reject_id;
  std::string_view confirm_path, confirm_id;
  std::string_view hold_path, hold_id;
};

template <class R>
void add_decisions(std::vector<Route>& routes, const DecisionNames& names) {
  using namespace handlers;
  routes.push_back({"POST", names.approve_path, Role::coordinator, decide_on<R, scheduler::Approve>, Operation::act,
                    names.approve_id, "Say yes to what waits for approval: it is decided again, as of now",
                    Shapes{"Approval", names.schema}});
  routes.push_back({"POST", names.reject_path, Role::coordinator, decide_on<R, scheduler::Reject>, Operation::act,
                    names.reject_id, "Say no to what waits for approval: it is cancelled",
                    Shapes{"Rejection", names.schema}});
  routes.push_back({"POST", names.confirm_path, Role::staff, decide_on<R, scheduler::Confirm>, Operation::act,
                    names.confirm_id, "Confirm what is held or tentative", Shapes{"Approval", names.schema}});
  routes.push_back({"POST", names.hold_path, Role::staff, decide_on<R, scheduler::Hold>, Operation::act, names.hold_id,
                    "Keep the hours of what is tentative until then", Shapes{"Hold", names.schema}});
}

struct OccurrenceNames {
  std::string_view path;
  std::string_view schema;
  std::string_view occurrence_schema;
  std::string_view get_id;
  std::string_view patch_id;
  std::string_view remove_id;
};

template <class R>
void add_occurrences(std::vector<Route>& routes, const OccurrenceNames& names) {
  using namespace handlers;
  routes.push_back({"GET",
                    names.path,
                    Role::viewer,
                    get_occurrence<R>,
                    Operation::get,
                    names.get_id,
                    "One occurrence, named by the local start that the rule gives it",
                    {"", names.occurrence_schema}});
  routes.push_back({"PATCH",
                    names.path,
                    Role::staff,
                    patch_occurrence<R>,
                    Operation::patch_occurrence,
                    names.patch_id,
                    "Change one occurrence, or it and all after it",
                    {"OccurrenceOverride", names.schema}});
  routes.push_back({"DELETE",
                    names.path,
                    Role::staff,
                    remove_occurrence<R>,
                    Operation::remove_occurrence,
                    names.remove_id,
                    "Leave one occurrence out, or it and all after it",
                    {"", names.schema}});
}

void add_master_data(std::vector<Route>& routes) {
  add_collection<handlers::People>(
      routes, {"/v1/people/{id}", "Person", "createPerson", "Add a person", "listPeople", "All people", "getPerson",
               "One person", "patchPerson", "Change a person", "deletePerson", "Remove a person whom no event needs"});
  add_collection<handlers::Rooms>(
      routes, {"/v1/rooms/{id}", "Room", "createRoom", "Add a room", "listRooms", "All rooms", "getRoom", "One room",
               "patchRoom", "Change a room", "deleteRoom", "Remove a room that no event needs"});
  add_collection<handlers::EquipmentItems>(
      routes, {"/v1/equipment/{id}", "Equipment", "createEquipment", "Add equipment, so many of it", "listEquipment",
               "All equipment", "getEquipment", "One kind of equipment", "patchEquipment", "Change equipment",
               "deleteEquipment", "Remove equipment that no event needs"});
  add_collection<handlers::Institutions>(
      routes, {"/v1/institutions/{id}", "Institution", "createInstitution", "Add a partner institution",
               "listInstitutions", "All partner institutions", "getInstitution", "One institution", "patchInstitution",
               "Change an institution", "deleteInstitution", "Remove an institution that nothing refers to"});
  add_collection<handlers::Agreements>(
      routes, {"/v1/agreements/{id}", "Agreement", "createAgreement", "Add an agreement with a partner",
               "listAgreements", "All agreements", "getAgreement", "One agreement", "patchAgreement",
               "Change an agreement", "deleteAgreement", "Remove an agreement"});
  add_collection<handlers::Projects>(
      routes, {"/v1/projects/{id}", "Project", "createProject", "Add a project", "listProjects", "All projects",
               "getProject", "One project", "patchProject", "Change a project", "deleteProject",
               "Remove a project that no event belongs to"});
  add_collection<handlers::Closures>(
      routes, {"/v1/closures/{id}", "Closure", "createClosure", "Close the department, rooms, or somebody's calendar",
               "listClosures", "All closures", "getClosure", "One closure", "patchClosure", "Change a closure",
               "deleteClosure", "Remove a closure"});
  routes.push_back({"GET",
                    "/v1/settings",
                    Role::viewer,
                    handlers::get_settings,
                    Operation::get,
                    "getSettings",
                    "What holds for the whole department: severities of rules, ways between campuses",
                    {"", "Settings"}});
  routes.push_back({"PATCH",
                    "/v1/settings",
                    Role::coordinator,
                    handlers::patch_settings,
                    Operation::patch,
                    "patchSettings",
                    "Change what holds for the whole department",
                    {"Settings", "Settings"}});
}

void add_master_classes(std::vector<Route>& routes) {
  using namespace handlers;
  add_collection<MasterClasses>(
      routes, {"/v1/master-classes/{id}", "MasterClass", "createMasterClass", "Book a master class",
               "listMasterClasses", "All master classes", "getMasterClass", "One master class", "patchMasterClass",
               "Change a master class", "cancelMasterClass", "Cancel a master class: it stays, with status cancelled"});
  add_decisions<MasterClasses>(
      routes, {"MasterClass", "/v1/master-classes/{id}/approve", "approveMasterClass", "/v1/master-classes/{id}/reject",
               "rejectMasterClass", "/v1/master-classes/{id}/confirm", "confirmMasterClass",
               "/v1/master-classes/{id}/hold", "holdMasterClass"});
  add_occurrences<MasterClasses>(
      routes, {"/v1/master-classes/{id}/occurrences/{recurrence}", "MasterClass", "MasterClassOccurrence",
               "getMasterClassOccurrence", "patchMasterClassOccurrence", "cancelMasterClassOccurrence"});

  constexpr std::string_view kAll = "/v1/master-classes/{id}/registrations";
  constexpr std::string_view kOne = "/v1/master-classes/{id}/registrations/{registration}";
  const Shapes both{"Registration", "Registration"};
  const Shapes out{"", "Registration"};
  routes.push_back({"POST", kAll, Role::staff, create_registration, Operation::create, "register",
                    "Register somebody: a seat, or a place in the waiting list", both});
  routes.push_back({"GET", kAll, Role::staff, list_registrations, Operation::list, "listRegistrations",
                    "All registrations, in order of entry", out});
  routes.push_back(
      {"GET", kOne, Role::staff, get<Registrations>, Operation::get, "getRegistration", "One registration", out});
  routes.push_back({"PATCH", kOne, Role::staff, patch<Registrations>, Operation::patch, "patchRegistration",
                    "Change a registration, or note whether they came", both});
  routes.push_back({"DELETE", kOne, Role::staff, remove<Registrations>, Operation::remove, "unregister",
                    "Give a seat up: it passes to the first in the waiting list", out});
  routes.push_back({"POST", "/v1/master-classes/{id}/registrations/{registration}/accept", Role::staff, accept_offer,
                    Operation::act, "acceptOffer", "Take the seat that is offered", out});
}

void add_office_hours(std::vector<Route>& routes) {
  using namespace handlers;
  add_collection<OfficeHoursSeries>(
      routes, {"/v1/office-hours/{id}", "OfficeHours", "createOfficeHours", "Set office hours", "listOfficeHours",
               "All office hours", "getOfficeHours", "One series of office hours", "patchOfficeHours",
               "Change office hours", "cancelOfficeHours", "Cancel office hours: they stay, with status cancelled"});
  add_decisions<OfficeHoursSeries>(
      routes, {"OfficeHours", "/v1/office-hours/{id}/approve", "approveOfficeHours", "/v1/office-hours/{id}/reject",
               "rejectOfficeHours", "/v1/office-hours/{id}/confirm", "confirmOfficeHours", "/v1/office-hours/{id}/hold",
               "holdOfficeHours"});
  add_occurrences<OfficeHoursSeries>(
      routes, {"/v1/office-hours/{id}/occurrences/{recurrence}", "OfficeHours", "OfficeHoursOccurrence",
               "getOfficeHoursOccurrence", "patchOfficeHoursOccurrence", "cancelOfficeHoursOccurrence"});

  constexpr std::string_view kAll = "/v1/office-hours/{id}/appointments";
  constexpr std::string_view kOne = "/v1/office-hours/{id}/appointments/{appointment}";
  const Shapes both{"Appointment", "Appointment"};
  const Shapes out{"", "Appointment"};
  routes.push_back({"GET",
                    "/v1/office-hours/{id}/slots",
                    Role::viewer,
                    slots,
                    Operation::slots,
                    "listSlots",
                    "The slots of the office hours, and which are free",
                    {"", "Slots"}});
  routes.push_back({"POST", kAll, Role::staff, create_appointment, Operation::create, "createAppointment",
                    "Give a slot to a visitor", both});
  routes.push_back({"GET", kAll, Role::staff, list_appointments, Operation::list, "listAppointments",
                    "All appointments, in order of time", out});
  routes.push_back(
      {"GET", kOne, Role::staff, get<Appointments>, Operation::get, "getAppointment", "One appointment", out});
  routes.push_back({"PATCH", kOne, Role::staff, patch<Appointments>, Operation::patch, "patchAppointment",
                    "Move or change an appointment", both});
  routes.push_back({"DELETE", kOne, Role::staff, remove<Appointments>, Operation::remove, "cancelAppointment",
                    "Cancel an appointment: its slot is free again", out});
  routes.push_back({"GET",
                    "/appointments/{secret}",
                    std::nullopt,
                    appointment_page,
                    Operation::other,
                    "getAppointmentPage",
                    "What the visitor sees under the appointment's link",
                    {}});
  routes.push_back({"POST",
                    "/appointments/{secret}",
                    std::nullopt,
                    change_appointment,
                    Operation::other,
                    "changeAppointment",
                    "The page's form: cancel the appointment, or move it",
                    {}});
}

void add_visits_and_trips(std::vector<Route>& routes) {
  using namespace handlers;
  add_collection<Visits>(routes, {"/v1/visits/{id}", "Visit", "createVisit", "Plan a delegation's visit", "listVisits",
                                  "All visits", "getVisit", "One visit", "patchVisit", "Change a visit", "cancelVisit",
                                  "Cancel a visit: it stays, with status cancelled"});
  add_decisions<Visits>(routes,
                        {"Visit", "/v1/visits/{id}/approve", "approveVisit", "/v1/visits/{id}/reject", "rejectVisit",
                         "/v1/visits/{id}/confirm", "confirmVisit", "/v1/visits/{id}/hold", "holdVisit"});
  constexpr std::string_view kAll = "/v1/visits/{id}/stops";
  constexpr std::string_view kOne = "/v1/visits/{id}/stops/{stop}";
  routes.push_back(
      {"POST", kAll, Role::staff, create_stop, Operation::create, "createStop", "Add a stop", {"Stop", "Stop"}});
  routes.push_back({"GET",
                    kAll,
                    Role::viewer,
                    list_stops,
                    Operation::list_all,
                    "listStops",
                    "All stops of the visit",
                    {"", "Stop"}});
  routes.push_back({"GET", kOne, Role::viewer, get_stop, Operation::get, "getStop", "One stop", {"", "Stop"}});
  routes.push_back(
      {"PATCH", kOne, Role::staff, patch_stop, Operation::patch, "patchStop", "Change a stop", {"Stop", "Stop"}});
  routes.push_back(
      {"DELETE", kOne, Role::staff, remove_stop, Operation::remove, "deleteStop", "Take a stop out", {"", "Stop"}});
  routes.push_back({"GET",
                    "/v1/visits/{id}/itinerary",
                    Role::viewer,
                    itinerary,
                    Operation::get,
                    "getItinerary",
                    "The programme by days, with names",
                    {"", "Itinerary"}});

  add_collection<Trips>(
      routes, {"/v1/trips/{id}", "Trip", "createTrip", "Plan a trip", "listTrips", "All trips", "getTrip", "One trip",
               "patchTrip", "Change a trip", "cancelTrip", "Cancel a trip: it stays, with status cancelled"});
  add_decisions<Trips>(routes, {"Trip", "/v1/trips/{id}/approve", "approveTrip", "/v1/trips/{id}/reject", "rejectTrip",
                                "/v1/trips/{id}/confirm", "confirmTrip", "/v1/trips/{id}/hold", "holdTrip"});
}

void add_planning(std::vector<Route>& routes) {
  using namespace handlers;
  routes.push_back({"GET",
                    "/v1/events",
                    Role::viewer,
                    agenda,
                    Operation::agenda,
                    "listEvents",
                    "The agenda: one row an occurrence, in order of start",
                    {"", "Agenda"}});
  routes.push_back({"GET",
                    "/v1/free-busy",
                    Role::viewer,
                    free_busy,
                    Operation::free_busy,
                    "getFreeBusy",
                    "When people and rooms cannot be had, and not why",
                    {"", "FreeBusy"}});
  routes.push_back({"POST",
                    "/v1/availability",
                    Role::viewer,
                    availability,
                    Operation::ask,
                    "findTimes",
                    "Times at which everybody and everything can be had, the best first",
                    {"AvailabilityQuery", "Availability"}});
  routes.push_back({"GET",
                    "/v1/conflicts",
                    Role::viewer,
                    conflicts,
                    Operation::conflicts,
                    "listConflicts",
                    "What clashes as things stand",
                    {"", "Conflicts"}});
}

void add_pages(std::vector<Route>& routes) {
  using namespace handlers;
  routes.push_back({"GET",
                    "/calendar.ics",
                    std::nullopt,
                    public_calendar,
                    Operation::other,
                    "getPublicCalendar",
                    "The public calendar, to subscribe to",
                    {}});
  const std::size_t first_watched = routes.size();
  routes.push_back(
      {"GET", "/healthz", std::nullopt, health, Operation::other, "getHealth", "Whether the process is alive", {}});
  routes.push_back({"GET",
                    "/readyz",
                    std::nullopt,
                    readiness,
                    Operation::other,
                    "getReadiness",
                    "Whether it has caught up with everything that is written",
                    {}});
  routes.push_back(
      {"GET", "/metrics", std::nullopt, metrics, Operation::other, "getMetrics", "Numbers for Prometheus", Shapes{}});
  for (std::size_t i = first_watched; i < routes.size(); ++i) routes[i].reach = Reach::watchers;
  routes.push_back({"GET", "/problems", std::nullopt, problem_list, Operation::other, "listProblems",
                    "What answers mean that say no", Shapes{}});
  routes.push_back({"GET", "/problems/{name}", std::nullopt, problem_page, Operation::other, "getProblem",
                    "What one of them means, and what to do", Shapes{}});
  routes.push_back(
      {"GET", "/docs", std::nullopt, docs, Operation::other, "getDocs", "This document, to read and to try", Shapes{}});
  routes.push_back({"GET", "/docs/{file}", std::nullopt, docs_file, Operation::other, "getDocsFile",
                    "What that page is made of", Shapes{}});
  routes.push_back(
      {"GET", "/openapi.json", std::nullopt, openapi, Operation::other, "getOpenApi", "This document", {}});
  routes.push_back(
      {"GET", "/robots.txt", std::nullopt, robots, Operation::other, "getRobots", "What crawlers may fetch", {}});
}

void add_keys(std::vector<Route>& routes) {
  using namespace handlers;
  const std::size_t first = routes.size();
  routes.push_back({"POST", Tokens::kPath, Role::admin, create_token, Operation::create, "createToken",
                    "Make a token: its secret is told once, in this answer", Shapes{"Token", "Token"}});
  routes.push_back({"GET", Tokens::kPath, Role::admin, list<Tokens>, Operation::list, "listTokens",
                    "All tokens, with their last use", Shapes{"", "Token"}});
  routes.push_back({"GET", "/v1/tokens/{id}", Role::admin, get<Tokens>, Operation::get, "getToken", "One token",
                    Shapes{"", "Token"}});
  routes.push_back({"PATCH", "/v1/tokens/{id}", Role::admin, patch<Tokens>, Operation::patch, "patchToken",
                    "Change a token's label, role, expiry or scope", Shapes{"Token", "Token"}});
  routes.push_back({"DELETE", "/v1/tokens/{id}", Role::admin, remove<Tokens>, Operation::remove, "deleteToken",
                    "Revoke a token: it opens nothing any more, on no instance", Shapes{"", "Token"}});
  routes.push_back({"POST", Webhooks::kPath, Role::admin, create_webhook, Operation::create, "createWebhook",
                    "Tell an address of every change: the secret that signs is told once, in this answer",
                    Shapes{"Webhook", "Webhook"}});
  routes.push_back({"GET", Webhooks::kPath, Role::admin, list<Webhooks>, Operation::list, "listWebhooks",
                    "All webhooks, and how the delivery to them stands", Shapes{"", "Webhook"}});
  routes.push_back({"GET", "/v1/webhooks/{id}", Role::admin, get<Webhooks>, Operation::get, "getWebhook", "One webhook",
                    Shapes{"", "Webhook"}});
  routes.push_back({"PATCH", "/v1/webhooks/{id}", Role::admin, patch_webhook, Operation::patch, "patchWebhook",
                    "Change a webhook, or enable it again", Shapes{"Webhook", "Webhook"}});
  routes.push_back({"DELETE", "/v1/webhooks/{id}", Role::admin, remove<Webhooks>, Operation::remove, "deleteWebhook",
                    "Tell the address nothing more", Shapes{"", "Webhook"}});
  routes.push_back({"POST", "/v1/webhooks/{id}/rotate", Role::admin, rotate_webhook, Operation::act, "rotateWebhook",
                    "Sign with another secret, told once, in this answer", Shapes{"", "Webhook"}});
  for (std::size_t i = first; i < routes.size(); ++i) routes[i].reach = Reach::unlimited;
}

void add_history(std::vector<Route>& routes) {
  using namespace handlers;
  const std::size_t first = routes.size();
  routes.push_back({"GET", "/v1/audit", Role::coordinator, audit, Operation::audit, "listAudit",
                    "Who did what when, with the objects before and after", Shapes{"", "Audit"}});
  routes.push_back({"GET", "/v1/audit/{sequence}", Role::coordinator, audit_entry, Operation::entry, "getAuditEntry",
                    "One entry of the audit", Shapes{"", "AuditEntry"}});
  routes.push_back({"POST", "/v1/audit/{sequence}/revert", Role::coordinator, revert, Operation::act, "revertChange",
                    "Undo what an entry did, where nothing stands against it", Shapes{"Approval", "Reverted"}});
  for (std::size_t i = first; i < routes.size(); ++i) routes[i].reach = Reach::unlimited;
  routes.push_back({"GET", "/v1/changes", Role::viewer, changes, Operation::changes, "listChanges",
                    "What has changed: at once, when something does, or as a stream of events", Shapes{"", "Changes"}});
}

void add_across(std::vector<Route>& routes) {
  using namespace handlers;
  routes.push_back({"GET", "/v1/search", Role::viewer, search, Operation::search, "search",
                    "Everything that has these words", Shapes{"", "Found"}});
  routes.push_back({"POST", "/v1/bulk", Role::viewer, bulk, Operation::bulk, "bulk",
                    "Many requests in one, each with its own result", Shapes{"Bulk", "BulkResults"}});
}

void add_tables(std::vector<Route>& routes) {
  using namespace handlers;
  const Shapes out{"", "ImportReport"};
  routes.push_back({"GET", "/v1/people/export", Role::viewer, export_people, Operation::csv_export, "exportPeople",
                    "All people, as a file for spreadsheets", Shapes{}});
  routes.push_back({"GET", "/v1/rooms/export", Role::viewer, export_rooms, Operation::csv_export, "exportRooms",
                    "All rooms, as a file for spreadsheets", Shapes{}});
  routes.push_back({"GET", "/v1/events/export", Role::viewer, export_events, Operation::csv_export, "exportEvents",
                    "The events of a window, as a file for spreadsheets", Shapes{}});
  const std::size_t first = routes.size();
  routes.push_back({"POST", "/v1/people/import", Role::staff, import_people, Operation::csv_import, "importPeople",
                    "Add and change people by a file, with a report of each row", out});
  routes.push_back({"POST", "/v1/rooms/import", Role::staff, import_rooms, Operation::csv_import, "importRooms",
                    "Add and change rooms by a file, with a report of each row", out});
  routes.push_back({"POST", "/v1/events/import", Role::staff, import_events, Operation::csv_import, "importEvents",
                    "Book and change events by a file, with a report of each row", out});
  for (std::size_t i = first; i < routes.size(); ++i) {
    routes[i].reach = Reach::unlimited;
    routes[i].body_bytes = kImportBody;
  }
}

/// Of which kind of events the routes under a path are.
void name_kinds(std::vector<Route>& routes) {
  for (const auto& [prefix, kind] : {std::pair{handlers::MasterClasses::kPath, scheduler::EventKind::master_class},
                                     std::pair{handlers::OfficeHoursSeries::kPath, scheduler::EventKind::office_hours},
                                     std::pair{handlers::Visits::kPath, scheduler::EventKind::visit},
                                     std::pair{handlers::Trips::kPath, scheduler::EventKind::trip}}) {
    for (Route& route : routes) {
      if (route.pattern.starts_with(prefix)) route.kind = kind;
    }
  }
}

std::vector<Route> make_routes() {
  std::vector<Route> routes;
  add_master_data(routes);
  add_master_classes(routes);
  add_office_hours(routes);
  add_visits_and_trips(routes);
  add_planning(routes);
  add_keys(routes);
  add_history(routes);
  add_across(routes);
  add_tables(routes);
  add_pages(routes);
  name_kinds(routes);
  return routes;
}

}  // namespace

std::vector<std::string_view> query_parameters(const Route& route) {
  switch (route.operation) {
    case Operation::create:
    case Operation::patch:
    case Operation::remove:
    case Operation::act:
      return {"dryRun"};
    case Operation::patch_occurrence:
    case Operation::remove_occurrence:
      return {"dryRun", "range"};
    case Operation::list: {
      std::vector<std::string_view> names{"limit", "cursor", "q"};
      for (const FilterParameter& filter : route.filters) names.push_back(filter.name);
      return names;
    }
    case Operation::agenda:
      return {"from", "to", "limit", "cursor", "room", "person", "institution", "kind", "cancelled"};
    case Operation::slots:
      return {"from", "to"};
    case Operation::free_busy:
      return {"from", "to", "person", "room"};
    case Operation::conflicts:
      return {"from", "to", "limit"};
    case Operation::changes:
      return {"after", "wait", "limit", "kinds"};
    case Operation::audit:
      return {"after", "before", "order", "entity", "limit"};
    case Operation::search:
      return {"q", "limit"};
    case Operation::bulk:
      return {"dryRun"};
    case Operation::csv_export:
      if (route.id == "exportEvents") return {"from", "to", "separator"};
      return {"separator"};
    case Operation::csv_import:
      return {"dryRun"};
    case Operation::entry:
    case Operation::get:
    case Operation::list_all:
    case Operation::ask:
    case Operation::other:
      return {};
  }
  return {};
}

bool Route::is_for_scoped(const scheduler::TokenScope& scope) const {
  if (reach == Reach::unlimited) return false;
  return !kind || scope.kinds.empty() || std::find(scope.kinds.begin(), scope.kinds.end(), *kind) != scope.kinds.end();
}

bool may_repeat(const Route& route, std::string_view parameter) {
  return route.operation == Operation::free_busy && (parameter == "person" || parameter == "room");
}

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = make_routes();
  return kRoutes;
}

}  // namespace api
