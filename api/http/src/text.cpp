#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace http {
namespace {

constexpr std::string_view kTokenPunctuation = "!#$%&'*+-.^_`|~";

constexpr auto kIsTokenCharacter = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = true;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (const char c : kTokenPunctuation) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

struct Lead {
  std::size_t length = 0;  // bytes of the whole sequence, 0 if the byte cannot begin one
  unsigned char low =
      0x80;  // bounds of the second byte: they exclude overlong forms, surrogates and what is past U+10FFFF
  unsigned char high = 0xBF;
};

Lead lead(unsigned char byte) {
  if (byte < 0x80) return {1};
  if (byte < 0xC2) return {};
  if (byte < 0xE0) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {};
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return kIsTokenCharacter[static_cast<unsigned char>(c)]; });
}

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  for (std::size_t at = 0; at < text.size();) {
    const Lead first = lead(byte(at));
    if (first.length == 0 || first.length > text.size() - at) return false;
    for (std::size_t next = 1; next < first.length; ++next) {
      const unsigned char low = next == 1 ? first.low : 0x80;
      const unsigned char high = next == 1 ? first.high : 0xBF;
      if (byte(at + next) < low || byte(at + next) > high) return false;
    }
    at += first.length;
  }
  return true;
}

}  // namespace http
