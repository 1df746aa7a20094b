#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/error.hpp"
#include "scheduler/record.hpp"

/// The department's objects as JSON, by the fields that scheduler/describe.hpp lists. Thread-safe, no state.
/// `T` is any entity of scheduler/entities.hpp.
namespace codec {

/// Who reads or writes the JSON.
enum class Audience {
  store,   ///< everything, for ourselves: reading expects what was written
  client,  ///< what the API shows: internal fields are left out
  editor,  ///< what a client may set: read-only fields are left out too, and no identity
};

/// The object with its `id`, `version`, `created` and `updated`, an event also with its `kind`.
template <class T>
[[nodiscard]] boost::json::object to_json(const scheduler::Record<T>& record, Audience audience);

/// A part of an object that clients handle by itself: OccurrenceOverride, Stop, Delegate.
template <class T>
[[nodiscard]] boost::json::object to_json(const T& value, Audience audience);

/// Puts what a client sent into `value`, whose fields stay as they are where it says nothing or null. An Event's
/// `details` must hold the kind that is meant. Every mistake is found in one pass: wrong types, values out of bounds,
/// unknown fields, read-only ones, missing ones, control characters. CR LF in a text of several lines becomes LF.
/// @param base the JSON Pointer of `json` itself, "" at the top
/// @return what is wrong; `value` is of use only when this is empty
template <class T>
[[nodiscard]] std::vector<scheduler::InvalidField> from_json(const boost::json::object& json, T& value,
                                                             std::string_view base = {});

/// A whole object as to_json(.., Audience::store) wrote it.
/// @throws std::runtime_error that says what is wrong: what is stored is not ours, or from a newer version
template <class T>
[[nodiscard]] scheduler::Record<T> record_from_json(const boost::json::object& json);

/// "person", "room", ..., "event", "token": the kinds of objects in the store.
template <class T>
[[nodiscard]] std::string_view object_kind();

}  // namespace codec
