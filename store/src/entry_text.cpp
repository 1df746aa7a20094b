#include "entry_text.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <type_traits>

#include "codec/json.hpp"
#include "scheduler/time.hpp"

namespace store {
namespace {

namespace json = boost::json;
using scheduler::Change;
using scheduler::Changed;
using scheduler::JournalEntry;
using scheduler::Record;
using scheduler::RecordPtr;

/// A text of ours is read back whatever bytes a client got into it: a journal that cannot be read is worse.
json::value parse(std::string_view text) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) throw std::runtime_error("it is not JSON (" + error.message() + ")");
  return value;
}

const json::value& member(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(json::string_view(name.data(), name.size()));
  if (found == nullptr) throw std::runtime_error("it has no \"" + std::string(name) + '"');
  return *found;
}

const json::object& object_in(const json::value& value) {
  if (!value.is_object()) throw std::runtime_error("it is not an object where one belongs");
  return value.get_object();
}

std::string text_in(const json::object& object, std::string_view name) {
  const json::value& value = member(object, name);
  if (!value.is_string()) throw std::runtime_error('"' + std::string(name) + "\" is not a text");
  return {value.get_string().data(), value.get_string().size()};
}

template <class T>
std::string_view kind_of(const Changed<T>&) {
  return codec::object_kind<T>();
}

template <class T>
json::value json_of(const RecordPtr<T>& record) {
  if (!record) return nullptr;
  return codec::to_json(*record, codec::Audience::store);
}

template <class T>
RecordPtr<T> record_in(const json::value& value) {
  if (value.is_null()) return nullptr;
  return std::make_shared<const Record<T>>(codec::record_from_json<T>(object_in(value)));
}

json::object json_of(const Change& change) {
  return std::visit(
      [](const auto& changed) {
        const std::string_view kind = kind_of(changed);
        return json::object{{"kind", json::string_view(kind.data(), kind.size())},
                            {"before", json_of(changed.before)},
                            {"after", json_of(changed.after)}};
      },
      change);
}

/// Calls `make` with a null `Changed<T>*` of the alternative of Change whose objects are of this kind.
template <class Make, class... T>
Change for_kind(std::string_view kind, const Make& make, const std::variant<Changed<T>...>*) {
  std::optional<Change> result;
  ((codec::object_kind<T>() == kind ? result = make(static_cast<Changed<T>*>(nullptr)) : result), ...);
  if (!result) throw std::runtime_error("its kind, \"" + std::string(kind) + "\", is unknown to this version");
  return std::move(*result);
}

Change change_in(std::string_view kind, const json::value& before, const json::value& after) {
  const auto make = [&]<class T>(Changed<T>*) {
    Changed<T> changed{record_in<T>(before), record_in<T>(after)};
    if (!changed.before && !changed.after) throw std::runtime_error("a change has neither before nor after");
    return Change(std::move(changed));
  };
  return for_kind(kind, make, static_cast<const Change*>(nullptr));
}

scheduler::Position position_in(const json::object& object) {
  const json::value& value = member(object, "position");
  if (value.is_int64() && value.get_int64() > 0) return static_cast<scheduler::Position>(value.get_int64());
  throw std::runtime_error("\"position\" is not a number from 1 on");
}

}  // namespace

std::string entry_text(const JournalEntry& entry) {
  json::array changes;
  changes.reserve(entry.changes.size());
  for (const Change& change : entry.changes) changes.push_back(json_of(change));
  return json::serialize(json::object{{"position", entry.position},
                                      {"at", scheduler::to_string(entry.at)},
                                      {"actor", entry.actor},
                                      {"reason", entry.reason},
                                      {"changes", std::move(changes)}});
}

JournalEntry entry_from_text(std::string_view text) {
  const json::value value = parse(text);
  const json::object& object = object_in(value);
  const auto at = scheduler::parse_instant(text_in(object, "at"));
  if (!at) throw std::runtime_error("\"at\" is not an instant");
  JournalEntry entry{position_in(object), *at, text_in(object, "actor"), text_in(object, "reason"), {}};
  const json::value& changes = member(object, "changes");
  if (!changes.is_array()) throw std::runtime_error("\"changes\" is not an array");
  for (const json::value& change : changes.get_array()) {
    const json::object& fields = object_in(change);
    entry.changes.push_back(change_in(text_in(fields, "kind"), member(fields, "before"), member(fields, "after")));
  }
  return entry;
}

std::string object_field(const Change& change) {
  return std::visit(
      [](const auto& changed) { return std::string(kind_of(changed)) + '/' + changed.record().id.to_string(); },
      change);
}

std::string object_text(const Change& change) {
  return std::visit(
      [](const auto& changed) { return changed.after ? json::serialize(json_of(changed.after)) : std::string(); },
      change);
}

Change object_from_text(std::string_view field, std::string_view text) {
  Change change = change_in(field.substr(0, field.find('/')), nullptr, parse(text));
  if (object_field(change) != field) throw std::runtime_error("it is another object than its field says");
  return change;
}

std::string answer_text(const scheduler::IdempotencyRecord& record) {
  return std::to_string(record.fingerprint.size()) + ':' + record.fingerprint + record.answer;
}

scheduler::IdempotencyRecord answer_from_text(std::string_view scope, std::string_view key, std::string_view text) {
  std::size_t length = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  const auto colon = static_cast<std::size_t>(stopped - text.data());
  if (error != std::errc{} || colon >= text.size() || text[colon] != ':' || length > text.size() - colon - 1) {
    throw std::runtime_error("a stored answer is damaged");
  }
  const std::string_view rest = text.substr(colon + 1);
  return {std::string(scope), std::string(key), std::string(rest.substr(0, length)), std::string(rest.substr(length))};
}

}  // namespace store
