#include "store/redis_url.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RedisUrl, NamesAUnixSocket) {
  const auto address = parse_redis_url("unix:///run/redis%20here/redis.sock");
  ASSERT_TRUE(address);
  EXPECT_EQ(*address, (RedisAddress{UnixSocket{"/run/redis here/redis.sock"}, {}, {}, 0}));
}

TEST(RedisUrl, NamesHostPortAndDatabase) {
  EXPECT_EQ(parse_redis_url("redis://10.0.0.7:7000/3").value(),
            (RedisAddress{TcpEndpoint{"10.0.0.7", 7000}, {}, {}, 3}));
  EXPECT_EQ(parse_redis_url("redis://cache").value(), (RedisAddress{TcpEndpoint{"cache", 6379}, {}, {}, 0}));
  EXPECT_EQ(parse_redis_url("redis://[::1]:7000/").value(), (RedisAddress{TcpEndpoint{"::1", 7000}, {}, {}, 0}));
}

TEST(RedisUrl, DecodesUserAndPassword) {
  EXPECT_EQ(parse_redis_url("redis://karvon:p%40ss%2F@h:1/0").value(),
            (RedisAddress{TcpEndpoint{"h", 1}, "karvon", "p@ss/", 0}));
  EXPECT_EQ(parse_redis_url("redis://:secret@h").value(), (RedisAddress{TcpEndpoint{"h", 6379}, "", "secret", 0}));
}

TEST(RedisUrl, SaysWhatWorksInsteadOfSentinelAndCluster) {
  for (const char* url : {"sentinel://a:1,b:2/main", "cluster://a:1,b:2"}) {
    const auto address = parse_redis_url(url);
    ASSERT_FALSE(address);
    EXPECT_THAT(address.error(), HasSubstr("not supported yet by this version"));
    EXPECT_THAT(address.error(), HasSubstr("redis://[user:password@]host:port/db"));
  }
}

TEST(RedisUrl, RefusesWhatItDoesNotUnderstandAndKeepsTheSecret) {
  for (const char* url :
       {"", "redis", "redis://", "redis://:secret@", "http://:secret@h", "rediss://:secret@h", "redis://h:0",
        "redis://:secret@h:70000", "redis://h/x", "redis://h/-1", "redis://h/1/2", "redis://secret@h",
        "redis://h?a=secret", "unix://relative/secret", "unix:///", "redis://:secret@h:6379/99999"}) {
    const auto address = parse_redis_url(url);
    ASSERT_FALSE(address) << url;
    EXPECT_THAT(address.error(), HasSubstr("unix:///path"));
    EXPECT_THAT(address.error(), Not(HasSubstr("secret")));
  }
}

TEST(RedisUrl, IsWrittenWithoutSecrets) {
  EXPECT_EQ(to_string(parse_redis_url("redis://u:secret@h:1/2").value()), "redis://h:1/2");
  EXPECT_EQ(to_string(parse_redis_url("redis://[::1]").value()), "redis://[::1]:6379/0");
  EXPECT_EQ(to_string(parse_redis_url("unix:///a.sock").value()), "unix:///a.sock");
}

}  // namespace
}  // namespace store
