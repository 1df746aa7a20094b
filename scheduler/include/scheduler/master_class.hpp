#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/people.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

struct Interpreter {
  Id<Person> person;
  LanguageTag from;
  LanguageTag to;

  friend bool operator==(const Interpreter&, const Interpreter&) = default;
};

/// What everybody who registers is asked.
struct Question {
  std::string id;  ///< the answer's name
  std::string text;
  bool required = false;

  friend bool operator==(const Question&, const Question&) = default;
};

struct MasterClass {
  Id<Person> expert;
  std::optional<Interpreter> interpreter;
  std::optional<std::int32_t> capacity;          ///< participants
  std::optional<LocalTime> registration_opens;   ///< in the event's zone; empty: at once
  std::optional<LocalTime> registration_closes;  ///< empty: with the last start
  /// How long somebody from the waiting list may think about a seat before it passes on; empty: he gets it at once.
  std::optional<Duration> offer_duration;
  std::vector<Question> questions;

  friend bool operator==(const MasterClass&, const MasterClass&) = default;
};

}  // namespace scheduler
