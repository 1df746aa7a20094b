#include "events.hpp"

#include "../conflict_json.hpp"

namespace api::handlers {

boost::json::object show_event(const scheduler::Record<scheduler::Event>& record) {
  boost::json::object shown = codec::to_json(record, codec::Audience::client);
  const scheduler::Interval first = record.value.time_zone.interval(record.value.start, record.value.duration);
  shown.emplace("startUtc", scheduler::to_string(first.begin));
  shown.emplace("endUtc", scheduler::to_string(first.end));
  return shown;
}

boost::json::object show_written_event(const scheduler::Record<scheduler::Event>& record,
                                       const std::vector<scheduler::Conflict>& warnings) {
  boost::json::object shown = show_event(record);
  shown.emplace("warnings", to_json(warnings));
  return shown;
}

}  // namespace api::handlers
