#pragma once

#include "scheduler/availability.hpp"
#include "scheduler/describe_event.hpp"
#include "scheduler/field.hpp"

/// The fields of a wish for a time; see describe.hpp.
namespace scheduler {

void describe(auto&& visit, MaybeConst<RoomNeeds> auto& self) {
  visit(Field{.name = "capacity", .bounds = {1, 100000}, .meaning = "Seats at least"}, self.capacity);
  visit(Field{.name = "features", .bounds = {1, 50}, .max_items = 20}, self.features);
  visit(Field{.name = "campus", .bounds = kNameLength}, self.campus);
  visit(Field{.name = "ids", .meaning = "One of these; default: any room"}, self.ids);
}

void describe(auto&& visit, MaybeConst<Preference> auto& self) {
  visit(Field{.name = "days", .max_items = 7, .meaning = "Default: every day"}, self.days);
  visit(Field{.name = "from", .presence = Presence::required}, self.from);
  visit(Field{.name = "to", .presence = Presence::required}, self.to);
}

void describe(auto&& visit, MaybeConst<AvailabilityQuery::Window> auto& self) {
  constexpr Bounds kLongestInstant{10, 40};
  visit(Field{.name = "from",
              .presence = Presence::required,
              .bounds = kLongestInstant,
              .meaning = "An instant of RFC 3339, or a date"},
        self.from);
  visit(Field{.name = "to",
              .presence = Presence::required,
              .bounds = kLongestInstant,
              .meaning = "An instant of RFC 3339, or a date; exclusive"},
        self.to);
}

void describe(auto&& visit, MaybeConst<AvailabilityQuery> auto& self) {
  visit(Field{.name = "people", .max_items = 50}, self.people);
  visit(Field{.name = "room", .meaning = "What a room must be like; default: no room is needed"}, self.room);
  visit(Field{.name = "interpreter", .meaning = "Anybody who interprets this pair of languages"}, self.interpreter);
  visit(Field{.name = "equipment", .max_items = 50}, self.equipment);
  visit(Field{.name = "duration", .presence = Presence::required}, self.duration);
  visit(Field{.name = "between", .presence = Presence::required, .meaning = "At most 92 days"}, self.between);
  visit(Field{.name = "timeZone", .meaning = "Default: the department's"}, self.time_zone);
  visit(Field{.name = "preferred", .max_items = 20}, self.preferred);
  visit(Field{.name = "limit", .bounds = {1, 100}, .meaning = "Default: 10"}, self.limit);
}

}  // namespace scheduler
