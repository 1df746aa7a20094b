#include "webhooks/signature.hpp"

#include <gtest/gtest.h>

namespace webhooks {
namespace {

using scheduler::Instant;
using std::chrono::seconds;

TEST(Signature, IsThatOfTheSpecification) {
  const auto key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->sign("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant{seconds{1'614'265'330}}, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, CoversIdTimeAndBody) {
  const auto key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
  const Instant time{seconds{1'614'265'330}};
  const std::string one = key.sign("a", time, "b");
  EXPECT_EQ(key.sign("a", time, "b"), one);
  EXPECT_NE(key.sign("x", time, "b"), one);
  EXPECT_NE(key.sign("a", time + seconds{1}, "b"), one);
  EXPECT_NE(key.sign("a", time, "x"), one);
}

TEST(SigningKey, HasTwentyFourToSixtyFourBytes) {
  EXPECT_TRUE(SigningKey::parse("whsec_" + std::string(32, 'A')).has_value());
  EXPECT_TRUE(SigningKey::parse("whsec_" + std::string(85, 'A') + "A==").has_value()) << "64 bytes";
  EXPECT_FALSE(SigningKey::parse("whsec_" + std::string(28, 'A') + "AAA=").has_value()) << "23 bytes";
  EXPECT_FALSE(SigningKey::parse("whsec_" + std::string(84, 'A') + "AAA=").has_value()) << "65 bytes";
}

TEST(SigningKey, IsNothingElse) {
  const std::string good(32, 'A');
  for (const std::string& secret :
       {std::string(), std::string("whsec_"), good, "whsk_" + good, "WHSEC_" + good, "whsec_ " + good,
        "whsec_" + good + " ", "whsec_" + good.substr(1), "whsec_" + good.substr(1) + "-",
        "whsec_" + good.substr(4) + "A=AA", "whsec_" + good + "====", "whsec_" + std::string(1000, 'A')}) {
    EXPECT_FALSE(SigningKey::parse(secret).has_value()) << secret;
  }
}

TEST(NewSecret, IsAnotherOneEachTime) {
  const std::string secret = new_secret();
  EXPECT_TRUE(SigningKey::parse(secret).has_value()) << secret;
  EXPECT_EQ(secret.size(), 6U + 44U);
  EXPECT_NE(new_secret(), secret);
}

}  // namespace
}  // namespace webhooks
