#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/decide.hpp"
#include "scheduler/error.hpp"

namespace api {

/// `conflicts[]` and `warnings[]` of API.md.
[[nodiscard]] boost::json::array to_json(const std::vector<scheduler::Conflict>& conflicts);

/// `skipped[]`: each occurrence that was left out, and why.
[[nodiscard]] boost::json::array to_json(const std::vector<scheduler::SkippedOccurrence>& skipped);

/// `alternatives[]` of API.md.
[[nodiscard]] boost::json::array to_json(const std::vector<scheduler::Alternative>& alternatives);

/// The clash in one or two sentences for people: who, with what, when by the clock of `zone`, and what would work.
[[nodiscard]] std::string in_words(const scheduler::SchedulingConflict& error, const scheduler::TimeZone& zone);

}  // namespace api
