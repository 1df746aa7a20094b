#include "tables.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "api/application_fixture.hpp"

namespace {

namespace json = boost::json;
using scheduler::Person;

const scheduler::Schedule kEmpty;

scheduler::Record<Person> a_person(std::vector<std::string> roles) {
  scheduler::Record<Person> record;
  record.value.name = "Kim Minseo";
  record.value.roles = std::move(roles);
  return record;
}

std::string cell_of_roles(std::vector<std::string> roles) {
  return api::cells_of(a_person(std::move(roles)), api::Directory(kEmpty))[6];
}

json::object changes_of(const std::vector<std::string>& header, const std::vector<std::string>& cells) {
  const auto layout = api::TableLayout::of(api::columns_of<Person>(), header).value();
  const std::vector<std::string> now(api::columns_of<Person>().size());
  return api::changes_in(layout, {2, cells}, now, std::nullopt, api::Directory(kEmpty)).members;
}

TEST(Tables, PutListsIntoOneCell) {
  EXPECT_EQ(cell_of_roles({"expert", "head of department"}), "expert|head of department");
  EXPECT_EQ(cell_of_roles({"a|b", "c\\d", " e "}), "a\\|b|c\\\\d|\\ e\\ ");
}

TEST(Tables, ReadListsAsPeopleWriteThem) {
  EXPECT_EQ(changes_of({"roles"}, {" expert |driver | "}).at("roles"), (json::array{"expert", "driver"}));
}

RC_GTEST_PROP(Tables, ListsComeBackTheSame, ()) {
  const auto item = rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('|', '\\', ' ', 'a', ';')));
  const auto roles = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(item));
  RC_ASSERT(changes_of({"roles"}, {cell_of_roles(roles)}).at("roles") ==
            json::value(json::array(roles.begin(), roles.end())));
}

TEST(Tables, SayNothingOfColumnsThatAreNotThere) {
  EXPECT_EQ(changes_of({"note", "name"}, {"x", ""}), (json::object{{"note", "x"}}));
}

TEST(Tables, NameUnknownColumnsAndThoseThatAreKnown) {
  const auto layout = api::TableLayout::of(api::columns_of<Person>(), {"name", "colour"});
  ASSERT_FALSE(layout);
  EXPECT_NE(layout.error().find("\"colour\""), std::string::npos);
  EXPECT_NE(layout.error().find("organization"), std::string::npos);
  EXPECT_FALSE(api::TableLayout::of(api::columns_of<Person>(), {"name", " name "}));
}

TEST(Tables, ImportWhatTheyExportAsItIs) {
  support::ApplicationFixture karvon;
  karvon.send("POST", "/v1/rooms", R"({"name":"=Atrium","capacity":40,"features":["a|b"],"approvalNeeded":true})");
  karvon.send("POST", "/v1/rooms", R"({"name":"Studio","address":"1, Street; Tashkent\""})");
  const auto exported = karvon.send("GET", "/v1/rooms/export");
  ASSERT_EQ(exported.status, 200U);
  const auto head = karvon.storage().head();
  const auto report = support::json_of(karvon.send("POST", "/v1/rooms/import", *exported.body));
  EXPECT_EQ(report.at("unchanged"), json::value(2)) << report;
  EXPECT_EQ(karvon.storage().head(), head);
}

TEST(Tables, ADryRunDecidesEachRowOnThoseBefore) {
  support::ApplicationFixture karvon;
  const auto person = support::json_of(karvon.send("POST", "/v1/people", R"({"name":"Kim"})"));
  const std::string id(person.at("id").as_string());
  const std::string file = "kind,title,start,duration,expert\nmaster-class,A,2027-01-04 10:00,PT1H," + id +
                           "\nmaster-class,B,2027-01-04 10:30,PT1H,Kim\n";
  const auto head = karvon.storage().head();
  const auto preview = support::json_of(karvon.send("POST", "/v1/events/import?dryRun=true", file));
  EXPECT_EQ(karvon.storage().head(), head);
  EXPECT_EQ(preview.at("rows").at(0).at("result"), "created");
  EXPECT_EQ(preview.at("rows").at(1).at("problem").at("status"), json::value(409));
}

TEST(Tables, AnImportWhileTheStoreIsAwayIsRefusedRowByRow) {
  support::ApplicationFixture karvon;
  karvon.storage().set_unavailable(true);
  const auto keyed = karvon.send("POST", "/v1/rooms/import", "name\nAtrium\n", {{"Idempotency-Key", "k"}});
  EXPECT_EQ(keyed.status, 503U);
  const auto report = support::json_of(karvon.send("POST", "/v1/rooms/import", "name\nAtrium\n"));
  EXPECT_EQ(report.at("rows").at(0).at("problem").at("status"), json::value(503));
}

TEST(Tables, AnImportWhoseReplyWasLostIsFoundAgain) {
  support::ApplicationFixture karvon;
  const http::Headers key{{"Idempotency-Key", "k"}};
  const auto send = [&] { return support::json_of(karvon.send("POST", "/v1/rooms/import", "name\nAtrium\n", key)); };
  const auto first = send();
  EXPECT_EQ(first.at("created"), json::value(1));
  EXPECT_EQ(send(), first);
  EXPECT_EQ(karvon.scheduling().schedule()->all<scheduler::Room>().size(), 1U);
}

}  // namespace
