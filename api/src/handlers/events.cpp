#include "events.hpp"

#include "../conflict_json.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;

void give_id(scheduler::Uuid& id, const Environment& environment) {
  if (id == scheduler::Uuid{}) id = environment.services.ids.next();
}

void add_instants(json::value& part, const scheduler::Interval& interval) {
  part.as_object().emplace("startUtc", scheduler::to_string(interval.begin));
  part.as_object().emplace("endUtc", scheduler::to_string(interval.end));
}

/// The stops and sessions too say when they are.
void add_instants_of_parts(json::object& shown, const scheduler::Event& event) {
  if (const auto* visit = std::get_if<scheduler::Visit>(&event.details)) {
    json::array& stops = shown.at("stops").as_array();
    for (std::size_t i = 0; i < stops.size(); ++i) {
      add_instants(stops[i], event.time_zone.interval(visit->stops[i].start, visit->stops[i].duration));
    }
  }
  if (const auto* trip = std::get_if<scheduler::Trip>(&event.details)) {
    json::array& sessions = shown.at("sessions").as_array();
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      add_instants(sessions[i],
                   trip->destination.time_zone.interval(trip->sessions[i].start, trip->sessions[i].duration));
    }
    json::array& legs = shown.at("legs").as_array();
    for (std::size_t i = 0; i < legs.size(); ++i) {
      add_instants(legs[i], {trip->legs[i].departure.instant(), trip->legs[i].arrival.instant()});
    }
  }
}

}  // namespace

std::string_view collection_of(scheduler::EventKind kind) {
  switch (kind) {
    case scheduler::EventKind::master_class:
      return MasterClasses::kPath;
    case scheduler::EventKind::office_hours:
      return OfficeHoursSeries::kPath;
    case scheduler::EventKind::visit:
      return Visits::kPath;
    case scheduler::EventKind::trip:
      return Trips::kPath;
  }
  return {};
}

void give_ids_to_parts(scheduler::Event& event, const Environment& environment) {
  if (auto* visit = std::get_if<scheduler::Visit>(&event.details)) {
    for (scheduler::Stop& stop : visit->stops) give_id(stop.id.value, environment);
  }
  if (auto* trip = std::get_if<scheduler::Trip>(&event.details)) {
    for (scheduler::Leg& leg : trip->legs) give_id(leg.id.value, environment);
    for (scheduler::TripSession& session : trip->sessions) give_id(session.id.value, environment);
  }
}

void drop_shown_in_parts(json::object& body) {
  for (const std::string_view list : {"stops", "legs", "sessions"}) {
    json::value* parts = body.if_contains(list);
    if (parts == nullptr || !parts->is_array()) continue;
    for (json::value& part : parts->get_array()) {
      json::object* object = part.if_object();
      if (object == nullptr) continue;
      for (const std::string_view name : {"timeZone", "startUtc", "endUtc"}) object->erase(name);
    }
  }
}

json::object show_event(const scheduler::Record<scheduler::Event>& record) {
  json::object shown = codec::to_json(record, codec::Audience::client);
  const scheduler::Interval first = record.value.time_zone.interval(record.value.start, record.value.duration);
  shown.emplace("startUtc", scheduler::to_string(first.begin));
  shown.emplace("endUtc", scheduler::to_string(first.end));
  add_instants_of_parts(shown, record.value);
  return shown;
}

void add_outcome(json::object& shown, const scheduler::Decision& decision) {
  shown.emplace("warnings", to_json(decision.warnings));
  if (!decision.skipped.empty()) shown.emplace("skipped", to_json(decision.skipped));
  json::array appointments;
  for (const scheduler::Change& change : decision.changes) {
    const auto* appointment = std::get_if<scheduler::Changed<scheduler::Appointment>>(&change);
    if (appointment == nullptr || !appointment->after) continue;
    if (appointment->after->value.status == scheduler::AppointmentStatus::cancelled) {
      appointments.emplace_back(appointment->after->id.to_string());
    }
  }
  if (!appointments.empty()) shown.emplace("cancelledAppointments", std::move(appointments));
}

json::object show_written_event(const scheduler::Record<scheduler::Event>& record,
                                const scheduler::Decision& decision) {
  json::object shown = show_event(record);
  add_outcome(shown, decision);
  return shown;
}

}  // namespace api::handlers
