#include "planning.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "../conflict_json.hpp"
#include "../error_response.hpp"
#include "../json_body.hpp"
#include "../window.hpp"
#include "codec/json.hpp"
#include "scheduler/availability.hpp"
#include "scheduler/describe.hpp"
#include "scheduler/free_busy.hpp"
#include "scheduler/standing_conflicts.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::ResourceKind;
using scheduler::ResourceRef;

constexpr date::days kLongestWindow{3660};

// --- free/busy

/// All ids under that name: it may be there several times, each with one id or several between commas.
tl::expected<std::vector<scheduler::Uuid>, http::Response> ids_in_query(const http::Request& request,
                                                                        std::string_view name) {
  std::vector<scheduler::Uuid> ids;
  for (const auto& [key, value] : request.query) {
    if (key != name) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view text = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(text.size() + 1, rest.size()));
      const auto id = scheduler::Uuid::parse(text);
      if (!id)
        return tl::unexpected(invalid_input("?" + std::string(name), "has \"" + std::string(text) + "\", no id"));
      ids.push_back(*id);
    }
  }
  return ids;
}

std::optional<std::string> name_of(const scheduler::Schedule& schedule, const ResourceRef& resource) {
  if (resource.kind == ResourceKind::person) {
    const auto person = schedule.find(scheduler::Id<scheduler::Person>{resource.id});
    return person ? std::optional(person->value.name) : std::nullopt;
  }
  const auto room = schedule.find(scheduler::Id<scheduler::Room>{resource.id});
  return room ? std::optional(room->value.name) : std::nullopt;
}

json::object free_busy_of(const scheduler::Schedule& schedule, const ResourceRef& resource, const std::string& name,
                          const scheduler::Interval& window) {
  json::array busy;
  for (const scheduler::BusyPeriod& period : scheduler::free_busy(schedule, resource, window)) {
    json::object shown{{"startUtc", scheduler::to_string(period.interval.begin)},
                       {"endUtc", scheduler::to_string(period.interval.end)},
                       {"type", word_for(period.type)}};
    if (period.time_zone) shown.emplace("timeZone", period.time_zone->name());
    busy.push_back(std::move(shown));
  }
  return {
      {"kind", word_for(resource.kind)}, {"id", resource.id.to_string()}, {"name", name}, {"busy", std::move(busy)}};
}

tl::expected<std::vector<ResourceRef>, http::Response> resources_in_query(const http::Request& request) {
  std::vector<ResourceRef> resources;
  for (const auto kind : {ResourceKind::person, ResourceKind::room}) {
    const auto ids = ids_in_query(request, word_for(kind));
    if (!ids) return tl::unexpected(ids.error());
    for (const scheduler::Uuid& id : *ids) resources.push_back({kind, id});
  }
  constexpr std::size_t kMost = 100;
  if (resources.empty()) return tl::unexpected(invalid_input("?person", "is missing: name a person or a room"));
  if (resources.size() > kMost) return tl::unexpected(invalid_input("?person", "and room must be 100 at most"));
  return resources;
}

// --- availability

/// The window of a query, whose dates begin at midnight in `zone`.
std::optional<scheduler::Instant> instant_of(const std::string& text, const scheduler::TimeZone& zone) {
  if (const auto day = scheduler::parse_date(text)) return zone.to_instant(*day);
  return scheduler::parse_instant(text);
}

std::vector<scheduler::InvalidField> problems_of(const scheduler::AvailabilityQuery& query,
                                                 const scheduler::AvailabilityWish& wish,
                                                 const scheduler::Schedule& schedule) {
  std::vector<scheduler::InvalidField> problems;
  const auto add = [&](std::string pointer, std::string detail) {
    problems.push_back({std::move(pointer), std::move(detail)});
  };
  if (wish.duration.length() <= std::chrono::seconds{0}) add("/duration", "must be longer than nothing");
  if (wish.duration.length() > scheduler::kLongestAvailabilityWindow) add("/duration", "is longer than any window");
  if (wish.between.end <= wish.between.begin) add("/between/to", "must be later than from");
  if (wish.between.end - wish.between.begin > scheduler::kLongestAvailabilityWindow) {
    add("/between/to", "must be within 92 days of from");
  }
  for (std::size_t i = 0; i < query.people.size(); ++i) {
    if (!schedule.find(query.people[i])) add("/people/" + std::to_string(i), "there is no person with that id");
  }
  for (std::size_t i = 0; i < query.equipment.size(); ++i) {
    if (!schedule.find(query.equipment[i].id)) {
      add("/equipment/" + std::to_string(i) + "/id", "there is no equipment with that id");
    }
  }
  return problems;
}

tl::expected<scheduler::AvailabilityWish, http::Response> wish_of(const scheduler::AvailabilityQuery& query,
                                                                  const Environment& environment) {
  scheduler::AvailabilityWish wish;
  wish.people = query.people;
  wish.room = query.room;
  wish.interpreter = query.interpreter;
  wish.equipment = query.equipment;
  wish.duration = query.duration;
  wish.time_zone = query.time_zone.value_or(environment.department.time_zone);
  wish.preferred = query.preferred;
  wish.limit = static_cast<std::size_t>(query.limit);
  const auto from = instant_of(query.between.from, wish.time_zone);
  const auto to = instant_of(query.between.to, wish.time_zone);
  constexpr std::string_view kNoTime = "is neither a date nor an RFC 3339 instant, for example 2026-12-07";
  if (!from) return tl::unexpected(invalid_input("/between/from", std::string(kNoTime)));
  if (!to) return tl::unexpected(invalid_input("/between/to", std::string(kNoTime)));
  wish.between = {*from, *to};
  const auto problems = problems_of(query, wish, *environment.services.scheduling.schedule());
  if (!problems.empty()) return tl::unexpected(invalid_input(problems));
  return wish;
}

