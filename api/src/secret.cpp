#include "api/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace api {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHexDigits = "0123456789abcdef";
/// The name space of id_of_name: a random id, chosen once.
constexpr std::string_view kNameSpace = "9d0c6a52-71f4-4c1b-8f0e-3b5a2f6d7e11";

template <std::size_t Size>
std::array<unsigned char, Size> random_bytes() {
  std::array<unsigned char, Size> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system has no randomness to give: check /dev/urandom");
  }
  return bytes;
}

std::vector<unsigned char> digest(const EVP_MD* algorithm, std::string_view bytes) {
  std::vector<unsigned char> result(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), result.data(), &size, algorithm, nullptr) != 1) {
    throw std::runtime_error("the cryptographic library refuses to hash");
  }
  result.resize(size);
  return result;
}

template <class Bytes>
std::uint64_t big_endian(const Bytes& bytes, std::size_t from) {
  std::uint64_t value = 0;
  for (std::size_t i = from; i < from + 8; ++i) value = value << 8 | bytes[i];
  return value;
}

/// Without the padding.
std::string base64(const std::array<unsigned char, kTokenBytes>& bytes, std::string_view alphabet) {
  std::string text;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const unsigned char byte : bytes) {
    buffer = (buffer << 8 | byte) & 0xFFFFU;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[buffer >> bits & 0x3FU];
    }
  }
  if (bits > 0) text += alphabet[buffer << (6 - bits) & 0x3FU];
  return text;
}

}  // namespace

std::string make_token() { return "kv_" + base64(random_bytes<kTokenBytes>(), kBase64Url); }

std::string make_secret() { return base64(random_bytes<kTokenBytes>(), kBase64Url); }

std::string make_webhook_secret() { return "whsec_" + base64(random_bytes<kTokenBytes>(), kBase64) + '='; }

std::string sha256_hex(std::string_view bytes) {
  std::string text;
  for (const unsigned char byte : digest(EVP_sha256(), bytes)) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 0xFU];
  }
  return text;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

scheduler::Uuid id_of_name(std::string_view name) {
  const scheduler::Uuid name_space = *scheduler::Uuid::parse(kNameSpace);
  std::string bytes;
  for (const std::uint64_t half : {name_space.high, name_space.low}) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(half >> shift & 0xFFU);
  }
  const auto hash = digest(EVP_sha1(), bytes.append(name));
  // The same bits that version 4 overwrites, with the version 5.
  auto id = scheduler::Uuid::from_random_bits(big_endian(hash, 0), big_endian(hash, 8));
  id.high = (id.high & ~std::uint64_t{0xF000}) | 0x5000U;
  return id;
}

scheduler::Uuid RandomIds::next() {
  const auto bytes = random_bytes<16>();
  return scheduler::Uuid::from_random_bits(big_endian(bytes, 0), big_endian(bytes, 8));
}

}  // namespace api
