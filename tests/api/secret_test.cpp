#include "api/secret.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

TEST(Token, HasAPrefixAnd256Bits) {
  const std::string token = api::make_token();
  EXPECT_EQ(token.size(), 3U + 43U);
  EXPECT_TRUE(token.starts_with("kv_"));
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  EXPECT_NE(token, api::make_token());
}

TEST(Sha256, IsThatOfTheStandard) {
  EXPECT_EQ(api::sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ConstantTimeComparison, IsAnEquality) {
  EXPECT_TRUE(api::equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(api::equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(api::equal_in_constant_time("abc", "ab"));
}

TEST(RandomIds, AreUuidsOfVersion4AndDiffer) {
  api::RandomIds ids;
  std::set<scheduler::Uuid> seen;
  for (int i = 0; i < 1000; ++i) {
    const scheduler::Uuid id = ids.next();
    EXPECT_EQ(id.to_string()[14], '4');
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(IdOfName, IsAlwaysTheSameUuidOfVersion5) {
  EXPECT_EQ(api::id_of_name("Induk University"), api::id_of_name("Induk University"));
  EXPECT_NE(api::id_of_name("Induk University"), api::id_of_name("Induk"));
  EXPECT_EQ(api::id_of_name("x").to_string()[14], '5');
}

}  // namespace
