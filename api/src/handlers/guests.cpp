#include "guests.hpp"

#include <memory>

#include "api/secret.hpp"
#include "scheduler/describe.hpp"
#include "scheduler/slots.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::Appointment;
using scheduler::Event;
using scheduler::Record;
using scheduler::Registration;
using scheduler::RegistrationStatus;

bool has_seat(const Registration& registration) {
  return registration.status == RegistrationStatus::registered || registration.status == RegistrationStatus::offered;
}

/// Its place among those who have a seat, or among those who wait; 0 when it is cancelled.
std::int64_t position_of(const scheduler::Schedule& schedule, const Record<Registration>& record) {
  if (record.value.status == RegistrationStatus::cancelled) return 0;
  std::int64_t position = 0;
  for (const auto& each : schedule.registrations_of(record.value.master_class)) {
    if (each->value.status == RegistrationStatus::cancelled) continue;
    if (has_seat(each->value) == has_seat(record.value)) ++position;
    if (each->id == record.id) break;
  }
  return position;
}

bool is_of_seen_event(const scheduler::Schedule& schedule, scheduler::Id<Event> id, const Exchange& exchange) {
  const auto event = schedule.find(id);
  return event && exchange.sight().sees(event->value);
}

/// A list that is short enough for one answer: of one event, newest last.
template <class R, class List>
void answer_with_list(const Environment& environment, Exchange exchange, const List& records) {
  const auto limit = limit_of(exchange.request);
  if (!limit) return exchange.responder.send(limit.error());
  const std::string_view words = exchange.request.query_value("q").value_or("");
  if (const auto problem = problem_of_search(words, true)) {
    return exchange.responder.send(invalid_input("?q", *problem));
  }
  const TextSearch search(words);
  std::string_view after = exchange.request.query_value("cursor").value_or("");
  const auto schedule = environment.services.scheduling.schedule();
  json::array items;
  std::string last;
  http::Headers headers;
  for (const auto& record : records) {
    const std::string id = record->id.to_string();
    if (!after.empty()) {
      if (after == id) after = {};
      continue;
    }
    if (!search.matches(texts_of(record->value))) continue;
    if (items.size() == *limit) {
      headers.emplace_back("Link", next_link(exchange.request, environment.department.public_url, last));
      break;
    }
    items.push_back(R::show(environment, *schedule, *record));
    last = id;
  }
  exchange.responder.send(json_response(200, json::object{{"items", std::move(items)}}, std::move(headers)));
}

}  // namespace

// --- appointments

Appointment Appointments::blank(const Environment&, const Exchange& exchange) {
  Appointment appointment;
  appointment.office_hours = exchange.id<Event>().value_or(scheduler::Id<Event>{});
  return appointment;
}

void Appointments::keep_what_is_ours(Appointment& value, const Appointment& current) {
  value.office_hours = current.office_hours;
  value.duration = current.duration;
  value.host = current.host;
  value.status = current.status;
  value.secret_sha256 = current.secret_sha256;
}

bool Appointments::holds(const Record<Appointment>& record, const Exchange& exchange) {
  return record.value.office_hours == exchange.id<Event>();
}

bool Appointments::may_be_seen(const scheduler::Schedule& schedule, const Record<Appointment>& record,
                               const Exchange& exchange) {
  return is_of_seen_event(schedule, record.value.office_hours, exchange);
}

std::string Appointments::path_of(const Record<Appointment>& record) {
  return std::string(OfficeHoursSeries::kPath) + '/' + record.value.office_hours.to_string() + "/appointments/" +
         record.id.to_string();
}

json::object Appointments::show(const Environment&, const scheduler::Schedule& schedule,
                                const Record<Appointment>& record) {
  json::object shown = codec::to_json(record, codec::Audience::client);
  if (const auto hours = schedule.find(record.value.office_hours)) {
    const auto interval = hours->value.time_zone.interval(record.value.start, record.value.duration);
    shown.emplace("timeZone", hours->value.time_zone.name());
    shown.emplace("startUtc", scheduler::to_string(interval.begin));
    shown.emplace("endUtc", scheduler::to_string(interval.end));
  }
  return shown;
}

json::object Appointments::show_written(const Environment& environment, const Record<Appointment>& record,
                                        const scheduler::Decision&) {
  return show(environment, *environment.services.scheduling.schedule(), record);
}

void slots(const Environment& environment, Exchange exchange) {
  const auto hours = find<OfficeHoursSeries>(environment, exchange);
  if (!hours) return exchange.responder.send(not_found());
  const auto window = window_of(exchange.request, hours->value.time_zone);
  if (!window) return exchange.responder.send(window.error());
  constexpr date::days kLongest{366};
  if (window->end - window->begin > kLongest) {
    return exchange.responder.send(invalid_input("?to", "must be within 366 days of from: ask for a part of it"));
  }
  const auto schedule = environment.services.scheduling.schedule();
  json::array list;
  for (const scheduler::Slot& slot : slots_of(*schedule, *hours, *window, environment.services.clock.now())) {
    json::object shown{{"start", scheduler::to_string(slot.start)},
                       {"end", scheduler::to_string(slot.end)},
                       {"startUtc", scheduler::to_string(slot.interval.begin)},
                       {"endUtc", scheduler::to_string(slot.interval.end)},
                       {"free", slot.free()},
                       {"remaining", slot.free_hosts.size()}};
    if (!slot.free()) shown.emplace("reason", slot.reason);
    list.push_back(std::move(shown));
  }
  exchange.responder.send(
      json_response(200, json::object{{"timeZone", hours->value.time_zone.name()}, {"slots", std::move(list)}}));
}

