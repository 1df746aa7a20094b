#include "store_access.hpp"

#include <spdlog/spdlog.h>

#include <stdexcept>

#include "store/departments.hpp"
#include "store/redis_journal.hpp"

namespace karvon {

Store::Store(const StoreOptions& options, Beside beside) : asked_for_(options.department) {
  if (!options.redis.empty()) {
    auto address = store::parse_redis_url(options.redis);
    if (!address) throw std::invalid_argument("--redis: " + address.error());
    address_ = *address;
    return;
  }
  try {
    spdlog::info("starting the private Redis in {}", options.data.string());
    embedded_ = std::make_unique<store::EmbeddedRedis>(options.data);
    address_ = embedded_->address();
  } catch (const store::DataDirectoryInUse&) {
    if (beside == Beside::nobody) throw;
    address_ = store::embedded_redis_address(options.data);
  }
}

std::unique_ptr<scheduler::Journal> Store::journal(const std::string& department) const {
  return std::make_unique<store::RedisJournal>(address_, department);
}

std::unique_ptr<store::RedisConsumerState> Store::consumer_state(const std::string& department,
                                                                 const std::string& consumer) const {
  return std::make_unique<store::RedisConsumerState>(address_, department, consumer);
}

tl::expected<std::string, std::string> Store::department(const std::optional<std::string>& suggested) const {
  if (!asked_for_.empty()) return asked_for_;
  if (suggested) return *suggested;
  const auto found = store::departments_in(address_);
  if (!found) return tl::unexpected(std::get<scheduler::JournalUnavailable>(found.error()).detail);
  if (found->empty()) return "karvon";
  if (found->size() == 1) return found->front();
  std::string names;
  for (const std::string& each : *found) names += (names.empty() ? "" : ", ") + each;
  throw std::invalid_argument("the store has several departments: choose one with --department (" + names + ")");
}

}  // namespace karvon
