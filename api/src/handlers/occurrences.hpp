#pragma once

#include "events.hpp"

namespace api::handlers {

/// The occurrence that the path names, of a series or of an event that happens once.
struct NamedOccurrence {
  scheduler::RecordPtr<scheduler::Event> event;
  scheduler::LocalTime recurrence_id;
  bool is_in_rule = false;  ///< the rule gives it; else an override adds it
};

[[nodiscard]] tl::expected<NamedOccurrence, http::Response> occurrence_in(
    const Exchange& exchange, const scheduler::RecordPtr<scheduler::Event>& event);

/// The series as it is with this occurrence changed so; nullopt where that says nothing.
[[nodiscard]] scheduler::Event with_override(const NamedOccurrence& occurrence, scheduler::OccurrenceOverride change);

/// As the API shows one occurrence: the event's fields as they are then.
[[nodiscard]] boost::json::object show_occurrence(const NamedOccurrence& occurrence);

/// What a body makes of one occurrence. Members that are as show_occurrence() gives them change nothing.
[[nodiscard]] tl::expected<scheduler::OccurrenceOverride, http::Response> patched_override(
    const NamedOccurrence& occurrence, boost::json::object changes);

/// The part of the series that begins with this occurrence, as an event of its own.
[[nodiscard]] scheduler::Event following_part(const NamedOccurrence& occurrence);
/// The part before it, without the rest.
[[nodiscard]] scheduler::Event preceding_part(const NamedOccurrence& occurrence);

/// "this", or "this-and-future" (RFC 5545 3.2.13).
[[nodiscard]] tl::expected<bool, http::Response> wants_following(const http::Request& request);

template <class R>
tl::expected<NamedOccurrence, http::Response> find_occurrence(const Environment& environment,
                                                              const Exchange& exchange) {
  const auto event = find<R>(environment, exchange);
  if (!event) return tl::unexpected(not_found());
  return occurrence_in(exchange, event);
}

template <class R>
void get_occurrence(const Environment& environment, Exchange exchange) {
  const auto occurrence = find_occurrence<R>(environment, exchange);
  if (!occurrence) return exchange.responder.send(occurrence.error());
  send_version(std::move(exchange), occurrence->event->version, [&] { return show_occurrence(*occurrence); });
}

/// With `?range=this-and-future` the body is a patch of the event, and makes a new series of the occurrence and those
/// after it; else it is a patch of the occurrence.
template <class R>
void patch_occurrence(const Environment& environment, Exchange exchange) {
  const auto occurrence = find_occurrence<R>(environment, exchange);
  if (!occurrence) return exchange.responder.send(occurrence.error());
  const scheduler::Record<scheduler::Event>& event = *occurrence->event;
  const auto following = wants_following(exchange.request);
  if (!following) return exchange.responder.send(following.error());
  const auto expected = expected_version(exchange.request, event.version);
  if (!expected) return exchange.responder.send(expected.error());
  auto changes = parse_body(exchange.request, "application/merge-patch+json");
  if (!changes) return exchange.responder.send(changes.error());
  auto options = take_options(*changes, R::kOptions);
  if (!options) return exchange.responder.send(options.error());
  const scheduler::Version version = expected->value_or(event.version);

  if (!*following) {
    auto change = patched_override(*occurrence, std::move(*changes));
    if (!change) return exchange.responder.send(change.error());
    auto command = options->command(
        exchange.actor(),
        scheduler::Replace<scheduler::Event>{event.id, with_override(*occurrence, std::move(*change)), version});
    return write(environment, std::move(exchange), std::move(command),
                 show_changed<R>(environment, 200, occurrence->event));
  }
  scheduler::Record<scheduler::Event> rest = event;
  rest.value = following_part(*occurrence);
  auto value = patched<R>(environment, exchange, rest, std::move(*changes));
  if (!value) return exchange.responder.send(value.error());
  auto command = options->command(
      exchange.actor(),
      scheduler::SplitSeries{event.id, version, occurrence->recurrence_id,
                             scheduler::Id<scheduler::Event>{environment.services.ids.next()}, std::move(*value)});
  write(environment, std::move(exchange), std::move(command), show_changed<R>(environment, 201, occurrence->event));
}

template <class R>
void remove_occurrence(const Environment& environment, Exchange exchange) {
  const auto occurrence = find_occurrence<R>(environment, exchange);
  if (!occurrence) return exchange.responder.send(occurrence.error());
  const auto following = wants_following(exchange.request);
  if (!following) return exchange.responder.send(following.error());
  const auto expected = expected_version(exchange.request, occurrence->event->version);
  if (!expected) return exchange.responder.send(expected.error());
  scheduler::OccurrenceOverride excluded;
  excluded.excluded = true;
  scheduler::Event value = *following ? preceding_part(*occurrence) : with_override(*occurrence, excluded);
  scheduler::Command command{exchange.actor(),
                             scheduler::Replace<scheduler::Event>{occurrence->event->id, std::move(value),
                                                                  expected->value_or(occurrence->event->version)}};
  write(environment, std::move(exchange), std::move(command), show_changed<R>(environment, 200, occurrence->event));
}

}  // namespace api::handlers
