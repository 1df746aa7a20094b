#include "sealed_text.hpp"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace api {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
constexpr std::string_view kPurpose = "karvon stored answer";

using Key = std::array<unsigned char, kKeySize>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

void must(bool done) {
  if (!done) throw std::runtime_error("the cryptographic library refuses to encrypt");
}

const unsigned char* bytes_of(std::string_view text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}
unsigned char* bytes_of(std::string& text) { return static_cast<unsigned char*>(static_cast<void*>(text.data())); }

Key key_of(std::string_view secret) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr),
                                                                            EVP_PKEY_CTX_free);
  Key key{};
  std::size_t size = key.size();
  must(context != nullptr && EVP_PKEY_derive_init(context.get()) > 0 &&
       EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) > 0 &&
       EVP_PKEY_CTX_set1_hkdf_key(context.get(), bytes_of(secret), static_cast<int>(secret.size())) > 0 &&
       EVP_PKEY_CTX_add1_hkdf_info(context.get(), bytes_of(kPurpose), static_cast<int>(kPurpose.size())) > 0 &&
       EVP_PKEY_derive(context.get(), key.data(), &size) > 0);
  return key;
}

CipherContext new_context() {
  CipherContext context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  must(context != nullptr);
  return context;
}

}  // namespace

std::string sealed(std::string_view text, std::string_view secret) {
  const Key key = key_of(secret);
  std::string result(kNonceSize + kTagSize + text.size(), '\0');
  unsigned char* const nonce = bytes_of(result);
  unsigned char* const tag = nonce + kNonceSize;
  unsigned char* const body = tag + kTagSize;
  must(RAND_bytes(nonce, kNonceSize) == 1);
  const CipherContext context = new_context();
  int size = 0;
  must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce) == 1 &&
       EVP_EncryptUpdate(context.get(), body, &size, bytes_of(text), static_cast<int>(text.size())) == 1 &&
       EVP_EncryptFinal_ex(context.get(), body + size, &size) == 1 &&
       EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, tag) == 1);
  return result;
}

std::optional<std::string> unsealed(std::string_view text, std::string_view secret) {
  if (text.size() < kNonceSize + kTagSize) return std::nullopt;
  const Key key = key_of(secret);
  const std::string_view body = text.substr(kNonceSize + kTagSize);
  std::string tag(text.substr(kNonceSize, kTagSize));
  std::string result(body.size(), '\0');
  const CipherContext context = new_context();
  int size = 0;
  must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(text)) == 1 &&
       EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) == 1);
  int rest = 0;
  const bool is_whole =
      EVP_DecryptUpdate(context.get(), bytes_of(result), &size, bytes_of(body), static_cast<int>(body.size())) == 1 &&
      EVP_DecryptFinal_ex(context.get(), bytes_of(result) + size, &rest) == 1;
  return is_whole ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace api
