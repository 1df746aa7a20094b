#pragma once

#include <memory>

#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

/// A `T` as the department keeps it: what the client said (`value`), and what Karvon knows of it. Immutable once made.
template <class T>
struct Record {
  Id<T> id;
  Version version = 0;
  Instant created;
  Instant updated;  ///< the last change of `value`
  T value;
  /// Of the journal's entry that made this version; 0: unknown, it was written before positions were kept. The entry
  /// holds the version before, with its own position: so the object's history can be followed back.
  Position position = 0;

  friend bool operator==(const Record&, const Record&) = default;
};

template <class T>
using RecordPtr = std::shared_ptr<const Record<T>>;

}  // namespace scheduler
