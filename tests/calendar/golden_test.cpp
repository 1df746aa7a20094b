#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "calendar/feed.hpp"
#include "department.hpp"
#include "exchange_profile.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::a_schedule;
using calendar_test::a_tuesday;
using calendar_test::an_event;
using calendar_test::options_in;
using scheduler::EventStatus;
using enum scheduler::Weekday;

/// A golden file. Written anew when the environment has KARVON_UPDATE_GOLDEN: look at the difference before you keep
/// it.
void expect_golden(const std::string& name, const Feed& feed) {
  const auto path = std::filesystem::path(KARVON_GOLDEN_DIR) / name;
  if (std::getenv("KARVON_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << *feed.body;
  std::ifstream file(path, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(*feed.body, golden) << path;
  EXPECT_THAT(calendar_test::violations_in(*feed.body), ::testing::IsEmpty());
}

/// A week of the department, in three scripts.
scheduler::Schedule a_department() {
  const auto box = a_room("Black Box", "Main");
  const auto office = a_room("Room 214; left wing", "Main");
  return a_schedule({an_event()
                         .uid("office-hours@karvon.example")
                         .titled("Office hours of the Head of the International Relations Department")
                         .from("2026-12-01T10:00:00")
                         .lasting("PT5H")
                         .daily()
                         .without("2026-12-08T10:00:00")
                         .in(office)
                         .office_hours()
                         .record(),
                     an_event()
                         .uid("movement@karvon.example")
                         .titled("Stage movement")
                         .described("Bring soft shoes, please; no heels.\nPlaces: 25")
                         .weekly({monday, thursday})
                         .times(6)
                         .in(box)
                         .record(),
                     an_event()
                         .uid("dance@karvon.example")
                         .titled("서울예술대학교 무용과 특강 — 한국무용의 이해와 실제, 그리고 무대 위의 몸짓에 대하여")
                         .from("2026-12-09T22:00:00")
                         .lasting("PT4H")
                         .with_status(EventStatus::tentative)
                         .in(box)
                         .record(),
                     an_event()
                         .uid("speech@karvon.example")
                         .titled("Мастер-класс «Сценическая речь»; часть 1, 2")
                         .from("2026-12-10T10:00:00")
                         .with_status(EventStatus::cancelled)
                         .sequence(1)
                         .updated("2026-11-19T09:30:00Z")
                         .record(),
                     an_event()
                         .uid("raqs@karvon.example")
                         .titled("O‘zbek milliy raqsi: ustoz — shogird an’analari")
                         .from("2026-12-11T10:00:00")
                         .taking_no_time()
                         .in(box)
                         .in(office)
                         .record()},
                    {box, office});
}

TEST(GoldenFeed, DepartmentInEnglish) {
  expect_golden("department.en.ics", public_feed(a_department(), options_in(), a_tuesday()));
}

TEST(GoldenFeed, DepartmentInRussian) {
  auto options = options_in(Language::russian);
  options.name = "Отдел международных связей";
  options.description = "Мастер-классы и приёмные часы";
  expect_golden("department.ru.ics", public_feed(a_department(), options, a_tuesday()));
}

TEST(GoldenFeed, DepartmentInUzbek) {
  auto options = options_in(Language::uzbek);
  options.name = "Xalqaro aloqalar bo‘limi";
  options.description = "Mahorat darslari va qabul soatlari";
  expect_golden("department.uz.ics", public_feed(a_department(), options, a_tuesday()));
}

TEST(GoldenFeed, ManyZones) {
  const auto in_zone = [](std::string name, std::string_view start) {
    auto event = an_event();
    event.uid(name + "@karvon.example").titled("Weekly in " + name).in_zone(name).from(start).weekly().times(60);
    return event.record();
  };
  const auto schedule =
      a_schedule({in_zone("Asia/Tashkent", "2026-12-07T10:00:00"), in_zone("Europe/Riga", "2026-12-07T10:00:00"),
                  in_zone("America/New_York", "2026-12-07T10:00:00"), in_zone("Asia/Almaty", "2026-12-07T10:00:00")});
  expect_golden("many_zones.ics", public_feed(schedule, options_in(), a_tuesday()));
}

TEST(GoldenFeed, AlmatyAroundItsChange) {
  const auto schedule = a_schedule({an_event()
                                        .uid("almaty@karvon.example")
                                        .in_zone("Asia/Almaty")
                                        .from("2024-02-16T10:00:00")
                                        .weekly({friday})
                                        .times(4)
                                        .record()});
  expect_golden("almaty_2024.ics", public_feed(schedule, options_in(), calendar_test::instant("2024-03-01T07:00:00Z")));
}

TEST(GoldenFeed, Empty) { expect_golden("empty.ics", public_feed(a_schedule({}), options_in(), a_tuesday())); }

}  // namespace
}  // namespace calendar
