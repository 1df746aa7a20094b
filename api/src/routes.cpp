#include "routes.hpp"

#include "handlers/agenda.hpp"
#include "handlers/appointment_page.hpp"
#include "handlers/events.hpp"
#include "handlers/guests.hpp"
#include "handlers/occurrences.hpp"
#include "handlers/pages.hpp"
#include "handlers/planning.hpp"
#include "handlers/records.hpp"
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
  routes.push_back({"GET", R::kPath, Role::viewer, list<R>, Operation::list, names.list_id, names.list_summary, out});
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
}

struct OccurrenceNames {
  std::string_view path;
  std::string_view schema;
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
                    {"", names.schema}});
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
               "rejectMasterClass", "/v1/master-classes/{id}/confirm", "confirmMasterClass"});
  add_occurrences<MasterClasses>(
      routes, {"/v1/master-classes/{id}/occurrences/{recurrence}", "MasterClass", "getMasterClassOccurrence",
               "patchMasterClassOccurrence", "cancelMasterClassOccurrence"});

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
               "rejectOfficeHours", "/v1/office-hours/{id}/confirm", "confirmOfficeHours"});
  add_occurrences<OfficeHoursSeries>(
      routes, {"/v1/office-hours/{id}/occurrences/{recurrence}", "OfficeHours", "getOfficeHoursOccurrence",
               "patchOfficeHoursOccurrence", "cancelOfficeHoursOccurrence"});

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
  add_decisions<Visits>(routes, {"Visit", "/v1/visits/{id}/approve", "approveVisit", "/v1/visits/{id}/reject",
                                 "rejectVisit", "/v1/visits/{id}/confirm", "confirmVisit"});
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
                                "/v1/trips/{id}/confirm", "confirmTrip"});
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
      {"GET", "/openapi.json", std::nullopt, openapi, Operation::other, "getOpenApi", "This document", {}});
  routes.push_back(
      {"GET", "/robots.txt", std::nullopt, robots, Operation::other, "getRobots", "What crawlers may fetch", {}});
}

std::vector<Route> make_routes() {
  std::vector<Route> routes;
  add_master_data(routes);
  add_master_classes(routes);
  add_office_hours(routes);
  add_visits_and_trips(routes);
  add_planning(routes);
  add_pages(routes);
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
    case Operation::list:
      return {"limit", "cursor"};
    case Operation::agenda:
      return {"from", "to", "limit", "cursor", "room", "person", "institution", "kind", "cancelled"};
    case Operation::slots:
      return {"from", "to"};
    case Operation::free_busy:
      return {"from", "to", "person", "room"};
    case Operation::conflicts:
      return {"from", "to", "limit"};
    case Operation::get:
    case Operation::list_all:
    case Operation::ask:
    case Operation::other:
      return {};
  }
  return {};
}

bool may_repeat(const Route& route, std::string_view parameter) {
  return route.operation == Operation::free_busy && (parameter == "person" || parameter == "room");
}

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = make_routes();
  return kRoutes;
}

}  // namespace api
