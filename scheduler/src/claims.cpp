#include "claims.hpp"

namespace scheduler {

std::vector<Claim> claims_of(const Needs& needs) {
  std::vector<Claim> claims;
  for (const auto& room : needs.rooms) claims.push_back({{ResourceKind::room, room.value}, 1});
  for (const auto& each : needs.equipment) claims.push_back({{ResourceKind::equipment, each.id.value}, each.quantity});
  if (!needs.takes_people) return claims;
  for (const auto& person : needs.people) claims.push_back({{ResourceKind::person, person.value}, 1});
  return claims;
}

}  // namespace scheduler
