#include "text_search.hpp"

#include <locale.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cwctype>
#include "scheduler/bounds.hpp"

namespace api {
namespace {

/// Case needs a locale that knows Unicode; C.UTF-8 is part of the C library, and belongs to no language.
locale_t unicode() {
  static const locale_t kLocale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kLocale;
}

/// The code point that begins at `at`, which moves on; bytes that are no UTF-8 stand for themselves.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(at++);
  const int more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
  std::uint32_t point = more == 0 ? first : first & (0x3FU >> more);
  for (int i = 0; i < more && at < text.size() && (byte(at) & 0xC0U) == 0x80U; ++i) {
    point = point << 6U | (byte(at++) & 0x3FU);
  }
  return point;
}

void append(std::string& text, std::uint32_t point) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) return add(point);
  if (point < 0x800) {
    add(0xC0U | point >> 6U);
  } else {
    if (point < 0x10000) {
      add(0xE0U | point >> 12U);
    } else {
      add(0xF0U | point >> 18U);
      add(0x80U | (point >> 12U & 0x3FU));
    }
    add(0x80U | (point >> 6U & 0x3FU));
  }
  add(0x80U | (point & 0x3FU));
}

/// Oʻzbek, O'zbek, O‘zbek and Oʼzbek are one word.
std::uint32_t folded(std::uint32_t point) {
  constexpr std::array<std::uint32_t, 6> kApostrophes{0x02BB, 0x02BC, 0x2018, 0x2019, 0x0060, 0x00B4};
  if (std::find(kApostrophes.begin(), kApostrophes.end(), point) != kApostrophes.end()) return '\'';
  if (point < 0x80) return point >= 'A' && point <= 'Z' ? point | 0x20U : point;
  return unicode() == nullptr ? point : static_cast<std::uint32_t>(towlower_l(static_cast<wint_t>(point), unicode()));
}

std::string folded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append(result, folded(next_code_point(text, at)));
  return result;
}

}  // namespace

std::optional<std::string> problem_of_search(std::string_view words, bool may_be_empty) {
  return scheduler::problem_of_text(words, {.name = {}, .bounds = {may_be_empty ? 0 : 1, 200}});
}

TextSearch::TextSearch(std::string_view words) {
  std::string rest = folded(words);
  for (std::size_t begin = 0; begin < rest.size();) {
    const std::size_t end = std::min(rest.find(' ', begin), rest.size());
    if (end > begin) words_.push_back(rest.substr(begin, end - begin));
    begin = end + 1;
  }
}

bool TextSearch::matches(const std::vector<std::string_view>& texts) const {
  if (words_.empty()) return true;
  std::vector<std::string> known;
  known.reserve(texts.size());
  for (const std::string_view text : texts) known.push_back(folded(text));
  return std::all_of(words_.begin(), words_.end(), [&](const std::string& word) {
    return std::any_of(known.begin(), known.end(),
                       [&](const std::string& text) { return text.find(word) != std::string::npos; });
  });
}

}  // namespace api
