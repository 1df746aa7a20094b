#include "keys.hpp"

#include <algorithm>
#include <stdexcept>

namespace store {
namespace {

constexpr std::size_t kMaxDepartmentLength = 63;

std::string checked_tag(std::string_view department) {
  const bool good =
      !department.empty() && department.size() <= kMaxDepartmentLength && std::ranges::all_of(department, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
  if (!good) throw std::invalid_argument("a department's slug has 1 to 63 of a-z, 0-9 and '-'");
  return '{' + std::string(department) + '}';
}

}  // namespace

Keys::Keys(std::string_view department) {
  const std::string tag = checked_tag(department);
  head = tag + ":head";
  epoch = tag + ":epoch";
  objects = tag + ":objects";
  journal = tag + ":journal";
  idempotency_prefix_ = tag + ":idem:";
}

std::string Keys::idempotency(std::string_view scope, std::string_view key) const {
  std::string result = idempotency_prefix_;
  // The scope's own colons are escaped, so that its end is found and no two pairs share a name.
  for (const char c : scope) {
    if (c == ':') {
      result += "%3A";
    } else if (c == '%') {
      result += "%25";
    } else {
      result += c;
    }
  }
  result += ':';
  result += key;
  return result;
}

std::string entry_id(scheduler::Position position) { return std::to_string(position) + "-0"; }

}  // namespace store
