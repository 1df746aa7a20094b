#include "support/department.hpp"

#include <stdexcept>
#include <utility>

namespace support {

using namespace scheduler;

namespace {

std::optional<Duration> duration_of(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(Duration::parse(text).value());
}

}  // namespace

Command command_of(Action action, Role role) {
  return {{"Gulnora", role}, std::move(action), std::nullopt, OnConflict::fail};
}

Command overriding(Action action, Role role) {
  return {{"Gulnora", role}, std::move(action), "the minister comes", OnConflict::fail};
}

Command skipping(Action action, Role role) {
  return {{"Gulnora", role}, std::move(action), std::nullopt, OnConflict::skip};
}

void Department::must_perform(Action action) {
  if (!perform(std::move(action))) throw std::logic_error("the test's own department is impossible");
}

Id<Person> Department::person(std::string name) {
  Person person;
  person.name = std::move(name);
  person.interprets = {{"ko", "uz"}};
  return has(std::move(person));
}

Id<Room> Department::room(std::string name, std::string_view setup, std::string_view teardown) {
  Room value;
  value.name = std::move(name);
  value.setup = duration_of(setup);
  value.teardown = duration_of(teardown);
  return has(std::move(value));
}

Id<Room> Department::room(Room room) { return has(std::move(room)); }

Id<Institution> Department::institution(std::string name) {
  Institution institution;
  institution.name = std::move(name);
  return has(std::move(institution));
}

Id<AccessToken> Department::token(std::string secret_sha256) {
  return has(AccessToken{"the web site", Role::viewer, std::move(secret_sha256)});
}

Id<Equipment> Department::equipment(std::string name, std::int32_t quantity) {
  Equipment equipment;
  equipment.name = std::move(name);
  equipment.quantity = quantity;
  return has(std::move(equipment));
}

void Department::set(Settings settings) {
  if (schedule_.find(kSettings)) return must_perform(Replace<Settings>{kSettings, std::move(settings), std::nullopt});
  must_perform(Create<Settings>{kSettings, std::move(settings)});
}

Id<Event> Department::booked(Event event) { return has(std::move(event)); }

Result<Decision> Department::decide(Action action) const { return decide(command_of(std::move(action))); }

Result<Decision> Department::decide(const Command& command) const {
  return scheduler::decide(schedule_, command, now_);
}

Result<Decision> Department::perform(Action action) { return perform(command_of(std::move(action))); }

Result<Decision> Department::perform(const Command& command) {
  now_ += std::chrono::seconds{1};
  auto decision = decide(command);
  if (decision && !decision->changes.empty()) {
    journal_.push_back({schedule_.head() + 1, now_, command.actor.name, command.reason(), decision->changes});
    schedule_.apply(journal_.back());
  }
  return decision;
}

Result<Decision> Department::book(Event event) { return perform(Create<Event>{{next_id()}, std::move(event)}); }

Result<Decision> Department::change(Id<Event> id, Event event) {
  return perform(Replace<Event>{id, std::move(event), std::nullopt});
}

Result<Decision> Department::cancel(Id<Event> id) { return perform(Remove<Event>{id, std::nullopt}); }

void Department::let_pass(std::chrono::seconds time) {
  now_ += time;
  if (schedule_.next_due() && *schedule_.next_due() <= now_) must_perform(ExpireDue{});
}

const Event& Department::event(Id<Event> id) const { return value(id); }

}  // namespace support
