#include "codec/schema.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string>

#include "any_value.hpp"
#include "codec/json.hpp"

namespace codec {
namespace {

namespace json = boost::json;
using namespace scheduler;

std::set<std::string> names(const json::object& object) {
  std::set<std::string> found;
  for (const auto& member : object) found.emplace(member.key());
  return found;
}

/// Whether every member that `value` has, at any depth, is in its schema's properties.
void expect_described(const json::value& value, const json::object& schema, const std::string& where) {
  if (const json::array* array = value.if_array()) {
    for (const json::value& item : *array) expect_described(item, schema.at("items").as_object(), where + "/-");
  } else if (const json::object* object = value.if_object()) {
    const json::object* properties = schema.contains("properties") ? &schema.at("properties").as_object() : nullptr;
    for (const auto& member : *object) {
      const std::string pointer = where + '/' + std::string(member.key());
      if (properties == nullptr) {
        expect_described(member.value(), schema.at("additionalProperties").as_object(), pointer);
      } else {
        ASSERT_TRUE(properties->contains(member.key())) << pointer;
        expect_described(member.value(), properties->at(member.key()).as_object(), pointer);
      }
    }
  }
}

template <class T>
json::object schema_for(const T&) {
  return schema_of<T>();
}
json::object schema_for(const Event& event) {
  return std::visit([](const auto& details) { return schema_of<std::decay_t<decltype(details)>>(); }, event.details);
}

template <class T>
class Schema : public testing::Test {};
using Shown = testing::Types<Settings, Person, Room, Equipment, Institution, Agreement, Project, Closure, Event,
                             Appointment, Registration>;
TYPED_TEST_SUITE(Schema, Shown);

TYPED_TEST(Schema, HasEveryFieldThatAClientIsShown) {
  rc::detail::checkGTest([] {
    const auto record = codec_test::any_record<TypeParam>();
    expect_described(to_json(record, Audience::client), schema_for(record.value), "");
    RC_ASSERT(!testing::Test::HasFailure());
  });
}

TYPED_TEST(Schema, HasNoFieldThatIsNeverShown) {
  std::set<std::string> described;
  std::set<std::string> seen = {"startUtc", "endUtc"};  // of events: the API adds them
  rc::check("every property is seen in some object", [&] {
    auto record = codec_test::any_record<TypeParam>();
    if constexpr (std::is_same_v<TypeParam, Event>) {
      if (record.value.kind() != EventKind::master_class) return;
    }
    described = names(schema_for(record.value).at("properties").as_object());
    seen.merge(names(to_json(record, Audience::client)));
  });
  for (const std::string& name : described) EXPECT_TRUE(seen.contains(name)) << name;
}

TYPED_TEST(Schema, RequiresWhatTheReaderRequires) {
  TypeParam value{};
  std::set<std::string> missing;
  for (const InvalidField& problem : from_json(json::object{}, value)) missing.insert(problem.pointer.substr(1));
  std::set<std::string> required;
  const json::object schema = schema_for(value);
  for (const json::value& name : schema.at("required").as_array()) required.emplace(name.as_string());
  EXPECT_EQ(required, missing);
}

TYPED_TEST(Schema, NamesWhatIsThereEvenOfAnEmptyObject) {
  const Record<TypeParam> empty{};
  const json::object schema = schema_for(empty.value);
  std::set<std::string> present;
  for (const json::value& name : schema.at(kAlwaysPresent).as_array()) present.emplace(name.as_string());
  present.erase("startUtc");  // of events: the API adds them
  present.erase("endUtc");
  EXPECT_EQ(present, names(to_json(empty, Audience::client)));
}

TYPED_TEST(Schema, MarksAsReadOnlyWhatTheReaderRefuses) {
  TypeParam value{};
  const json::object schema = schema_for(value);
  for (const auto& property : schema.at("properties").as_object()) {
    json::object sent;
    sent[property.key()] = 7.5;  // of no field's type: what may be set is refused for another reason
    bool refused_for_itself = false;
    for (const InvalidField& problem : from_json(sent, value)) {
      if (problem.pointer != "/" + std::string(property.key())) continue;
      refused_for_itself = problem.detail.find("set by the service") != std::string::npos ||
                           problem.detail.find("is not known") != std::string::npos;
    }
    EXPECT_EQ(property.value().as_object().contains("readOnly"), refused_for_itself) << property.key();
  }
}

TEST(SchemaText, OfATokenWouldTellNobodyItsHash) {
  Record<AccessToken> token;
  EXPECT_EQ(names(to_json(token, Audience::client)),
            (std::set<std::string>{"id", "version", "created", "updated", "label", "role", "scope"}));
}

TEST(SchemaText, ClosesItsObjects) {
  EXPECT_EQ(schema_of<Room>().at("additionalProperties"), json::value(false));
  EXPECT_EQ(schema_of<MasterClass>().at("properties").at("recurrenceRule").at("additionalProperties"),
            json::value(false));
}

}  // namespace
}  // namespace codec
