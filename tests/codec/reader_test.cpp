// Everything that a client can get wrong, by its pointer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "codec/json.hpp"

namespace codec {
namespace {

namespace json = boost::json;
using namespace scheduler;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

template <class T>
std::vector<InvalidField> problems(const std::string& text, T value = {}) {
  return from_json(json::parse(text).as_object(), value);
}

template <class T>
std::vector<std::string> pointers(const std::string& text, T value = {}) {
  std::vector<std::string> found;
  for (const InvalidField& problem : problems<T>(text, value)) found.push_back(problem.pointer);
  return found;
}

template <class T>
T value_of(const std::string& text) {
  T value{};
  EXPECT_THAT(from_json(json::parse(text).as_object(), value), IsEmpty()) << text;
  return value;
}

std::string repeated(std::string_view letter, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += letter;
  return text;
}

constexpr const char* kEvent =
    R"("title":"Mask","start":"2026-12-07T14:00:00","duration":"PT1H","expert":"6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e")";

std::vector<std::string> event_with(const std::string& more) {
  return pointers<Event>("{" + std::string(kEvent) + "," + more + "}");
}

TEST(Reader, TakesAnEvent) {
  const Event event = value_of<Event>("{" + std::string(kEvent) + "}");
  EXPECT_EQ(event.title, "Mask");
  EXPECT_EQ(event.status, EventStatus::confirmed);
}

TEST(Reader, NamesUnknownFieldsByAnEscapedPointer) {
  EXPECT_THAT(pointers<Room>(R"({"name":"A","a~b/c":1,"":2})"), UnorderedElementsAre("/a~0b~1c", "/"));
  EXPECT_THAT(problems<Room>(R"({"name":"A","seats":1})").front().detail,
              HasSubstr("known are: name, localizations, campus, address, capacity"));
}

TEST(Reader, LooksForUnknownFieldsDeepInside) {
  EXPECT_THAT(event_with(R"("recurrenceRule":{"frequency":"weekly","byDay":[{"day":"mo"},{"day":"tu","nth":1}]})"),
              ElementsAre("/recurrenceRule/byDay/1/nth"));
}

TEST(Reader, LooksPastTheTypesThatJsCalendarNames) {
  EXPECT_THAT(event_with(R"("@type":"Event","recurrenceRule":{"@type":"RecurrenceRule","frequency":"daily"})"),
              IsEmpty());
}

TEST(Reader, NamesWhatIsMissingAlsoWhenItIsNull) {
  EXPECT_THAT(pointers<Person>("{}"), ElementsAre("/name"));
  EXPECT_THAT(pointers<Person>(R"({"name":null})"), ElementsAre("/name"));
  EXPECT_THAT(pointers<Person>(R"({"name":"A","interprets":[{"from":"ko"}]})"), ElementsAre("/interprets/0/to"));
}

TEST(Reader, KeepsWhatIsNullOrNotSaid) {
  Room room;
  room.name = "Black Box";
  room.capacity = 40;
  EXPECT_THAT(from_json(json::parse(R"({"name":"Stage","capacity":null})").as_object(), room), IsEmpty());
  EXPECT_EQ(room.name, "Stage");
  EXPECT_EQ(room.capacity, 40);
}

TEST(Reader, NamesEveryWrongType) {
  EXPECT_THAT(pointers<Room>(R"({"name":1,"campus":[],"capacity":"40","features":"piano","setup":15})"),
              ElementsAre("/name", "/campus", "/capacity", "/features", "/setup"));
  EXPECT_THAT(event_with(R"("recurrenceRule":"weekly","recurrenceOverrides":[],"status":1,"people":{},"room":7,
                             "interpreter":true,"timeZone":5)"),
              ElementsAre("/timeZone", "/recurrenceRule", "/recurrenceOverrides", "/status", "/people", "/room",
                          "/interpreter"));
  EXPECT_THAT(event_with(R"("recurrenceOverrides":{"2026-12-07T14:00:00":{"excluded":"yes"}})"),
              ElementsAre("/recurrenceOverrides/2026-12-07T14:00:00/excluded"));
}

TEST(Reader, NamesEveryWrongText) {
  EXPECT_THAT(event_with(R"("timeZone":"GMT","room":"x","status":"maybe","visibility":"")"),
              ElementsAre("/timeZone", "/status", "/visibility", "/room"));
  EXPECT_THAT(pointers<Person>(R"({"name":"A","workingHours":[{"days":["mo","xx"],"from":"25:00","to":"18:00"}]})"),
              ElementsAre("/workingHours/0/days/1", "/workingHours/0/from"));
  EXPECT_THAT(event_with(R"("recurrenceOverrides":{"soon":{"excluded":true}})"),
              ElementsAre("/recurrenceOverrides/soon"));
}

TEST(Reader, SaysWhichWordsThereAre) {
  EXPECT_THAT(problems<AccessToken>(R"({"label":"A","role":"head"})").front().detail,
              HasSubstr("viewer, staff, coordinator, admin"));
}

TEST(Reader, HoldsNumbersWithinTheirBounds) {
  for (const std::string number : {"0", "-1", "100001", "4294967297", "9223372036854775807", "18446744073709551615",
                                   "1e400", "2.5", "40.0", "true"}) {
    EXPECT_THAT(pointers<Room>(R"({"name":"A","capacity":)" + number + "}"), ElementsAre("/capacity")) << number;
  }
  EXPECT_EQ(value_of<Room>(R"({"name":"A","capacity":100000})").capacity, 100'000);
  EXPECT_EQ(value_of<Room>(R"({"name":"A","capacity":1})").capacity, 1);
}

TEST(Reader, MeasuresTextsInCodePoints) {
  for (const std::string_view letter : {"a", "ў", "한", "😀"}) {
    EXPECT_THAT(pointers<Room>(R"({"name":")" + repeated(letter, 200) + R"("})"), IsEmpty()) << letter;
    EXPECT_THAT(pointers<Room>(R"({"name":")" + repeated(letter, 201) + R"("})"), ElementsAre("/name")) << letter;
  }
  EXPECT_THAT(pointers<Room>(R"({"name":""})"), ElementsAre("/name"));
  EXPECT_THAT(pointers<Institution>(R"({"name":"A","country":"한국"})"), IsEmpty());
}

TEST(Reader, RefusesControlCharactersInOneLine) {
  for (const std::string escape : {"\\n", "\\r", "\\t", "\\u0000", "\\u001b", "\\u007f"}) {
    EXPECT_THAT(pointers<Room>(R"({"name":"a)" + escape + R"(b"})"), ElementsAre("/name")) << escape;
  }
}

TEST(Reader, TakesLinesAndTabsWhereATextMayHaveSeveralLines) {
  EXPECT_EQ(value_of<Institution>(R"({"name":"A","note":"one\ntwo\tthree"})").note, "one\ntwo\tthree");
  for (const std::string escape : {"\\r", "\\u0000", "\\u000b", "\\u001b"}) {
    EXPECT_THAT(pointers<Institution>(R"({"name":"A","note":"a)" + escape + R"(b"})"), ElementsAre("/note")) << escape;
  }
}

TEST(Reader, TurnsCrLfIntoLf) {
  EXPECT_EQ(value_of<Institution>(R"({"name":"A","note":"one\r\n\r\ntwo\r\n"})").note, "one\n\ntwo\n");
  EXPECT_THAT(pointers<Institution>(R"({"name":"A","note":"one\r\r\ntwo"})"), ElementsAre("/note"));
}

TEST(Reader, CountsItems) {
  const auto features = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) list += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
    return R"({"name":"A","features":[)" + list + "]}";
  };
  EXPECT_EQ(value_of<Room>(features(100)).features.size(), 100);
  EXPECT_THAT(pointers<Room>(features(101)), ElementsAre("/features"));
}

TEST(Reader, CountsMembers) {
  std::string members;
  for (int i = 0; i < 1001; ++i) {
    members += (i == 0 ? "\"" : ",\"") + to_string(LocalTime{std::chrono::seconds{i}}) + R"(":{"excluded":true})";
  }
  EXPECT_THAT(event_with(R"("recurrenceOverrides":{)" + members + "}"), ElementsAre("/recurrenceOverrides"));
}

