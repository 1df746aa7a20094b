#include "api/token_uses.hpp"

#include <algorithm>

namespace api {

void TokenUses::note(Id token, scheduler::Instant now) {
  const std::lock_guard lock(mutex_);
  Use& use = uses_[token.value];
  if (now <= use.last) return;
  use = {now, true};
}

std::optional<scheduler::Instant> TokenUses::last(Id token) const {
  const std::lock_guard lock(mutex_);
  const auto found = uses_.find(token.value);
  return found == uses_.end() ? std::nullopt : std::optional(found->second.last);
}

TokenUses::Uses TokenUses::take_news() {
  const std::lock_guard lock(mutex_);
  Uses news;
  for (auto& [id, use] : uses_) {
    if (!use.is_news) continue;
    news.emplace_back(Id{id}, use.last);
    use.is_news = false;
  }
  return news;
}

void TokenUses::put_back(const Uses& uses) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, last] : uses) uses_[id.value].is_news = true;
}

void TokenUses::merge(const Uses& uses) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, last] : uses) {
    Use& use = uses_[id.value];
    use.last = std::max(use.last, last);
  }
}

}  // namespace api
