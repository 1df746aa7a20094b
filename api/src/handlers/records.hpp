#pragma once

#include <array>
#include <string>
#include <string_view>

#include "../conflict_json.hpp"
#include "resource.hpp"
#include "scheduler/entities.hpp"

namespace api::handlers {

/// What people, rooms and the like have in common: they begin empty, and are shown as they are. A change of one may
/// bring clashes upon events that are booked: the answer to a write lists them as its warnings.
template <class T, class Derived>
struct PlainResource {
  using Type = T;
  static constexpr std::string_view kParameter = "id";
  static constexpr OptionsOf kOptions = OptionsOf::nothing;
  static constexpr std::array<std::string_view, 2> kAnswerOnly = {"warnings", "unexamined"};

  static T blank(const Environment&, const Exchange&) { return {}; }
  static void prepare(boost::json::object&) {}
  static void complete(T&, const Environment&) {}
  static void keep_what_is_ours(T&, const T&) {}
  static bool holds(const scheduler::Record<T>&, const Exchange&) { return true; }
  static bool may_be_seen(const scheduler::Schedule&, const scheduler::Record<T>&, const Exchange&) { return true; }
  static std::string path_of(const scheduler::Record<T>& record) {
    return std::string(Derived::kPath) + '/' + record.id.to_string();
  }
  static boost::json::object show(const Environment&, const scheduler::Schedule&, const scheduler::Record<T>& record) {
    return codec::to_json(record, codec::Audience::client);
  }
  static boost::json::object show_written(const Environment&, const scheduler::Record<T>& record,
                                          const scheduler::Decision& decision) {
    boost::json::object shown = codec::to_json(record, codec::Audience::client);
    shown.emplace("warnings", to_json(decision.warnings));
    if (decision.unexamined > 0) shown.emplace("unexamined", decision.unexamined);
    return shown;
  }
};

struct People : PlainResource<scheduler::Person, People> {
  static constexpr std::string_view kPath = "/v1/people";
};
struct Rooms : PlainResource<scheduler::Room, Rooms> {
  static constexpr std::string_view kPath = "/v1/rooms";
};
struct EquipmentItems : PlainResource<scheduler::Equipment, EquipmentItems> {
  static constexpr std::string_view kPath = "/v1/equipment";
};
struct Institutions : PlainResource<scheduler::Institution, Institutions> {
  static constexpr std::string_view kPath = "/v1/institutions";
};
struct Agreements : PlainResource<scheduler::Agreement, Agreements> {
  static constexpr std::string_view kPath = "/v1/agreements";
};
struct Projects : PlainResource<scheduler::Project, Projects> {
  static constexpr std::string_view kPath = "/v1/projects";
};
struct Closures : PlainResource<scheduler::Closure, Closures> {
  static constexpr std::string_view kPath = "/v1/closures";
};

/// The one object of settings: made with the usual ones when the department begins.
void get_settings(const Environment& environment, Exchange exchange);
void patch_settings(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
