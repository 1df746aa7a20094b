#include "scheduler/bounds.hpp"

#include <algorithm>
#include <map>

namespace scheduler {
namespace {

/// How many bytes the UTF-8 sequence at the front of `text` has, which must not be empty; 0 when it is none (RFC 3629:
/// no overlong forms, no surrogates, nothing past U+10FFFF).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if ((first & 0xF0U) == 0xE0U) {
    const bool in_range = !(first == 0xE0 && byte(1) < 0xA0) && !(first == 0xED && byte(1) > 0x9F);
    return in_range && continues(1) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool in_range = !(first == 0xF0 && byte(1) < 0x90) && !(first == 0xF4 && byte(1) > 0x8F);
    return in_range && continues(1) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

/// nullopt when it is not UTF-8.
std::optional<std::int64_t> code_points(std::string_view text) {
  std::int64_t count = 0;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return std::nullopt;
    text.remove_prefix(length);
    ++count;
  }
  return count;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// Walks over an object and everything in it.
class BoundsCheck {
 public:
  BoundsCheck(std::vector<InvalidField>& problems, std::string base) : problems_(problems), base_(std::move(base)) {}

  template <class T>
  void operator()(const Field& field, const T& member) const {
    check(field, member, base_ + '/' + std::string(field.name));
  }

 private:
  void check(const Field& field, const std::string& text, const std::string& pointer) const {
    // What Karvon sets itself is empty until it does so.
    if (field.presence == Presence::read_only && text.empty()) return;
    if (const auto problem = problem_of_text(text, field)) problems_.push_back({pointer, *problem});
  }

  void check(const Field& field, std::int32_t number, const std::string& pointer) const {
    if (const auto problem = problem_of_number(number, field)) problems_.push_back({pointer, *problem});
  }

  template <class T>
  void check(const Field& field, const std::optional<T>& member, const std::string& pointer) const {
    if (member) check(field, *member, pointer);
  }

  template <class T>
  void check(const Field& field, const std::vector<T>& list, const std::string& pointer) const {
    check_size(field, list.size(), pointer);
    for (std::size_t i = 0; i < list.size(); ++i) check(field, list[i], pointer + '/' + std::to_string(i));
  }

  template <class T>
  void check(const Field& field, const std::map<LocalTime, T>& map, const std::string& pointer) const {
    check_size(field, map.size(), pointer);
    for (const auto& [time, item] : map) check(field, item, pointer + '/' + to_string(time));
  }

  /// The bounds are those of the names where the items have their own, else those of the items.
  template <class T>
  void check(const Field& field, const std::map<std::string, T>& map, const std::string& pointer) const {
    check_size(field, map.size(), pointer);
    for (const auto& [name, item] : map) {
      if (const auto problem = problem_of_text(name, name_field(field, Described<T>))) {
        problems_.push_back({pointer, "has a member whose name " + *problem});
      }
      check(field, item, pointer + '/' + name);
    }
  }

  template <Described T>
  void check(const Field&, const T& object, const std::string& pointer) const {
    describe(BoundsCheck(problems_, pointer), object);
  }

  /// Whatever else there is (ids, times, zones, words) can be written as it is.
  template <class T>
  requires(!Described<T>) void check(const Field&, const T&, const std::string&) const {}

  static Field name_field(const Field& field, bool items_have_bounds) {
    return items_have_bounds ? field : kMemberName;
  }

  void check_size(const Field& field, std::size_t size, const std::string& pointer) const {
    if (size <= field.max_items) return;
    problems_.push_back({pointer, "must have " + std::to_string(field.max_items) + " items at most"});
  }

  std::vector<InvalidField>& problems_;
  std::string base_;
};

}  // namespace

std::optional<std::string> problem_of_text(std::string_view text, const Field& field) {
  const auto forbidden = [&](char c) { return is_control(c) && !(field.multiline && (c == '\n' || c == '\t')); };
  if (std::any_of(text.begin(), text.end(), forbidden)) {
    return field.multiline ? "must not hold control characters other than line feed and tab"
                           : "must be one line without control characters";
  }
  const auto length = code_points(text);
  if (!length) return "must be UTF-8";
  if (*length < field.bounds.least || *length > field.bounds.most) {
    return "must be " + std::to_string(field.bounds.least) + " to " + std::to_string(field.bounds.most) +
           " characters long, and is " + std::to_string(*length);
  }
  if (field.bounds.least > 0 && text.find_first_not_of(' ') == std::string_view::npos) return "must not be blank";
  return std::nullopt;
}

std::optional<std::string> problem_of_number(std::int64_t number, const Field& field) {
  if (number >= field.bounds.least && number <= field.bounds.most) return std::nullopt;
  return "must be a whole number from " + std::to_string(field.bounds.least) + " to " +
         std::to_string(field.bounds.most);
}

template <class T>
std::vector<InvalidField> out_of_bounds(const T& object) {
  std::vector<InvalidField> problems;
  describe(BoundsCheck(problems, ""), object);
  return problems;
}

template std::vector<InvalidField> out_of_bounds(const Settings&);
template std::vector<InvalidField> out_of_bounds(const Person&);
template std::vector<InvalidField> out_of_bounds(const Room&);
template std::vector<InvalidField> out_of_bounds(const Equipment&);
template std::vector<InvalidField> out_of_bounds(const Institution&);
template std::vector<InvalidField> out_of_bounds(const Agreement&);
template std::vector<InvalidField> out_of_bounds(const Project&);
template std::vector<InvalidField> out_of_bounds(const Closure&);
template std::vector<InvalidField> out_of_bounds(const Event&);
template std::vector<InvalidField> out_of_bounds(const Appointment&);
template std::vector<InvalidField> out_of_bounds(const Registration&);
template std::vector<InvalidField> out_of_bounds(const AccessToken&);
template std::vector<InvalidField> out_of_bounds(const Webhook&);

}  // namespace scheduler
