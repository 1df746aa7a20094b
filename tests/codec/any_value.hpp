#pragma once

#include "scheduler/entities.hpp"
#include "scheduler/record.hpp"

/// Random objects with every field somewhere within its bounds; inside a rapidcheck property only.
namespace codec_test {

template <class T>
[[nodiscard]] T any_value();

/// The details of an event of that kind, with nothing in them.
[[nodiscard]] decltype(scheduler::Event::details) blank_details(scheduler::EventKind kind);

template <class T>
[[nodiscard]] scheduler::Record<T> any_record();

}  // namespace codec_test
