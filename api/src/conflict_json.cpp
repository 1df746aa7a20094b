#include "conflict_json.hpp"

#include <boost/json/object.hpp>

#include "scheduler/describe.hpp"

namespace api {

namespace json = boost::json;

namespace {

json::object to_json(const scheduler::Opponent& opponent) {
  return {{"id", opponent.id.to_string()},
          {"kind", word_for(opponent.kind)},
          {"title", opponent.title},
          {"startUtc", scheduler::to_string(opponent.interval.begin)},
          {"endUtc", scheduler::to_string(opponent.interval.end)}};
}

json::object to_json(const scheduler::Conflict& conflict) {
  json::object resource{{"kind", word_for(conflict.resource.kind)},
                        {"id", conflict.resource.id.to_string()},
                        {"name", conflict.resource_name}};
  json::object shown{{"rule", word_for(conflict.rule)},
                     {"severity", word_for(conflict.severity)},
                     {"resource", std::move(resource)},
                     {"startUtc", scheduler::to_string(conflict.interval.begin)},
                     {"endUtc", scheduler::to_string(conflict.interval.end)},
                     {"recurrenceId", scheduler::to_string(conflict.recurrence_id)}};
  if (conflict.part != scheduler::Uuid{}) shown.emplace("part", conflict.part.to_string());
  if (conflict.with) shown.emplace("with", to_json(*conflict.with));
  if (conflict.event) shown.emplace("event", to_json(*conflict.event));
  if (!conflict.detail.empty()) shown.emplace("detail", conflict.detail);
  shown.emplace("overridable", conflict.overridable);
  return shown;
}

}  // namespace

json::array to_json(const std::vector<scheduler::Conflict>& conflicts) {
  json::array list;
  for (const scheduler::Conflict& each : conflicts) list.push_back(to_json(each));
  return list;
}

json::array to_json(const std::vector<scheduler::SkippedOccurrence>& skipped) {
  json::array list;
  for (const scheduler::SkippedOccurrence& each : skipped) {
    list.push_back(json::object{{"recurrenceId", scheduler::to_string(each.recurrence_id)},
                                {"conflicts", to_json(each.conflicts)}});
  }
  return list;
}

json::array to_json(const std::vector<scheduler::Alternative>& alternatives) {
  json::array list;
  for (const scheduler::Alternative& each : alternatives) {
    json::object alternative{{"start", scheduler::to_string(each.start)}, {"timeZone", each.time_zone.name()}};
    if (each.stop) alternative.emplace("stop", each.stop->to_string());
    if (each.room) alternative.emplace("room", each.room->to_string());
    if (each.interpreter) alternative.emplace("interpreter", each.interpreter->to_string());
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

std::string between(const scheduler::Interval& interval, const scheduler::TimeZone& zone) {
  return "from " + wall_clock(interval.begin, zone) + " to " + wall_clock(interval.end, zone) + " (" + zone.name() +
         ")";
}

/// "Black Box is taken by "Stage movement" from ... to ...", or what else is wrong.
std::string in_words(const scheduler::Conflict& conflict, const scheduler::TimeZone& zone) {
  const std::string name = conflict.resource_name.empty() ? "This" : conflict.resource_name;
  if (conflict.rule == scheduler::Rule::person_double_booked && conflict.with) {
    if (conflict.resource.kind == scheduler::ResourceKind::event) {
      return "The delegation is at \"" + conflict.with->title + "\" " + between(conflict.with->interval, zone);
    }
    if (!conflict.detail.empty()) {  // of a slot of office hours
      return "The slot is not free, " + between(conflict.interval, zone) + ": " + conflict.detail;
    }
  }
  switch (conflict.rule) {
    case scheduler::Rule::room_double_booked:
    case scheduler::Rule::person_double_booked:
    case scheduler::Rule::equipment_exhausted:
    case scheduler::Rule::person_travelling:
      if (!conflict.with) break;
      return name + " is taken by \"" + conflict.with->title + "\" " + between(conflict.with->interval, zone);
    case scheduler::Rule::room_closed:
    case scheduler::Rule::holiday:
      if (!conflict.with) break;
      return (conflict.rule == scheduler::Rule::holiday ? "The department" : name) + " is closed, \"" +
             conflict.with->title + "\", " + between(conflict.with->interval, zone);
    case scheduler::Rule::outside_working_hours:
    case scheduler::Rule::insufficient_turnaround:
    case scheduler::Rule::travel_time:
    case scheduler::Rule::capacity_exceeds_room:
    case scheduler::Rule::missing_room_feature:
    case scheduler::Rule::interpreter_language:
    case scheduler::Rule::expert_absent:
    case scheduler::Rule::over_daily_limit:
      break;
  }
  return name + ": " + conflict.detail + ", " + between(conflict.interval, zone);
}

}  // namespace

std::string in_words(const scheduler::SchedulingConflict& error, const scheduler::TimeZone& zone) {
  std::string text = in_words(error.conflicts.front(), zone) + '.';
  const std::size_t more = error.conflicts.size() + error.omitted - 1;
  if (more == 1) text += " There is one more clash: see \"conflicts\".";
  if (more > 1) text += " There are " + std::to_string(more) + " more clashes: see \"conflicts\".";
  const std::size_t free = error.free_occurrences.size();
  if (free > 0) {
    text += " With \"onConflict\": \"skip\" the other " + std::to_string(free) +
            (free == 1 ? " occurrence is booked." : " occurrences are booked.");
  }
  if (!error.alternatives.empty()) {
    text += " See \"alternatives\" for what would work.";
  } else if (free == 0) {
    text += " No other time or room was found near it: try another week or other people.";
  }
  return text;
}

}  // namespace api
