#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/schedule.hpp"
#include "sight.hpp"

namespace api {

/// Where the object of the change is: "/v1/rooms/...".
[[nodiscard]] std::string path_of(const scheduler::Change& change);

/// "created", "changed", "cancelled" or "removed".
[[nodiscard]] std::string_view operation_of(const scheduler::Change& change);

[[nodiscard]] scheduler::EntityKind kind_of(const scheduler::Change& change);

/// `{"kind", "id", "operation", "version", "path"}`: that something changed, and not how.
[[nodiscard]] boost::json::object notice_of(const scheduler::Change& change);

/// Of whom changes are told: what the token may see, and of that what is asked for.
struct NoticeFilter {
  scheduler::Role role = scheduler::Role::viewer;
  Sight sight;
  std::vector<scheduler::EntityKind> kinds;  ///< empty: all that are no keys

  [[nodiscard]] bool lets_pass(const scheduler::Change& change, const scheduler::Schedule& schedule) const;
};

/// `{"sequence", "at", "changes"}`; nullopt where nothing of the entry passes.
[[nodiscard]] std::optional<boost::json::object> notice_of(const scheduler::JournalEntry& entry,
                                                           const NoticeFilter& filter,
                                                           const scheduler::Schedule& schedule);

}  // namespace api
