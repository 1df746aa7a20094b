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
using calendar_test::a_stop;
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
  const auto in_zone = [](const std::string& name, std::string_view start) {
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

/// A delegation that comes, and a festival that is travelled to.
scheduler::Schedule journeys() {
  const auto hall = a_room("Great Hall", "Main");
  auto reception = a_stop("Reception by the Rector", "2026-12-10T10:00:00", "PT1H");
  reception.room = hall->id;
  reception.localizations["ru"].title = "Приём у ректора";
  auto walk = a_stop("Walk through the old town", "2026-12-10T15:00:00", "PT2H");
  walk.place = "Hazrati Imam; Chorsu";
  walk.description = "Comfortable shoes, please.";
  auto trip = calendar_test::a_trip_to_riga();
  trip.legs[0].carrier = "airBaltic";
  trip.legs[0].number = "BT 731";
  return a_schedule({an_event()
                         .uid("visit@karvon.example")
                         .titled("Seoul Institute of the Arts")
                         .in_language("en")
                         .localized("ru", "Сеульский институт искусств", "Делегация из пяти человек")
                         .visit("2026-12-09T22:00:00", "2026-12-12T08:00:00", {reception, walk})
                         .record(),
                     an_event()
                         .uid("trip@karvon.example")
                         .titled("Festival of Baltic theatre schools")
                         .in_language("en")
                         .localized("ru", "Фестиваль театральных школ Балтии")
                         .trip(std::move(trip))
                         .record()},
                    {hall});
}

TEST(GoldenFeed, JourneysInEnglish) {
  expect_golden("journeys.en.ics", public_feed(journeys(), options_in(), a_tuesday()));
}

TEST(GoldenFeed, JourneysInRussian) {
  expect_golden("journeys.ru.ics", public_feed(journeys(), options_in(Language::russian), a_tuesday()));
}

/// A series with whatever may become of its occurrences, and rules by months.
TEST(GoldenFeed, Series) {
  const auto box = a_room("Black Box", "Main");
  const auto studio = a_room("Studio 2");
  auto weekly = an_event().uid("weekly@karvon.example").weekly({monday, thursday}).until("2027-01-07T14:00:00").in(box);
  weekly.moved("2026-12-10T14:00:00", "2026-12-11T16:30:00").without("2026-12-14T14:00:00");
  weekly.retitled("2026-12-17T14:00:00", "Stage movement: rehearsal").in_room("2026-12-17T14:00:00", studio);
  weekly.moved("2026-12-21T14:00:00", "2026-12-24T09:00:00").added("2026-12-19T10:00:00").sequence(5);
  auto online = an_event().uid("online@karvon.example").titled("Last Friday online").described("A talk a month.");
  online.from("2026-11-27T18:00:00").lasting("PT90M").monthly().by_nth_day(-1, friday);
  online.online("https://meet.example.org/karvon?room=1,2;x", "Zoom");
  auto festival = an_event().uid("festival@karvon.example").titled("Navruz").from("2027-03-21T00:00:00").lasting("P2D");
  festival.whole_days().yearly().taking_no_time().localized("en", "Nowruz").in_language("uz");
  auto audit = an_event().uid("report@karvon.example").titled("Monthly report").from("2026-12-31T10:00:00").monthly();
  audit.by_day({monday, tuesday, wednesday, thursday, friday}).by_set_position(-1).held_until("2026-12-01T00:00:00Z");
  auto last_day = an_event().uid("the31st@karvon.example").titled("On the 31st").from("2026-12-31T12:00:00").monthly();
  last_day.times(3);
  const auto schedule = a_schedule(
      {weekly.record(), online.record(), festival.record(), audit.record(), last_day.record()}, {box, studio});
  expect_golden("series.ics", public_feed(schedule, options_in(), a_tuesday()));
}

TEST(GoldenFeed, Empty) { expect_golden("empty.ics", public_feed(a_schedule({}), options_in(), a_tuesday())); }

}  // namespace
}  // namespace calendar
