#include "exchange.hpp"

#include <boost/json/serialize.hpp>
#include <memory>
#include <stdexcept>

namespace api {

std::string_view Exchange::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  throw std::logic_error("the route has no parameter " + std::string(name));
}

scheduler::Actor Exchange::actor() const {
  if (!token) throw std::logic_error("a route that needs no token wants to know who asks");
  return {token->value.label, token->value.role, token->value.scope};
}

Sight Exchange::sight() const {
  if (!token) throw std::logic_error("a route that needs no token wants to know what may be seen");
  return Sight(token->value);
}

http::Response json_response(unsigned status, const boost::json::value& body, http::Headers headers) {
  headers.emplace_back("Content-Type", "application/json");
  return {status, std::move(headers), std::make_shared<const std::string>(boost::json::serialize(body))};
}

std::string etag_of(scheduler::Version version) { return '"' + std::to_string(version) + '"'; }

}  // namespace api
