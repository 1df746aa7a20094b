#include "visits.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "api/secret.hpp"
#include "events.hpp"
#include "scheduler/describe.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::Event;
using scheduler::Stop;
using scheduler::Visit;
using VisitPtr = scheduler::RecordPtr<Event>;

constexpr std::string_view kStops = "/stops";

json::object show_stop(const Event& event, const Stop& stop) {
  json::object shown = codec::to_json(stop, codec::Audience::client);
  const auto interval = event.time_zone.interval(stop.start, stop.duration);
  shown.emplace("timeZone", event.time_zone.name());
  shown.emplace("startUtc", scheduler::to_string(interval.begin));
  shown.emplace("endUtc", scheduler::to_string(interval.end));
  return shown;
}

const Stop* find_stop(const Event& event, scheduler::Id<Stop> id) {
  const auto& stops = std::get<Visit>(event.details).stops;
  const auto found = std::find_if(stops.begin(), stops.end(), [&](const Stop& each) { return each.id == id; });
  return found != stops.end() ? &*found : nullptr;
}

std::string path_of(scheduler::Id<Event> visit, scheduler::Id<Stop> stop) {
  return std::string(Visits::kPath) + '/' + visit.to_string() + "/stops/" + stop.to_string();
}

/// Answers with the stop as the decision left it in the visit; 204 when it is gone.
Render show_changed_stop(unsigned status, const VisitPtr& unchanged, scheduler::Id<Stop> id) {
  return [status, unchanged, id](const scheduler::Decision& decision) {
    VisitPtr visit = unchanged;
    if (!decision.changes.empty()) visit = std::get<scheduler::Changed<Event>>(decision.changes.front()).after;
    http::Headers headers{{"ETag", etag_of(visit->version)}};
    const Stop* stop = find_stop(visit->value, id);
    if (stop == nullptr) return http::Response{204, std::move(headers), nullptr};
    if (status == 201) headers.emplace_back("Location", path_of(visit->id, id));
    json::object shown = show_stop(visit->value, *stop);
    add_outcome(shown, decision);
    return json_response(status, shown, std::move(headers));
  };
}

/// The visit and the stop that the path names.
struct Named {
  VisitPtr visit;
  const Stop* stop = nullptr;
};

std::optional<Named> find_named(const Environment& environment, const Exchange& exchange) {
  const auto visit = find<Visits>(environment, exchange);
  const auto id = exchange.id<Stop>("stop");
  if (!visit || !id) return std::nullopt;
  const Stop* stop = find_stop(visit->value, *id);
  return stop != nullptr ? std::optional(Named{visit, stop}) : std::nullopt;
}

/// What is shown beside the fields is not sent back.
void drop_shown(json::object& body) {
  for (const std::string_view name : {"timeZone", "startUtc", "endUtc", "warnings"}) body.erase(name);
}

void replace_stop(const Environment& environment, Exchange exchange, const Named& named, const CommandOptions& options,
                  std::optional<Stop> stop) {
  const auto expected = expected_version(exchange.request, named.visit->version);
  if (!expected) return exchange.responder.send(expected.error());
  const auto id = named.stop->id;
  Event event = named.visit->value;
  auto& stops = std::get<Visit>(event.details).stops;
  const auto place = std::find_if(stops.begin(), stops.end(), [&](const Stop& each) { return each.id == id; });
  if (stop) {
    *place = std::move(*stop);
  } else {
    stops.erase(place);
  }
  auto command = options.command(exchange.actor(), scheduler::Replace<Event>{named.visit->id, std::move(event),
                                                                             expected->value_or(named.visit->version)});
  write(environment, std::move(exchange), std::move(command), show_changed_stop(200, named.visit, id),
        {.list = kStops});
}

// --- the itinerary

template <class T>
json::object named(const scheduler::Schedule& schedule, scheduler::Id<T> id) {
  json::object shown{{"id", id.to_string()}};
  if (const auto record = schedule.find(id)) shown.emplace("name", record->value.name);
  return shown;
}

