#pragma once

#include <string>
#include <string_view>

#include "courier.hpp"
#include "scheduler/change.hpp"
#include "webhooks/dispatcher.hpp"
#include "webhooks/signature.hpp"

namespace webhooks {

/// One notice for one endpoint: what stays the same over its attempts.
struct Message {
  scheduler::Position position = 0;  ///< where the cursor is once it is accepted
  std::string id;                    ///< webhook-id
  std::string body;
};

/// The notice of an entry: "<endpoint>-<position>-<seconds of the entry>". The time tells the entries of two histories
/// apart, where an older backup was restored.
[[nodiscard]] Message entry_message(const scheduler::Uuid& endpoint, const scheduler::JournalEntry& entry,
                                    std::string payload);

/// The notice that entries after `after` are not kept any more.
[[nodiscard]] Message lost_message(const scheduler::Uuid& endpoint, scheduler::Position after, const LostChanges& lost);

/// One attempt, of `now`.
[[nodiscard]] HttpRequest request_for(const Message& message, const Endpoint& endpoint, const SigningKey& key,
                                      scheduler::Instant now);

}  // namespace webhooks
