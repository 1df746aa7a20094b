#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace calendar {

/// `text` as a value of the type TEXT (RFC 5545 3.3.11): backslash, semicolon and comma escaped; line ends of any sort
/// become "\n". Control characters are left out (a tab becomes a space) and bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string escaped_text(std::string_view text);

/// `value` as a parameter's value (RFC 5545 3.2, RFC 6868): line ends, carets and double quotes as ^n ^^ ^', in double
/// quotes where it has a colon, semicolon or comma. Control characters as in escaped_text().
[[nodiscard]] std::string parameter_value(std::string_view value);

/// A property parameter; the value is not yet escaped.
struct Parameter {
  std::string_view name;
  std::string_view value;
};

/// Builds content lines (RFC 5545 3.1): CRLF after each, and none longer than 75 octets, folded between characters.
class ContentLines {
 public:
  /// A property whose value stands as it is: times, numbers, URIs, lists of TEXT escaped before. Control characters
  /// are left out, so that no value can begin a line of its own.
  void add(std::string_view name, std::initializer_list<Parameter> parameters, std::string_view value);
  void add(std::string_view name, std::string_view value) { add(name, {}, value); }

  /// A property of the type TEXT; `text` is not yet escaped.
  void add_text(std::string_view name, std::initializer_list<Parameter> parameters, std::string_view text);
  void add_text(std::string_view name, std::string_view text) { add_text(name, {}, text); }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void add_line(std::string_view line);

  std::string text_;
};

}  // namespace calendar
