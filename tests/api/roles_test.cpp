#include <gtest/gtest.h>

#include <array>

#include "api/application_fixture.hpp"
#include "routes.hpp"

namespace {

using scheduler::Role;
using support::ApplicationFixture;

constexpr std::array kRoles = {Role::viewer, Role::staff, Role::coordinator, Role::admin};

std::string target_of(const api::Route& route) {
  std::string target(route.pattern);
  for (auto open = target.find('{'); open != std::string::npos; open = target.find('{')) {
    target.replace(open, target.find('}', open) - open + 1, "00000000-0000-4000-8000-000000000000");
  }
  return target;
}

TEST(Roles, EveryRouteAsksForItsOwn) {
  ApplicationFixture karvon;
  for (const api::Route& route : api::routes()) {
    const std::string target = target_of(route);
    const auto anonymous = karvon.send(route.method, target, "{}", {}, std::nullopt).status;
    EXPECT_EQ(anonymous == 401, route.role.has_value()) << route.method << ' ' << target;
    if (!route.role) continue;
    for (const Role role : kRoles) {
      const auto status = karvon.send(route.method, target, "{}", {}, role).status;
      EXPECT_EQ(status == 403, role < *route.role) << route.method << ' ' << target;
      EXPECT_NE(status, 401U) << route.method << ' ' << target;
      EXPECT_LT(status, 500U) << route.method << ' ' << target;
    }
  }
}

/// What differs: decisions about others' wishes and about the department, visitors' names, and questions.
std::optional<Role> other_role(const api::Route& route) {
  const auto ends_with = [&](std::string_view end) { return route.pattern.ends_with(end); };
  if (ends_with("/approve") || ends_with("/reject")) return Role::coordinator;
  if (route.pattern == "/v1/settings" && route.method == "PATCH") return Role::coordinator;
  if (route.pattern == "/v1/availability" || route.pattern == "/v1/bulk") return Role::viewer;
  if (route.pattern.starts_with("/v1/tokens") || route.pattern.starts_with("/v1/webhooks")) return Role::admin;
  if (route.pattern.starts_with("/v1/audit")) return Role::coordinator;
  const bool is_about_guests = route.pattern.find("/registrations") != std::string_view::npos ||
                               route.pattern.find("/appointments") != std::string_view::npos;
  return is_about_guests ? std::optional(Role::staff) : std::nullopt;
}

TEST(Roles, WritingIsForStaffAndReadingForViewers) {
  for (const api::Route& route : api::routes()) {
    if (!route.role) continue;
    const Role usual = route.method == "GET" ? Role::viewer : Role::staff;
    EXPECT_EQ(*route.role, other_role(route).value_or(usual)) << route.method << ' ' << route.pattern;
  }
}

TEST(Roles, WithoutATokenNobodyLearnsWhatThereIs) {
  ApplicationFixture karvon;
  EXPECT_EQ(karvon.send("GET", "/v1/secret-plans", "", {}, std::nullopt).status, 401U);
  EXPECT_EQ(karvon.send("GET", "/v1/secret-plans").status, 404U);
  EXPECT_EQ(karvon.send("PROPFIND", "/v1/rooms", "", {}, std::nullopt).status, 401U);
  EXPECT_EQ(karvon.send("PROPFIND", "/v1/rooms").status, 405U);
}

TEST(Roles, TokensMustBeWhole) {
  ApplicationFixture karvon;
  for (const char* header :
       {"Bearer", "Bearer ", "Bearer kv_viewe", "Bearer kv_viewerr", "Basic kv_viewer", "kv_viewer"}) {
    EXPECT_EQ(karvon.send("GET", "/v1/rooms", "", {{"Authorization", header}}, std::nullopt).status, 401U) << header;
  }
  EXPECT_EQ(karvon.send("GET", "/v1/rooms", "", {{"Authorization", "bearer kv_viewer"}}, std::nullopt).status, 200U);
}

}  // namespace
