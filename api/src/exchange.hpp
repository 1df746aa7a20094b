#pragma once

#include <boost/json/value.hpp>
#include <functional>
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
#include "sight.hpp"
#include "worker.hpp"

namespace api {

class Metrics;
struct Environment;

/// One request on its way to its answer. A handler answers through `responder`, now or later.
struct Exchange {
  http::Request request;
  http::Router::Parameters parameters;
  http::Responder responder;
  scheduler::RecordPtr<scheduler::AccessToken> token;  ///< null on routes that need none
  /// Of one item of a bulk request that has an Idempotency-Key: the key of this item, whatever its method.
  std::optional<scheduler::IdempotencyKey> item_key = std::nullopt;

  /// A parameter of the route's pattern. The pattern must have it.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  /// The parameter as an id; nullopt when it is none, so nothing can have it.
  template <class T>
  [[nodiscard]] std::optional<scheduler::Id<T>> id(std::string_view name = "id") const {
    return scheduler::Id<T>::parse(parameter(name));
  }
  [[nodiscard]] scheduler::Actor actor() const;
  /// What its token may see. The route must need one.
  [[nodiscard]] Sight sight() const;
};

/// What the handlers share. Immutable but for what is thread-safe itself.
struct Environment {
  Services services;
  Department department;
  mutable calendar::FeedCache feeds;
  std::string openapi;
  const Metrics* metrics = nullptr;
  /// Answers a request of ours on behalf of a token: one item of a bulk request.
  std::function<void(http::Request, scheduler::RecordPtr<scheduler::AccessToken>,
                     std::optional<scheduler::IdempotencyKey>, http::Responder)>
      serve_for;
  /// Last: their jobs use the rest. Exports have one of their own: whoever only reads is in nobody's way who writes.
  mutable Worker worker;
  mutable Worker export_worker;

  Environment(Services s, Department d)
      : services(std::move(s)), department(std::move(d)), worker(services.report), export_worker(services.report) {}
};

[[nodiscard]] http::Response json_response(unsigned status, const boost::json::value& body, http::Headers headers = {});

/// `"3"` for version 3 (RFC 9110 8.8.3).
[[nodiscard]] std::string etag_of(scheduler::Version version);

}  // namespace api
