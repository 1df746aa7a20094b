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

Command command_of(Action action, Role role) { return {{"Gulnora", role}, std::move(action), std::nullopt}; }

Command overriding(Action action, Role role) { return {{"Gulnora", role}, std::move(action), "the minister comes"}; }

template <class T>
Id<T> Department::created(T value) {
  const Id<T> id{next_id()};
  if (!perform(Create<T>{id, std::move(value)})) throw std::logic_error("the test's own department is impossible");
  return id;
}

Id<Person> Department::person(std::string name) {
  Person person;
  person.name = std::move(name);
  return created(std::move(person));
}

Id<Room> Department::room(std::string name, std::string_view setup, std::string_view teardown) {
  Room value;
  value.name = std::move(name);
  value.setup = duration_of(setup);
  value.teardown = duration_of(teardown);
  return created(std::move(value));
}

Id<Room> Department::room(Room room) { return created(std::move(room)); }

Id<Institution> Department::institution(std::string name) {
  Institution institution;
  institution.name = std::move(name);
  return created(std::move(institution));
}

Id<AccessToken> Department::token(std::string secret_sha256) {
  return created(AccessToken{"the web site", Role::viewer, std::move(secret_sha256)});
}

Id<Event> Department::booked(Event event) { return created(std::move(event)); }

Result<Decision> Department::decide(Action action) const { return decide(command_of(std::move(action))); }

Result<Decision> Department::decide(const Command& command) const {
  return scheduler::decide(schedule_, command, now_);
}

Result<Decision> Department::perform(Action action) { return perform(command_of(std::move(action))); }

Result<Decision> Department::perform(const Command& command) {
  now_ += std::chrono::seconds{1};
  auto decision = decide(command);
  if (decision && !decision->changes.empty()) {
    journal_.push_back(
        {schedule_.head() + 1, now_, command.actor.name, command.override_reason.value_or(""), decision->changes});
    schedule_.apply(journal_.back());
  }
  return decision;
}

Result<Decision> Department::book(Event event) { return perform(Create<Event>{{next_id()}, std::move(event)}); }

Result<Decision> Department::change(Id<Event> id, Event event) {
  return perform(Replace<Event>{id, std::move(event), std::nullopt});
}

Result<Decision> Department::cancel(Id<Event> id) { return perform(Remove<Event>{id, std::nullopt}); }

const Event& Department::event(Id<Event> id) const { return schedule_.find(id)->value; }

}  // namespace support
