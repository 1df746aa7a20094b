#include "webhooks/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <vector>

#include "random_bytes.hpp"

namespace webhooks {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kLeastBytes = 24;
constexpr std::size_t kMostBytes = 64;
constexpr std::size_t kNewBytes = 32;
constexpr std::size_t kMostDigits = 88;  // the base64 of kMostBytes

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string to_base64(std::string_view bytes) {
  std::vector<unsigned char> text((bytes.size() + 2) / 3 * 4 + 1);
  const int length = EVP_EncodeBlock(text.data(), bytes_of(bytes), static_cast<int>(bytes.size()));
  return {text.begin(), text.begin() + length};
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0 || text.empty() || text.size() > kMostDigits) return std::nullopt;
  std::vector<unsigned char> bytes(text.size() / 4 * 3);
  if (EVP_DecodeBlock(bytes.data(), bytes_of(text), static_cast<int>(text.size())) < 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
  std::string decoded(bytes.begin(), bytes.end() - static_cast<std::ptrdiff_t>(padding));
  // OpenSSL reads more than it writes: spaces around, padding in the middle.
  if (to_base64(decoded) != text) return std::nullopt;
  return decoded;
}

}  // namespace

std::optional<SigningKey> SigningKey::parse(std::string_view secret) {
  if (!secret.starts_with(kPrefix)) return std::nullopt;
  auto bytes = from_base64(secret.substr(kPrefix.size()));
  if (!bytes || bytes->size() < kLeastBytes || bytes->size() > kMostBytes) return std::nullopt;
  return SigningKey(std::move(*bytes));
}

std::string SigningKey::sign(std::string_view id, scheduler::Instant timestamp, std::string_view body) const {
  std::string signed_text(id);
  signed_text += '.';
  signed_text += std::to_string(timestamp.time_since_epoch().count());
  signed_text += '.';
  signed_text += body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()), bytes_of(signed_text), signed_text.size(),
       digest.data(), &length);
  return "v1," + to_base64({reinterpret_cast<const char*>(digest.data()), length});
}

std::string new_secret() { return std::string(kPrefix) + to_base64(random_bytes(kNewBytes)); }

}  // namespace webhooks
