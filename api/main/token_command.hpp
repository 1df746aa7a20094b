#pragma once

#include <string>

#include "scheduler/access_token.hpp"
#include "store_access.hpp"

namespace karvon {

/// `karvon token create`, as it was asked for.
struct TokenOptions {
  StoreOptions store;
  std::string role;
  std::string label;
};

/// Makes a new token, in a store that a service may be using at the same time: its instances know it within a second.
/// @return the secret, which nobody can tell again
/// @throws std::invalid_argument for options that cannot be used; std::runtime_error when the store cannot be written
[[nodiscard]] std::string create_token(const TokenOptions& options);

}  // namespace karvon