json::object show(const scheduler::AvailableTime& time, const scheduler::TimeZone& zone) {
  json::object shown{{"start", scheduler::to_string(zone.to_local(time.interval.begin))},
                     {"timeZone", zone.name()},
                     {"startUtc", scheduler::to_string(time.interval.begin)},
                     {"endUtc", scheduler::to_string(time.interval.end)}};
  if (time.room) shown.emplace("room", time.room->to_string());
  if (time.interpreter) shown.emplace("interpreter", time.interpreter->to_string());
  if (time.preferred) shown.emplace("preferred", true);
  shown.emplace("warnings", to_json(time.warnings));
  return shown;
}

/// "is taken by "Head"", where it may be known by whom.
std::string detail_of(const scheduler::Blocker& blocker, const Sight& sight, const scheduler::Schedule& schedule) {
  const auto event = blocker.with ? schedule.find(scheduler::Id<scheduler::Event>{blocker.with->id}) : nullptr;
  if (!event || !sight.sees(event->value)) return blocker.detail;
  return blocker.detail + " by \"" + blocker.with->title + '"';
}

json::object show(const scheduler::Availability& found, const scheduler::TimeZone& zone, const Sight& sight,
                  const scheduler::Schedule& schedule) {
  json::array times;
  for (const scheduler::AvailableTime& time : found.times) times.push_back(show(time, zone));
  json::object shown{{"times", std::move(times)}};
  if (!found.times.empty()) return shown;
  json::array blockers;
  for (const scheduler::Blocker& each : found.blockers) {
    json::object blocker{{"kind", word_for(each.resource.kind)}, {"detail", detail_of(each, sight, schedule)}};
    if (!each.name.empty()) blocker.emplace("name", each.name);
    if (each.resource.id != scheduler::Uuid{}) blocker.emplace("id", each.resource.id.to_string());
    blockers.push_back(std::move(blocker));
  }
  shown.emplace("reason", found.reason);
  shown.emplace("blockers", std::move(blockers));
  return shown;
}

tl::expected<scheduler::Interval, http::Response> bounded_window_of(const http::Request& request,
                                                                    const scheduler::TimeZone& zone) {
  auto window = window_of(request, zone);
  if (window && window->end - window->begin > kLongestWindow) {
    return tl::unexpected(invalid_input("?to", "must be within ten years of from: ask for a part of it"));
  }
  return window;
}

}  // namespace

void free_busy(const Environment& environment, Exchange exchange) {
  const auto window = bounded_window_of(exchange.request, environment.department.time_zone);
  if (!window) return exchange.responder.send(window.error());
  const auto resources = resources_in_query(exchange.request);
  if (!resources) return exchange.responder.send(resources.error());
  const auto schedule = environment.services.scheduling.schedule();
  json::array rows;
  for (const ResourceRef& resource : *resources) {
    const auto name = name_of(*schedule, resource);
    if (!name) {
      return exchange.responder.send(invalid_input("?" + std::string(word_for(resource.kind)),
                                                   "there is none with the id " + resource.id.to_string()));
    }
    rows.push_back(free_busy_of(*schedule, resource, *name, *window));
  }
  exchange.responder.send(json_response(200, json::object{{"from", scheduler::to_string(window->begin)},
                                                          {"to", scheduler::to_string(window->end)},
                                                          {"freeBusy", std::move(rows)}}));
}

void availability(const Environment& environment, Exchange exchange) {
  auto body = parse_body(exchange.request, "application/json");
  if (!body) return exchange.responder.send(body.error());
  scheduler::AvailabilityQuery query;
  if (const auto problems = codec::from_json(*body, query); !problems.empty()) {
    return exchange.responder.send(invalid_input(problems));
  }
  const auto wish = wish_of(query, environment);
  if (!wish) return exchange.responder.send(wish.error());
  const auto schedule = environment.services.scheduling.schedule();
  auto found = find_times(*schedule, *wish, environment.services.clock.now());
  const Sight sight = exchange.sight();
  for (scheduler::AvailableTime& time : found.times) sight.redact(time.warnings, *schedule);
  exchange.responder.send(json_response(200, show(found, wish->time_zone, sight, *schedule)));
}

void conflicts(const Environment& environment, Exchange exchange) {
  const auto window = bounded_window_of(exchange.request, environment.department.time_zone);
  if (!window) return exchange.responder.send(window.error());
  const auto limit = limit_of(exchange.request);
  if (!limit) return exchange.responder.send(limit.error());
  const auto schedule = environment.services.scheduling.schedule();
  auto found = standing_conflicts(*schedule, *window, *limit);
  exchange.sight().redact(found.conflicts, *schedule);
  exchange.responder.send(
      json_response(200, json::object{{"conflicts", to_json(found.conflicts)}, {"complete", found.complete}}));
}

}  // namespace api::handlers
