#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "codec/json.hpp"
#include "entities.hpp"
#include "scheduler/bounds.hpp"
#include "scheduler/describe.hpp"

namespace codec {
namespace {

namespace json = boost::json;
using scheduler::Field;
using scheduler::InvalidField;
using scheduler::Presence;

/// Whether read-only and internal fields may be there.
enum class Trust { client, store };

struct Context {
  Trust trust;
  std::vector<InvalidField>& problems;

  void add(const std::string& pointer, std::string detail) const { problems.push_back({pointer, std::move(detail)}); }
};

/// RFC 6901 3.
std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

std::string without_carriage_returns(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') result += text[i];
  }
  return result;
}

const json::string* expect_string(const json::value& value, const std::string& pointer, std::string_view what,
                                  const Context& context) {
  if (!value.is_string()) context.add(pointer, "must be a string: " + std::string(what));
  return value.if_string();
}

void read(const json::value& value, std::string& text, const Field& field, const std::string& pointer,
          const Context& context) {
  const json::string* string = expect_string(value, pointer, "a text", context);
  if (string == nullptr) return;
  text = field.multiline ? without_carriage_returns(*string) : std::string(*string);
  if (const auto problem = scheduler::problem_of_text(text, field)) context.add(pointer, *problem);
}

void read(const json::value& value, bool& flag, const Field&, const std::string& pointer, const Context& context) {
  if (const bool* found = value.if_bool()) {
    flag = *found;
  } else {
    context.add(pointer, "must be true or false");
  }
}

void read(const json::value& value, std::int32_t& number, const Field& field, const std::string& pointer,
          const Context& context) {
  const std::int64_t* found = value.if_int64();
  const auto problem = scheduler::problem_of_number(found != nullptr ? *found : INT64_MIN, field);
  if (problem) return context.add(pointer, *problem);
  number = static_cast<std::int32_t>(*found);
}

/// A position or a version: what we count ourselves.
void read(const json::value& value, std::uint64_t& number, const Field&, const std::string& pointer,
          const Context& context) {
  boost::system::error_code error;
  const auto found = value.is_number() && !value.is_double() ? value.to_number<std::uint64_t>(error) : 0;
  if (error || !value.is_number() || value.is_double()) return context.add(pointer, "must be a whole number from 0 on");
  number = found;
}

/// A value that is written as one string.
template <class T>
void read_parsed(const json::value& value, T& out, std::optional<T> (*parse)(std::string_view), std::string_view what,
                 const std::string& pointer, const Context& context) {
  const json::string* string = expect_string(value, pointer, what, context);
  if (string == nullptr) return;
  if (const auto parsed = parse(*string)) {
    out = *parsed;
  } else {
    context.add(pointer, "is not " + std::string(what));
  }
}

void read(const json::value& value, scheduler::LocalTime& time, const Field&, const std::string& pointer,
          const Context& context) {
  read_parsed(value, time, scheduler::parse_local_time,
              "a local date and time that exists, without offset, for example 2026-12-07T14:00:00", pointer, context);
}

void read(const json::value& value, scheduler::LocalDate& day, const Field&, const std::string& pointer,
          const Context& context) {
  read_parsed(value, day, scheduler::parse_date, "a date that exists, for example 2027-03-21", pointer, context);
}

void read(const json::value& value, scheduler::Instant& instant, const Field&, const std::string& pointer,
          const Context& context) {
  read_parsed(value, instant, scheduler::parse_instant, "an instant of RFC 3339, for example 2026-12-07T09:00:00Z",
              pointer, context);
}

/// RFC 8984 writes months as strings; whoever sends a number means the same.
void read(const json::value& value, scheduler::MonthOfYear& month, const Field&, const std::string& pointer,
          const Context& context) {
  const json::value text = value.is_int64() ? json::value(std::to_string(value.get_int64())) : value;
  read_parsed(text, month, scheduler::MonthOfYear::parse, "a month, \"1\" to \"12\"", pointer, context);
}

void read(const json::value& value, scheduler::Duration& duration, const Field&, const std::string& pointer,
          const Context& context) {
  read_parsed(value, duration, scheduler::Duration::parse, "a duration of RFC 8984, for example PT1H30M or P1D",
              pointer, context);
}

void read(const json::value& value, scheduler::TimeOfDay& time, const Field&, const std::string& pointer,
          const Context& context) {
  read_parsed(value, time, scheduler::TimeOfDay::parse, "a time of day from 00:00 to 24:00, for example 09:30", pointer,
              context);
}

void read(const json::value& value, scheduler::TimeZone& zone, const Field&, const std::string& pointer,
          const Context& context) {
  read_parsed(value, zone, scheduler::TimeZone::find, "an IANA time zone, for example Asia/Tashkent", pointer, context);
}

template <class T>
void read(const json::value& value, scheduler::Id<T>& id, const Field&, const std::string& pointer,
          const Context& context) {
  read_parsed(value, id, scheduler::Id<T>::parse, "an id, for example 6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e", pointer,
              context);
}

template <scheduler::Worded E>
void read(const json::value& value, E& out, const Field&, const std::string& pointer, const Context& context) {
  const auto words = scheduler::words_of(E{});
  const json::string* string = value.if_string();
  const auto found = string == nullptr ? words.end() : std::find(words.begin(), words.end(), std::string_view(*string));
  if (found != words.end()) {
    out = static_cast<E>(found - words.begin());
    return;
  }
  std::string choices;
  for (const std::string_view word : words) choices.append(choices.empty() ? "" : ", ").append(word);
  context.add(pointer, "must be one of: " + choices);
}

template <scheduler::Described T>
void read(const json::value& value, T& object, const Field& field, const std::string& pointer, const Context& context);

template <class T>
void read(const json::value& value, std::optional<T>& out, const Field& field, const std::string& pointer,
          const Context& context) {
  read(value, out.emplace(), field, pointer, context);
}

template <class T>
void read(const json::value& value, std::vector<T>& list, const Field& field, const std::string& pointer,
          const Context& context) {
  const json::array* array = value.if_array();
  if (array == nullptr || array->size() > field.max_items) {
    context.add(pointer, "must be a list of at most " + std::to_string(field.max_items) + " items");
    return;
  }
  list.assign(array->size(), T{});
  for (std::size_t i = 0; i < list.size(); ++i) {
    read((*array)[i], list[i], field, pointer + '/' + std::to_string(i), context);
  }
}

template <class T>
void read(const json::value& value, std::map<scheduler::LocalTime, T>& map, const Field& field,
          const std::string& pointer, const Context& context) {
  const json::object* object = value.if_object();
  if (object == nullptr || object->size() > field.max_items) {
    context.add(pointer, "must be an object with at most " + std::to_string(field.max_items) + " members");
    return;
  }
  map.clear();
  for (const auto& [name, member] : *object) {
    const std::string member_pointer = pointer + '/' + escaped(name);
    scheduler::LocalTime time;
    read(json::value(name), time, field, member_pointer, context);
    read(member, map[time], field, member_pointer, context);
  }
}

template <class T>
void read(const json::value& value, std::map<std::string, T>& map, const Field& field, const std::string& pointer,
          const Context& context) {
  const json::object* object = value.if_object();
  if (object == nullptr || object->size() > field.max_items) {
    context.add(pointer, "must be an object with at most " + std::to_string(field.max_items) + " members");
    return;
  }
  map.clear();
  for (const auto& [name, member] : *object) {
    const std::string member_pointer = pointer + '/' + escaped(name);
    const Field& name_field = scheduler::Described<T> ? field : scheduler::kMemberName;
    if (const auto problem = scheduler::problem_of_text(name, name_field)) {
      context.add(member_pointer, "the name " + *problem);
    }
    read(member, map[std::string(name)], field, member_pointer, context);
  }
}

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

/// Reads the members of one object, field by field, and remembers which it has seen.
class ObjectReader {
 public:
  ObjectReader(const json::object& json, const std::string& base, const Context& context,
               std::vector<std::string_view>& known)
      : json_(json), base_(base), context_(context), known_(known) {}

