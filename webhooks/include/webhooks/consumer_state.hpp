#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/error.hpp"

namespace webhooks {

/// What outlives the dispatcher: a text for each endpoint, and the lease by which of several instances on one store one
/// delivers at a time. A port; implementations need not be thread-safe. Each call is bounded in time, a second or so.
class ConsumerState {
 public:
  ConsumerState() = default;
  ConsumerState(const ConsumerState&) = delete;
  ConsumerState& operator=(const ConsumerState&) = delete;
  virtual ~ConsumerState() = default;

  /// All texts by name. @return JournalUnavailable
  [[nodiscard]] virtual scheduler::Result<std::map<std::string, std::string>> load() = 0;

  /// Writes and removes these texts, all of it or nothing; nothing, and false, unless `owner` holds the lease.
  /// @return JournalUnavailable: it may or may not have been written
  [[nodiscard]] virtual scheduler::Result<bool> save(std::string_view owner,
                                                     const std::map<std::string, std::string>& written,
                                                     const std::vector<std::string>& removed) = 0;

  /// Takes the lease, or holds it on, for `duration` from now: false while another owner has it.
  /// @return JournalUnavailable: it may or may not have been taken
  [[nodiscard]] virtual scheduler::Result<bool> try_lease(std::string_view owner,
                                                          std::chrono::milliseconds duration) = 0;

  /// Lets go of the lease, if `owner` has it. @return JournalUnavailable
  [[nodiscard]] virtual scheduler::Result<void> release(std::string_view owner) = 0;
};

}  // namespace webhooks
