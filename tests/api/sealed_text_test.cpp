#include "sealed_text.hpp"

#include <gtest/gtest.h>

namespace {

TEST(SealedText, IsReadByWhoeverSealedIt) {
  for (const std::string& text : {std::string(), std::string("kv_secret"), std::string(100'000, '\xFF')}) {
    EXPECT_EQ(api::unsealed(api::sealed(text, "kv_mine"), "kv_mine"), text);
  }
}

TEST(SealedText, IsReadByNobodyElse) {
  const std::string sealed = api::sealed("kv_secret", "kv_mine");
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_EQ(api::unsealed(sealed, "kv_other"), std::nullopt);
}

TEST(SealedText, ShowsWhenItWasTouched) {
  std::string sealed = api::sealed("kv_secret", "kv_mine");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string touched = sealed;
    touched[i] = static_cast<char>(touched[i] ^ 1);
    EXPECT_EQ(api::unsealed(touched, "kv_mine"), std::nullopt) << i;
  }
  EXPECT_EQ(api::unsealed(sealed.substr(0, 20), "kv_mine"), std::nullopt);
}

TEST(SealedText, IsAnotherOneEachTime) { EXPECT_NE(api::sealed("a", "kv_mine"), api::sealed("a", "kv_mine")); }

}  // namespace
