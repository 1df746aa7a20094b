#include "fake_consumer_state.hpp"

namespace webhooks_test {

using std::chrono::steady_clock;

namespace {

tl::unexpected<scheduler::Error> unavailable() {
  return tl::unexpected<scheduler::Error>(scheduler::JournalUnavailable{"The fake state was told to be unavailable."});
}

}  // namespace

void FakeStateStorage::set_unavailable(bool unavailable) {
  const std::lock_guard lock(mutex_);
  unavailable_ = unavailable;
}

void FakeStateStorage::refuse_saves(bool refuse) {
  const std::lock_guard lock(mutex_);
  refuses_saves_ = refuse;
}

std::size_t FakeStateStorage::refused_saves() const {
  const std::lock_guard lock(mutex_);
  return refused_saves_;
}

void FakeStateStorage::steal_lease() {
  const std::lock_guard lock(mutex_);
  owner_ = "a thief";
  until_ = steady_clock::now() + std::chrono::minutes{1};
}

void FakeStateStorage::end_lease() {
  const std::lock_guard lock(mutex_);
  until_ = {};
}

std::string FakeStateStorage::lease_owner() const {
  const std::lock_guard lock(mutex_);
  return steady_clock::now() < until_ ? owner_ : "";
}

std::map<std::string, std::string> FakeStateStorage::texts() const {
  const std::lock_guard lock(mutex_);
  return texts_;
}

void FakeStateStorage::set_text(const std::string& name, const std::string& text) {
  const std::lock_guard lock(mutex_);
  texts_[name] = text;
}

std::size_t FakeStateStorage::saves() const {
  const std::lock_guard lock(mutex_);
  return saves_;
}

bool FakeStateStorage::is_leased(std::string_view owner) const {
  return owner_ == owner && steady_clock::now() < until_;
}

scheduler::Result<std::map<std::string, std::string>> FakeConsumerState::load() {
  const std::lock_guard lock(storage_->mutex_);
  if (storage_->unavailable_) return unavailable();
  return storage_->texts_;
}

scheduler::Result<bool> FakeConsumerState::save(std::string_view owner,
                                                const std::map<std::string, std::string>& written,
                                                const std::vector<std::string>& removed) {
  const std::lock_guard lock(storage_->mutex_);
  if (storage_->refuses_saves_) ++storage_->refused_saves_;
  if (storage_->unavailable_ || storage_->refuses_saves_) return unavailable();
  if (!storage_->is_leased(owner)) return false;
  for (const auto& [name, text] : written) storage_->texts_[name] = text;
  for (const std::string& name : removed) storage_->texts_.erase(name);
  ++storage_->saves_;
  return true;
}

scheduler::Result<bool> FakeConsumerState::try_lease(std::string_view owner, std::chrono::milliseconds duration) {
  const std::lock_guard lock(storage_->mutex_);
  if (storage_->unavailable_) return unavailable();
  const auto now = steady_clock::now();
  if (now < storage_->until_ && storage_->owner_ != owner) return false;
  storage_->owner_ = owner;
  storage_->until_ = now + duration;
  return true;
}

scheduler::Result<void> FakeConsumerState::release(std::string_view owner) {
  const std::lock_guard lock(storage_->mutex_);
  if (storage_->unavailable_) return unavailable();
  if (storage_->is_leased(owner)) storage_->until_ = {};
  return {};
}

}  // namespace webhooks_test
