#pragma once

#include <string>
#include <string_view>

#include "scheduler/ids.hpp"

namespace store {

/// The names of a department's keys. The braces are a hash tag: all of them live in one slot of a Redis Cluster.
class Keys {
 public:
  /// @param department 1 to 63 of a-z, 0-9 and '-'; else std::invalid_argument
  explicit Keys(std::string_view department);

  std::string head;     ///< string: the position of the last entry; absent in an empty store
  std::string epoch;    ///< string: which history this is; another one after a restore or a failover that lost a tail
  std::string objects;  ///< hash: "kind/id" -> JSON, the current state
  std::string journal;  ///< stream: ids "<position>-0", dense

  /// String with 24 hours to live: the answer to one client's key. Distinct for distinct pairs.
  [[nodiscard]] std::string idempotency(std::string_view scope, std::string_view key) const;

  /// Hash: what somebody who follows the journal keeps for himself, and (string) the lease of whoever does so now.
  /// @param name 1 to 63 of a-z, 0-9 and '-'; else std::invalid_argument
  [[nodiscard]] std::string consumer(std::string_view name) const;
  [[nodiscard]] std::string lease(std::string_view name) const;

 private:
  std::string tag_;
};

/// The id of the journal's entry at `position`: "17-0".
[[nodiscard]] std::string entry_id(scheduler::Position position);

}  // namespace store
