#include "calendar/feed_cache.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "department.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::a_schedule;
using calendar_test::a_tuesday;
using calendar_test::an_event;
using calendar_test::options_in;
using calendar_test::put;

TEST(FeedCache, RequestsOfOneDayShareOneBody) {
  FeedCache cache;
  const auto schedule = a_schedule({an_event().record()});
  const auto first = cache.public_feed(schedule, options_in(), a_tuesday());
  EXPECT_EQ(cache.public_feed(schedule, options_in(), a_tuesday() + std::chrono::hours{1}), first);
}

TEST(FeedCache, AChangeOfTheScheduleIsSeenAtOnce) {
  FeedCache cache;
  auto schedule = a_schedule({an_event().record()});
  const auto before = cache.public_feed(schedule, options_in(), a_tuesday());
  put(schedule, an_event().record());
  const auto after = cache.public_feed(schedule, options_in(), a_tuesday());
  EXPECT_EQ(*after->body, *public_feed(schedule, options_in(), a_tuesday()).body);
  EXPECT_NE(after->etag, before->etag);
}

/// A store that lost its tail goes on from a lower head: what is gone must not be served.
TEST(FeedCache, ALowerHeadHasItsOwnFeed) {
  FeedCache cache;
  const auto old = a_schedule({an_event().record()});
  auto schedule = old;
  put(schedule, an_event().record());
  const auto longer = cache.public_feed(schedule, options_in(), a_tuesday());
  EXPECT_NE(*cache.public_feed(old, options_in(), a_tuesday())->body, *longer->body);
}

TEST(FeedCache, TheNextDayHasItsOwnFeed) {
  FeedCache cache;
  const auto schedule = a_schedule({an_event().record()});
  const auto today = cache.public_feed(schedule, options_in(), a_tuesday());
  const auto tomorrow = cache.public_feed(schedule, options_in(), a_tuesday() + date::days{1});
  EXPECT_EQ(tomorrow->window.begin - today->window.begin, date::days{1});
}

TEST(FeedCache, OptionsDoNotMix) {
  FeedCache cache;
  const auto schedule = a_schedule({an_event().record()});
  const auto english = cache.public_feed(schedule, options_in(Language::english), a_tuesday());
  const auto uzbek = cache.public_feed(schedule, options_in(Language::uzbek), a_tuesday());
  EXPECT_NE(english->etag, uzbek->etag);
  EXPECT_EQ(cache.public_feed(schedule, options_in(Language::english), a_tuesday()), english);
}

TEST(EventTexts, AChangeRendersWhatChangedAndNothingElse) {
  auto changed = an_event();
  auto schedule = a_schedule({an_event().record(), changed.record(), an_event().daily().record()});
  EventTexts texts(Language::english, Detail::full);
  static_cast<void>(public_feed(schedule, options_in(), a_tuesday(), texts));
  EXPECT_EQ(texts.rendered(), 3U);
  put(schedule, changed.titled("Another title").record());
  const auto feed = public_feed(schedule, options_in(), a_tuesday(), texts);
  EXPECT_EQ(texts.rendered(), 4U);
  EXPECT_EQ(*feed.body, *public_feed(schedule, options_in(), a_tuesday()).body);
}

scheduler::RecordPtr<scheduler::Room> renamed(const scheduler::RecordPtr<scheduler::Room>& room) {
  auto record = *room;
  record.value.name = "White Box";
  return std::make_shared<const scheduler::Record<scheduler::Room>>(record);
}

TEST(EventTexts, ARenamedRoomRendersItsEvents) {
  const auto room = a_room("Black Box");
  auto schedule = a_schedule({an_event().in(room).record(), an_event().record()}, {room});
  EventTexts texts(Language::english, Detail::full);
  static_cast<void>(public_feed(schedule, options_in(), a_tuesday(), texts));
  put(schedule, renamed(room));
  const auto feed = public_feed(schedule, options_in(), a_tuesday(), texts);
  EXPECT_EQ(texts.rendered(), 3U);
  EXPECT_NE(feed.body->find("White Box"), std::string::npos);
}

TEST(EventTexts, ARenamedRoomOfOneOccurrenceRendersItsSeries) {
  const auto room = a_room("Black Box");
  auto schedule = a_schedule({an_event().daily().times(3).in_room("2026-12-08T14:00:00", room).record()}, {room});
  EventTexts texts(Language::english, Detail::full);
  static_cast<void>(public_feed(schedule, options_in(), a_tuesday(), texts));
  put(schedule, renamed(room));
  EXPECT_NE(public_feed(schedule, options_in(), a_tuesday(), texts).body->find("White Box"), std::string::npos);
}

TEST(EventTexts, ARenamedRoomOfAStopRendersItsVisit) {
  const auto room = a_room("Black Box");
  auto stop = calendar_test::a_stop("Reception", "2026-12-07T10:00:00", "PT1H");
  stop.room = room->id;
  auto schedule = a_schedule({an_event().visit("2026-12-07T09:00:00", "2026-12-08T09:00:00", {stop}).record()}, {room});
  EventTexts texts(Language::english, Detail::full);
  static_cast<void>(public_feed(schedule, options_in(), a_tuesday(), texts));
  put(schedule, renamed(room));
  EXPECT_NE(public_feed(schedule, options_in(), a_tuesday(), texts).body->find("White Box"), std::string::npos);
}

TEST(EventTexts, WhatLeftTheFeedIsForgotten) {
  const auto schedule = a_schedule({an_event().record()});
  EventTexts texts(Language::english, Detail::full);
  static_cast<void>(public_feed(schedule, options_in(), a_tuesday(), texts));
  static_cast<void>(public_feed(schedule, options_in(), a_tuesday() + date::days{100}, texts));
  static_cast<void>(public_feed(schedule, options_in(), a_tuesday(), texts));
  EXPECT_EQ(texts.rendered(), 2U);
}

TEST(FeedCache, ManyThreadsSeeOnlyWholeFeedsOfTheirHeadOrLater) {
  FeedCache cache;
  std::vector<scheduler::Schedule> schedules{a_schedule({an_event().record()})};
  std::set<std::string> tags{public_feed(schedules.back(), options_in(), a_tuesday()).etag};
  for (int i = 0; i < 20; ++i) {
    schedules.push_back(schedules.back());
    put(schedules.back(), an_event().record());
    tags.insert(public_feed(schedules.back(), options_in(), a_tuesday()).etag);
  }
  std::atomic<int> wrong{0};
  const auto read_all = [&] {
    std::size_t last_size = 0;
    for (const auto& schedule : schedules) {
      const auto feed = cache.public_feed(schedule, options_in(), a_tuesday());
      if (!tags.contains(feed->etag) || feed->body->size() < last_size) ++wrong;
      last_size = feed->body->size();
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) threads.emplace_back(read_all);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace calendar
