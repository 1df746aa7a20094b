#include "entry_text.hpp"

#include <gmock/gmock.h>

#include "contract/journal_entries.hpp"
#include "keys.hpp"

namespace store {
namespace {

using contract::a_person;
using contract::a_room;
using contract::created;

TEST(EntryText, SurvivesBytesThatAreNotUtf8) {
  auto entry = contract::an_append({created(a_room(1))}).entry;
  entry.position = 1;
  entry.actor = "\xFF\xFE actor\r\n";
  EXPECT_EQ(contract::text_of(entry_from_text(entry_text(entry))), contract::text_of(entry));
}

TEST(EntryText, RefusesWhatIsNotAnEntry) {
  for (
      const char* text :
      {"", "{}", "[]", "null", "{\"position\":1",
       R"({"position":0,"at":"2026-01-01T00:00:00Z","actor":"","reason":"","changes":[]})",
       R"({"position":1,"at":"today","actor":"","reason":"","changes":[]})",
       R"({"position":1,"at":"2026-01-01T00:00:00Z","actor":1,"reason":"","changes":[]})",
       R"({"position":1,"at":"2026-01-01T00:00:00Z","actor":"","reason":"","changes":{}})",
       R"({"position":1,"at":"2026-01-01T00:00:00Z","actor":"","reason":"","changes":[1]})",
       R"({"position":1,"at":"2026-01-01T00:00:00Z","actor":"","reason":"","changes":[{"kind":"room","before":null,"after":null}]})",
       R"({"position":1,"at":"2026-01-01T00:00:00Z","actor":"","reason":"","changes":[{"kind":"dragon","before":null,"after":{}}]})",
       R"({"position":1,"at":"2026-01-01T00:00:00Z","actor":"","reason":"","changes":[{"kind":"room","before":null,"after":{}}]})"}) {
    EXPECT_THROW(static_cast<void>(entry_from_text(text)), std::runtime_error) << text;
  }
}

TEST(ObjectText, IsNamedByKindAndId) {
  const auto room = created(a_room(1));
  EXPECT_EQ(object_field(room), "room/" + a_room(1)->id.to_string());
  EXPECT_EQ(object_field(created(a_person(1))), "person/" + a_person(1)->id.to_string());
  EXPECT_EQ(object_text(object_from_text(object_field(room), object_text(room))), object_text(room));
  EXPECT_EQ(object_text(contract::removed(a_room(1))), "");
}

TEST(ObjectText, RefusesAnotherObjectsField) {
  const std::string text = object_text(created(a_room(1)));
  EXPECT_THROW(static_cast<void>(object_from_text(object_field(created(a_room(2))), text)), std::runtime_error);
  EXPECT_THROW(static_cast<void>(object_from_text("room", text)), std::runtime_error);
}

TEST(AnswerText, RefusesDamage) {
  for (const char* text : {"", ":", "x:", "5:abc", "-1:a", "3"}) {
    EXPECT_THROW(static_cast<void>(answer_from_text("scope", "key", text)), std::runtime_error) << text;
  }
}

TEST(KeyNames, BearTheDepartmentAsHashTag) {
  const Keys keys("international-relations");
  EXPECT_EQ(keys.head, "{international-relations}:head");
  EXPECT_EQ(keys.idempotency("a:b%", "c:d"), "{international-relations}:idem:a%3Ab%25:c:d");
  EXPECT_EQ(entry_id(17), "17-0");
}

TEST(KeyNames, RefuseASlugThatCouldLeaveItsTag) {
  for (const char* slug : {"", "a}b", "A", "a b", "a:b"}) EXPECT_THROW(Keys{slug}, std::invalid_argument) << slug;
  EXPECT_THROW(Keys(std::string(64, 'a')), std::invalid_argument);
}

}  // namespace
}  // namespace store
