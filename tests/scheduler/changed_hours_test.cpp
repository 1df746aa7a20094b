// Appointments of hours that change, and series that are cut in two.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"
#include "support/department.hpp"
#include "support/guest_builders.hpp"
#include "support/master_data_builders.hpp"
#include "support/verdicts.hpp"

namespace scheduler {
namespace {

using support::a_master_class;
using support::an_appointment;
using support::changed;
using support::Department;
using support::in_words;
using support::instant;
using support::local;
using support::office_hours;
using support::refusal;
using testing::ElementsAre;
using enum AppointmentStatus;

/// Two hours every Monday from the 7th of December 2026 at 14:00 on, four times, in slots of 20 minutes.
class ChangedHours : public testing::Test {
 protected:
  ChangedHours() { department.set(support::settings()); }

  Id<Appointment> given(std::string_view start) { return department.has<Appointment>(an_appointment(hours, start)); }
  [[nodiscard]] AppointmentStatus status(Id<Appointment> id) const { return department.value(id).status; }
  [[nodiscard]] support::EventBuilder now() const { return changed(department.event(hours)); }
  [[nodiscard]] static std::vector<LocalTime> starts_of(const Event& event) {
    std::vector<LocalTime> starts;
    for (const Occurrence& each : occurrences_of(event)) starts.push_back(each.start);
    return starts;
  }

  Department department;
  Id<Person> kim = department.person("Kim Minseo");
  Id<Person> lee = department.person("Lee Jiho");
  Id<Event> hours = department.booked(office_hours().by(kim).lasting("PT2H").in_slots_of("PT20M").weekly().times(4));
};

TEST_F(ChangedHours, CancelTheAppointmentsOutsideOfThem) {
  const auto inside = given("2026-12-07T14:40:00");
  const auto outside = given("2026-12-07T15:00:00");
  ASSERT_TRUE(department.change(hours, now().lasting("PT1H")));
  EXPECT_EQ(status(inside), booked);
  EXPECT_EQ(status(outside), cancelled);
}

TEST_F(ChangedHours, CancelTheAppointmentsOfAHostWhoLeaves) {
  ASSERT_TRUE(department.change(hours, now().also_by({lee})));
  const auto id = given("2026-12-07T14:00:00");
  ASSERT_EQ(department.value(id).host, kim);
  ASSERT_TRUE(department.change(hours, now().by(lee).also_by({kim})));
  EXPECT_EQ(status(id), booked) << "Kim is there still";
  ASSERT_TRUE(department.change(hours, now().by(lee).also_by({})));
  EXPECT_EQ(status(id), cancelled);
}

TEST_F(ChangedHours, CancelTheAppointmentsOfADayWithAnotherHost) {
  const auto first = given("2026-12-07T14:00:00");
  const auto second = given("2026-12-14T14:00:00");
  Event substituted = now();
  substituted.recurrence_overrides[local("2026-12-14T14:00:00")].host = lee;
  ASSERT_TRUE(department.change(hours, substituted));
  EXPECT_EQ(status(first), booked);
  EXPECT_EQ(status(second), cancelled);
}

TEST_F(ChangedHours, CancelTheAppointmentsInANewBreak) {
  const auto before = given("2026-12-07T14:00:00");
  const auto within = given("2026-12-07T14:20:00");
  ASSERT_TRUE(department.change(hours, now().pausing("14:30", "15:00")));
  EXPECT_EQ(status(before), booked);
  EXPECT_EQ(status(within), cancelled);
}

TEST_F(ChangedHours, WithoutSlotsHaveNoAppointments) {
  const auto id = given("2026-12-07T14:00:00");
  Event without = now();
  std::get<OfficeHours>(without.details).slot_duration.reset();
  ASSERT_TRUE(department.change(hours, without));
  EXPECT_EQ(status(id), cancelled);
}

TEST_F(ChangedHours, NameTheAppointmentsThatTheyCancel) {
  const auto lost = given("2026-12-14T14:00:00");
  const auto verdict = department.decide(Replace<Event>{hours, now().except("2026-12-14T14:00:00"), std::nullopt});
  ASSERT_TRUE(verdict);
  ASSERT_EQ(verdict->changes.size(), 2);
  EXPECT_EQ(std::get<Changed<Appointment>>(verdict->changes[1]).after->id, lost);
}

TEST_F(ChangedHours, LoseThoseOfTheOccurrenceThatIsMoved) {
  const auto first = given("2026-12-07T14:00:00");
  const auto second = given("2026-12-14T14:00:00");
  ASSERT_TRUE(department.change(hours, now().moved("2026-12-14T14:00:00", "2026-12-15T14:00:00")));
  EXPECT_EQ(status(first), booked);
  EXPECT_EQ(status(second), cancelled);
}

TEST_F(ChangedHours, KeepAllOfThemUnderAnotherTitle) {
  const auto appointment = given("2026-12-07T14:00:00");
  ASSERT_TRUE(department.change(hours, now().titled("Dean")));
  EXPECT_EQ(status(appointment), booked);
}

TEST_F(ChangedHours, CancelAllOfThemWithTheHours) {
  const auto first = given("2026-12-07T14:00:00");
  const auto second = given("2026-12-14T14:00:00");
  ASSERT_TRUE(department.cancel(hours));
  EXPECT_EQ(status(first), cancelled);
  EXPECT_EQ(status(second), cancelled);
}

TEST_F(ChangedHours, LeaveThoseThatHaveTakenPlace) {
  const auto past = given("2026-12-07T14:00:00");
  const auto next = given("2026-12-14T14:00:00");
  department.pass(instant("2026-12-08T00:00:00Z") - department.now());
  ASSERT_TRUE(department.cancel(hours));
  EXPECT_EQ(status(past), booked);
  EXPECT_EQ(status(next), cancelled);
}

class SplitHours : public ChangedHours {
 protected:
  /// This occurrence and those after it become `value`.
  Result<Decision> split(std::string_view recurrence_id, Event value) {
    return department.perform(SplitSeries{hours, std::nullopt, local(recurrence_id), following, std::move(value)});
  }
  /// The second half as it would be without a change: from the 21st of December on.
  [[nodiscard]] support::EventBuilder second_half() const { return now().at("2026-12-21T14:00:00").times(2); }