  template <class T>
  void operator()(const Field& field, T& member) const {
    if (field.presence == Presence::internal && context_.trust == Trust::client) return;
    known_.push_back(field.name);
    const json::value* value = json_.if_contains(field.name);
    const std::string pointer = base_ + '/' + std::string(field.name);
    if (value == nullptr || value->is_null()) {
      if (must_be_there<T>(field.presence)) context_.add(pointer, "is missing");
    } else if (field.presence == Presence::read_only && context_.trust == Trust::client) {
      context_.add(pointer, "is set by the service: leave it out");
    } else {
      read(*value, member, field, pointer, context_);
    }
  }

 private:
  /// A client must send what is required; what we wrote ourselves has our own fields too.
  template <class T>
  [[nodiscard]] bool must_be_there(Presence presence) const {
    if (presence == Presence::required) return true;
    return context_.trust == Trust::store && presence != Presence::optional && !is_optional<T>;
  }

  const json::object& json_;
  const std::string& base_;
  const Context& context_;
  std::vector<std::string_view>& known_;
};

/// RFC 8984 lets every object say its own type; we know it from where it stands.
constexpr std::string_view kTypeMember = "@type";

/// What answers show beside an object's own members.
constexpr std::array<std::string_view, 7> kSetByTheService = {"id",      "kind",     "version", "created",
                                                              "updated", "startUtc", "endUtc"};

/// "title, start, duration": what a client may send.
template <class T>
std::string names_to_set(T& object) {
  std::string names;
  describe(
      [&](const Field& field, auto&) {
        const bool is_ours = field.presence == Presence::read_only || field.presence == Presence::internal;
        if (!is_ours) names.append(names.empty() ? "" : ", ").append(field.name);
      },
      object);
  return names;
}

template <class T>
void read_members(const json::object& json, T& object, const std::string& base, const Context& context,
                  std::vector<std::string_view> known) {
  describe(ObjectReader(json, base, context, known), object);
  for (const auto& [name, value] : json) {
    if (std::find(known.begin(), known.end(), std::string_view(name)) != known.end() || name == kTypeMember) continue;
    const std::string pointer = base + '/' + escaped(name);
    if (std::find(kSetByTheService.begin(), kSetByTheService.end(), std::string_view(name)) != kSetByTheService.end()) {
      context.add(pointer, "is set by the service: leave it out");
      continue;
    }
    context.add(pointer, "is not known here; known are: " + names_to_set(object));
  }
}

template <scheduler::Described T>
void read(const json::value& value, T& object, const Field&, const std::string& pointer, const Context& context) {
  if (const json::object* json = value.if_object()) {
    read_members(*json, object, pointer, context, {});
  } else {
    context.add(pointer, "must be an object");
  }
}

/// @throws std::runtime_error
template <class T>
T stored(const json::object& json, std::string_view name, std::optional<T> (*parse)(std::string_view)) {
  const json::value* value = json.if_contains(name);
  const auto parsed = value != nullptr && value->is_string() ? parse(value->get_string()) : std::nullopt;
  if (!parsed) throw std::runtime_error("a stored object has no usable \"" + std::string(name) + '"');
  return *parsed;
}

/// @throws std::runtime_error
scheduler::Version stored_version(const json::object& json) {
  const json::value* value = json.if_contains("version");
  boost::system::error_code error;
  const auto version = value != nullptr ? value->to_number<scheduler::Version>(error) : 0;
  if (error || version == 0 || value->is_double()) throw std::runtime_error("a stored object has no usable version");
  return version;
}

/// What was written before positions were kept has none.
/// @throws std::runtime_error
scheduler::Position stored_position(const json::object& json) {
  const json::value* value = json.if_contains("position");
  if (value == nullptr) return 0;
  boost::system::error_code error;
  const auto position = value->to_number<scheduler::Position>(error);
  if (error || value->is_double()) throw std::runtime_error("a stored object has no usable position");
  return position;
}

/// Makes `details` the alternative that the kind names.
template <std::size_t... kind>
void prepare_details(std::string_view word, scheduler::Event& event, std::index_sequence<kind...>) {
  const auto words = words_of(scheduler::EventKind{});
  const bool known = ((words[kind] == word && (event.details.emplace<kind>(), true)) || ...);
  if (!known) throw std::runtime_error("a stored event has the unknown kind \"" + std::string(word) + '"');
}

void prepare_details(const json::object& json, scheduler::Event& event) {
  const json::value* kind = json.if_contains("kind");
  const std::string_view word = kind != nullptr && kind->is_string() ? std::string_view(kind->get_string()) : "";
  prepare_details(word, event, std::make_index_sequence<std::variant_size_v<decltype(event.details)>>{});
}

}  // namespace

