#pragma once

#include "scheduler/describe_master_data.hpp"
#include "scheduler/field.hpp"
#include "scheduler/guests.hpp"

/// The fields of appointments and registrations; see describe.hpp.
namespace scheduler {

constexpr std::array<std::string_view, 2> words_of(AppointmentStatus) { return {"booked", "cancelled"}; }
constexpr std::array<std::string_view, 4> words_of(RegistrationStatus) {
  return {"registered", "waiting", "offered", "cancelled"};
}

void describe(auto&& visit, MaybeConst<Visitor> auto& self) {
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(Field{.name = "email", .presence = Presence::required, .bounds = kEmailLength}, self.email);
  visit(Field{.name = "phone", .bounds = kPhoneLength}, self.phone);
  visit(Field{.name = "organization", .bounds = kNameLength}, self.organization);
}

void describe(auto&& visit, MaybeConst<Appointment> auto& self) {
  visit(Field{.name = "officeHours", .presence = Presence::read_only}, self.office_hours);
  visit(
      Field{.name = "start", .presence = Presence::required, .meaning = "Of a slot, local, as GET .../slots gives it"},
      self.start);
  visit(Field{.name = "duration", .presence = Presence::read_only}, self.duration);
  visit(Field{.name = "host", .presence = Presence::read_only, .meaning = "Whom the visitor sees"}, self.host);
  visit(Field{.name = "visitor", .presence = Presence::required}, self.visitor);
  visit(Field{.name = "purpose", .bounds = {0, 2000}, .multiline = true}, self.purpose);
  visit(Field{.name = "status", .presence = Presence::read_only}, self.status);
  visit(Field{.name = "secretSha256", .presence = Presence::internal, .bounds = {0, 64}}, self.secret_sha256);
}

void describe(auto&& visit, MaybeConst<Registration> auto& self) {
  visit(Field{.name = "masterClass", .presence = Presence::read_only}, self.master_class);
  visit(Field{.name = "name", .presence = Presence::required, .bounds = kNameLength}, self.name);
  visit(Field{.name = "email", .presence = Presence::required, .bounds = kEmailLength}, self.email);
  visit(Field{.name = "answers",
              .bounds = {0, 2000},
              .max_items = 20,
              .multiline = true,
              .meaning = "By the questions' ids"},
        self.answers);
  visit(Field{.name = "status", .presence = Presence::read_only}, self.status);
  visit(
      Field{
          .name = "number", .presence = Presence::read_only, .bounds = {0, INT32_MAX}, .meaning = "In order of entry"},
      self.number);
  visit(Field{.name = "offerExpires", .presence = Presence::read_only}, self.offer_expires);
  visit(Field{.name = "attended", .meaning = "Whether they came"}, self.attended);
}

}  // namespace scheduler
