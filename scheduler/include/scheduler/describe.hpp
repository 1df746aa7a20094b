#pragma once

#include "scheduler/describe_availability.hpp"
#include "scheduler/describe_event.hpp"
#include "scheduler/describe_guests.hpp"
#include "scheduler/describe_master_data.hpp"

/// The fields of everything that is written down: their names (JSCalendar's, RFC 8984, where it has them) and bounds.
/// The store's texts, the API's JSON in and out and its OpenAPI schemas are all made from this one list, so that they
/// cannot differ. A field that is not here is neither stored nor known to clients.
///
/// `describe(visitor, object)` calls `visitor(Field, member)` for each field in the order in which it is written; the
/// object may be const.
namespace scheduler {

/// The fields of `object`, for code that asks whether a type has any.
template <class T>
concept Described = requires(T& object) {
  describe([](const Field&, auto&) {}, object);
};

}  // namespace scheduler