template <class T>
std::vector<InvalidField> from_json(const json::object& json, T& value, std::string_view base) {
  std::vector<InvalidField> problems;
  read_members(json, value, std::string(base), Context{Trust::client, problems}, {});
  return problems;
}

template <class T>
scheduler::Record<T> record_from_json(const json::object& json) {
  scheduler::Record<T> record;
  record.id = stored(json, "id", scheduler::Id<T>::parse);
  record.version = stored_version(json);
  record.created = stored(json, "created", scheduler::parse_instant);
  record.updated = stored(json, "updated", scheduler::parse_instant);
  record.position = stored_position(json);
  if constexpr (std::is_same_v<T, scheduler::Event>) prepare_details(json, record.value);

  std::vector<InvalidField> problems;
  read_members(json, record.value, "", Context{Trust::store, problems},
               {"id", "kind", "version", "created", "updated", "position"});
  if (!problems.empty()) {
    throw std::runtime_error("the stored object " + record.id.to_string() + " is not as this version writes it: " +
                             problems.front().pointer + ' ' + problems.front().detail);
  }
  return record;
}

#define CODEC_INSTANTIATE(Entity)                                                                          \
  template std::vector<InvalidField> from_json(const json::object&, scheduler::Entity&, std::string_view); \
  template scheduler::Record<scheduler::Entity> record_from_json(const json::object&);
CODEC_FOR_EACH_ENTITY(CODEC_INSTANTIATE)
#undef CODEC_INSTANTIATE

template std::vector<InvalidField> from_json(const json::object&, scheduler::OccurrenceOverride&, std::string_view);
template std::vector<InvalidField> from_json(const json::object&, scheduler::Stop&, std::string_view);
template std::vector<InvalidField> from_json(const json::object&, scheduler::AvailabilityQuery&, std::string_view);

}  // namespace codec
