#include "claims.hpp"

namespace scheduler {

std::vector<ResourceRef> claims_of(const Event& event) {
  std::vector<ResourceRef> claims;
  if (!claims_resources(event)) return claims;
  for (const auto& room : rooms_of(event)) claims.push_back({ResourceKind::room, room.value});
  if (event.free_busy_status == FreeBusyStatus::free) return claims;
  for (const auto& person : people_of(event)) claims.push_back({ResourceKind::person, person.value});
  return claims;
}

}  // namespace scheduler
