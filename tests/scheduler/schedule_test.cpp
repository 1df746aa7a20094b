#include "scheduler/schedule.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "support/builders.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

using support::Department;
using support::instant;

RecordPtr<Person> kim(Version version) {
  Record<Person> record{support::id<Person>(1), version, {}, {}, {}};
  record.value.name = "Kim " + std::to_string(version);
  return std::make_shared<const Record<Person>>(record);
}

TEST(Schedule, RefusesAChangeThatDoesNotStartFromWhatIsThere) {
  Schedule schedule;
  EXPECT_THROW(schedule.apply(Changed<Person>{kim(1), kim(2)}), std::logic_error);
  schedule.apply(Changed<Person>{nullptr, kim(1)});
  EXPECT_THROW(schedule.apply(Changed<Person>{nullptr, kim(1)}), std::logic_error);
  EXPECT_THROW(schedule.apply(Changed<Person>{kim(2), kim(3)}), std::logic_error);
  EXPECT_THROW(schedule.apply(Changed<Person>{kim(2), nullptr}), std::logic_error);
  EXPECT_EQ(schedule.find(support::id<Person>(1))->version, 1);
}

TEST(Schedule, AppliesEntriesInTheirOrderOnly) {
  Schedule schedule;
  EXPECT_THROW(schedule.apply(JournalEntry{2, {}, "", "", {}}), std::logic_error);
  schedule.apply(JournalEntry{1, instant("2026-11-30T08:00:00Z"), "", "", {}});
  EXPECT_THROW(schedule.apply(JournalEntry{1, {}, "", "", {}}), std::logic_error);
  EXPECT_EQ(schedule.head(), 1);
  EXPECT_EQ(schedule.last_change(), instant("2026-11-30T08:00:00Z"));
}

TEST(Schedule, TimeOfItsLastChangeNeverGoesBack) {
  Schedule schedule;
  schedule.set_head(4, instant("2026-11-30T08:00:00Z"));
  schedule.apply(JournalEntry{5, instant("2026-11-30T07:00:00Z"), "", "", {}});
  EXPECT_EQ(schedule.last_change(), instant("2026-11-30T08:00:00Z"));
}

TEST(Schedule, CopiesDoNotChange) {
  Department department;
  const auto host = department.person("Kim");
  const Schedule before = department.schedule();
  department.booked(support::office_hours().by(host));
  EXPECT_TRUE(before.all<Event>().empty());
  EXPECT_EQ(department.schedule().all<Event>().size(), 1);
}

std::size_t agenda_of(const Schedule& schedule, const Interval& window) {
  std::size_t count = 0;
  schedule.visit_occurrences(window, [&](const IndexedOccurrence&) {
    ++count;
    return true;
  });
  return count;
}

TEST(Agenda, HoldsCancelledEventsAndWholeSeries) {
  Department department;
  const auto host = department.person("Kim");
  const auto cancelled = department.booked(support::office_hours().by(host).at("2026-12-07T14:00:00"));
  ASSERT_TRUE(department.cancel(cancelled));
  department.booked(support::office_hours().by(host).at("2026-12-06T14:00:00").daily().times(3));
  EXPECT_EQ(agenda_of(department.schedule(), {instant("2026-12-06T00:00:00Z"), instant("2026-12-08T00:00:00Z")}), 3);
}

TEST(Agenda, ForgetsWhereAnEventWas) {
  Department department;
  const auto host = department.person("Kim");
  const auto id = department.booked(support::office_hours().by(host).at("2026-12-07T14:00:00"));
  ASSERT_TRUE(department.change(id, support::changed(department.event(id)).at("2026-12-20T14:00:00")));
  EXPECT_EQ(agenda_of(department.schedule(), {instant("2026-12-07T00:00:00Z"), instant("2026-12-08T00:00:00Z")}), 0);
}

TEST(Schedule, IsTheSameAfterItsJournalIsAppliedAgain) {
  Department department;
  const auto host = department.person("Kim");
  const auto room = department.room("Black Box");
  const auto id = department.booked(support::office_hours().by(host).in(room).daily().times(3));
  ASSERT_TRUE(department.change(id, support::changed(department.event(id)).titled("Head")));
  ASSERT_TRUE(department.cancel(id));
  ASSERT_TRUE(department.perform(Remove<Room>{room, std::nullopt}));
  Schedule again;
  for (const JournalEntry& entry : department.journal()) again.apply(entry);
  EXPECT_EQ(again.head(), department.schedule().head());
  EXPECT_EQ(*again.find(id), *department.schedule().find(id));
  EXPECT_EQ(again.find(room), nullptr);
}

}  // namespace
}  // namespace scheduler
