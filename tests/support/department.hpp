#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/decide.hpp"
#include "scheduler/schedule.hpp"

namespace support {

/// A department in memory: what is decided is applied at once, as one entry of a journal, and time goes on by a second.
class Department {
 public:
  /// Somebody who interprets from Korean to Uzbek, as tests have it where they say nothing else.
  scheduler::Id<scheduler::Person> person(std::string name);
  scheduler::Id<scheduler::Room> room(std::string name, std::string_view setup = {}, std::string_view teardown = {});
  scheduler::Id<scheduler::Room> room(scheduler::Room room);
  scheduler::Id<scheduler::Institution> institution(std::string name);
  scheduler::Id<scheduler::AccessToken> token(std::string secret_sha256);
  scheduler::Id<scheduler::Equipment> equipment(std::string name, std::int32_t quantity);
  void set(scheduler::Settings settings);
  /// Anything else. @throws std::logic_error when it is refused
  template <class T>
  scheduler::Id<T> has(T value) {
    const scheduler::Id<T> id{next_id()};
    must_perform(scheduler::Create<T>{id, std::move(value)});
    return id;
  }
  /// @throws std::logic_error when it is refused
  scheduler::Id<scheduler::Event> booked(scheduler::Event event);

  /// What would happen to the command, and nothing else.
  [[nodiscard]] scheduler::Result<scheduler::Decision> decide(scheduler::Action action) const;
  [[nodiscard]] scheduler::Result<scheduler::Decision> decide(const scheduler::Command& command) const;

  scheduler::Result<scheduler::Decision> perform(scheduler::Action action);
  scheduler::Result<scheduler::Decision> perform(const scheduler::Command& command);

  /// A new event; a change of one.
  scheduler::Result<scheduler::Decision> book(scheduler::Event event);
  scheduler::Result<scheduler::Decision> change(scheduler::Id<scheduler::Event> id, scheduler::Event event);
  scheduler::Result<scheduler::Decision> cancel(scheduler::Id<scheduler::Event> id);

  /// Time goes on.
  void pass(std::chrono::seconds time) { now_ += time; }
  /// Time goes on, and what has run out ends.
  void let_pass(std::chrono::seconds time);

  /// What has this id now. @throws std::logic_error where there is nothing
  template <class T>
  [[nodiscard]] const T& value(scheduler::Id<T> id) const {
    const auto record = schedule_.find(id);
    if (!record) throw std::logic_error("the test's department has nothing of this id");
    return record->value;
  }
  [[nodiscard]] const scheduler::Event& event(scheduler::Id<scheduler::Event> id) const;
  [[nodiscard]] const scheduler::Schedule& schedule() const { return schedule_; }
  [[nodiscard]] const std::vector<scheduler::JournalEntry>& journal() const { return journal_; }
  [[nodiscard]] scheduler::Instant now() const { return now_; }
  [[nodiscard]] scheduler::Uuid next_id() { return {0x4000, ++last_id_}; }

 private:
  void must_perform(scheduler::Action action);

  scheduler::Schedule schedule_;
  std::vector<scheduler::JournalEntry> journal_;
  scheduler::Instant now_{std::chrono::seconds{1'796'000'000}};  // 2026-11-30
  std::uint64_t last_id_ = 0;
};

/// The error of that type; null when the command was accepted or refused otherwise.
template <class E>
[[nodiscard]] const E* refusal(const scheduler::Result<scheduler::Decision>& result) {
  return result ? nullptr : std::get_if<E>(&result.error());
}

[[nodiscard]] scheduler::Command command_of(scheduler::Action action,
                                            scheduler::Role role = scheduler::Role::coordinator);
[[nodiscard]] scheduler::Command overriding(scheduler::Action action,
                                            scheduler::Role role = scheduler::Role::coordinator);
/// Leaving out of a series what clashes.
[[nodiscard]] scheduler::Command skipping(scheduler::Action action,
                                          scheduler::Role role = scheduler::Role::coordinator);

}  // namespace support
