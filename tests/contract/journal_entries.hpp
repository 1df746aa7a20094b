#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scheduler/journal.hpp"

/// What the journal's tests write, and how they look at what they get.
namespace contract {

/// Room `number` at `version`, named after both.
[[nodiscard]] scheduler::RecordPtr<scheduler::Room> a_room(unsigned number, scheduler::Version version = 1);
/// A weekly master class of person `number` in room `number`.
[[nodiscard]] scheduler::RecordPtr<scheduler::Event> a_master_class(unsigned number);
[[nodiscard]] scheduler::RecordPtr<scheduler::Person> a_person(unsigned number);

template <class T>
[[nodiscard]] scheduler::Change created(const scheduler::RecordPtr<T>& record) {
  return scheduler::Changed<T>{nullptr, record};
}
template <class T>
[[nodiscard]] scheduler::Change changed(const scheduler::RecordPtr<T>& before, const scheduler::RecordPtr<T>& after) {
  return scheduler::Changed<T>{before, after};
}
template <class T>
[[nodiscard]] scheduler::Change removed(const scheduler::RecordPtr<T>& record) {
  return scheduler::Changed<T>{record, nullptr};
}

/// An entry, a second later for each one.
[[nodiscard]] scheduler::JournalAppend an_append(std::vector<scheduler::Change> changes,
                                                 std::string_view actor = "Dilnoza");
[[nodiscard]] scheduler::JournalAppend with_answer(scheduler::JournalAppend append,
                                                   scheduler::IdempotencyRecord answer);

/// All that the entry says, in one line; equal for equal entries.
[[nodiscard]] std::string text_of(const scheduler::JournalEntry& entry);
[[nodiscard]] std::vector<std::string> texts_of(const std::vector<scheduler::JournalEntry>& entries);

/// All that is in the schedule, in order; equal for equal schedules.
[[nodiscard]] std::vector<std::string> texts_of(const scheduler::Schedule& schedule);

/// The value, or a failed test that tells the error.
template <class T>
[[nodiscard]] T value_of(scheduler::Result<T> result) {
  if (result) return std::move(*result);
  const auto* unavailable = std::get_if<scheduler::JournalUnavailable>(&result.error());
  throw std::runtime_error("unexpected error " + std::to_string(result.error().index()) +
                           (unavailable != nullptr ? ": " + unavailable->detail : ""));
}

template <class E, class T>
[[nodiscard]] bool failed_with(const scheduler::Result<T>& result) {
  return !result && std::holds_alternative<E>(result.error());
}

/// Every entry of the journal.
[[nodiscard]] std::vector<scheduler::JournalEntry> read_all(scheduler::Journal& journal, scheduler::Position after = 0);

/// The schedule that these entries make, from nothing.
[[nodiscard]] scheduler::Schedule replayed(const std::vector<scheduler::JournalEntry>& entries);

/// Appends to whatever the journal's head is, trying again while it moves. @return how often it had moved
int append_somewhere(scheduler::Journal& journal, scheduler::Position& head, const scheduler::JournalAppend& append);

}  // namespace contract
