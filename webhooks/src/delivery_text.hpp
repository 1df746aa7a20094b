#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "webhooks/delivery.hpp"

namespace webhooks {

/// JSON, as the store keeps it: {"cursor":17,"since":3,"attempts":2,"lastAttempt":"2026-12-07T09:00:00Z",
/// "nextAttempt":"2026-12-07T09:05:00Z","lastStatus":503,"lastError":"...",
/// "lost":230,"lostFound":"2026-12-07T08:00:00Z"}. What is empty is left out.
[[nodiscard]] std::string to_text(const Delivery& delivery);

/// nullopt if it was not written by to_text().
[[nodiscard]] std::optional<Delivery> delivery_from_text(std::string_view text);

}  // namespace webhooks
