#pragma once

#include "records.hpp"

namespace api::handlers {

/// Keys to the API: their secrets are told once, when they are made.
struct Tokens : PlainResource<scheduler::AccessToken, Tokens> {
  static constexpr std::string_view kPath = "/v1/tokens";
  static void keep_what_is_ours(scheduler::AccessToken& value, const scheduler::AccessToken& current) {
    value.secret_sha256 = current.secret_sha256;
  }
  static boost::json::object show(const Environment& environment, const scheduler::Schedule& schedule,
                                  const scheduler::Record<scheduler::AccessToken>& record);
};
void create_token(const Environment& environment, Exchange exchange);

/// Addresses that are told of changes.
struct Webhooks : PlainResource<scheduler::Webhook, Webhooks> {
  static constexpr std::string_view kPath = "/v1/webhooks";
  static void keep_what_is_ours(scheduler::Webhook& value, const scheduler::Webhook& current) {
    value.secret = current.secret;
    value.since = current.since;
    if (!value.enabled) value.disabled_reason = current.disabled_reason;
  }
  static boost::json::object show(const Environment& environment, const scheduler::Schedule& schedule,
                                  const scheduler::Record<scheduler::Webhook>& record);
};
void create_webhook(const Environment& environment, Exchange exchange);
void patch_webhook(const Environment& environment, Exchange exchange);
/// POST .../rotate: another secret; the old one signs nothing any more.
void rotate_webhook(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
