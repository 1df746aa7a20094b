#include "contract/journal_contract.hpp"

#include "support/fake_journal.hpp"
#include "temporary_redis.hpp"

namespace contract {

class InMemory {
 public:
  [[nodiscard]] std::unique_ptr<Journal> open() { return std::make_unique<support::FakeJournal>(storage_); }
  void trim(Position position) { storage_->trim(position); }

 private:
  std::shared_ptr<support::FakeStorage> storage_ = std::make_shared<support::FakeStorage>();
};

class InRedis {
 public:
  [[nodiscard]] std::unique_ptr<Journal> open() { return store_test::shared_redis().open(department_); }
  void trim(Position position) {
    const std::string journal = "{" + department_ + "}:journal";
    store_test::shared_redis()({"XTRIM", journal, "MINID", std::to_string(position + 1) + "-0"});
  }

 private:
  std::string department_ = store_test::new_department();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, JournalContract, InMemory);
INSTANTIATE_TYPED_TEST_SUITE_P(Redis, JournalContract, InRedis);

}  // namespace contract
