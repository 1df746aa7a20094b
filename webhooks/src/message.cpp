#include "message.hpp"

#include <utility>

namespace webhooks {
namespace {

std::string seconds_of(scheduler::Instant time) { return std::to_string(time.time_since_epoch().count()); }

}  // namespace

Message entry_message(const scheduler::Uuid& endpoint, const scheduler::JournalEntry& entry, std::string payload) {
  return {.position = entry.position,
          .id = endpoint.to_string() + '-' + std::to_string(entry.position) + '-' + seconds_of(entry.at),
          .body = std::move(payload)};
}

Message lost_message(const scheduler::Uuid& endpoint, scheduler::Position after, const LostChanges& lost) {
  return {.position = lost.head,
          .id = endpoint.to_string() + "-lost-" + std::to_string(lost.head) + '-' + seconds_of(lost.found),
          .body = R"({"type":"changes.lost","timestamp":")" + scheduler::to_string(lost.found) +
                  R"(","data":{"after":)" + std::to_string(after) + R"(,"position":)" + std::to_string(lost.head) +
                  "}}"};
}

HttpRequest request_for(const Message& message, const Endpoint& endpoint, const SigningKey& key,
                        scheduler::Instant now) {
  return {.url = endpoint.url,
          .headers = {"webhook-id: " + message.id, "webhook-timestamp: " + seconds_of(now),
                      "webhook-signature: " + key.sign(message.id, now, message.body), "Content-Type: application/json",
                      "User-Agent: Karvon"},
          .body = message.body};
}

}  // namespace webhooks
