#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// Why these words cannot be looked for, if they cannot. `may_be_empty`: then everything is found.
[[nodiscard]] std::optional<std::string> problem_of_search(std::string_view words, bool may_be_empty);

/// What somebody typed into a search field: the words that must all be found. Upper and lower case are the same, in
/// Latin and Cyrillic and whatever else has both; so are the apostrophes that Uzbek is written with. Immutable.
class TextSearch {
 public:
  /// @param words in UTF-8; no words at all match everything
  explicit TextSearch(std::string_view words);

  /// Whether each word is part of one of the texts.
  [[nodiscard]] bool matches(const std::vector<std::string_view>& texts) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace api
