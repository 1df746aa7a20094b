#pragma once

#include <optional>
#include <string>

#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"

namespace webhooks {

/// Entries that an endpoint has missed and can not have any more: not told yet.
struct LostChanges {
  scheduler::Position head = 0;  ///< where the journal ended when that was found
  scheduler::Instant found;

  friend bool operator==(const LostChanges&, const LostChanges&) = default;
};

/// How far an endpoint is, and how its last request went.
struct Delivery {
  scheduler::Position cursor = 0;  ///< everything up to here was accepted, or is not wanted
  scheduler::Position since = 0;   ///< the Endpoint::since that the cursor has heeded
  unsigned attempts = 0;           ///< of the message after the cursor, all of them failed; 0 while nothing fails
  std::optional<scheduler::Instant> last_attempt;
  std::optional<scheduler::Instant> next_attempt;  ///< while something fails and is not given up
  unsigned last_status = 0;                        ///< of the last answer; 0: there was none
  std::string last_error;                          ///< a sentence about the last attempt; empty: it was accepted

  std::optional<LostChanges> lost;  ///< the message after the cursor is the notice of these

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

}  // namespace webhooks
