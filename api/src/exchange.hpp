#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "api/application.hpp"
#include "calendar/feed_cache.hpp"
#include "http/message.hpp"
#include "http/responder.hpp"
#include "http/router.hpp"
#include "scheduler/access_token.hpp"
#include "scheduler/record.hpp"

namespace api {

struct Environment;

/// One request on its way to its answer. A handler answers through `responder`, now or later.
struct Exchange {
  http::Request request;
  http::Router::Parameters parameters;
  http::Responder responder;
  scheduler::RecordPtr<scheduler::AccessToken> token;  ///< null on routes that need none

  /// A parameter of the route's pattern. The pattern must have it.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  /// The parameter as an id; nullopt when it is none, so nothing can have it.
  template <class T>
  [[nodiscard]] std::optional<scheduler::Id<T>> id(std::string_view name = "id") const {
    return scheduler::Id<T>::parse(parameter(name));
  }
  [[nodiscard]] scheduler::Actor actor() const;
};

/// What the handlers share. Immutable but for what is thread-safe itself.
struct Environment {
  Services services;
  Department department;
  mutable calendar::FeedCache feeds;
  std::string openapi;

  Environment(Services s, Department d) : services(std::move(s)), department(std::move(d)) {}
};

[[nodiscard]] http::Response json_response(unsigned status, const boost::json::value& body, http::Headers headers = {});

/// `"3"` for version 3 (RFC 9110 8.8.3).
[[nodiscard]] std::string etag_of(scheduler::Version version);

}  // namespace api
