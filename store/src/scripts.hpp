#pragma once

#include <string_view>

namespace store {

/// The only write: compares and appends, all or nothing. Its contract stands in append_script.cpp.
extern const std::string_view kAppendScript;

/// One consistent look at a department. Its contract stands in state_script.cpp.
extern const std::string_view kStateScript;

}  // namespace store
