#include "records.hpp"

#include "scheduler/bounds.hpp"

namespace api::handlers {

tl::expected<std::optional<std::string>, http::Response> take_override(boost::json::object& body) {
  const auto found = body.find("override");
  if (found == body.end() || found->value().is_null()) {
    body.erase("override");
    return std::nullopt;
  }
  constexpr scheduler::Field kReason{.name = "reason", .bounds = {1, 2000}, .multiline = true};
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

}  // namespace api::handlers