TEST(Reader, RefusesWhatTheServiceSetsItself) {
  EXPECT_THAT(event_with(R"("uid":"a","sequence":1)"), ElementsAre("/uid", "/sequence"));
  EXPECT_THAT(event_with(R"("id":"a","version":1,"kind":"master-class")"),
              UnorderedElementsAre("/id", "/version", "/kind"));
}

TEST(Reader, DoesNotLetAClientSetASecret) {
  AccessToken token;
  token.secret_sha256 = "kept";
  const auto found = from_json(json::parse(R"({"label":"A","role":"admin","secretSha256":"00"})").as_object(), token);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found.front().pointer, "/secretSha256");
  EXPECT_THAT(found.front().detail, testing::Not(HasSubstr("secretSha256")));
  EXPECT_EQ(token.secret_sha256, "kept");
}

TEST(Reader, PutsItsBaseBeforeEveryPointer) {
  Room room;
  const auto found = from_json(json::parse(R"({"capacity":0,"x":1})").as_object(), room, "/rooms/3");
  ASSERT_EQ(found.size(), 3);
  for (const InvalidField& each : found) EXPECT_THAT(each.pointer, testing::StartsWith("/rooms/3/"));
}

TEST(Reader, TakesTheFieldsOfTheKindThatIsMeant) {
  Event hours;
  hours.details = OfficeHours{};
  EXPECT_THAT(pointers<Event>("{" + std::string(kEvent) + "}", hours), UnorderedElementsAre("/host", "/expert"));
}

