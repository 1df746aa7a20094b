#pragma once

#include <tuple>
#include <variant>

#include "scheduler/access_token.hpp"
#include "scheduler/closure.hpp"
#include "scheduler/event.hpp"
#include "scheduler/guests.hpp"
#include "scheduler/institution.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/settings.hpp"

namespace scheduler {

/// Fills `List` with everything that the department keeps records of: one list, wherever each has its place.
template <template <class...> class List, template <class> class Of>
using OfEachEntity = List<Of<Settings>, Of<Person>, Of<Room>, Of<Equipment>, Of<Institution>, Of<Agreement>,
                          Of<Project>, Of<Closure>, Of<Event>, Of<Appointment>, Of<Registration>, Of<AccessToken>>;

}  // namespace scheduler
