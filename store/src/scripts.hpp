#pragma once

#include <string_view>

namespace store {

/// The only write of the journal: compares and appends, all or nothing. Its contract stands in append_script.cpp.
extern const std::string_view kAppendScript;

/// One consistent look at a department. Its contract stands in state_script.cpp.
extern const std::string_view kStateScript;

/// A consumer's lease and texts. Doing one of them twice is as doing it once. Their contracts stand in
/// consumer_scripts.cpp.
extern const std::string_view kLeaseScript;
extern const std::string_view kReleaseScript;
extern const std::string_view kSaveScript;

}  // namespace store
