#include "calendar/event_texts.hpp"

namespace calendar {

std::shared_ptr<const VeventGroup> EventTexts::of(const scheduler::Schedule& schedule,
                                                  const scheduler::RecordPtr<scheduler::Event>& event) {
  auto rooms = rooms_in(schedule, event->value);
  Entry& entry = entries_[event->id];
  // The entry holds the records, so an equal pointer is the same, immutable record.
  if (entry.event != event || entry.rooms != rooms) {
    entry.group = std::make_shared<const VeventGroup>(vevents_of(*event, rooms, language_, detail_));
    entry.event = event;
    entry.rooms = std::move(rooms);
    ++rendered_;
  }
  entry.used = true;
  return entry.group;
}

void EventTexts::forget_unused() {
  std::erase_if(entries_, [](const auto& each) { return !each.second.used; });
  for (auto& [id, entry] : entries_) entry.used = false;
}

}  // namespace calendar