TEST(Reader, TakesTheWordsOfAVisitForItsTimes) {
  Event visit;
  visit.details = Visit{};
  EXPECT_THAT(pointers<Event>(R"({"title":"Induk","institution":"6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e",
                                  "arrival":"2026-12-10T09:00:00","departure":"2026-12-13T18:00:00"})",
                              visit),
              IsEmpty());
  EXPECT_THAT(pointers<Event>("{" + std::string(kEvent) + R"(,"room":null})", visit),
              testing::IsSupersetOf({"/start", "/duration", "/expert", "/institution", "/arrival", "/departure"}));
}

TEST(Reader, TakesMonthsAsTextsAndAsNumbers) {
  const auto months = [](const std::string& list) {
    return event_with(R"("recurrenceRule":{"frequency":"yearly","byMonth":)" + list + "}");
  };
  EXPECT_THAT(months(R"(["1",12])"), IsEmpty());
  EXPECT_THAT(months(R"(["0",13,"1L",1.0])"), ElementsAre("/recurrenceRule/byMonth/0", "/recurrenceRule/byMonth/1",
                                                          "/recurrenceRule/byMonth/2", "/recurrenceRule/byMonth/3"));
}

TEST(Reader, NamesWrongNamesInMapsOfTexts) {
  EXPECT_THAT(pointers<Room>(R"({"name":"A","localizations":{"u":{"name":"B"}}})"), ElementsAre("/localizations/u"));
  EXPECT_THAT(pointers<Room>(R"({"name":"A","localizations":{"uz":{}}})"), ElementsAre("/localizations/uz/name"));
}

TEST(Reader, ReplacesListsAsAWhole) {
  Room room;
  room.features = {"piano", "mirrors"};
  EXPECT_THAT(from_json(json::parse(R"({"name":"A","features":["screen"]})").as_object(), room), IsEmpty());
  EXPECT_EQ(room.features, std::vector<std::string>{"screen"});
}

}  // namespace
}  // namespace codec
