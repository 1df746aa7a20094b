#pragma once

#include <cstdint>
#include <optional>
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
  scheduler::Id<scheduler::Person> person(std::string name);
  scheduler::Id<scheduler::Room> room(std::string name, std::string_view setup = {}, std::string_view teardown = {});
  scheduler::Id<scheduler::Room> room(scheduler::Room room);
  scheduler::Id<scheduler::Institution> institution(std::string name);
  scheduler::Id<scheduler::AccessToken> token(std::string secret_sha256);
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

  [[nodiscard]] const scheduler::Event& event(scheduler::Id<scheduler::Event> id) const;
  [[nodiscard]] const scheduler::Schedule& schedule() const { return schedule_; }
  [[nodiscard]] const std::vector<scheduler::JournalEntry>& journal() const { return journal_; }
  [[nodiscard]] scheduler::Instant now() const { return now_; }
  [[nodiscard]] scheduler::Uuid next_id() { return {0x4000, ++last_id_}; }

 private:
  template <class T>
  scheduler::Id<T> created(T value);

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

}  // namespace support
