// Uzbekistan's public holidays. Known answers: the Labour Code's dates, and for the two that follow the moon the
// tabular Islamic calendar (thirty years of 10,631 days), worked out apart from this program.
#include "scheduler/holidays.hpp"

#include <date/date.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/master_data_builders.hpp"

namespace scheduler {
namespace {

using date::year;
using testing::Each;
using testing::ElementsAre;
using testing::Field;

/// "2026-03-21 navruz/2026"
std::vector<std::string> days_of(year in) {
  std::vector<std::string> words;
  for (const Closure& each : public_holidays_of_uzbekistan(in)) {
    words.push_back(to_string(each.from) + ' ' + each.occasion.value_or("nothing"));
  }
  return words;
}

Closure holiday(year in, const std::string& occasion) {
  const auto all = public_holidays_of_uzbekistan(in);
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Closure& each) { return each.occasion == occasion; });
  EXPECT_NE(found, all.end()) << occasion;
  return found != all.end() ? *found : Closure{};
}

TEST(HolidaysOfUzbekistan, In2026) {
  EXPECT_THAT(days_of(year{2026}),
              ElementsAre("2026-01-01 new-year/2026",            //
                          "2026-03-08 womens-day/2026",          // a Sunday
                          "2026-03-09 womens-day-day-off/2026",  //
                          "2026-03-20 ramazon-hayiti/2026",      //
                          "2026-03-21 navruz/2026",              // a Saturday
                          "2026-03-23 navruz-day-off/2026",      //
                          "2026-05-09 memory-day/2026",          // a Saturday
                          "2026-05-11 memory-day-day-off/2026",  //
                          "2026-05-27 qurbon-hayiti/2026",       //
                          "2026-09-01 independence-day/2026",    //
                          "2026-10-01 teachers-day/2026",        //
                          "2026-12-08 constitution-day/2026"));
}

TEST(HolidaysOfUzbekistan, In2027) {
  EXPECT_THAT(days_of(year{2027}),
              ElementsAre("2027-01-01 new-year/2027",            //
                          "2027-03-08 womens-day/2027",          //
                          "2027-03-10 ramazon-hayiti/2027",      //
                          "2027-03-21 navruz/2027",              // a Sunday
                          "2027-03-22 navruz-day-off/2027",      //
                          "2027-05-09 memory-day/2027",          // a Sunday
                          "2027-05-10 memory-day-day-off/2027",  //
                          "2027-05-17 qurbon-hayiti/2027",       //
                          "2027-09-01 independence-day/2027",    //
                          "2027-10-01 teachers-day/2027",        //
                          "2027-12-08 constitution-day/2027"));
}

TEST(HolidaysOfUzbekistan, In2028) {
  EXPECT_THAT(days_of(year{2028}),
              ElementsAre("2028-01-01 new-year/2028",                //  a Saturday
                          "2028-01-03 new-year-day-off/2028",        //
                          "2028-02-27 ramazon-hayiti/2028",          // a Sunday
                          "2028-02-28 ramazon-hayiti-day-off/2028",  //
                          "2028-03-08 womens-day/2028",              //
                          "2028-03-21 navruz/2028",                  //
                          "2028-05-05 qurbon-hayiti/2028",           //
                          "2028-05-09 memory-day/2028",              //
                          "2028-09-01 independence-day/2028",        //
                          "2028-10-01 teachers-day/2028",            // a Sunday
                          "2028-10-02 teachers-day-day-off/2028",    //
                          "2028-12-08 constitution-day/2028"));
}

TEST(HolidaysOfUzbekistan, AreOneDayEach) {
  for (const Closure& each : public_holidays_of_uzbekistan(year{2027})) {
    EXPECT_EQ(to_string(each.from), to_string(each.to)) << each.name;
  }
}

TEST(HolidaysOfUzbekistan, AreForAllAndOnlyWarn) {
  const auto all = public_holidays_of_uzbekistan(year{2027});
  EXPECT_THAT(all, Each(Field(&Closure::kind, ClosureKind::public_holiday)));
  EXPECT_THAT(all, Each(testing::Property(&Closure::is_for_all, true)));
}

TEST(HolidaysOfUzbekistan, AreFixedButForTheTwoHayits) {
  for (const Closure& each : public_holidays_of_uzbekistan(year{2027})) {
    const bool is_hayit = each.occasion->find("hayiti") != std::string::npos;
    EXPECT_EQ(each.status, is_hayit ? ClosureStatus::estimated : ClosureStatus::confirmed) << each.name;
  }
}

