#include "calendar/content_line.hpp"

#include <algorithm>
#include <cstdint>

namespace calendar {
namespace {

constexpr std::size_t kMaxOctets = 75;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_continuation(char octet) { return (static_cast<std::uint8_t>(octet) & 0xC0U) == 0x80U; }

/// The length that the first octet of a character promises; 0 where none may begin with it.
std::size_t promised_length(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// Whether the second octet keeps the character out of overlong forms, surrogates and what is past U+10FFFF.
bool second_octet_fits(std::uint8_t lead, std::uint8_t second) {
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90;
  return lead != 0xF4 || second <= 0x8F;
}

/// The octets of the UTF-8 character that `text` begins with; 0 where it begins with none (Unicode, table 3-7).
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t length = promised_length(lead);
  if (length < 2) return length;
  if (text.size() < length || !std::ranges::all_of(text.substr(1, length - 1), is_continuation)) return 0;
  return second_octet_fits(lead, static_cast<std::uint8_t>(text[1])) ? length : 0;
}

/// LINE SEPARATOR and PARAGRAPH SEPARATOR: some parsers end a content line at them.
bool is_separator(std::string_view character) { return character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9"; }

bool is_control(std::string_view character) {
  const auto first = static_cast<std::uint8_t>(character.front());
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  const bool is_c1 = first == 0xC2 && static_cast<std::uint8_t>(character[1]) < 0xA0;
  return is_c1 || character == "\xEF\xBB\xBF";
}

/// Calls `visit(character)` for every character that may stand in a value; a line end of any sort is one "\n".
template <class Visit>
void for_each_character(std::string_view text, Visit&& visit) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view character = length == 0 ? kReplacement : text.substr(0, length);
    const bool is_crlf = text.starts_with("\r\n");
    text.remove_prefix(is_crlf ? 2 : std::max<std::size_t>(length, 1));
    if (is_crlf || character == "\n" || character == "\r" || is_separator(character)) {
      visit(std::string_view("\n"));
    } else if (character == "\t") {
      visit(std::string_view(" "));
    } else if (!is_control(character)) {
      visit(character);
    }
  }
}

std::string without_controls(std::string_view text) {
  std::string clean;
  for_each_character(text, [&](std::string_view character) {
    if (character != "\n") clean += character;
  });
  return clean;
}

}  // namespace

std::string escaped_text(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + 8);
  for_each_character(text, [&](std::string_view character) {
    if (character == "\n") {
      escaped += "\\n";
      return;
    }
    if (character == "\\" || character == ";" || character == ",") escaped += '\\';
    escaped += character;
  });
  return escaped;
}

std::string parameter_value(std::string_view value) {
  std::string escaped;
  for_each_character(value, [&](std::string_view character) {
    if (character == "\n") {
      escaped += "^n";
    } else if (character == "^") {
      escaped += "^^";
    } else if (character == "\"") {
      escaped += "^'";
    } else {
      escaped += character;
    }
  });
  return escaped.find_first_of(":;,") == std::string::npos ? escaped : '"' + escaped + '"';
}

void ContentLines::add(std::string_view name, std::initializer_list<Parameter> parameters, std::string_view value) {
  std::string line(name);
  for (const Parameter& parameter : parameters) {
    line += ';';
    line += parameter.name;
    line += '=';
    line += parameter_value(parameter.value);
  }
  line += ':';
  line += without_controls(value);
  add_line(line);
}

void ContentLines::add_text(std::string_view name, std::initializer_list<Parameter> parameters, std::string_view text) {
  add(name, parameters, escaped_text(text));
}

void ContentLines::add_line(std::string_view line) {
  std::size_t room = kMaxOctets;
  while (line.size() > room) {
    std::size_t cut = room;
    while (is_continuation(line[cut])) --cut;
    text_ += line.substr(0, cut);
    text_ += "\r\n ";
    line.remove_prefix(cut);
    room = kMaxOctets - 1;
  }
  text_ += line;
  text_ += "\r\n";
}

}  // namespace calendar
