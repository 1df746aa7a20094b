#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/application.hpp"
#include "scheduler/command.hpp"
#include "scheduler/time.hpp"

namespace api {

/// What a department file (data/department.json) says, as far as this version can use it.
struct DepartmentFile {
  std::string slug;
  std::string name;
  std::string institute;
  scheduler::TimeZone time_zone;
  /// Creates everything: people, institutions, office hours, in an order in which each finds what it needs. The ids
  /// are made of the names, so that creating twice is found out.
  std::vector<scheduler::Command> commands;
  /// Top-level members that were left alone, for the log.
  std::vector<std::string> unused;
};

/// @param today the first day of the office hours, in the department's zone
/// @throws std::runtime_error that says where in the file and why
[[nodiscard]] DepartmentFile parse_department_file(std::string_view text, scheduler::Instant now);

}  // namespace api
