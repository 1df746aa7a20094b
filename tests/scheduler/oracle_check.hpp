#pragma once

#include <stdexcept>
#include <string>

#include "oracle.hpp"
#include "scheduler/decide.hpp"
#include "scheduler/schedule.hpp"

/// Holds what the scheduler said against what the oracle says.
namespace oracle {

/// They do not agree.
class Mismatch : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline void expect(bool so, const std::string& what) {
  if (!so) throw Mismatch(what);
}

/// Of a conflict, what is no wording.
[[nodiscard]] Clash clash_of(const scheduler::Conflict& conflict);
[[nodiscard]] std::string text_of(const Clash& clash);

/// Whether the verdict on a command is right; `department` is as it was before.
/// @throws Mismatch
void check_verdict(const Department& department, const scheduler::Command& command, scheduler::Instant now,
                   const scheduler::Result<scheduler::Decision>& verdict);

/// Whether the changes are such as may be: versions, UID, SEQUENCE, the order of the waiting lists.
/// @throws Mismatch
void check_changes(const Department& department, const scheduler::Decision& decision);

/// Whether all is in order as it is now: seats, appointments, indexes.
/// @throws Mismatch
void check_state(const Department& department, const scheduler::Schedule& schedule, scheduler::Instant now);

/// Whether everything that clashes as things stand is named.
/// @throws Mismatch
void check_standing(const Department& department, const scheduler::Schedule& schedule);

/// Whether the indexes of rooms, people and equipment hold all claims of each event, and nothing else.
/// @throws Mismatch
void check_indexes(const Department& department, const scheduler::Schedule& schedule,
                   const std::vector<scheduler::ResourceRef>& resources);

}  // namespace oracle
