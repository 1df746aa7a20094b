#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <variant>
#include <vector>

#include "../error_response.hpp"
#include "../exchange.hpp"
#include "../json_body.hpp"
#include "../list_filters.hpp"
#include "../preconditions.hpp"
#include "../text_search.hpp"
#include "../window.hpp"
#include "../write.hpp"
#include "codec/json.hpp"
#include "command_options.hpp"
#include "scheduler/change.hpp"

/// The five operations on a collection, the same for every kind of object. A resource `R` says what differs:
/// - `R::Type`, `R::kParameter` (the parameter of the path that names one of them),
/// - `R::blank(environment, exchange)`: a value with the defaults,
/// - `R::prepare(body)`: takes out of a body what is only shown in the object's parts,
/// - `R::complete(value, environment)`: adds what the service gives to a value that a client sent (ids of parts),
/// - `R::holds(record, exchange)`: whether the object belongs to the collection that the path names,
/// - `R::may_be_seen(schedule, record, exchange)`: whether it is there for the token that asks,
/// - `R::path_of(record)`: where it is,
/// - `R::show(environment, schedule, record)` and `R::show_written(environment, record, decision)`: as JSON,
/// - `R::kOptions`: which members of a body belong to the command.
namespace api::handlers {

template <class R>
using RecordOf = scheduler::Record<typename R::Type>;

template <class R>
using RecordPtrOf = scheduler::RecordPtr<typename R::Type>;

/// The object that the path names; null when there is none in this collection.
template <class R>
RecordPtrOf<R> find(const Environment& environment, const Exchange& exchange) {
  const auto id = exchange.template id<typename R::Type>(R::kParameter);
  if (!id) return nullptr;
  const auto schedule = environment.services.scheduling.schedule();
  auto record = schedule->find(*id);
  const bool is_there = record && R::holds(*record, exchange) && R::may_be_seen(*schedule, *record, exchange);
  return is_there ? record : nullptr;
}

/// Answers with the object as the decision left it, or as it was where nothing changed.
template <class R>
Render show_changed(const Environment& environment, unsigned status, RecordPtrOf<R> unchanged) {
  return [&environment, status, unchanged](const scheduler::Decision& decision) {
    RecordPtrOf<R> record = unchanged;
    if (!decision.changes.empty()) {
      record = std::get<scheduler::Changed<typename R::Type>>(decision.changes.front()).after;
    }
    if (!record) return http::Response{204, {}, nullptr};
    http::Headers headers{{"ETag", etag_of(record->version)}};
    if (status == 201) headers.emplace_back("Location", R::path_of(*record));
    return json_response(status, R::show_written(environment, *record, decision), std::move(headers));
  };
}

template <class R>
void create(const Environment& environment, Exchange exchange) {
  auto body = parse_body(exchange.request, "application/json");
  if (!body) return exchange.responder.send(body.error());
  auto options = take_options(*body, R::kOptions);
  if (!options) return exchange.responder.send(options.error());
  R::prepare(*body);
  auto value = R::blank(environment, exchange);
  if (const auto problems = codec::from_json(*body, value); !problems.empty()) {
    return exchange.responder.send(invalid_input(problems));
  }
  R::complete(value, environment);
  const scheduler::Id<typename R::Type> id{environment.services.ids.next()};
  auto command = options->command(exchange.actor(), scheduler::Create<typename R::Type>{id, std::move(value)});
  write(environment, std::move(exchange), std::move(command), show_changed<R>(environment, 201, nullptr));
}

/// 200 with what `show()` gives, or 304 to who has that version already.
template <class Show>
void send_version(Exchange exchange, scheduler::Version version, const Show& show) {
  const std::string etag = etag_of(version);
  if (none_match_fails(exchange.request, etag)) return exchange.responder.send({304, {{"ETag", etag}}, nullptr});
  exchange.responder.send(json_response(200, show(), {{"ETag", etag}}));
}

template <class R>
void get(const Environment& environment, Exchange exchange) {
  const auto record = find<R>(environment, exchange);
  if (!record) return exchange.responder.send(not_found());
  send_version(std::move(exchange), record->version,
               [&] { return R::show(environment, *environment.services.scheduling.schedule(), *record); });
}

template <class R>
void list(const Environment& environment, Exchange exchange) {
  const auto limit = limit_of(exchange.request);
  if (!limit) return exchange.responder.send(limit.error());
  const auto filters = filters_in(exchange.request, filters_of<typename R::Type>());
  if (!filters) return exchange.responder.send(filters.error());
  const std::string_view words = exchange.request.query_value("q").value_or("");
  if (const auto problem = problem_of_search(words, true)) {
    return exchange.responder.send(invalid_input("?q", *problem));
  }
  const TextSearch search(words);
  scheduler::Id<typename R::Type> after{};
  if (const auto cursor = exchange.request.query_value("cursor")) {
    const auto id = scheduler::Id<typename R::Type>::parse(*cursor);
    if (!id) return exchange.responder.send(invalid_input("?cursor", "is none that this list gave: start without it"));
    after = *id;
  }
  const auto schedule = environment.services.scheduling.schedule();
  boost::json::array items;
  RecordPtrOf<R> last;
  bool more = false;
  schedule->template all<typename R::Type>().visit_from(after, [&](const auto& id, const RecordPtrOf<R>& record) {
    if (id == after || !R::holds(*record, exchange) || !R::may_be_seen(*schedule, *record, exchange)) return true;
    if (!passes_all(record->value, *filters) || !search.matches(texts_of(record->value))) return true;
    more = items.size() == *limit;
    if (more) return false;
    items.push_back(R::show(environment, *schedule, *record));
    last = record;
    return true;
  });
  http::Headers headers;
  if (more) {
    headers.emplace_back("Link", next_link(exchange.request, environment.department.public_url, last->id.to_string()));
  }
  exchange.responder.send(json_response(200, boost::json::object{{"items", std::move(items)}}, std::move(headers)));
}

/// Members that Karvon itself sets may be sent back as they were read: a client need not take them out.
template <class R>
void drop_unchanged_read_only(boost::json::object& patch, const boost::json::object& editable,
                              const boost::json::object& shown) {
  for (const std::string_view name : R::kAnswerOnly) patch.erase(name);
  for (const auto& [name, value] : shown) {
    const auto found = patch.find(name);
    if (found != patch.end() && !editable.contains(name) && found->value() == value) patch.erase(found);
  }
}

/// The value that a merge patch makes of `current`.
/// @return 422
template <class R>
tl::expected<typename R::Type, http::Response> patched(const Environment& environment, const Exchange& exchange,
                                                       const RecordOf<R>& current, boost::json::object changes) {
  boost::json::object target = codec::to_json(current, codec::Audience::editor);
  drop_unchanged_read_only<R>(changes, target,
                              R::show(environment, *environment.services.scheduling.schedule(), current));
  R::prepare(changes);
  merge_changes(target, changes);
  auto value = R::blank(environment, exchange);
  if (const auto problems = codec::from_json(target, value); !problems.empty()) {
    return tl::unexpected(invalid_input(problems));
  }
  R::complete(value, environment);
  R::keep_what_is_ours(value, current.value);
  return value;
}

template <class R>
void patch(const Environment& environment, Exchange exchange) {
  const auto current = find<R>(environment, exchange);
  if (!current) return exchange.responder.send(not_found());
  const auto expected = expected_version(exchange.request, current->version);
  if (!expected) return exchange.responder.send(expected.error());
  auto changes = parse_body(exchange.request, "application/merge-patch+json");
  if (!changes) return exchange.responder.send(changes.error());
  auto options = take_options(*changes, R::kOptions);
  if (!options) return exchange.responder.send(options.error());
  auto value = patched<R>(environment, exchange, *current, std::move(*changes));
  if (!value) return exchange.responder.send(value.error());
  // "If-Match: *" names no version, but the merge was made with this one: another would lose somebody's change.
  const scheduler::Version merged_with = expected->value_or(current->version);
  auto command = options->command(exchange.actor(),
                                  scheduler::Replace<typename R::Type>{current->id, std::move(*value), merged_with});
  write(environment, std::move(exchange), std::move(command), show_changed<R>(environment, 200, current));
}

template <class R>
void remove(const Environment& environment, Exchange exchange) {
  const auto current = find<R>(environment, exchange);
  if (!current) return exchange.responder.send(not_found());
  const auto expected = expected_version(exchange.request, current->version);
  if (!expected) return exchange.responder.send(expected.error());
  scheduler::Command command{exchange.actor(), scheduler::Remove<typename R::Type>{current->id, *expected}};
  write(environment, std::move(exchange), std::move(command), show_changed<R>(environment, 200, current));
}

}  // namespace api::handlers
