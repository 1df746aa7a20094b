#pragma once

#include <array>
#include <string>
#include <string_view>

#include "events.hpp"
#include "resource.hpp"
#include "scheduler/guests.hpp"

namespace api::handlers {

/// Of both: what belongs to one event, whose id is the path's {id}.
struct GuestResource {
  static constexpr OptionsOf kOptions = OptionsOf::nothing;
  static constexpr std::array<std::string_view, 3> kAnswerOnly = {"position", "promoted", "manageUrl"};

  static void prepare(boost::json::object&) {}
};

struct Appointments : GuestResource {
  using Type = scheduler::Appointment;
  static constexpr std::string_view kParameter = "appointment";

  static scheduler::Appointment blank(const Environment& environment, const Exchange& exchange);
  static void complete(scheduler::Appointment&, const Environment&) {}
  static void keep_what_is_ours(scheduler::Appointment& value, const scheduler::Appointment& current);
  static bool holds(const scheduler::Record<scheduler::Appointment>& record, const Exchange& exchange);
  static bool may_be_seen(const scheduler::Schedule& schedule, const scheduler::Record<scheduler::Appointment>& record,
                          const Exchange& exchange);
  static std::string path_of(const scheduler::Record<scheduler::Appointment>& record);
  static boost::json::object show(const Environment& environment, const scheduler::Schedule& schedule,
                                  const scheduler::Record<scheduler::Appointment>& record);
  static boost::json::object show_written(const Environment&, const scheduler::Record<scheduler::Appointment>& record,
                                          const scheduler::Decision& decision);
};

struct Registrations : GuestResource {
  using Type = scheduler::Registration;
  static constexpr std::string_view kParameter = "registration";

  static scheduler::Registration blank(const Environment& environment, const Exchange& exchange);
  static void complete(scheduler::Registration&, const Environment&) {}
  static void keep_what_is_ours(scheduler::Registration&, const scheduler::Registration&) {}
  static bool holds(const scheduler::Record<scheduler::Registration>& record, const Exchange& exchange);
  static bool may_be_seen(const scheduler::Schedule& schedule, const scheduler::Record<scheduler::Registration>& record,
                          const Exchange& exchange);
  static std::string path_of(const scheduler::Record<scheduler::Registration>& record);
  static boost::json::object show(const Environment& environment, const scheduler::Schedule& schedule,
                                  const scheduler::Record<scheduler::Registration>& record);
  static boost::json::object show_written(const Environment&, const scheduler::Record<scheduler::Registration>& record,
                                          const scheduler::Decision& decision);
};

void slots(const Environment& environment, Exchange exchange);
void create_appointment(const Environment& environment, Exchange exchange);
void list_appointments(const Environment& environment, Exchange exchange);
void create_registration(const Environment& environment, Exchange exchange);
void list_registrations(const Environment& environment, Exchange exchange);
void accept_offer(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
