#pragma once

#include "scheduler/access_token.hpp"
#include "scheduler/event.hpp"
#include "scheduler/people.hpp"
#include "scheduler/record.hpp"
#include "scheduler/room.hpp"

/// Random objects with every field somewhere within its bounds; inside a rapidcheck property only.
namespace codec_test {

template <class T>
[[nodiscard]] T any_value();

template <class T>
[[nodiscard]] scheduler::Record<T> any_record();

}  // namespace codec_test
