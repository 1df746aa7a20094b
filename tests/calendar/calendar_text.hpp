#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace calendar_test {

/// One unfolded content line.
struct Property {
  std::string name;
  std::map<std::string, std::string> parameters;  ///< without quotes, RFC 6868 undone
  std::string value;                              ///< as written

  [[nodiscard]] std::string parameter(const std::string& name) const;
};

/// One component with everything that is in it. Read without libical, so that its faults do not hide ours.
struct Component {
  std::string name;
  std::vector<Property> properties;
  std::vector<Component> components;

  [[nodiscard]] std::size_t count(std::string_view property) const;
  /// The first of that name; empty where there is none.
  [[nodiscard]] Property find(std::string_view property) const;
  /// The same, but the test fails where there is none.
  [[nodiscard]] Property get(std::string_view property) const;
  /// The value of get().
  [[nodiscard]] std::string value(std::string_view property) const { return get(property).value; }
  [[nodiscard]] std::vector<Component> all(std::string_view component) const;
};

/// Physical lines, without their CRLF.
[[nodiscard]] std::vector<std::string> physical_lines(std::string_view text);
[[nodiscard]] std::vector<std::string> unfolded_lines(std::string_view text);
[[nodiscard]] Property parse_line(std::string_view line);

/// The components of `text`, usually one VCALENDAR. Throws std::runtime_error where BEGIN and END do not match.
[[nodiscard]] std::vector<Component> parse_components(std::string_view text);

/// TEXT, unescaped.
[[nodiscard]] std::string unescaped(std::string_view value);

}  // namespace calendar_test
