#include "conflict_json.hpp"

#include <boost/json/object.hpp>

#include "scheduler/describe.hpp"

namespace api {

namespace json = boost::json;

json::array to_json(const std::vector<scheduler::Conflict>& conflicts) {
  json::array list;
  for (const scheduler::Conflict& each : conflicts) {
    json::object resource{
        {"kind", word_for(each.resource.kind)}, {"id", each.resource.id.to_string()}, {"name", each.resource_name}};
    json::object with{{"id", each.with.to_string()},
                      {"kind", word_for(each.with_kind)},
                      {"title", each.with_title},
                      {"startUtc", scheduler::to_string(each.with_interval.begin)},
                      {"endUtc", scheduler::to_string(each.with_interval.end)}};
    list.push_back(json::object{{"rule", word_for(each.rule)},
                                {"severity", word_for(each.severity)},
                                {"resource", std::move(resource)},
                                {"startUtc", scheduler::to_string(each.interval.begin)},
                                {"endUtc", scheduler::to_string(each.interval.end)},
                                {"recurrenceId", scheduler::to_string(each.recurrence_id)},
                                {"with", std::move(with)},
                                {"overridable", each.overridable}});
  }
  return list;
}

json::array to_json(const std::vector<scheduler::Alternative>& alternatives) {
  json::array list;
  for (const scheduler::Alternative& each : alternatives) {
    json::object alternative{{"start", scheduler::to_string(each.start)}, {"timeZone", each.time_zone.name()}};
    if (each.room) alternative.emplace("room", each.room->to_string());
    alternative.emplace("reason", each.reason);
    list.push_back(std::move(alternative));
  }
  return list;
}

namespace {

/// "2026-12-07 14:00"
std::string wall_clock(scheduler::Instant instant, const scheduler::TimeZone& zone) {
  constexpr std::size_t kToTheMinute = 16;
  std::string text = scheduler::to_string(zone.to_local(instant)).substr(0, kToTheMinute);
  text[10] = ' ';
  return text;
}

}  // namespace

std::string in_words(const scheduler::SchedulingConflict& error, const scheduler::TimeZone& zone) {
  const scheduler::Conflict& first = error.conflicts.front();
  std::string text = first.resource_name + " is taken by \"" + first.with_title + "\" from " +
                     wall_clock(first.with_interval.begin, zone) + " to " + wall_clock(first.with_interval.end, zone) +
                     " (" + zone.name() + ").";
  const std::size_t more = error.conflicts.size() + error.omitted - 1;
  if (more == 1) text += " There is one more clash: see \"conflicts\".";
  if (more > 1) text += " There are " + std::to_string(more) + " more clashes: see \"conflicts\".";
  text += error.alternatives.empty() ? " No other time or room was found near it: try another week or other people."
                                     : " See \"alternatives\" for what would work.";
  return text;
}

}  // namespace api
