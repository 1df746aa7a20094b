#pragma once

#include "resource.hpp"
#include "scheduler/event.hpp"

namespace api::handlers {

/// As the API shows an event: with the instants that its local time means.
[[nodiscard]] boost::json::object show_event(const scheduler::Record<scheduler::Event>& record);
[[nodiscard]] boost::json::object show_written_event(const scheduler::Record<scheduler::Event>& record,
                                                     const std::vector<scheduler::Conflict>& warnings);

/// The events of one kind; `Details` is the alternative of Event::details that it has.
template <class Details>
struct EventResource {
  using Type = scheduler::Event;
  static scheduler::Event blank(const Environment& environment) {
    scheduler::Event event;
    event.time_zone = environment.department.time_zone;
    event.details = Details{};
    return event;
  }
  static bool holds(const scheduler::Record<scheduler::Event>& record) {
    return std::holds_alternative<Details>(record.value.details);
  }
  static boost::json::object show(const scheduler::Record<scheduler::Event>& record) { return show_event(record); }
  static boost::json::object show_written(const scheduler::Record<scheduler::Event>& record,
                                          const std::vector<scheduler::Conflict>& warnings) {
    return show_written_event(record, warnings);
  }
};

struct MasterClasses : EventResource<scheduler::MasterClass> {
  static constexpr std::string_view kPath = "/v1/master-classes";
};
struct OfficeHoursSeries : EventResource<scheduler::OfficeHours> {
  static constexpr std::string_view kPath = "/v1/office-hours";
};

}  // namespace api::handlers
