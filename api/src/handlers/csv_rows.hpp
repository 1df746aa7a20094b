#pragma once

#include <functional>
#include <tl/expected.hpp>

#include "../exchange.hpp"
#include "../tables.hpp"
#include "../write.hpp"
#include "scheduler/command.hpp"

/// From a row of a file to what it wants done.
namespace api::handlers {

/// What one row wants done, and the answer that tells it: a row of the report, without its line.
struct RowPlan {
  scheduler::Action action;
  Render render;
};

/// What the row wants of the schedule as it is. The answer where it wants nothing that can be: 404, 422.
using PlanRow =
    std::function<tl::expected<RowPlan, http::Response>(const scheduler::Schedule& schedule, const CsvRow& row)>;

/// The reader of rows of `T`: Person, Room or Event. `environment` and `exchange` outlive it.
/// @param directory as things stand when the import begins
/// @param is_draft the objects that are made will not be there: their ids are not told
template <class T>
[[nodiscard]] PlanRow planner_of(const Environment& environment, const Exchange& exchange, TableLayout layout,
                                 Directory directory, bool is_draft);

}  // namespace api::handlers
