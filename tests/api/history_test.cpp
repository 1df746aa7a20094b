#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/application_fixture.hpp"
#include "object_history.hpp"
#include "support/department.hpp"

namespace {

using scheduler::Role;
using support::ApplicationFixture;
using support::header_of;
using support::json_of;

std::string id_of(const http::Response& response) { return std::string(json_of(response).at("id").as_string()); }

std::vector<std::int64_t> sequences(const http::Response& response) {
  std::vector<std::int64_t> found;
  const auto body = json_of(response);
  for (const auto& entry : body.at("entries").as_array())
    found.push_back(entry.at("sequence").to_number<std::int64_t>());
  return found;
}

/// Four tokens are entries 1 to 4; then this room in three versions, and another one.
struct WithHistory : ApplicationFixture {
  std::string room = id_of(send("POST", "/v1/rooms", R"({"name":"Black Box"})"));
  WithHistory() {
    send("PATCH", "/v1/rooms/" + room, R"({"capacity":40})", {{"If-Match", "\"1\""}});
    send("POST", "/v1/rooms", R"({"name":"White Box"})");
    send("PATCH", "/v1/rooms/" + room, R"({"capacity":50})", {{"If-Match", "\"2\""}});
  }
};

TEST(Audit, SaysWhoDidWhatWithBeforeAndAfter) {
  WithHistory karvon;
  const auto entry = json_of(karvon.send("GET", "/v1/audit/6"));
  EXPECT_EQ(entry.at("actor"), "admin");
  const auto& change = entry.at("changes").at(0);
  EXPECT_EQ(change.at("operation"), "changed");
  EXPECT_EQ(change.at("changed"), (boost::json::array{"capacity"}));
  EXPECT_FALSE(change.at("before").as_object().contains("capacity"));
  EXPECT_EQ(change.at("after").at("capacity"), 40);
}

TEST(Audit, IsReadInPagesFromEitherEnd) {
  WithHistory karvon;
  const auto first = karvon.send("GET", "/v1/audit?limit=3");
  EXPECT_EQ(sequences(first), (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_NE(header_of(first, "Link").find("after=3"), std::string::npos);
  EXPECT_EQ(sequences(karvon.send("GET", "/v1/audit?after=6")), (std::vector<std::int64_t>{7, 8}));
  const auto newest = karvon.send("GET", "/v1/audit?order=newest&limit=2");
  EXPECT_EQ(sequences(newest), (std::vector<std::int64_t>{8, 7}));
  EXPECT_NE(header_of(newest, "Link").find("before=7"), std::string::npos);
  EXPECT_EQ(sequences(karvon.send("GET", "/v1/audit?before=2")), (std::vector<std::int64_t>{1}));
  EXPECT_TRUE(sequences(karvon.send("GET", "/v1/audit?after=8")).empty());
}

TEST(Audit, FollowsOneObject) {
  WithHistory karvon;
  EXPECT_EQ(sequences(karvon.send("GET", "/v1/audit?entity=" + karvon.room)), (std::vector<std::int64_t>{5, 6, 8}));
  EXPECT_EQ(sequences(karvon.send("GET", "/v1/audit?after=5&entity=" + karvon.room)),
            (std::vector<std::int64_t>{6, 8}));
  const auto part = karvon.send("GET", "/v1/audit?limit=2&entity=" + karvon.room);
  EXPECT_EQ(sequences(part), (std::vector<std::int64_t>{5, 6}));
  EXPECT_NE(header_of(part, "Link").find("after=6"), std::string::npos);
}

TEST(Audit, FollowsAnObjectThatIsGone) {
  WithHistory karvon;
  ASSERT_EQ(karvon.send("DELETE", "/v1/rooms/" + karvon.room, "", {{"If-Match", "*"}}).status, 204U);
  EXPECT_EQ(sequences(karvon.send("GET", "/v1/audit?entity=" + karvon.room)), (std::vector<std::int64_t>{5, 6, 8, 9}));
}

TEST(Audit, FollowsAnObjectThroughItsRemovalAndReturn) {
  WithHistory karvon;
  ASSERT_EQ(karvon.send("DELETE", "/v1/rooms/" + karvon.room, "", {{"If-Match", "*"}}).status, 204U);
  ASSERT_EQ(karvon.send("POST", "/v1/audit/9/revert").status, 200U);
  EXPECT_EQ(sequences(karvon.send("GET", "/v1/audit?entity=" + karvon.room)),
            (std::vector<std::int64_t>{5, 6, 8, 9, 10}));
}

TEST(Audit, IsForCoordinators) {
  WithHistory karvon;
  EXPECT_EQ(karvon.send("GET", "/v1/audit", "", {}, Role::staff).status, 403U);
  EXPECT_EQ(karvon.send("GET", "/v1/audit", "", {}, Role::coordinator).status, 200U);
}

TEST(Audit, SaysWhatIsNotKeptAnyMore) {
  WithHistory karvon;
  karvon.storage().trim(6);
  EXPECT_EQ(karvon.send("GET", "/v1/audit?after=2").status, 410U);
  EXPECT_EQ(karvon.send("GET", "/v1/audit/3").status, 410U);
  EXPECT_EQ(sequences(karvon.send("GET", "/v1/audit?entity=" + karvon.room)), (std::vector<std::int64_t>{8}));
  EXPECT_EQ(karvon.send("GET", "/v1/audit/99").status, 404U);
}

TEST(Revert, UndoesAChangeOnce) {
  WithHistory karvon;
  const auto undone = karvon.send("POST", "/v1/audit/8/revert");
  ASSERT_EQ(undone.status, 200U) << *undone.body;
  EXPECT_EQ(json_of(undone).at("reverted"), 8);
  EXPECT_EQ(json_of(karvon.send("GET", "/v1/rooms/" + karvon.room)).at("capacity"), 40);
  const auto again = karvon.send("POST", "/v1/audit/8/revert");
  EXPECT_EQ(again.status, 409U);
  EXPECT_EQ(json_of(again).at("type"), "/problems/changed-since");
  EXPECT_EQ(karvon.storage().entries().back().reason, "reverts entry 8");
}

TEST(Revert, CanBeTriedFirst) {
  WithHistory karvon;
  EXPECT_EQ(karvon.send("POST", "/v1/audit/8/revert?dryRun=true").status, 200U);
  EXPECT_EQ(json_of(karvon.send("GET", "/v1/rooms/" + karvon.room)).at("capacity"), 50);
}

/// Objects that were written before positions were kept have none: the journal is looked through.
TEST(History, IsFoundWithoutPositions) {
  support::Department department;
  const auto room = department.room("Black Box");
  const auto journal = std::make_unique<support::FakeJournal>();
  std::vector<scheduler::JournalAppend> appends;
  for (const auto& entry : department.journal()) appends.push_back({entry, std::nullopt});
  ASSERT_TRUE(journal->append(0, appends));
  auto record = *department.schedule().find(room);
  record.position = 0;
  scheduler::Schedule schedule;
  schedule.apply(
      scheduler::Changed<scheduler::Room>{nullptr, std::make_shared<const scheduler::Record<scheduler::Room>>(record)});
  const auto history = api::history_of(*journal, schedule, room.value, 0, 10);
  ASSERT_TRUE(history);
  EXPECT_EQ(history->entries.size(), 1U);
  EXPECT_FALSE(history->more);
}

}  // namespace
