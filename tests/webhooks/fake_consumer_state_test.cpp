#include "fake_consumer_state.hpp"

#include "contract/consumer_state_contract.hpp"

namespace contract {

class TextsInMemory {
 public:
  [[nodiscard]] std::unique_ptr<webhooks::ConsumerState> open() {
    return std::make_unique<webhooks_test::FakeConsumerState>(storage_);
  }

 private:
  std::shared_ptr<webhooks_test::FakeStateStorage> storage_ = std::make_shared<webhooks_test::FakeStateStorage>();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, ConsumerStateContract, TextsInMemory);

}  // namespace contract
