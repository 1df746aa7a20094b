#include "scheduler/ids.hpp"

namespace scheduler {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kTextLength = 36;

constexpr bool is_hyphen_position(std::size_t index) { return index == 8 || index == 13 || index == 18 || index == 23; }

std::optional<std::uint64_t> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint64_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint64_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint64_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  Uuid uuid;
  for (std::size_t i = 0; i < kTextLength; ++i) {
    if (is_hyphen_position(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const auto digit = hex_value(text[i]);
    if (!digit) return std::nullopt;
    uuid.high = uuid.high << 4 | uuid.low >> 60;
    uuid.low = uuid.low << 4 | *digit;
  }
  return uuid;
}

Uuid Uuid::from_random_bits(std::uint64_t high, std::uint64_t low) {
  return {(high & 0xFFFF'FFFF'FFFF'0FFFU) | 0x4000U, (low & 0x3FFF'FFFF'FFFF'FFFFU) | 0x8000'0000'0000'0000U};
}

std::string Uuid::to_string() const {
  std::string text(kTextLength, '-');
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < kTextLength; ++i) {
    if (is_hyphen_position(i)) continue;
    const std::uint64_t half = nibble < 16 ? high : low;
    text[i] = kHexDigits[half >> (60 - 4 * (nibble % 16)) & 0xF];
    ++nibble;
  }
  return text;
}

}  // namespace scheduler