TEST(HolidaysOfUzbekistan, EstimateTheDayOffAfterAHayitToo) {
  EXPECT_EQ(holiday(year{2028}, "ramazon-hayiti-day-off/2028").status, ClosureStatus::estimated);
}

TEST(HolidaysOfUzbekistan, HaveTheirNamesInThreeLanguages) {
  const Closure navruz = holiday(year{2027}, "navruz/2027");
  EXPECT_EQ(navruz.name, "Navruz");
  EXPECT_EQ(navruz.localizations.at("uz").name, "Navro‘z bayrami");
  EXPECT_EQ(navruz.localizations.at("ru").name, "Навруз");
  for (const Closure& each : public_holidays_of_uzbekistan(year{2028})) {
    EXPECT_EQ(each.localizations.size(), 2) << each.name;
  }
}

TEST(HolidaysOfUzbekistan, HaveOneOfTheHayitsTwiceInAYear) {
  EXPECT_EQ(to_string(holiday(year{2033}, "ramazon-hayiti/2033").from), "2033-01-03");
  EXPECT_EQ(to_string(holiday(year{2033}, "ramazon-hayiti/2033-2").from), "2033-12-23");
}

TEST(HolidaysOfUzbekistan, HaveAnOccasionEach) {
  for (int number = 2024; number <= 2037; ++number) {
    std::vector<std::string> occasions;
    for (const Closure& each : public_holidays_of_uzbekistan(year{number})) occasions.push_back(*each.occasion);
    std::sort(occasions.begin(), occasions.end());
    EXPECT_EQ(std::adjacent_find(occasions.begin(), occasions.end()), occasions.end()) << number;
  }
}

TEST(HolidaysOfUzbekistan, GiveADayOffThatIsAWorkingDay) {
  for (int number = 2024; number <= 2037; ++number) {
    for (const Closure& each : public_holidays_of_uzbekistan(year{number})) {
      if (each.occasion->find("-day-off/") == std::string::npos) continue;
      const Weekday weekday = weekday_of(each.from);
      EXPECT_TRUE(weekday != Weekday::saturday && weekday != Weekday::sunday) << *each.occasion;
    }
  }
}

TEST(HolidaysOfUzbekistan, GiveTheDayAfterTheNextHolidayOff) {
  // Navruz is a Sunday, and the Monday after it a hayit.
  EXPECT_EQ(to_string(holiday(year{2032}, "qurbon-hayiti/2032").from), "2032-03-22");
  EXPECT_EQ(to_string(holiday(year{2032}, "navruz-day-off/2032").from), "2032-03-23");
}

TEST(HolidaysOfUzbekistan, AreTakenByADepartment) {
  support::Department department;
  for (const Closure& each : public_holidays_of_uzbekistan(year{2027})) {
    EXPECT_TRUE(department.decide(Create<Closure>{{department.next_id()}, each})) << each.name;
  }
}

TEST(HolidaysOfUzbekistan, GiveWayToWhatIsDecreed) {
  support::Department department;
  const auto estimate = department.has<Closure>(holiday(year{2027}, "ramazon-hayiti/2027"));
  department.has<Closure>(support::a_closure("Ramazon hayiti")
                              .on("2027-03-09")
                              .of_kind(ClosureKind::public_holiday)
                              .for_the("ramazon-hayiti/2027"));
  EXPECT_EQ(department.schedule().find(estimate), nullptr);
}

TEST(HolidaysOfUzbekistan, ComeBackAsEstimatesWhenADecreeIsTakenAway) {
  support::Department department;
  const Closure estimate = holiday(year{2027}, "ramazon-hayiti/2027");
  department.has<Closure>(estimate);
  const auto decree = department.has<Closure>(support::a_closure("Ramazon hayiti")
                                                  .on("2027-03-09")
                                                  .of_kind(ClosureKind::public_holiday)
                                                  .for_the("ramazon-hayiti/2027"));
  ASSERT_TRUE(department.perform(Remove<Closure>{decree, std::nullopt}));
  std::vector<Closure> left;
  department.schedule().all<Closure>().for_each(
      [&](Id<Closure>, const RecordPtr<Closure>& closure) { left.push_back(closure->value); });
  EXPECT_EQ(left, std::vector{estimate});
}

TEST(HolidaysOfUzbekistan, DoNotComeBackWhenTheEstimateItselfIsTakenAway) {
  support::Department department;
  const auto estimate = department.has<Closure>(holiday(year{2027}, "ramazon-hayiti/2027"));
  ASSERT_TRUE(department.perform(Remove<Closure>{estimate, std::nullopt}));
  EXPECT_EQ(department.schedule().all<Closure>().size(), 0);
}

}  // namespace
}  // namespace scheduler
