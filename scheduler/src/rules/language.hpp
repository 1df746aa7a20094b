#pragma once

#include "scheduler/master_class.hpp"
#include "scheduler/people.hpp"

namespace scheduler::rules {

/// Whether the person interprets what is needed; RFC 4647 3.3.1: "ko" stands for "ko-KR" too.
[[nodiscard]] bool interprets(const Person& person, const LanguageTag& from, const LanguageTag& to);

}  // namespace scheduler::rules
