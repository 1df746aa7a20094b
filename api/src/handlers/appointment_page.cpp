#include "appointment_page.hpp"

#include <boost/url/decode_view.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "../html_page.hpp"
#include "../write.hpp"
#include "api/secret.hpp"
#include "http/problem.hpp"
#include "scheduler/guests.hpp"
#include "scheduler/slots.hpp"

namespace api::handlers {
namespace {

using scheduler::Appointment;
using scheduler::AppointmentStatus;
using scheduler::RecordPtr;

constexpr date::days kOfferedAhead{30};
constexpr std::size_t kOffered = 60;

/// "2026-12-07 10:20"
std::string wall_clock(scheduler::LocalTime time) {
  constexpr std::size_t kToTheMinute = 16;
  std::string text = scheduler::to_string(time).substr(0, kToTheMinute);
  text[10] = ' ';
  return text;
}

http::Response unknown_link() {
  return html_page(404, "This link leads nowhere",
                   "<p>It may have been copied in part. Please open it again from the confirmation, or call the "
                   "department.</p>\n");
}

/// The appointment, its office hours, and the schedule both are from.
struct Shown {
  std::shared_ptr<const scheduler::Schedule> schedule;
  RecordPtr<Appointment> appointment;
  RecordPtr<scheduler::Event> hours;
};

std::optional<Shown> find_shown(const Environment& environment, const Exchange& exchange) {
  Shown shown;
  shown.schedule = environment.services.scheduling.schedule();
  shown.appointment = shown.schedule->find_appointment(sha256_hex(exchange.parameter("secret")));
  if (!shown.appointment) return std::nullopt;
  shown.hours = shown.schedule->find(shown.appointment->value.office_hours);
  return shown.hours ? std::optional(shown) : std::nullopt;
}

bool is_over(const Shown& shown, scheduler::Instant now) {
  return shown.hours->value.time_zone.to_instant(shown.appointment->value.start) <= now;
}

std::string move_form(const Shown& shown, scheduler::Instant now) {
  std::string options;
  std::size_t offered = 0;
  for (const auto& slot : slots_of(*shown.schedule, *shown.hours, {now, now + kOfferedAhead}, now)) {
    if (!slot.free() || slot.start == shown.appointment->value.start) continue;
    if (offered++ == kOffered) break;
    options += "<option value=\"" + scheduler::to_string(slot.start) + "\">" + wall_clock(slot.start) + "</option>\n";
  }
  if (options.empty()) return "<p>No other time is free within the next 30 days.</p>\n";
  return "<form method=\"post\"><input type=\"hidden\" name=\"action\" value=\"move\">\n"
         "<label>Another time: <select name=\"start\">\n" +
         options + "</select></label> <button>Move the appointment</button></form>\n";
}

http::Response page_of(const Shown& shown, scheduler::Instant now, const std::string& notice, unsigned status = 200) {
  const Appointment& appointment = shown.appointment->value;
  const auto host = shown.schedule->find(appointment.host);
  std::string body = notice;
  body += "<p>" + html_escaped(appointment.visitor.name) + ", your appointment" +
          (host ? " with <strong>" + html_escaped(host->value.name) + "</strong>" : "") + " is on <strong>" +
          wall_clock(appointment.start) + "</strong> (" + html_escaped(shown.hours->value.time_zone.name()) +
          ").</p>\n";
  if (!appointment.purpose.empty()) body += "<p>" + html_escaped(appointment.purpose) + "</p>\n";
  const auto room = shown.hours->value.room ? shown.schedule->find(*shown.hours->value.room) : nullptr;
  if (room) {
    body += "<p>Where: " + html_escaped(room->value.name + (room->value.campus ? ", " + *room->value.campus : "")) +
            "</p>\n";
  }
  if (appointment.status == AppointmentStatus::cancelled) {
    return html_page(status, "The appointment is cancelled", body);
  }
  if (is_over(shown, now)) return html_page(status, "The appointment has taken place", body);
  body += move_form(shown, now);
  body +=
      "<form method=\"post\"><input type=\"hidden\" name=\"action\" value=\"cancel\">"
      "<button>Cancel the appointment</button></form>\n";
  return html_page(status, shown.hours->value.title, body);
}

/// The fields of a form as browsers send it (application/x-www-form-urlencoded).
std::string field_of(const std::string& body, std::string_view name) {
  const auto parsed = boost::urls::parse_query(body);
  if (!parsed) return {};
  for (const auto& parameter : *parsed) {
    boost::urls::encoding_opts options;
    options.space_as_plus = true;
    const auto key = parameter.key.decode(options);
    if (key == name) return std::string(parameter.value.decode(options));
  }
  return {};
}

std::string why(const scheduler::Error& error) {
  if (const auto* invalid = std::get_if<scheduler::InvalidInput>(&error)) return invalid->fields.front().detail;
  if (const auto* refused = std::get_if<scheduler::Refused>(&error)) return refused->detail;
  if (std::holds_alternative<scheduler::SchedulingConflict>(error)) return "that time has just been taken";
  if (std::holds_alternative<scheduler::StaleVersion>(error)) return "it has changed meanwhile: look at it again";
  return "it cannot be done at the moment: please try again";
}

void submit(const Environment& environment, Exchange exchange, const Shown& shown, scheduler::Action action) {
  auto responder = std::make_shared<http::Responder>(std::move(exchange.responder));
  const auto now = environment.services.clock.now();
  scheduler::Submission submission;
  submission.command = {{"visitor", scheduler::Role::viewer}, std::move(action)};
  submission.render = [](const scheduler::Decision&) { return std::string(); };
  submission.done = [responder, shown, now](const scheduler::Result<scheduler::Answer>& answer) {
    if (answer) return responder->send({303, {{"Location", "?"}, {"Cache-Control", "no-store"}}, nullptr});
    responder->send(page_of(
        shown, now,
        "<p role=\"alert\"><strong>Nothing was changed:</strong> " + html_escaped(why(answer.error())) + ".</p>\n",
        409));
  };
  environment.services.scheduling.submit(std::move(submission));
}

}  // namespace

void appointment_page(const Environment& environment, Exchange exchange) {
  const auto shown = find_shown(environment, exchange);
  exchange.responder.send(shown ? page_of(*shown, environment.services.clock.now(), "") : unknown_link());
}

void change_appointment(const Environment& environment, Exchange exchange) {
  const auto shown = find_shown(environment, exchange);
  if (!shown) return exchange.responder.send(unknown_link());
  const std::string action = field_of(exchange.request.body, "action");
  const auto id = shown->appointment->id;
  const auto version = shown->appointment->version;
  if (action == "cancel") {
    return submit(environment, std::move(exchange), *shown, scheduler::Remove<Appointment>{id, version});
  }
  const auto start = scheduler::parse_local_time(field_of(exchange.request.body, "start"));
  if (action == "move" && start) {
    Appointment moved = shown->appointment->value;
    moved.start = *start;
    return submit(environment, std::move(exchange), *shown,
                  scheduler::Replace<Appointment>{id, std::move(moved), version});
  }
  exchange.responder.send(page_of(*shown, environment.services.clock.now(),
                                  "<p role=\"alert\">Please choose a time, or cancel.</p>\n", 422));
}

}  // namespace api::handlers
