#pragma once

#include <string>
#include <variant>
#include <vector>

#include "scheduler/entities.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/record.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

/// One object before and after: created when `before` is null, removed when `after` is. Never both null.
template <class T>
struct Changed {
  RecordPtr<T> before;
  RecordPtr<T> after;

  [[nodiscard]] const Record<T>& record() const { return after ? *after : *before; }
};

/// A Changed<T> of any entity.
using Change = OfEachEntity<std::variant, Changed>;

/// An answer that was given once and is given again to the same request (draft-ietf-httpapi-idempotency-key-header).
struct IdempotencyRecord {
  std::string scope;        ///< whose key it is: keys of two tokens do not meet
  std::string key;          ///< as the client sent it, 1 to 255 bytes
  std::string fingerprint;  ///< of the request; another one under the same key is a mistake
  std::string answer;       ///< opaque here
};

/// One line of the journal: what one command changed. The journal is the order of everything that happened.
struct JournalEntry {
  Position position = 0;
  Instant at;
  std::string actor;
  std::string reason;  ///< why a conflict was overridden; else empty
  std::vector<Change> changes;
};

}  // namespace scheduler
