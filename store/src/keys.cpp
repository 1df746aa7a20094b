#include "keys.hpp"

#include <algorithm>
#include <stdexcept>

namespace store {
namespace {

constexpr std::size_t kMaxSlugLength = 63;

std::string checked(std::string_view slug, const char* complaint) {
  const bool good = !slug.empty() && slug.size() <= kMaxSlugLength && std::ranges::all_of(slug, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!good) throw std::invalid_argument(complaint);
  return std::string(slug);
}

std::string checked_consumer(std::string_view name) {
  return checked(name, "a consumer's name has 1 to 63 of a-z, 0-9 and '-'");
}

}  // namespace

Keys::Keys(std::string_view department)
    : tag_('{' + checked(department, "a department's slug has 1 to 63 of a-z, 0-9 and '-'") + '}') {
  head = tag_ + ":head";
  epoch = tag_ + ":epoch";
  objects = tag_ + ":objects";
  journal = tag_ + ":journal";
}

std::string Keys::idempotency(std::string_view scope, std::string_view key) const {
  std::string result = tag_ + ":idem:";
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

std::string Keys::consumer(std::string_view name) const { return tag_ + ":consumer:" + checked_consumer(name); }

std::string Keys::lease(std::string_view name) const { return tag_ + ":lease:" + checked_consumer(name); }

std::string entry_id(scheduler::Position position) { return std::to_string(position) + "-0"; }

}  // namespace store
