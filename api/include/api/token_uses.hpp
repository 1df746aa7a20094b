#pragma once

#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scheduler/access_token.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"

namespace api {

/// When each token was last used, as far as this instance knows. It is no part of the journal: a request that only
/// reads must write nothing. Whoever owns it keeps it somewhere now and again, and brings what other instances have
/// seen. Thread-safe.
class TokenUses {
 public:
  using Id = scheduler::Id<scheduler::AccessToken>;
  using Uses = std::vector<std::pair<Id, scheduler::Instant>>;

  void note(Id token, scheduler::Instant now);
  [[nodiscard]] std::optional<scheduler::Instant> last(Id token) const;

  /// What has been noted since this was last asked.
  [[nodiscard]] Uses take_news();
  /// What take_news() gave and could not be kept: it is news again.
  void put_back(const Uses& uses);
  /// What others have seen; the later time counts.
  void merge(const Uses& uses);

 private:
  struct Use {
    scheduler::Instant last;
    bool is_news = false;
  };

  mutable std::mutex mutex_;
  std::unordered_map<scheduler::Uuid, Use> uses_;
};

}  // namespace api
