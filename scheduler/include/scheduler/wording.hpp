#pragma once

#include <map>
#include <optional>
#include <string>

namespace scheduler {

/// A language as BCP 47 writes it: "uz", "ru", "uz-Cyrl", "ko".
using LanguageTag = std::string;

/// A name in one more language or script.
struct LocalizedName {
  std::string name;

  friend bool operator==(const LocalizedName&, const LocalizedName&) = default;
};

/// RFC 8984 4.6.1, as far as there are words to translate.
struct LocalizedText {
  std::optional<std::string> title;
  std::optional<std::string> description;

  friend bool operator==(const LocalizedText&, const LocalizedText&) = default;
};

using LocalizedNames = std::map<LanguageTag, LocalizedName>;
using LocalizedTexts = std::map<LanguageTag, LocalizedText>;

}  // namespace scheduler