json::object contact(const scheduler::Schedule& schedule, scheduler::Id<scheduler::Person> id) {
  json::object shown = named(schedule, id);
  const auto person = schedule.find(id);
  if (person && person->value.email) shown.emplace("email", *person->value.email);
  if (person && person->value.phone) shown.emplace("phone", *person->value.phone);
  return shown;
}

json::object place_of(const scheduler::Schedule& schedule, const Stop& stop) {
  json::object place;
  if (stop.room) {
    place = named(schedule, *stop.room);
    const auto room = schedule.find(*stop.room);
    if (room && room->value.campus) place.emplace("campus", *room->value.campus);
    if (room && room->value.address) place.emplace("address", *room->value.address);
  } else if (stop.place) {
    place.emplace("name", *stop.place);
    if (stop.campus) place.emplace("campus", *stop.campus);
  }
  return place;
}

json::object itinerary_row(const scheduler::Schedule& schedule, const Event& event, const Stop& stop) {
  const auto interval = event.time_zone.interval(stop.start, stop.duration);
  json::object row{{"id", stop.id.to_string()},
                   {"title", stop.title},
                   {"start", scheduler::to_string(stop.start)},
                   {"end", scheduler::to_string(event.time_zone.to_local(interval.end))},
                   {"startUtc", scheduler::to_string(interval.begin)},
                   {"endUtc", scheduler::to_string(interval.end)},
                   {"place", place_of(schedule, stop)}};
  if (!stop.description.empty()) row.emplace("description", stop.description);
  json::array hosts;
  for (const auto& host : stop.hosts) hosts.push_back(contact(schedule, host));
  row.emplace("hosts", std::move(hosts));
  if (stop.interpreter) {
    json::object interpreter = contact(schedule, stop.interpreter->person);
    interpreter.emplace("from", stop.interpreter->from);
    interpreter.emplace("to", stop.interpreter->to);
    row.emplace("interpreter", std::move(interpreter));
  }
  json::array equipment;
  for (const auto& need : stop.equipment) {
    json::object item = named(schedule, need.id);
    item.emplace("quantity", need.quantity);
    equipment.push_back(std::move(item));
  }
  if (!equipment.empty()) row.emplace("equipment", std::move(equipment));
  if (stop.dress) row.emplace("dress", *stop.dress);
  return row;
}

json::array days_of(const scheduler::Schedule& schedule, const Event& event) {
  std::vector<const Stop*> stops;
  for (const Stop& stop : std::get<Visit>(event.details).stops) stops.push_back(&stop);
  std::stable_sort(stops.begin(), stops.end(), [](const Stop* a, const Stop* b) { return a->start < b->start; });
  json::array days;
  std::optional<scheduler::LocalDate> day;
  for (const Stop* stop : stops) {
    const auto own = date::floor<date::days>(stop->start);
    if (day != own) {
      days.push_back(json::object{{"date", scheduler::to_string(own)}, {"stops", json::array{}}});
      day = own;
    }
    days.back().as_object().at("stops").as_array().push_back(itinerary_row(schedule, event, *stop));
  }
  return days;
}

/// Names of people and rooms are in it: its ETag is made of all that is shown, and not of the visit's version.
void send_as_it_is(Exchange exchange, const json::object& shown) {
  constexpr std::size_t kLongEnough = 32;
  const std::string etag = '"' + sha256_hex(json::serialize(shown)).substr(0, kLongEnough) + '"';
  if (none_match_fails(exchange.request, etag)) return exchange.responder.send({304, {{"ETag", etag}}, nullptr});
  exchange.responder.send(json_response(200, shown, {{"ETag", etag}}));
}

}  // namespace

