#pragma once

#include <tuple>
#include <type_traits>
#include <variant>

#include "scheduler/access_token.hpp"
#include "scheduler/closure.hpp"
#include "scheduler/entity_kind.hpp"
#include "scheduler/event.hpp"
#include "scheduler/guests.hpp"
#include "scheduler/institution.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/settings.hpp"
#include "scheduler/webhook.hpp"

namespace scheduler {

/// Fills `List` with everything that the department keeps records of: one list, wherever each has its place.
template <template <class...> class List, template <class> class Of>
using OfEachEntity =
    List<Of<Settings>, Of<Person>, Of<Room>, Of<Equipment>, Of<Institution>, Of<Agreement>, Of<Project>, Of<Closure>,
         Of<Event>, Of<Appointment>, Of<Registration>, Of<AccessToken>, Of<Webhook>>;

/// The kind of a `T`.
template <class T>
[[nodiscard]] constexpr EntityKind kind_of_entity() {
  int index = 0;
  const auto find = []<class... E>(int& at, const std::tuple<std::type_identity<E>...>*) {
    bool found = false;
    ((found = found || std::is_same_v<E, T>, found ? 0 : ++at), ...);
  };
  find(index, static_cast<const OfEachEntity<std::tuple, std::type_identity>*>(nullptr));
  return static_cast<EntityKind>(index);
}

}  // namespace scheduler
