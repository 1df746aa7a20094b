#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "fake_consumer_state.hpp"
#include "support/fake_journal.hpp"
#include "webhooks/dispatcher.hpp"

namespace webhooks_test {

/// The secret of the specification's own example.
inline constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

[[nodiscard]] scheduler::Uuid uuid(unsigned number);
/// What is sent of the entry at `position`, unless a test says otherwise.
[[nodiscard]] std::string notice(scheduler::Position position);
[[nodiscard]] std::vector<std::string> notices(scheduler::Position first, scheduler::Position last);

class TestClock final : public scheduler::Clock {
 public:
  [[nodiscard]] scheduler::Instant now() const override { return scheduler::Instant{std::chrono::seconds{seconds_}}; }
  void advance(std::chrono::seconds by) { seconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> seconds_{1'790'000'000};
};

/// Everything around a dispatcher: a journal, endpoints, the ports, and what came of them. Thread-safe.
class Department {
 public:
  Department();

  /// Appends `count` entries.
  void write(unsigned count);

  /// The endpoint from now on; again to change it.
  void set(const webhooks::Endpoint& endpoint);
  void add(unsigned number, const std::string& url, scheduler::Position since = 0);
  void remove(unsigned number);
  [[nodiscard]] webhooks::Endpoint endpoint(unsigned number) const;

  /// In place of notice(); on the dispatcher's thread.
  using Payload = std::function<std::optional<std::string>(const scheduler::JournalEntry&, const webhooks::Endpoint&)>;
  void set_payload(Payload payload);
  /// Whether Ports::disable switches the endpoint off, as it should.
  void set_obedient(bool obedient) { is_obedient_ = obedient; }

  /// The endpoints that were to be switched off, and why.
  [[nodiscard]] std::vector<std::pair<scheduler::Uuid, std::string>> disabled() const;
  [[nodiscard]] std::string reports() const;

  [[nodiscard]] webhooks::Ports ports();
  /// On this journal and state, started.
  [[nodiscard]] std::unique_ptr<webhooks::Dispatcher> dispatcher(webhooks::Options options = quick());
  /// Quick to look, three attempts without pauses in between; http to 127.0.0.1 is allowed.
  [[nodiscard]] static webhooks::Options quick();

  std::shared_ptr<support::FakeStorage> journal = std::make_shared<support::FakeStorage>();
  std::shared_ptr<FakeStateStorage> state = std::make_shared<FakeStateStorage>();
  TestClock clock;

 private:
  mutable std::mutex mutex_;
  std::map<scheduler::Uuid, webhooks::Endpoint> endpoints_;
  Payload payload_;
  std::vector<std::pair<scheduler::Uuid, std::string>> disabled_;
  std::string reports_;
  std::atomic<bool> is_obedient_ = true;
};

}  // namespace webhooks_test
