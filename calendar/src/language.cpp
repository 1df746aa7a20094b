#include "calendar/language.hpp"

#include <array>

#include "wording.hpp"

namespace calendar {
namespace {

constexpr std::array kAll{Language::english, Language::russian, Language::uzbek};

}  // namespace

std::string_view tag_of(Language language) {
  switch (language) {
    case Language::english:
      return "en";
    case Language::russian:
      return "ru";
    case Language::uzbek:
      return "uz";
  }
  return {};
}

std::optional<Language> language_of(std::string_view tag) {
  for (const Language language : kAll) {
    if (tag_of(language) == tag) return language;
  }
  return std::nullopt;
}

const Wording& wording_in(Language language) {
  static const Wording english{
      .cancelled = "Cancelled: ",
      .busy = "Busy",
      .online = "Online",
      .kinds = {"Master class", "Office hours", "Visit", "Trip"},
      .narrowed = "To keep this calendar small, events that first take place after {} are left out."};
  static const Wording russian{
      .cancelled = "Отменено: ",
      .busy = "Занято",
      .online = "Онлайн",
      .kinds = {"Мастер-класс", "Приёмные часы", "Визит", "Командировка"},
      .narrowed =
          "Чтобы календарь оставался небольшим, события, которые впервые проходят после {}, в него не включены."};
  static const Wording uzbek{
      .cancelled = "Bekor qilindi: ",
      .busy = "Band",
      .online = "Onlayn",
      .kinds = {"Mahorat darsi", "Qabul soatlari", "Tashrif", "Xizmat safari"},
      .narrowed = "Taqvim hajmi kichik bo‘lishi uchun {} sanasidan keyin boshlanadigan tadbirlar kiritilmagan."};
  switch (language) {
    case Language::english:
      return english;
    case Language::russian:
      return russian;
    case Language::uzbek:
      return uzbek;
  }
  return english;
}

}  // namespace calendar
