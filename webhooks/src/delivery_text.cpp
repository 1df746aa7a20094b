#include "delivery_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace webhooks {
namespace {

namespace json = boost::json;

std::optional<std::uint64_t> number_in(const json::object& object, std::string_view name) {
  const json::value* const found = object.if_contains({name.data(), name.size()});
  if (found == nullptr) return 0;
  if (found->is_uint64()) return found->get_uint64();
  if (found->is_int64() && found->get_int64() >= 0) return static_cast<std::uint64_t>(found->get_int64());
  return std::nullopt;
}

std::string text_in(const json::object& object, std::string_view name) {
  const json::value* const found = object.if_contains({name.data(), name.size()});
  return found != nullptr && found->is_string() ? std::string(found->get_string().c_str()) : std::string();
}

}  // namespace

std::string to_text(const Delivery& delivery) {
  json::object object{{"cursor", delivery.cursor}, {"since", delivery.since}};
  if (delivery.attempts != 0) object["attempts"] = delivery.attempts;
  if (delivery.last_attempt) object["lastAttempt"] = scheduler::to_string(*delivery.last_attempt);
  if (delivery.next_attempt) object["nextAttempt"] = scheduler::to_string(*delivery.next_attempt);
  if (delivery.last_status != 0) object["lastStatus"] = delivery.last_status;
  if (!delivery.last_error.empty()) object["lastError"] = delivery.last_error;
  if (delivery.lost) {
    object["lost"] = delivery.lost->head;
    object["lostFound"] = scheduler::to_string(delivery.lost->found);
  }
  return json::serialize(object);
}

std::optional<Delivery> delivery_from_text(std::string_view text) {
  boost::system::error_code wrong;
  const json::value value = json::parse({text.data(), text.size()}, wrong);
  if (wrong || !value.is_object() || !value.get_object().contains("cursor")) return std::nullopt;
  const json::object& object = value.get_object();
  const auto cursor = number_in(object, "cursor");
  const auto since = number_in(object, "since");
  const auto attempts = number_in(object, "attempts");
  const auto status = number_in(object, "lastStatus");
  const auto lost = number_in(object, "lost");
  const auto lost_found = scheduler::parse_instant(text_in(object, "lostFound"));
  if (!cursor || !since || !attempts || !status || !lost) return std::nullopt;
  return Delivery{.cursor = *cursor,
                  .since = *since,
                  .attempts = static_cast<unsigned>(*attempts),
                  .last_attempt = scheduler::parse_instant(text_in(object, "lastAttempt")),
                  .next_attempt = scheduler::parse_instant(text_in(object, "nextAttempt")),
                  .last_status = static_cast<unsigned>(*status),
                  .last_error = text_in(object, "lastError"),
                  .lost = lost_found ? std::optional(LostChanges{*lost, *lost_found}) : std::nullopt};
}

}  // namespace webhooks
