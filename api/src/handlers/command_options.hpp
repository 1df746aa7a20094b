#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "http/message.hpp"
#include "scheduler/command.hpp"

namespace api::handlers {

/// Which members of a body say how the command is to be carried out.
enum class OptionsOf {
  nothing,  ///< neither: they are unknown fields
  events,   ///< "override": {"reason": "..."} and "onConflict": "fail" | "skip"
};

struct CommandOptions {
  std::optional<std::string> override_reason;
  scheduler::OnConflict on_conflict = scheduler::OnConflict::fail;

  [[nodiscard]] scheduler::Command command(scheduler::Actor actor, scheduler::Action action) const {
    return {std::move(actor), std::move(action), override_reason, on_conflict};
  }
};

/// Takes these members out of the body: they belong to the command, not to the object.
/// @return 422
[[nodiscard]] tl::expected<CommandOptions, http::Response> take_options(boost::json::object& body, OptionsOf known);

/// Takes "until": "..." out of the body of a hold.
/// @return 422; nullopt where it is not there
[[nodiscard]] tl::expected<std::optional<scheduler::Instant>, http::Response> take_until(boost::json::object& body);

/// Takes "reason": "..." out of the body of a rejection.
/// @return 422
[[nodiscard]] tl::expected<std::optional<std::string>, http::Response> take_reason(boost::json::object& body);

}  // namespace api::handlers
