#include "routes.hpp"

#include "handlers/agenda.hpp"
#include "handlers/events.hpp"
#include "handlers/pages.hpp"
#include "handlers/records.hpp"

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

void add_pages(std::vector<Route>& routes) {
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
  add_collection<handlers::People>(
      routes, {"/v1/people/{id}", "Person", "createPerson", "Add a person", "listPeople", "All people", "getPerson",
               "One person", "patchPerson", "Change a person", "deletePerson", "Remove a person whom no event needs"});
  add_collection<handlers::Rooms>(
      routes, {"/v1/rooms/{id}", "Room", "createRoom", "Add a room", "listRooms", "All rooms", "getRoom", "One room",
               "patchRoom", "Change a room", "deleteRoom", "Remove a room that no event needs"});
  add_collection<handlers::Institutions>(
      routes, {"/v1/institutions/{id}", "Institution", "createInstitution", "Add a partner institution",
               "listInstitutions", "All partner institutions", "getInstitution", "One institution", "patchInstitution",
               "Change an institution", "deleteInstitution", "Remove an institution"});
  add_collection<handlers::MasterClasses>(
      routes, {"/v1/master-classes/{id}", "MasterClass", "createMasterClass", "Book a master class",
               "listMasterClasses", "All master classes", "getMasterClass", "One master class", "patchMasterClass",
               "Change a master class", "cancelMasterClass", "Cancel a master class: it stays, with status cancelled"});
  add_collection<handlers::OfficeHoursSeries>(
      routes, {"/v1/office-hours/{id}", "OfficeHours", "createOfficeHours", "Set office hours", "listOfficeHours",
               "All office hours", "getOfficeHours", "One series of office hours", "patchOfficeHours",
               "Change office hours", "cancelOfficeHours", "Cancel office hours: they stay, with status cancelled"});
  add_pages(routes);
  return routes;
}

}  // namespace

std::vector<std::string_view> query_parameters(const Route& route) {
  switch (route.operation) {
    case Operation::create:
    case Operation::patch:
    case Operation::remove:
      return {"dryRun"};
    case Operation::list:
      return {"limit", "cursor"};
    case Operation::agenda:
      return {"from", "to", "limit", "cursor", "room", "person", "kind", "cancelled"};
    case Operation::get:
    case Operation::other:
      return {};
  }
  return {};
}

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = make_routes();
  return kRoutes;
}

}  // namespace api
