#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "resource.hpp"
#include "scheduler/event.hpp"

namespace api::handlers {

/// As the API shows an event: with the instants that its local times mean.
[[nodiscard]] boost::json::object show_event(const scheduler::Record<scheduler::Event>& record);
[[nodiscard]] boost::json::object show_written_event(const scheduler::Record<scheduler::Event>& record,
                                                     const scheduler::Decision& decision);

/// Adds to a written object what its decision has besides: warnings, skipped occurrences, cancelled appointments.
void add_outcome(boost::json::object& shown, const scheduler::Decision& decision);

/// Gives an id to each stop, leg and session that has none.
void give_ids_to_parts(scheduler::Event& event, const Environment& environment);

/// Takes out of the parts in a body what is shown beside their fields: whoever sends back what he read need not.
void drop_shown_in_parts(boost::json::object& body);

/// "/v1/master-classes" and so on.
[[nodiscard]] std::string_view collection_of(scheduler::EventKind kind);

/// The events of one kind; `Details` is the alternative of Event::details that it has.
template <class Details>
struct EventResource {
  using Type = scheduler::Event;
  static constexpr std::string_view kParameter = "id";
  static constexpr OptionsOf kOptions = OptionsOf::events;
  static constexpr std::array<std::string_view, 3> kAnswerOnly = {"warnings", "skipped", "cancelledAppointments"};

  static scheduler::Event blank(const Environment& environment, const Exchange&) {
    scheduler::Event event;
    event.time_zone = environment.department.time_zone;
    event.details = Details{};
    const bool is_internal = std::is_same_v<Details, scheduler::Visit> || std::is_same_v<Details, scheduler::Trip>;
    if (is_internal) event.visibility = scheduler::Visibility::internal;
    return event;
  }
  static void prepare(boost::json::object& body) { drop_shown_in_parts(body); }
  static void complete(scheduler::Event& event, const Environment& environment) {
    give_ids_to_parts(event, environment);
  }
  /// The rest is restored by the decision itself.
  static void keep_what_is_ours(scheduler::Event&, const scheduler::Event&) {}
  static bool holds(const scheduler::Record<scheduler::Event>& record, const Exchange&) {
    return std::holds_alternative<Details>(record.value.details);
  }
  static bool may_be_seen(const scheduler::Schedule&, const scheduler::Record<scheduler::Event>& record,
                          const Exchange& exchange) {
    return exchange.sight().sees(record.value);
  }
  static std::string path_of(const scheduler::Record<scheduler::Event>& record) {
    return std::string(collection_of(record.value.kind())) + '/' + record.id.to_string();
  }
  static boost::json::object show(const Environment&, const scheduler::Schedule&,
                                  const scheduler::Record<scheduler::Event>& record) {
    return show_event(record);
  }
  static boost::json::object show_written(const Environment&, const scheduler::Record<scheduler::Event>& record,
                                          const scheduler::Decision& decision) {
    return show_written_event(record, decision);
  }
};

struct MasterClasses : EventResource<scheduler::MasterClass> {
  static constexpr std::string_view kPath = "/v1/master-classes";
};
struct OfficeHoursSeries : EventResource<scheduler::OfficeHours> {
  static constexpr std::string_view kPath = "/v1/office-hours";
};
struct Visits : EventResource<scheduler::Visit> {
  static constexpr std::string_view kPath = "/v1/visits";
};
struct Trips : EventResource<scheduler::Trip> {
  static constexpr std::string_view kPath = "/v1/trips";
};

/// Takes out of a body all that a decision on an event may say: a rejection its reason, the others an override.
/// @return 422
template <class R, class Action>
tl::expected<std::pair<Action, CommandOptions>, http::Response> decision_of(boost::json::object body, Action action) {
  constexpr bool kIsRejection = std::is_same_v<Action, scheduler::Reject>;
  constexpr bool kIsHold = std::is_same_v<Action, scheduler::Hold>;
  CommandOptions options;
  if constexpr (kIsHold) {
    const auto until = take_until(body);
    if (!until) return tl::unexpected(until.error());
    if (*until) action.until = **until;
  } else if constexpr (kIsRejection) {
    auto reason = take_reason(body);
    if (!reason) return tl::unexpected(reason.error());
    action.reason = std::move(*reason);
  } else {
    auto taken = take_options(body, R::kOptions);
    if (!taken) return tl::unexpected(taken.error());
    options = std::move(*taken);
  }
  if (body.empty()) return std::pair(std::move(action), std::move(options));
  return tl::unexpected(invalid_input('/' + std::string(body.begin()->key()),
                                      std::string("is not known here; known is: ") + (kIsHold        ? "until"
                                                                                      : kIsRejection ? "reason"
                                                                                                     : "override")));
}

/// How long a hold lasts that says nothing of it.
inline constexpr std::chrono::hours kUsualHold{24};

/// The action on that object, without what a body adds.
template <class Action, class T>
Action action_on(const Environment& environment, scheduler::Id<T> id, std::optional<scheduler::Version> expected) {
  if constexpr (std::is_same_v<Action, scheduler::Hold>) {
    return {id, expected, environment.services.clock.now() + kUsualHold};
  } else {
    return {id, expected};
  }
}

/// POST .../approve, .../reject, .../confirm, .../hold: no body is needed; If-Match may name the version that was
/// looked at.
template <class R, class Action>
void decide_on(const Environment& environment, Exchange exchange) {
  const auto current = find<R>(environment, exchange);
  if (!current) return exchange.responder.send(not_found());
  std::optional<scheduler::Version> expected;
  if (exchange.request.header("If-Match")) {
    const auto named = expected_version(exchange.request, current->version);
    if (!named) return exchange.responder.send(named.error());
    expected = *named;
  }
  boost::json::object body;
  if (!exchange.request.body.empty()) {
    auto sent = parse_body(exchange.request, "application/json");
    if (!sent) return exchange.responder.send(sent.error());
    body = std::move(*sent);
  }
  auto decision = decision_of<R>(std::move(body), action_on<Action>(environment, current->id, expected));
  if (!decision) return exchange.responder.send(decision.error());
  auto& [action, options] = *decision;
  auto command = options.command(exchange.actor(), std::move(action));
  write(environment, std::move(exchange), std::move(command), show_changed<R>(environment, 200, current));
}

}  // namespace api::handlers
