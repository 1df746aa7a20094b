#pragma once

#include <optional>
#include <string>

#include "scheduler/change.hpp"
#include "scheduler/record.hpp"
#include "scheduler/webhook.hpp"

namespace api {

/// What a webhook is told of one entry of the journal, as JSON: which objects changed and where they are, not how.
/// @return nullopt: nothing in it is of a kind that the webhook wants
[[nodiscard]] std::optional<std::string> webhook_payload(const scheduler::JournalEntry& entry,
                                                         const scheduler::Webhook& webhook);

}  // namespace api
