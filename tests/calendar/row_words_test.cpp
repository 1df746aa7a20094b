#include <gtest/gtest.h>

#include "calendar/vevent.hpp"
#include "calendar_text.hpp"
#include "department.hpp"

namespace calendar {
namespace {

using calendar_test::a_room;
using calendar_test::a_stop;
using calendar_test::an_event;
using calendar_test::Component;
using calendar_test::EventBuilder;
using calendar_test::parse_components;
using calendar_test::unescaped;
using calendar_test::vevent_of;

Component in_language(Language language, const EventBuilder& event,
                      const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms = {}) {
  return parse_components(vevents_of(*event.record(), rooms, language, Detail::full).vevents.back().text).at(0);
}

/// "ru: Сценическая речь"
std::string summary(Language language, const EventBuilder& event) {
  const auto line = in_language(language, event).get("SUMMARY");
  return line.parameter("LANGUAGE") + ": " + line.value;
}

TEST(FeedLanguages, Line23_ATitleIsInTheFeedsLanguageWhereThereIsOne) {
  auto event = an_event().titled("Sahna nutqi").in_language("uz").localized("ru", "Сценическая речь");
  EXPECT_EQ(summary(Language::russian, event), "ru: Сценическая речь");
  EXPECT_EQ(summary(Language::uzbek, event), "uz: Sahna nutqi");
  EXPECT_EQ(summary(Language::english, event), "uz: Sahna nutqi") << "LANGUAGE says what it is";
}

TEST(FeedLanguages, Line23_ATitleOfNoSaidLanguageIsTakenForTheFeeds) {
  EXPECT_EQ(summary(Language::russian, an_event().titled("Opera")), "ru: Opera");
}

TEST(FeedLanguages, ARegionsWordingIsReadAndAnotherScriptIsNot) {
  auto event = an_event().titled("Opera").in_language("ko");
  event.localized("ru-UZ", "Опера").localized("uz-Cyrl", "Опера театри");
  EXPECT_EQ(summary(Language::russian, event), "ru-UZ: Опера");
  EXPECT_EQ(summary(Language::uzbek, event), "ko: Opera");
}

TEST(FeedLanguages, TitleAndDescriptionFallBackEachByItself) {
  auto event = an_event().titled("Opera").described("Come early.").in_language("en");
  event.localized("ru", "Опера").localized("uz", "Opera", "Ertaroq keling.");
  EXPECT_EQ(in_language(Language::russian, event).value("DESCRIPTION"), "Come early.");
  EXPECT_EQ(in_language(Language::uzbek, event).value("DESCRIPTION"), "Ertaroq keling.");
}

TEST(FeedLanguages, AStopHasItsOwnWording) {
  auto stop = a_stop("Reception", "2026-12-07T10:00:00", "PT1H");
  stop.localizations["ru"].title = "Приём";
  const auto visit = an_event().in_language("en").visit("2026-12-07T09:00:00", "2026-12-08T09:00:00", {stop});
  EXPECT_EQ(summary(Language::russian, visit), "ru: Приём");
  EXPECT_EQ(summary(Language::uzbek, visit), "en: Reception");
}

TEST(FeedLanguages, Line22_ARoomsNameIsInTheFeedsLanguage) {
  auto room = *a_room("Qora zal", "Main");
  room.value.localizations["en"].name = "Black Box";
  const auto known = std::make_shared<const scheduler::Record<scheduler::Room>>(room);
  const auto event = an_event().in(known);
  EXPECT_EQ(unescaped(in_language(Language::english, event, {known}).value("LOCATION")), "Black Box, Main");
  EXPECT_EQ(unescaped(in_language(Language::russian, event, {known}).value("LOCATION")), "Qora zal, Main");
}

TEST(FeedLanguages, Line23_TheKindsAreNamedInEachLanguage) {
  const auto visit = an_event().visit("2026-12-07T09:00:00", "2026-12-08T09:00:00", {});
  EXPECT_EQ(in_language(Language::russian, visit).value("CATEGORIES"), "Визит");
  EXPECT_EQ(in_language(Language::uzbek, visit).value("CATEGORIES"), "Tashrif");
  const auto trip = an_event().trip(calendar_test::a_trip_to_riga());
  EXPECT_EQ(in_language(Language::russian, trip).value("CATEGORIES"), "Командировка");
  EXPECT_EQ(in_language(Language::uzbek, trip).value("CATEGORIES"), "Xizmat safari");
}

TEST(FeedOnline, Line22_TheLinkIsAConferenceAndInTheDescription) {
  const std::string link = "https://meet.example.org/a,b;c?x=1";
  const auto event = vevent_of(an_event().described("Bring a camera.").online(link, "Zoom: \"Opera\""));
  EXPECT_EQ(event.get("CONFERENCE").parameters,
            (std::map<std::string, std::string>{{"VALUE", "URI"}, {"LABEL", "Zoom: \"Opera\""}}));
  EXPECT_EQ(event.value("CONFERENCE"), link);
  EXPECT_EQ(unescaped(event.value("DESCRIPTION")), "Bring a camera.\n\nZoom: \"Opera\": " + link);
  EXPECT_EQ(event.count("LOCATION"), 0U);
}

TEST(FeedOnline, Line22_ALinkWithoutANameIsCalledOnline) {
  const auto event = vevent_of(an_event().online("https://meet.example.org/x").in(a_room("Black Box")));
  EXPECT_EQ(event.value("DESCRIPTION"), "Online: https://meet.example.org/x");
  EXPECT_EQ(event.get("CONFERENCE").parameters, (std::map<std::string, std::string>{{"VALUE", "URI"}}));
}

TEST(FeedFields, Line18_AHeldEventIsTentative) {
  const auto event = vevent_of(an_event().held_until("2026-12-01T10:00:00Z"));
  EXPECT_EQ(event.value("STATUS") + ' ' + event.value("X-MICROSOFT-CDO-BUSYSTATUS"), "TENTATIVE TENTATIVE");
}

TEST(FeedFields, Line21_BusyHasNoLinkAndNoPlace) {
  auto stop = a_stop("Secret", "2026-12-07T10:00:00", "PT1H");
  stop.place = "Secret";
  const auto visit = an_event().titled("Secret").visit("2026-12-07T09:00:00", "2026-12-08T09:00:00", {stop}).record();
  const auto online = an_event().titled("Secret").online("https://secret.example").record();
  for (const auto& event : {visit, online}) {
    for (const auto& vevent : vevents_of(*event, {}, Language::english, Detail::busy).vevents) {
      EXPECT_EQ(vevent.text.find("ecret"), std::string::npos) << vevent.text;
    }
  }
}

}  // namespace
}  // namespace calendar
