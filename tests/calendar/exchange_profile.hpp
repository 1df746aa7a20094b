#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace calendar_test {

/// Everything in a published calendar that Exchange, Outlook or another client would stumble over, in words, with the
/// line of FEEDS.md or the section of the RFC; empty where all is well. Stricter than RFC 5545: what Karvon has no
/// reason to write is a violation too.
[[nodiscard]] std::vector<std::string> violations_in(std::string_view ics);

}  // namespace calendar_test
