#pragma once

#include <cstddef>
#include <string>

namespace webhooks {

/// Bytes that nobody can guess. @throws std::runtime_error when the system gives none
[[nodiscard]] std::string random_bytes(std::size_t count);

/// 128 random bits in hexadecimal: a name that no other has.
[[nodiscard]] std::string random_token();

}  // namespace webhooks