/// The visitor's own link is told once, in this answer; the store knows only its hash.
void create_appointment(const Environment& environment, Exchange exchange) {
  const auto hours = find<OfficeHoursSeries>(environment, exchange);
  if (!hours) return exchange.responder.send(not_found());
  auto body = parse_body(exchange.request, "application/json");
  if (!body) return exchange.responder.send(body.error());
  Appointment value = Appointments::blank(environment, exchange);
  if (const auto problems = codec::from_json(*body, value); !problems.empty()) {
    return exchange.responder.send(invalid_input(problems));
  }
  const std::string secret = make_secret();
  value.secret_sha256 = sha256_hex(secret);
  const std::string url = environment.department.public_url + "/appointments/" + secret;
  const scheduler::Id<Appointment> id{environment.services.ids.next()};
  scheduler::Command command{exchange.actor(), scheduler::Create<Appointment>{id, std::move(value)}};
  const bool is_preview = flag_of(exchange.request, "dryRun").value_or(false);  // whose link would lead nowhere
  auto render = [&environment, url, is_preview](const scheduler::Decision& decision) {
    const auto& record = *std::get<scheduler::Changed<Appointment>>(decision.changes.front()).after;
    json::object shown = Appointments::show_written(environment, record, decision);
    if (!is_preview) shown.emplace("manageUrl", url);
    return json_response(201, shown, {{"ETag", etag_of(record.version)}, {"Location", Appointments::path_of(record)}});
  };
  write(environment, std::move(exchange), std::move(command), std::move(render), {.tells_secret = true});
}

void list_appointments(const Environment& environment, Exchange exchange) {
  const auto hours = find<OfficeHoursSeries>(environment, exchange);
  if (!hours) return exchange.responder.send(not_found());
  const auto records = environment.services.scheduling.schedule()->appointments_of(hours->id);
  answer_with_list<Appointments>(environment, std::move(exchange), records);
}

// --- registrations

Registration Registrations::blank(const Environment&, const Exchange& exchange) {
  Registration registration;
  registration.master_class = exchange.id<Event>().value_or(scheduler::Id<Event>{});
  return registration;
}

bool Registrations::holds(const Record<Registration>& record, const Exchange& exchange) {
  return record.value.master_class == exchange.id<Event>();
}

bool Registrations::may_be_seen(const scheduler::Schedule& schedule, const Record<Registration>& record,
                                const Exchange& exchange) {
  return is_of_seen_event(schedule, record.value.master_class, exchange);
}

std::string Registrations::path_of(const Record<Registration>& record) {
  return std::string(MasterClasses::kPath) + '/' + record.value.master_class.to_string() + "/registrations/" +
         record.id.to_string();
}

json::object Registrations::show(const Environment&, const scheduler::Schedule& schedule,
                                 const Record<Registration>& record) {
  json::object shown = codec::to_json(record, codec::Audience::client);
  shown.emplace("position", position_of(schedule, record));
  return shown;
}

json::object Registrations::show_written(const Environment&, const Record<Registration>& record,
                                         const scheduler::Decision& decision) {
  json::object shown = codec::to_json(record, codec::Audience::client);
  if (decision.position > 0) shown.emplace("position", decision.position);
  json::array promoted;
  for (std::size_t i = 1; i < decision.changes.size(); ++i) {
    const auto* other = std::get_if<scheduler::Changed<Registration>>(&decision.changes[i]);
    if (other != nullptr && other->after) promoted.emplace_back(other->after->id.to_string());
  }
  if (!promoted.empty()) shown.emplace("promoted", std::move(promoted));
  return shown;
}

void create_registration(const Environment& environment, Exchange exchange) {
  if (!find<MasterClasses>(environment, exchange)) return exchange.responder.send(not_found());
  create<Registrations>(environment, std::move(exchange));
}

void list_registrations(const Environment& environment, Exchange exchange) {
  const auto master_class = find<MasterClasses>(environment, exchange);
  if (!master_class) return exchange.responder.send(not_found());
  const auto records = environment.services.scheduling.schedule()->registrations_of(master_class->id);
  answer_with_list<Registrations>(environment, std::move(exchange), records);
}

void accept_offer(const Environment& environment, Exchange exchange) {
  const auto current = find<Registrations>(environment, exchange);
  if (!current) return exchange.responder.send(not_found());
  scheduler::Command command{exchange.actor(), scheduler::AcceptOffer{current->id}};
  write(environment, std::move(exchange), std::move(command), show_changed<Registrations>(environment, 200, current));
}

}  // namespace api::handlers
