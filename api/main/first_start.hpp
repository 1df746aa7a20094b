#pragma once

#include <filesystem>
#include <optional>

#include "api/department_file.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/scheduling_service.hpp"
#include "scheduler/zone.hpp"

namespace karvon {

/// On a department without an admin's token: loads the department file, and writes a new admin token to
/// `data`/admin.token, readable by its owner only. Does nothing on any other one, and
/// refuses one that is empty although an admin.token says that it was not. Safe to be interrupted and to be
/// run by several instances at once: what is there already is left alone.
/// @return whether a token was written
/// @throws std::runtime_error when the store or the file cannot be written
bool prepare_first_start(scheduler::SchedulingService& scheduling, const std::optional<api::DepartmentFile>& seed,
                         scheduler::IdSource& ids, const std::filesystem::path& data);

/// Stores the usual settings with that zone where the department has none: it was begun without a department file, or
/// by an older version. Safe as prepare_first_start() is.
/// @throws std::runtime_error when the store cannot be written
void ensure_settings(scheduler::SchedulingService& scheduling, const scheduler::TimeZone& zone);

[[nodiscard]] std::filesystem::path admin_token_file(const std::filesystem::path& data);

}  // namespace karvon
