#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"
#include "scheduler/wording.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

/// A partner of the department: a university, an academy, an embassy.
struct Institution {
  std::string name;
  LocalizedNames localizations;
  std::optional<std::string> country;  ///< ISO 3166-1 alpha-2
  std::optional<std::string> city;
  std::optional<TimeZone> time_zone;
  std::optional<std::string> website;
  std::optional<std::string> note;

  friend bool operator==(const Institution&, const Institution&) = default;
};

/// What was signed with a partner.
struct Agreement {
  std::string title;
  Id<Institution> institution;
  std::optional<std::string> number;
  std::optional<LocalDate> signed_on;
  std::optional<LocalDate> valid_from;   ///< inclusive
  std::optional<LocalDate> valid_until;  ///< inclusive
  std::optional<std::string> note;

  friend bool operator==(const Agreement&, const Agreement&) = default;
};

enum class ProjectKind { erasmus_plus, unesco, other };

/// Under which events are held and paid for.
struct Project {
  std::string name;
  ProjectKind kind = ProjectKind::other;
  LocalizedNames localizations;
  std::optional<std::string> number;
  std::optional<LocalDate> from;  ///< inclusive
  std::optional<LocalDate> to;    ///< inclusive
  std::vector<Id<Institution>> institutions;
  std::optional<std::string> note;

  friend bool operator==(const Project&, const Project&) = default;
};

}  // namespace scheduler
