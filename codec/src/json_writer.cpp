#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>

#include "codec/json.hpp"
#include "entities.hpp"
#include "scheduler/describe.hpp"

namespace codec {
namespace {

namespace json = boost::json;

json::value to_value(const std::string& text, Audience) { return json::value(text); }
json::value to_value(bool value, Audience) { return value; }
json::value to_value(std::int32_t number, Audience) { return number; }
json::value to_value(std::uint64_t number, Audience) { return number; }
json::value to_value(scheduler::LocalTime time, Audience) { return json::value(scheduler::to_string(time)); }
json::value to_value(const scheduler::Duration& duration, Audience) { return json::value(duration.to_string()); }
json::value to_value(const scheduler::TimeOfDay& time, Audience) { return json::value(time.to_string()); }
json::value to_value(scheduler::LocalDate day, Audience) { return json::value(scheduler::to_string(day)); }
json::value to_value(scheduler::Instant instant, Audience) { return json::value(scheduler::to_string(instant)); }
json::value to_value(scheduler::MonthOfYear month, Audience) { return json::value(month.to_string()); }
json::value to_value(const scheduler::TimeZone& zone, Audience) { return json::value(zone.name()); }

template <class T>
json::value to_value(const scheduler::Id<T>& id, Audience) {
  return json::value(id.to_string());
}

template <scheduler::Worded E>
json::value to_value(E value, Audience) {
  return json::value(scheduler::word_for(value));
}

template <scheduler::Described T>
json::value to_value(const T& object, Audience audience);

template <class T>
json::value to_value(const std::vector<T>& list, Audience audience) {
  json::array array;
  array.reserve(list.size());
  for (const T& item : list) array.push_back(to_value(item, audience));
  return array;
}

template <class T>
json::value to_value(const std::map<scheduler::LocalTime, T>& map, Audience audience) {
  json::object object;
  for (const auto& [time, item] : map) object.emplace(scheduler::to_string(time), to_value(item, audience));
  return object;
}

template <class T>
json::value to_value(const std::map<std::string, T>& map, Audience audience) {
  json::object object;
  for (const auto& [name, item] : map) object.emplace(name, to_value(item, audience));
  return object;
}

class ObjectWriter {
 public:
  ObjectWriter(json::object& json, Audience audience) : json_(json), audience_(audience) {}

  template <class T>
  void operator()(const scheduler::Field& field, const T& member) const {
    if (shown(field.presence)) json_.emplace(field.name, to_value(member, audience_));
  }

  /// What is not there is not written.
  template <class T>
  void operator()(const scheduler::Field& field, const std::optional<T>& member) const {
    if (member) (*this)(field, *member);
  }

 private:
  [[nodiscard]] bool shown(scheduler::Presence presence) const {
    switch (presence) {
      case scheduler::Presence::optional:
      case scheduler::Presence::required:
        return true;
      case scheduler::Presence::read_only:
        return audience_ != Audience::editor;
      case scheduler::Presence::internal:
        return audience_ == Audience::store;
    }
    return false;
  }

  json::object& json_;
  Audience audience_;
};

template <scheduler::Described T>
json::value to_value(const T& object, Audience audience) {
  json::object result;
  describe(ObjectWriter(result, audience), object);
  return result;
}

}  // namespace

template <class T>
json::object to_json(const T& value, Audience audience) {
  json::object result;
  describe(ObjectWriter(result, audience), value);
  return result;
}

template <class T>
json::object to_json(const scheduler::Record<T>& record, Audience audience) {
  json::object result;
  if (audience != Audience::editor) {
    result.emplace("id", record.id.to_string());
    if constexpr (std::is_same_v<T, scheduler::Event>) result.emplace("kind", name_of(record.value.kind()));
    result.emplace("version", record.version);
    result.emplace("created", scheduler::to_string(record.created));
    result.emplace("updated", scheduler::to_string(record.updated));
  }
  if (audience == Audience::store) result.emplace("position", record.position);
  describe(ObjectWriter(result, audience), record.value);
  return result;
}

#define CODEC_INSTANTIATE(Entity) template json::object to_json(const scheduler::Record<scheduler::Entity>&, Audience);
CODEC_FOR_EACH_ENTITY(CODEC_INSTANTIATE)
#undef CODEC_INSTANTIATE

template json::object to_json(const scheduler::OccurrenceOverride&, Audience);
template json::object to_json(const scheduler::Stop&, Audience);
template json::object to_json(const scheduler::Delegate&, Audience);

template <class T>
std::string_view object_kind() {
  return word_for(scheduler::kind_of_entity<T>());
}

#define CODEC_INSTANTIATE(Entity) template std::string_view object_kind<scheduler::Entity>();
CODEC_FOR_EACH_ENTITY(CODEC_INSTANTIATE)
#undef CODEC_INSTANTIATE

}  // namespace codec
