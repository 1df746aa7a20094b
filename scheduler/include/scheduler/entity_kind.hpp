#pragma once

namespace scheduler {

/// What kinds of objects the department keeps, in the order of OfEachEntity.
enum class EntityKind {
  settings,
  person,
  room,
  equipment,
  institution,
  agreement,
  project,
  closure,
  event,
  appointment,
  registration,
  token,
  webhook,
};

}  // namespace scheduler