  Id<Event> following{department.next_id()};
};

TEST_F(SplitHours, AreTwoSeriesThatMeet) {
  ASSERT_TRUE(split("2026-12-21T14:00:00", second_half()));
  EXPECT_THAT(starts_of(department.event(hours)),
              ElementsAre(local("2026-12-07T14:00:00"), local("2026-12-14T14:00:00")));
  EXPECT_THAT(starts_of(department.event(following)),
              ElementsAre(local("2026-12-21T14:00:00"), local("2026-12-28T14:00:00")));
}

TEST_F(SplitHours, AreTwoEventsForASubscriber) {
  ASSERT_TRUE(split("2026-12-21T14:00:00", second_half()));
  EXPECT_NE(department.event(following).uid, department.event(hours).uid);
  EXPECT_EQ(department.event(following).sequence, 0);
  EXPECT_EQ(department.event(hours).sequence, 1);
}

TEST_F(SplitHours, TellOfTheNewSeriesFirst) {
  const auto verdict = split("2026-12-21T14:00:00", second_half());
  ASSERT_TRUE(verdict);
  EXPECT_EQ(std::get<Changed<Event>>(verdict->changes.front()).after->id, following);
}

TEST_F(SplitHours, TakeTheirAppointmentsAlong) {
  const auto before = given("2026-12-14T14:00:00");
  const auto after = given("2026-12-21T14:00:00");
  ASSERT_TRUE(split("2026-12-21T14:00:00", second_half().titled("Dean")));
  EXPECT_EQ(department.value(before).office_hours, hours);
  EXPECT_EQ(department.value(after).office_hours, following);
  EXPECT_EQ(status(before), booked);
  EXPECT_EQ(status(after), booked);
}

TEST_F(SplitHours, LoseTheAppointmentsOutsideOfTheNewHours) {
  const auto early = given("2026-12-21T14:00:00");
  const auto late = given("2026-12-21T15:00:00");
  ASSERT_TRUE(split("2026-12-21T14:00:00", second_half().at("2026-12-21T15:00:00")));
  EXPECT_EQ(status(early), cancelled);
  EXPECT_EQ(status(late), booked);
  EXPECT_EQ(department.value(late).office_hours, following);
}

TEST_F(SplitHours, GiveNoSlotTwice) {
  given("2026-12-21T14:00:00");
  ASSERT_TRUE(split("2026-12-21T14:00:00", second_half()));
  const Create<Appointment> second{{department.next_id()}, an_appointment(following, "2026-12-21T14:00:00")};
  EXPECT_THAT(in_words(department.decide(second)), ElementsAre("person-double-booked error"));
}

TEST_F(SplitHours, LeaveToEachHalfItsChangedOccurrences) {
  ASSERT_TRUE(department.change(hours, now().except("2026-12-14T14:00:00").except("2026-12-28T14:00:00")));
  ASSERT_TRUE(split("2026-12-21T14:00:00",
                    office_hours().by(kim).at("2026-12-21T14:00:00").weekly().times(2).except("2026-12-28T14:00:00")));
  EXPECT_THAT(starts_of(department.event(hours)), ElementsAre(local("2026-12-07T14:00:00")));
  EXPECT_THAT(starts_of(department.event(following)), ElementsAre(local("2026-12-21T14:00:00")));
}

TEST_F(SplitHours, AreNotCutWhereTheNewHalfClashes) {
  department.booked(office_hours().by(lee).at("2026-12-21T14:00:00"));
  EXPECT_THAT(in_words(split("2026-12-21T14:00:00", second_half().by(lee))), ElementsAre("person-double-booked error"));
  EXPECT_EQ(starts_of(department.event(hours)).size(), 4);
}

TEST_F(SplitHours, AreCutAfterTheFirstOccurrence) {
  EXPECT_NE(refusal<InvalidInput>(split("2026-12-07T14:00:00", now())), nullptr);
}

TEST_F(SplitHours, AreCutAtAnOccurrence) {
  EXPECT_NE(refusal<NotFound>(split("2026-12-22T14:00:00", second_half())), nullptr);
}

TEST_F(SplitHours, AreASeries) {
  const auto single = department.booked(office_hours().by(lee));
  const auto verdict = department.decide(
      SplitSeries{single, std::nullopt, local("2026-12-07T14:00:00"), following, office_hours().by(lee)});
  EXPECT_NE(refusal<InvalidInput>(verdict), nullptr);
}

TEST_F(SplitHours, AreCutAsTheyWereRead) {
  const auto verdict = department.decide(SplitSeries{hours, 7, local("2026-12-21T14:00:00"), following, second_half()});
  EXPECT_NE(refusal<StaleVersion>(verdict), nullptr);
}

}  // namespace
}  // namespace scheduler
