#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "scheduler/scheduling_service.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/fake_journal.hpp"

namespace support {

class FixedClock final : public scheduler::Clock {
 public:
  [[nodiscard]] scheduler::Instant now() const override { return instant("2026-11-30T08:00:00Z"); }
};

using Outcome = scheduler::Result<scheduler::Answer>;

/// Waits for what another thread will do; false when it has not after five seconds.
inline bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return condition();
}

template <class T>
T within_seconds(std::future<T>& future) {
  if (future.wait_for(std::chrono::seconds{10}) != std::future_status::ready)
    throw std::runtime_error("no answer came");
  return future.get();
}

template <class E>
bool failed_with(const Outcome& outcome) {
  return !outcome && std::holds_alternative<E>(outcome.error());
}

/// One instance of the service on a journal that others may share.
class Instance {
 public:
  explicit Instance(const std::shared_ptr<FakeStorage>& storage)
      : service_({std::make_unique<FakeJournal>(storage), std::make_unique<FakeJournal>(storage)}, clock_) {}

  scheduler::SchedulingService* operator->() { return &service_; }

  std::future<Outcome> submit(scheduler::Command command, std::optional<scheduler::IdempotencyKey> key = {}) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    auto future = promise->get_future();
    service_.submit(
        {std::move(command), std::move(key),
         [](const scheduler::Decision& decision) { return std::to_string(decision.changes.size()) + " changes"; },
         [promise](Outcome outcome) { promise->set_value(std::move(outcome)); }});
    return future;
  }
  Outcome perform(scheduler::Command command, std::optional<scheduler::IdempotencyKey> key = {}) {
    auto future = submit(std::move(command), std::move(key));
    return within_seconds(future);
  }

  [[nodiscard]] bool has_person(std::uint64_t number) {
    return service_.schedule()->find(id<scheduler::Person>(number)) != nullptr;
  }

 private:
  FixedClock clock_;
  scheduler::SchedulingService service_;
};

[[nodiscard]] inline scheduler::Command add_person(std::uint64_t number, std::string name = "Kim Minseo") {
  scheduler::Person person;
  person.name = std::move(name);
  return command_of(scheduler::Create<scheduler::Person>{id<scheduler::Person>(number), std::move(person)});
}
[[nodiscard]] inline scheduler::Command add_room(std::uint64_t number) {
  scheduler::Room room;
  room.name = "Black Box";
  return command_of(scheduler::Create<scheduler::Room>{id<scheduler::Room>(number), std::move(room)});
}
/// Holds the next append until it is let go.
class HeldAppend {
 public:
  explicit HeldAppend(FakeStorage& storage) {
    storage.before_next_append([this] {
      reached_.set_value();
      released_.get_future().wait();
    });
  }
  void wait_until_reached() {
    auto reached = reached_.get_future();
    within_seconds(reached);
  }
  void release() { released_.set_value(); }

 private:
  std::promise<void> reached_;
  std::promise<void> released_;
};

}  // namespace support
