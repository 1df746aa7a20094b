#pragma once

#include <optional>
#include <string_view>

namespace calendar {

/// The languages in which Karvon speaks to subscribers.
enum class Language { english, russian, uzbek };

/// "en", "ru", "uz": the API's words, and BCP 47 tags.
[[nodiscard]] std::string_view tag_of(Language language);
[[nodiscard]] std::optional<Language> language_of(std::string_view tag);

}  // namespace calendar
