#pragma once

#include "resource.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"

namespace api::handlers {

/// What people, rooms and institutions have in common: they begin empty, and are shown as they are.
template <class T>
struct PlainResource {
  using Type = T;
  static T blank(const Environment&) { return {}; }
  static bool holds(const scheduler::Record<T>&) { return true; }
  static boost::json::object show(const scheduler::Record<T>& record) {
    return codec::to_json(record, codec::Audience::client);
  }
  static boost::json::object show_written(const scheduler::Record<T>& record, const std::vector<scheduler::Conflict>&) {
    return show(record);
  }
};

struct People : PlainResource<scheduler::Person> {
  static constexpr std::string_view kPath = "/v1/people";
};
struct Rooms : PlainResource<scheduler::Room> {
  static constexpr std::string_view kPath = "/v1/rooms";
};
struct Institutions : PlainResource<scheduler::Institution> {
  static constexpr std::string_view kPath = "/v1/institutions";
};

}  // namespace api::handlers
