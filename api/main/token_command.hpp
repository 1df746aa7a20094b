#pragma once

#include <string>
#include <vector>

#include "scheduler/access_token.hpp"
#include "store_access.hpp"

namespace karvon {

/// `karvon token create`, as it was asked for.
struct TokenOptions {
  StoreOptions store;
  std::string role;
  std::string label;
  std::string expires;             ///< empty: never
  std::vector<std::string> kinds;  ///< the scope's
  std::vector<std::string> rooms;  ///< the scope's, by id
  std::string id;                  ///< of the one to revoke
};

/// Makes a new token, in a store that a service may be using at the same time: its instances know it within a second.
/// @return the secret, which nobody can tell again
/// @throws std::invalid_argument for options that cannot be used; std::runtime_error when the store cannot be written
[[nodiscard]] std::string create_token(const TokenOptions& options);

/// All tokens, one a line: id, role, when it expires, when it was last used, label.
/// @throws std::runtime_error when the store cannot be read
[[nodiscard]] std::string list_tokens(const TokenOptions& options);

/// Revokes the token with that id: it opens nothing any more, within a second on instances that run.
/// @throws std::invalid_argument when there is none such, or it is the last that can administer; std::runtime_error
void revoke_token(const TokenOptions& options);

}  // namespace karvon
