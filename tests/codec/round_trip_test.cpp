#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <type_traits>

#include "any_value.hpp"
#include "codec/json.hpp"

namespace codec {
namespace {

namespace json = boost::json;
using namespace scheduler;

template <class T>
class RoundTrip : public testing::Test {};
using Everything = OfEachEntity<testing::Types, std::type_identity_t>;
TYPED_TEST_SUITE(RoundTrip, Everything);

TYPED_TEST(RoundTrip, StoreTextComesBackTheSame) {
  rc::detail::checkGTest([] {
    const auto record = codec_test::any_record<TypeParam>();
    const std::string text = json::serialize(to_json(record, Audience::store));
    RC_ASSERT(record_from_json<TypeParam>(json::parse(text).as_object()) == record);
  });
}

TYPED_TEST(RoundTrip, StoreObjectComesBackWithoutBeingText) {
  rc::detail::checkGTest([] {
    const auto record = codec_test::any_record<TypeParam>();
    RC_ASSERT(record_from_json<TypeParam>(to_json(record, Audience::store)) == record);
  });
}

TYPED_TEST(RoundTrip, WhatAnEditorIsShownHeMaySendBack) {
  rc::detail::checkGTest([] {
    const auto record = codec_test::any_record<TypeParam>();
    const json::object shown = to_json(record, Audience::editor);
    Record<TypeParam> sent;
    if constexpr (std::is_same_v<TypeParam, Event>) {
      sent.value.details = codec_test::blank_details(record.value.kind());
    }
    RC_ASSERT(from_json(shown, sent.value).empty());
    RC_ASSERT(to_json(sent, Audience::editor) == shown);
  });
}

template <class T>
json::object shown(Audience audience) {
  Record<T> record;
  record.version = 3;
  return to_json(record, audience);
}

TEST(Writer, ShowsASecretToTheStoreOnly) {
  EXPECT_TRUE(shown<AccessToken>(Audience::store).contains("secretSha256"));
  EXPECT_FALSE(shown<AccessToken>(Audience::client).contains("secretSha256"));
  EXPECT_FALSE(shown<AccessToken>(Audience::editor).contains("secretSha256"));
}

TEST(Writer, ShowsAnEditorWhatHeMaySetOnly) {
  const json::object editor = shown<Event>(Audience::editor);
  for (const char* name : {"id", "kind", "version", "created", "updated", "uid", "sequence"}) {
    EXPECT_FALSE(editor.contains(name)) << name;
    EXPECT_TRUE(shown<Event>(Audience::client).contains(name)) << name;
  }
}

TEST(Writer, LeavesOutWhatIsNotThere) { EXPECT_FALSE(shown<Room>(Audience::client).contains("capacity")); }

class DamagedRecord : public testing::Test {
 protected:
  static json::object whole() {
    Record<Event> record;
    record.version = 1;
    record.value.uid = "a";
    record.value.title = "Mask";
    return to_json(record, Audience::store);
  }
  static void expect_refused(const json::object& object) {
    EXPECT_THROW((void)record_from_json<Event>(object), std::runtime_error) << json::serialize(object);
  }
};

TEST_F(DamagedRecord, IsNotTheWholeOne) { EXPECT_EQ(record_from_json<Event>(whole()).value.title, "Mask"); }

TEST_F(DamagedRecord, IsRefusedWithoutAnythingThatIsAlwaysWritten) {
  for (const char* name :
       {"id", "kind", "version", "created", "updated", "uid", "sequence", "title", "start", "duration", "expert"}) {
    json::object damaged = whole();
    damaged.erase(name);
    expect_refused(damaged);
  }
}

TEST_F(DamagedRecord, IsRefusedWithAValueOfAnotherType) {
  for (const auto& member : whole()) {
    json::object damaged = whole();
    damaged[member.key()] = json::array{json::array{}};
    expect_refused(damaged);
  }
}

TEST_F(DamagedRecord, IsRefusedWithAFieldOfANewerVersion) {
  json::object newer = whole();
  newer["catering"] = json::array{};
  expect_refused(newer);
}

TEST_F(DamagedRecord, IsRefusedWithAnUnknownKind) {
  json::object newer = whole();
  newer["kind"] = "concert";
  expect_refused(newer);
}

TEST_F(DamagedRecord, IsRefusedWithAnImpossibleVersion) {
  for (const json::value& version : {json::value(-1), json::value(0), json::value(1.5), json::value("1"),
                                     json::value(1e30), json::value(nullptr), json::value(true)}) {
    json::object damaged = whole();
    damaged["version"] = version;
    expect_refused(damaged);
  }
}

TEST_F(DamagedRecord, IsRefusedWithoutATokensHash) {
  json::object token = shown<AccessToken>(Audience::store);
  token["label"] = "the web site";
  token["secretSha256"] = std::string(64, 'a');
  EXPECT_EQ(record_from_json<AccessToken>(token).value.secret_sha256, std::string(64, 'a'));
  token.erase("secretSha256");
  EXPECT_THROW((void)record_from_json<AccessToken>(token), std::runtime_error);
}

}  // namespace
}  // namespace codec
