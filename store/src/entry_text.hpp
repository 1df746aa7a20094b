#pragma once

#include <string>
#include <string_view>

#include "scheduler/change.hpp"

/// What the store's values look like: JSON, through codec. store/README.md shows examples.
namespace store {

/// The entry as one field of the journal's stream: position, at, actor, reason, and each change's object before and
/// after.
[[nodiscard]] std::string entry_text(const scheduler::JournalEntry& entry);

/// @throws std::runtime_error that says what is wrong: the text is not ours, damaged, or from a newer version
[[nodiscard]] scheduler::JournalEntry entry_from_text(std::string_view text);

/// Where the changed object is kept among the current ones: "room/0190...".
[[nodiscard]] std::string object_field(const scheduler::Change& change);

/// The object as it is after the change; empty when it was removed.
[[nodiscard]] std::string object_text(const scheduler::Change& change);

/// One current object, as the change that creates it. @throws std::runtime_error, as entry_from_text
[[nodiscard]] scheduler::Change object_from_text(std::string_view field, std::string_view text);

/// The answer's fingerprint and text, whatever bytes they hold: "<bytes of fingerprint>:<fingerprint><answer>".
[[nodiscard]] std::string answer_text(const scheduler::IdempotencyRecord& record);

/// @throws std::runtime_error
[[nodiscard]] scheduler::IdempotencyRecord answer_from_text(std::string_view scope, std::string_view key,
                                                            std::string_view text);

}  // namespace store
