#include "calendar_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace calendar_test {
namespace {

std::string without_rfc6868(std::string_view value) {
  std::string plain;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string_view rest = value.substr(i, 2);
    if (rest == "^n" || rest == "^^" || rest == "^'") {
      plain += rest == "^n" ? '\n' : rest == "^^" ? '^' : '"';
      ++i;
    } else {
      plain += value[i];
    }
  }
  return plain;
}

/// The first of `ends` outside double quotes.
std::size_t find_unquoted(std::string_view text, std::string_view ends) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && ends.find(text[i]) != std::string_view::npos) return i;
  }
  throw std::runtime_error("no end in: " + std::string(text));
}

Component parse_component(const std::vector<Property>& lines, std::size_t& next) {
  Component component{.name = lines.at(next++).value, .properties = {}, .components = {}};
  while (true) {
    const Property& line = lines.at(next);
    if (line.name == "BEGIN") {
      component.components.push_back(parse_component(lines, next));
      continue;
    }
    ++next;
    if (line.name != "END") {
      component.properties.push_back(line);
    } else if (line.value == component.name) {
      return component;
    } else {
      throw std::runtime_error("END:" + line.value + " in " + component.name);
    }
  }
}

}  // namespace

std::string Property::parameter(const std::string& parameter_name) const {
  const auto found = parameters.find(parameter_name);
  return found == parameters.end() ? std::string() : found->second;
}

std::size_t Component::count(std::string_view property) const {
  return static_cast<std::size_t>(std::ranges::count(properties, property, &Property::name));
}

Property Component::find(std::string_view property) const {
  const auto found = std::ranges::find(properties, property, &Property::name);
  return found == properties.end() ? Property{} : *found;
}

Property Component::get(std::string_view property) const {
  EXPECT_GE(count(property), 1U) << name << " has no " << property;
  return find(property);
}

std::vector<Component> Component::all(std::string_view component) const {
  std::vector<Component> found;
  std::ranges::copy_if(components, std::back_inserter(found), [&](const auto& each) { return each.name == component; });
  return found;
}

std::vector<std::string> physical_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  }
  return lines;
}

std::vector<std::string> unfolded_lines(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string& line : physical_lines(text)) {
    if (line.starts_with(' ') && !lines.empty()) {
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
  }
  return lines;
}

Property parse_line(std::string_view line) {
  Property property;
  std::size_t end = find_unquoted(line, ":;");
  property.name = line.substr(0, end);
  while (line[end] == ';') {
    line.remove_prefix(end + 1);
    const std::size_t equals = line.find('=');
    const std::string parameter(line.substr(0, equals));
    line.remove_prefix(equals + 1);
    end = find_unquoted(line, ":;");
    std::string value(line.substr(0, end));
    std::erase(value, '"');
    property.parameters[parameter] = without_rfc6868(value);
  }
  property.value = line.substr(end + 1);
  return property;
}

std::vector<Component> parse_components(std::string_view text) {
  std::vector<Property> lines;
  for (const std::string& line : unfolded_lines(text)) lines.push_back(parse_line(line));
  std::vector<Component> components;
  for (std::size_t next = 0; next < lines.size();) components.push_back(parse_component(lines, next));
  return components;
}

std::string unescaped(std::string_view value) {
  std::string plain;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      plain += value[i];
      continue;
    }
    ++i;
    plain += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
  }
  return plain;
}

}  // namespace calendar_test
