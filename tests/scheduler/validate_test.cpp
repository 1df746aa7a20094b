// Each InvalidField, by its pointer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

using support::a_master_class;
using support::Department;
using support::lasting;
using support::office_hours;
using testing::ElementsAre;
using testing::IsEmpty;
using enum Weekday;

class Validation : public testing::Test {
 protected:
  template <class T>
  std::vector<std::string> pointers(T value) {
    const auto verdict = department.decide(Create<T>{{department.next_id()}, std::move(value)});
    std::vector<std::string> found;
    if (const auto* invalid = support::refusal<InvalidInput>(verdict)) {
      for (const InvalidField& field : invalid->fields) found.push_back(field.pointer);
    } else {
      EXPECT_TRUE(verdict) << "refused for another reason";
    }
    return found;
  }
  std::vector<std::string> pointers_of(const Event& event) { return pointers(event); }

  Department department;
  Id<Person> kim = department.person("Kim");
  Id<Person> nobody{department.next_id()};
  Id<Room> nowhere{department.next_id()};
};

TEST_F(Validation, NamesEverybodyWhoDoesNotExist) {
  EXPECT_THAT(pointers_of(a_master_class().by(nobody)), ElementsAre("/expert"));
  EXPECT_THAT(pointers_of(a_master_class().by(kim).interpreted_by(nobody)), ElementsAre("/interpreter/person"));
  EXPECT_THAT(pointers_of(office_hours().by(nobody)), ElementsAre("/host"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).with({kim, nobody})), ElementsAre("/people/1"));
}

TEST_F(Validation, NamesEveryRoomThatDoesNotExist) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).in(nowhere)), ElementsAre("/room"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).also_in({nowhere})), ElementsAre("/rooms/0"));
}

TEST_F(Validation, FindsAllMistakesAtOnce) {
  EXPECT_THAT(pointers_of(office_hours().by(nobody).in(nowhere).lasting("PT0S").at("2099-01-01T10:00:00")),
              ElementsAre("/host", "/room", "/start", "/duration"));
}

TEST_F(Validation, KnowsThatNobodyInterpretsForHimself) {
  EXPECT_THAT(pointers_of(a_master_class().by(kim).interpreted_by(kim)), ElementsAre("/interpreter/person"));
}

TEST_F(Validation, WantsADurationFromOneSecondToThirtyOneDays) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).lasting("PT0S")), ElementsAre("/duration"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).lasting("P32D")), ElementsAre("/duration"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).lasting("P999999W")), ElementsAre("/duration"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).lasting("P31D")), IsEmpty());
  EXPECT_THAT(pointers_of(office_hours().by(kim).lasting("PT1S")), IsEmpty());
}

TEST_F(Validation, WantsSlotsLongerThanNothing) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).in_slots_of("PT0S")), ElementsAre("/slotDuration"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).in_slots_of("PT20M")), IsEmpty());
}

TEST_F(Validation, WantsAStartWithinTenYears) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).at("2037-01-01T10:00:00")), ElementsAre("/start"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).at("2036-12-31T10:00:00")), IsEmpty());
  EXPECT_THAT(pointers_of(office_hours().by(kim).at("1999-12-31T10:00:00")), IsEmpty());
}

TEST_F(Validation, TakesCountOrUntil) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).daily().times(3).until("2026-12-20T10:00:00")),
              ElementsAre("/recurrenceRule"));
}

TEST_F(Validation, WantsTheSeriesToReachItsStart) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).daily().until("2026-12-07T13:59:59")),
              ElementsAre("/recurrenceRule/until"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).daily().until("2026-12-07T14:00:00")), IsEmpty());
}

TEST_F(Validation, WantsTheStartToBeTheFirstOccurrence) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).weekly_on({tuesday})), ElementsAre("/recurrenceRule/byDay"));
}

TEST_F(Validation, WantsEachDayOnce) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).weekly_on({monday, friday, monday})),
              ElementsAre("/recurrenceRule/byDay/2"));
}

TEST_F(Validation, WantsOverridesOfOccurrences) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).except("2026-12-07T14:00:00")), ElementsAre("/recurrenceOverrides"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).daily().times(3).except("2026-12-08T15:00:00")),
              ElementsAre("/recurrenceOverrides/2026-12-08T15:00:00"));
}

TEST_F(Validation, WantsSomethingLeftOfASeries) {
  EXPECT_THAT(
      pointers_of(office_hours().by(kim).daily().times(2).except("2026-12-07T14:00:00").except("2026-12-08T14:00:00")),
      ElementsAre("/recurrenceOverrides"));
}

TEST_F(Validation, WantsEachOccurrenceOverBeforeTheNext) {
  EXPECT_THAT(pointers_of(office_hours().by(kim).daily().times(3).lasting("PT24H1S")), ElementsAre("/duration"));
  EXPECT_THAT(pointers_of(office_hours().by(kim).daily().times(3).lasting("P1D")), IsEmpty());
  EXPECT_THAT(pointers_of(office_hours().by(kim).weekly_on({monday, tuesday}).times(3).lasting("P2D")),
              ElementsAre("/duration"));
}

TEST_F(Validation, WantsALinkThatLeadsToAMeeting) {
  Event online = office_hours().by(kim).online();
  for (const auto* uri :
       {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "meet.example.org", ":", ""}) {
    online.virtual_location->uri = uri;
    EXPECT_THAT(pointers_of(online), testing::Contains("/virtualLocation/uri")) << uri;
  }
  online.virtual_location->uri = "tel:+998712345678";
  EXPECT_THAT(pointers_of(online), IsEmpty());
}

TEST_F(Validation, WantsWorkingHoursWithinADay) {
  Person person;
  person.name = "Kim";
  person.working_hours = {{{monday}, {std::chrono::hours{9}}, {std::chrono::hours{18}}},
                          {{monday}, {std::chrono::hours{20}}, {std::chrono::hours{20}}}};
  EXPECT_THAT(pointers(person), ElementsAre("/workingHours/1/to"));
}

TEST_F(Validation, WantsAnAddressForMail) {
  for (const std::string email : {"kim", "@example.org", "kim@", "a@b@c", "kim @example.org", "Kim <kim@example.org>",
                                  "a,b@example.org", "kim@example.org;", "kim\n@example.org"}) {
    Person person;
    person.name = "Kim";
    person.email = email;
    EXPECT_THAT(pointers(person), ElementsAre("/email")) << email;
  }
  Person person;
  person.name = "Kim";
  person.email = "kim.minseo+uz@example.org";
  EXPECT_THAT(pointers(person), IsEmpty());
}

TEST_F(Validation, WantsChangeoversOfADayAtMost) {
  Room room;
  room.name = "Stage";
  room.setup = lasting("P1D");
  room.teardown = lasting("PT24H1S");
  EXPECT_THAT(pointers(room), ElementsAre("/setup", "/teardown"));
  room.setup = lasting("PT24H");
  room.teardown = lasting("PT0S");
  EXPECT_THAT(pointers(room), IsEmpty());
}

TEST_F(Validation, WantsCountriesInCapitals) {
  Institution institution;
  institution.name = "Induk";
  institution.country = "kr";
  EXPECT_THAT(pointers(institution), ElementsAre("/country"));
  institution.country = "KR";
  EXPECT_THAT(pointers(institution), IsEmpty());
}

}  // namespace
}  // namespace scheduler
