#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// What a visitor sees under the link of an appointment: when and with whom it is, and how to cancel or move it. No
/// script, no token but the secret in the path.
void appointment_page(const Environment& environment, Exchange exchange);
/// The page's forms: `action=cancel`, or `action=move&start=2026-12-07T10:20:00`.
void change_appointment(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
