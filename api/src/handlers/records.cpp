#include "records.hpp"

namespace api::handlers {

tl::expected<std::optional<std::string>, http::Response> take_override(boost::json::object& body) {
  const auto found = body.find("override");
  if (found == body.end() || found->value().is_null()) {
    body.erase("override");
    return std::nullopt;
  }
  constexpr std::size_t kLongestReason = 2000;
  const boost::json::object* object = found->value().if_object();
  const boost::json::value* reason = object != nullptr && object->size() == 1 ? object->if_contains("reason") : nullptr;
  if (reason == nullptr || !reason->is_string() || reason->get_string().empty() ||
      reason->get_string().size() > kLongestReason) {
    return tl::unexpected(invalid_input(
        "/override", "must be {\"reason\": \"...\"}: whoever overrides a conflict says why, in 1 to 2000 bytes"));
  }
  std::string text(reason->get_string());
  body.erase("override");
  return text;
}

}  // namespace api::handlers
