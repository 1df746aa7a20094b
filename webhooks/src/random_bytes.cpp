#include "random_bytes.hpp"

#include <openssl/rand.h>

#include <stdexcept>
#include <string_view>

namespace webhooks {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  return bytes;
}

std::string random_token() {
  constexpr std::size_t kTokenBytes = 16;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string token;
  for (const char c : random_bytes(kTokenBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    token += kDigits[byte >> 4U];
    token += kDigits[byte & 15U];
  }
  return token;
}

}  // namespace webhooks