void create_stop(const Environment& environment, Exchange exchange) {
  const auto visit = find<Visits>(environment, exchange);
  if (!visit) return exchange.responder.send(not_found());
  auto body = parse_body(exchange.request, "application/json");
  if (!body) return exchange.responder.send(body.error());
  auto options = take_options(*body, OptionsOf::events);
  if (!options) return exchange.responder.send(options.error());
  Stop stop;
  if (const auto problems = codec::from_json(*body, stop); !problems.empty()) {
    return exchange.responder.send(invalid_input(problems));
  }
  stop.id = {environment.services.ids.next()};
  const auto id = stop.id;
  auto command = options->command(exchange.actor(), scheduler::AddStop{visit->id, std::move(stop)});
  write(environment, std::move(exchange), std::move(command), show_changed_stop(201, visit, id), {.list = kStops});
}

void list_stops(const Environment& environment, Exchange exchange) {
  const auto visit = find<Visits>(environment, exchange);
  if (!visit) return exchange.responder.send(not_found());
  json::array items;
  for (const Stop& stop : std::get<Visit>(visit->value.details).stops) items.push_back(show_stop(visit->value, stop));
  exchange.responder.send(
      json_response(200, json::object{{"items", std::move(items)}}, {{"ETag", etag_of(visit->version)}}));
}

void get_stop(const Environment& environment, Exchange exchange) {
  const auto named = find_named(environment, exchange);
  if (!named) return exchange.responder.send(not_found());
  send_version(std::move(exchange), named->visit->version,
               [&] { return show_stop(named->visit->value, *named->stop); });
}

void patch_stop(const Environment& environment, Exchange exchange) {
  const auto named = find_named(environment, exchange);
  if (!named) return exchange.responder.send(not_found());
  auto changes = parse_body(exchange.request, "application/merge-patch+json");
  if (!changes) return exchange.responder.send(changes.error());
  auto options = take_options(*changes, OptionsOf::events);
  if (!options) return exchange.responder.send(options.error());
  drop_shown(*changes);
  json::object target = codec::to_json(*named->stop, codec::Audience::editor);
  merge_changes(target, *changes);
  Stop stop;
  if (const auto problems = codec::from_json(target, stop); !problems.empty()) {
    return exchange.responder.send(invalid_input(problems));
  }
  if (stop.id != named->stop->id) {
    return exchange.responder.send(invalid_input("/id", "cannot be changed: leave it out"));
  }
  replace_stop(environment, std::move(exchange), *named, *options, std::move(stop));
}

void remove_stop(const Environment& environment, Exchange exchange) {
  const auto named = find_named(environment, exchange);
  if (!named) return exchange.responder.send(not_found());
  replace_stop(environment, std::move(exchange), *named, {}, std::nullopt);
}

void itinerary(const Environment& environment, Exchange exchange) {
  const auto visit = find<Visits>(environment, exchange);
  if (!visit) return exchange.responder.send(not_found());
  const auto schedule = environment.services.scheduling.schedule();
  const Event& event = visit->value;
  const Visit& details = std::get<Visit>(event.details);
  json::array hosts;
  for (const auto& host : details.hosts) hosts.push_back(contact(*schedule, host));
  json::array delegates;
  for (const auto& delegate : details.delegates) {
    delegates.push_back(codec::to_json(delegate, codec::Audience::client));
  }
  json::object shown{{"id", visit->id.to_string()},
                     {"title", event.title},
                     {"status", word_for(event.status)},
                     {"version", visit->version},
                     {"updated", scheduler::to_string(visit->updated)},
                     {"institution", named(*schedule, details.institution)},
                     {"timeZone", event.time_zone.name()},
                     {"arrival", scheduler::to_string(details.arrival)},
                     {"departure", scheduler::to_string(details.departure)},
                     {"hosts", std::move(hosts)},
                     {"delegates", std::move(delegates)},
                     {"days", days_of(*schedule, event)}};
  if (details.language) shown.emplace("language", *details.language);
  send_as_it_is(std::move(exchange), shown);
}

}  // namespace api::handlers
