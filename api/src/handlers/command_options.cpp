#include "command_options.hpp"

#include "../error_response.hpp"
#include "scheduler/bounds.hpp"

namespace api::handlers {
namespace {

constexpr scheduler::Field kReason{.name = "reason", .bounds = {1, 2000}, .multiline = true};

tl::expected<std::optional<std::string>, http::Response> take_override(boost::json::object& body) {
  const auto found = body.find("override");
  if (found == body.end() || found->value().is_null()) {
    body.erase("override");
    return std::nullopt;
  }
  const boost::json::object* object = found->value().if_object();
  const boost::json::value* reason = object != nullptr && object->size() == 1 ? object->if_contains("reason") : nullptr;
  if (reason == nullptr || !reason->is_string()) {
    return tl::unexpected(
        invalid_input("/override", "must be {\"reason\": \"...\"}: whoever overrides a conflict says why"));
  }
  if (const auto problem = scheduler::problem_of_text(reason->get_string(), kReason)) {
    return tl::unexpected(invalid_input("/override/reason", *problem));
  }
  std::string text(reason->get_string());
  body.erase("override");
  return text;
}

tl::expected<scheduler::OnConflict, http::Response> take_on_conflict(boost::json::object& body) {
  const auto found = body.find("onConflict");
  if (found == body.end()) return scheduler::OnConflict::fail;
  const boost::json::value value = found->value();
  body.erase("onConflict");
  if (value == "fail" || value.is_null()) return scheduler::OnConflict::fail;
  if (value == "skip") return scheduler::OnConflict::skip;
  return tl::unexpected(invalid_input("/onConflict", "must be one of: fail, skip"));
}

}  // namespace

tl::expected<CommandOptions, http::Response> take_options(boost::json::object& body, OptionsOf known) {
  CommandOptions options;
  if (known == OptionsOf::nothing) return options;
  auto override_reason = take_override(body);
  if (!override_reason) return tl::unexpected(override_reason.error());
  options.override_reason = std::move(*override_reason);
  const auto on_conflict = take_on_conflict(body);
  if (!on_conflict) return tl::unexpected(on_conflict.error());
  options.on_conflict = *on_conflict;
  return options;
}

tl::expected<std::optional<scheduler::Instant>, http::Response> take_until(boost::json::object& body) {
  const auto found = body.find("until");
  if (found == body.end()) return std::nullopt;
  const boost::json::string* text = found->value().if_string();
  const auto until = text != nullptr ? scheduler::parse_instant(*text) : std::nullopt;
  if (!until) {
    return tl::unexpected(invalid_input("/until", "is not an instant of RFC 3339, for example 2026-12-07T09:00:00Z"));
  }
  body.erase("until");
  return until;
}

tl::expected<std::optional<std::string>, http::Response> take_reason(boost::json::object& body) {
  const auto found = body.find("reason");
  if (found == body.end()) return std::nullopt;
  if (!found->value().is_string()) return tl::unexpected(invalid_input("/reason", "must be a text"));
  std::string reason(found->value().get_string());
  if (const auto problem = scheduler::problem_of_text(reason, kReason)) {
    return tl::unexpected(invalid_input("/reason", *problem));
  }
  body.erase("reason");
  return reason;
}

}  // namespace api::handlers
