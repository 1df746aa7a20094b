#include "journal_window.hpp"

#include <gtest/gtest.h>

#include "department.hpp"

namespace webhooks {
namespace {

using scheduler::JournalEntry;
using scheduler::Position;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using webhooks_test::Department;

struct Window {
  Department department;
  JournalWindow window{std::make_unique<support::FakeJournal>(department.journal), milliseconds{1000}};
  steady_clock::time_point now = steady_clock::now();

  JournalWindow::Next next(Position after) { return window.next(after, now).value(); }
  /// 0 if there is none.
  Position position_after(Position after) {
    const auto next_one = next(after);
    const auto* const entry = std::get_if<const JournalEntry*>(&next_one);
    return entry != nullptr ? (*entry)->position : 0;
  }
};

TEST(JournalWindow, GivesEachReaderItsNextEntry) {
  Window window;
  window.department.write(300);
  for (Position after = 0; after < 200; ++after) {
    EXPECT_EQ(window.position_after(after), after + 1);
    EXPECT_EQ(window.position_after(after + 100), after + 101);
  }
  EXPECT_EQ(window.position_after(0), 1U);
}

TEST(JournalWindow, LooksAtTheEndOnlyNowAndThen) {
  Window window;
  window.department.write(1);
  EXPECT_EQ(window.position_after(1), 0U);
  window.department.write(1);
  EXPECT_EQ(window.position_after(1), 0U) << "believed for a while";
  window.now += milliseconds{1001};
  EXPECT_EQ(window.position_after(1), 2U);
  EXPECT_EQ(window.position_after(2), 0U);
  window.department.write(1);
  window.window.look_again();
  EXPECT_EQ(window.position_after(2), 3U);
}

TEST(JournalWindow, TellsAReaderWhomATrimHasOvertaken) {
  Window window;
  window.department.write(100);
  window.department.journal->trim(90);
  const auto next = window.next(10);
  const auto* const lost = std::get_if<JournalWindow::Lost>(&next);
  ASSERT_NE(lost, nullptr);
  EXPECT_EQ(lost->head, 100U);
  EXPECT_FALSE(lost->for_everybody);
  EXPECT_EQ(window.position_after(95), 96U);
}

TEST(JournalWindow, TellsEverybodyWhenTheHistoryGoesBack) {
  Window window;
  window.department.write(100);
  EXPECT_EQ(window.position_after(100), 0U);
  window.department.journal->lose_entries_after(50);
  window.window.look_again();
  const auto next = window.next(100);
  const auto* const lost = std::get_if<JournalWindow::Lost>(&next);
  ASSERT_NE(lost, nullptr);
  EXPECT_EQ(lost->head, 50U);
  EXPECT_TRUE(lost->for_everybody);
}

TEST(JournalWindow, IsUnavailableAsItsJournalIs) {
  Window window;
  window.department.write(1);
  window.department.journal->set_unavailable(true);
  EXPECT_FALSE(window.window.next(0, window.now).has_value());
  window.department.journal->set_unavailable(false);
  EXPECT_EQ(window.position_after(0), 1U);
}

}  // namespace
}  // namespace webhooks
