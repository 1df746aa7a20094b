#pragma once

#include <string>
#include <vector>

#include "scheduler/decide.hpp"
#include "scheduler/describe.hpp"

/// What was decided, in words that a failed test can show.
namespace support {

/// "room-closed error", in the words of the API.
[[nodiscard]] inline std::string in_words(const scheduler::Conflict& conflict) {
  return std::string(scheduler::word_for(conflict.rule)) + ' ' + std::string(scheduler::word_for(conflict.severity));
}

/// What the command clashes with: errors first, and then what does not stand in the way. What was refused for another
/// reason, or by nobody's rule, is said too.
[[nodiscard]] inline std::vector<std::string> in_words(const scheduler::Result<scheduler::Decision>& verdict) {
  std::vector<std::string> words;
  const auto add = [&](const std::vector<scheduler::Conflict>& conflicts) {
    for (const scheduler::Conflict& each : conflicts) words.push_back(in_words(each));
  };
  if (verdict) {
    add(verdict->warnings);
  } else if (const auto* clash = std::get_if<scheduler::SchedulingConflict>(&verdict.error())) {
    add(clash->conflicts);
    add(clash->warnings);
  } else if (const auto* invalid = std::get_if<scheduler::InvalidInput>(&verdict.error())) {
    for (const auto& field : invalid->fields) words.push_back("invalid: " + field.pointer + ' ' + field.detail);
  } else {
    words.emplace_back("refused for another reason");
  }
  return words;
}

/// Everything that it clashes with, be it an error or not, in that order.
[[nodiscard]] inline std::vector<scheduler::Conflict> conflicts_in(
    const scheduler::Result<scheduler::Decision>& verdict) {
  if (verdict) return verdict->warnings;
  const auto* clash = std::get_if<scheduler::SchedulingConflict>(&verdict.error());
  if (clash == nullptr) return {};
  std::vector<scheduler::Conflict> conflicts = clash->conflicts;
  conflicts.insert(conflicts.end(), clash->warnings.begin(), clash->warnings.end());
  return conflicts;
}

}  // namespace support
