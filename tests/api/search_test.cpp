#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/application_fixture.hpp"
#include "text_search.hpp"

namespace {

using api::TextSearch;
using support::ApplicationFixture;
using support::json_of;

TEST(TextSearch, NeedsEveryWordSomewhere) {
  EXPECT_TRUE(TextSearch("box black").matches({"Black Box"}));
  EXPECT_TRUE(TextSearch("black main").matches({"Black Box", "Main campus"}));
  EXPECT_FALSE(TextSearch("black white").matches({"Black Box"}));
  EXPECT_TRUE(TextSearch("  ").matches({}));
}

TEST(TextSearch, KnowsCaseInEveryScriptThatHasIt) {
  EXPECT_TRUE(TextSearch("ТОШКЕНТ").matches({"Тошкент шаҳри"}));
  EXPECT_TRUE(TextSearch("қўқон").matches({"ҚЎҚОН"}));
  EXPECT_TRUE(TextSearch("ÉCOLE").matches({"école"}));
  EXPECT_TRUE(TextSearch("인덕").matches({"인덕대학교"}));
}

TEST(TextSearch, TakesTheApostrophesOfUzbekForOne) {
  for (const char* text : {"Oʻzbekiston", "O'zbekiston", "O‘zbekiston", "Oʼzbekiston", "O`zbekiston"}) {
    EXPECT_TRUE(TextSearch("o'zbek").matches({text})) << text;
    EXPECT_TRUE(TextSearch("oʻzbek").matches({text})) << text;
  }
}

TEST(TextSearch, SurvivesWhatIsNoUtf8) { EXPECT_FALSE(TextSearch("\xFF\xC0").matches({"a\xE0\x80"})); }

struct Stocked : ApplicationFixture {
  Stocked() {
    send("POST", "/v1/rooms", R"({"name":"Black Box","campus":"Main","capacity":40,"features":["piano"]})");
    send("POST", "/v1/rooms", R"({"name":"White Box","campus":"North","capacity":20})");
    send("POST", "/v1/people", R"({"name":"Kim Minseo","roles":["expert"],"languages":["ko"]})");
  }
  std::size_t count(std::string_view target) { return json_of(send("GET", target)).at("items").as_array().size(); }
};

TEST(Lists, AreNarrowedByTheirFilters) {
  Stocked karvon;
  EXPECT_EQ(karvon.count("/v1/rooms"), 2U);
  EXPECT_EQ(karvon.count("/v1/rooms?campus=Main"), 1U);
  EXPECT_EQ(karvon.count("/v1/rooms?feature=piano"), 1U);
  EXPECT_EQ(karvon.count("/v1/rooms?minCapacity=20"), 2U);
  EXPECT_EQ(karvon.count("/v1/rooms?minCapacity=21"), 1U);
  EXPECT_EQ(karvon.count("/v1/rooms?q=white"), 1U);
  EXPECT_EQ(karvon.count("/v1/rooms?q=white&campus=Main"), 0U);
  EXPECT_EQ(karvon.count("/v1/people?role=expert&language=ko"), 1U);
  EXPECT_EQ(karvon.count("/v1/people?role=head"), 0U);
}

TEST(Lists, RefuseWhatNothingCanBe) {
  Stocked karvon;
  for (const char* target : {"/v1/rooms?minCapacity=many", "/v1/rooms?minCapacity=-1", "/v1/visits?institution=Induk",
                             "/v1/visits?status=done", "/v1/rooms?color=red", "/v1/projects?kind=dance"}) {
    EXPECT_EQ(karvon.send("GET", target).status, 422U) << target;
  }
}

TEST(Search, LooksAmongAllKinds) {
  Stocked karvon;
  const auto found = json_of(karvon.send("GET", "/v1/search?q=box"));
  EXPECT_EQ(found.at("items").as_array().size(), 2U);
  EXPECT_EQ(found.at("complete"), true);
  const auto one = json_of(karvon.send("GET", "/v1/search?q=box&limit=1"));
  EXPECT_EQ(one.at("items").as_array().size(), 1U);
  EXPECT_EQ(one.at("complete"), false);
  EXPECT_EQ(karvon.send("GET", "/v1/search").status, 422U);
}

}  // namespace
