#pragma once

#include "scheduler/entities.hpp"

/// Calls `apply(Type)` for every entity, where a template is instantiated for each: C++ has no other way to say so.
/// tests/codec checks that none of scheduler/entities.hpp is missing.
#define CODEC_FOR_EACH_ENTITY(apply)                                                                            \
  apply(Settings) apply(Person) apply(Room) apply(Equipment) apply(Institution) apply(Agreement) apply(Project) \
      apply(Closure) apply(Event) apply(Appointment) apply(Registration) apply(AccessToken) apply(Webhook)
