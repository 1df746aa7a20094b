#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "webhooks/consumer_state.hpp"

namespace webhooks_test {

/// What several FakeConsumerStates share; and where tests break it. Thread-safe.
class FakeStateStorage {
 public:
  /// While true, every call answers JournalUnavailable.
  void set_unavailable(bool unavailable);
  /// While true, save() answers JournalUnavailable, and the others work.
  void refuse_saves(bool refuse);
  /// Another owner has the lease from now on, for a minute.
  void steal_lease();
  void end_lease();
  [[nodiscard]] std::string lease_owner() const;
  [[nodiscard]] std::map<std::string, std::string> texts() const;
  void set_text(const std::string& name, const std::string& text);
  [[nodiscard]] std::size_t saves() const;
  [[nodiscard]] std::size_t refused_saves() const;

 private:
  friend class FakeConsumerState;
  [[nodiscard]] bool is_leased(std::string_view owner) const;

  mutable std::mutex mutex_;
  std::map<std::string, std::string> texts_;
  std::string owner_;
  std::chrono::steady_clock::time_point until_{};
  std::size_t saves_ = 0;
  std::size_t refused_saves_ = 0;
  bool unavailable_ = false;
  bool refuses_saves_ = false;
};

/// A ConsumerState in memory. It keeps the contract that tests/contract/consumer_state_contract.hpp checks.
class FakeConsumerState final : public webhooks::ConsumerState {
 public:
  explicit FakeConsumerState(std::shared_ptr<FakeStateStorage> storage) : storage_(std::move(storage)) {}

  [[nodiscard]] scheduler::Result<std::map<std::string, std::string>> load() override;
  [[nodiscard]] scheduler::Result<bool> save(std::string_view owner, const std::map<std::string, std::string>& written,
                                             const std::vector<std::string>& removed) override;
  [[nodiscard]] scheduler::Result<bool> try_lease(std::string_view owner, std::chrono::milliseconds duration) override;
  [[nodiscard]] scheduler::Result<void> release(std::string_view owner) override;

 private:
  std::shared_ptr<FakeStateStorage> storage_;
};

}  // namespace webhooks_test
