#include "contract/journal_entries.hpp"

#include <boost/json.hpp>
#include <stdexcept>

#include "codec/json.hpp"

namespace contract {

using scheduler::Change;
using scheduler::Changed;
using scheduler::Event;
using scheduler::Id;
using scheduler::Instant;
using scheduler::Journal;
using scheduler::JournalAppend;
using scheduler::JournalEntry;
using scheduler::Person;
using scheduler::Position;
using scheduler::Record;
using scheduler::RecordPtr;
using scheduler::Room;
using scheduler::Schedule;
using scheduler::Uuid;
using std::chrono::seconds;

namespace {

constexpr Instant kFirstDay{seconds{1'790'000'000}};

template <class T>
RecordPtr<T> record(unsigned number, scheduler::Version version, T value) {
  const Instant created = kFirstDay + seconds{number};
  return std::make_shared<const Record<T>>(Record<T>{Id<T>{Uuid::from_random_bits(7, number)}, version, created,
                                                     created + seconds{version - 1}, std::move(value)});
}

template <class T>
std::string json_of(const RecordPtr<T>& object) {
  return object ? boost::json::serialize(codec::to_json(*object, codec::Audience::store)) : "-";
}

template <class... T>
std::vector<std::string> texts_of(const Schedule& schedule, const std::variant<Changed<T>...>*) {
  std::vector<std::string> texts{"head " + std::to_string(schedule.head()) + " at " +
                                 scheduler::to_string(schedule.last_change())};
  const auto add = [&](const auto&, const auto& object) { texts.push_back(json_of(object)); };
  (schedule.all<T>().for_each(add), ...);
  return texts;
}

}  // namespace

RecordPtr<Room> a_room(unsigned number, scheduler::Version version) {
  Room room;
  room.name = "Room " + std::to_string(number) + ", name " + std::to_string(version);
  room.capacity = 40;
  room.features = {"piano", "zal \xE2\x80\x9C\"quoted\"\xE2\x80\x9D"};
  return record(number, version, std::move(room));
}

RecordPtr<Person> a_person(unsigned number) {
  Person person;
  person.name = "\xEA\xB9\x80\xEB\xAF\xBC\xEC\x84\x9C " + std::to_string(number);
  person.email = "kim@example.org";
  person.time_zone = scheduler::TimeZone::find("Asia/Seoul");
  return record(number, 1, std::move(person));
}

RecordPtr<Event> a_master_class(unsigned number) {
  Event event;
  event.uid = std::to_string(number) + "@karvon";
  event.title = "Stage movement";
  event.description = "Two lines,\nand a \\ in the second";
  event.start = scheduler::parse_local_time("2026-12-07T14:00:00").value();
  event.time_zone = scheduler::TimeZone::find("Asia/Tashkent").value();
  event.duration = scheduler::Duration::parse("PT2H").value();
  event.recurrence_rule.emplace().count = 6;
  event.room = a_room(number)->id;
  scheduler::MasterClass details;
  details.expert = a_person(number)->id;
  details.capacity = 25;
  event.details = std::move(details);
  return record(number, 1, std::move(event));
}

JournalAppend an_append(std::vector<Change> changes, std::string_view actor) {
  JournalEntry entry;
  entry.at = kFirstDay;
  entry.actor = actor;
  entry.changes = std::move(changes);
  return {std::move(entry), std::nullopt};
}

JournalAppend with_answer(JournalAppend append, scheduler::IdempotencyRecord answer) {
  append.idempotency = std::move(answer);
  return append;
}

std::string text_of(const JournalEntry& entry) {
  std::string text = std::to_string(entry.position) + ' ' + scheduler::to_string(entry.at) + ' ' + entry.actor + " (" +
                     entry.reason + ')';
  for (const Change& change : entry.changes) {
    std::visit([&](const auto& both) { text += ' ' + json_of(both.before) + " -> " + json_of(both.after); }, change);
  }
  return text;
}

std::vector<std::string> texts_of(const std::vector<JournalEntry>& entries) {
  std::vector<std::string> texts;
  for (const JournalEntry& entry : entries) texts.push_back(text_of(entry));
  return texts;
}

std::vector<std::string> texts_of(const Schedule& schedule) {
  return texts_of(schedule, static_cast<const Change*>(nullptr));
}

std::vector<JournalEntry> read_all(Journal& journal, Position after) {
  std::vector<JournalEntry> all;
  for (;;) {
    const auto entries = value_of(journal.read(after, 100, std::chrono::milliseconds{0}));
    if (entries.empty()) return all;
    all.insert(all.end(), entries.begin(), entries.end());
    after = all.back().position;
  }
}

Schedule replayed(const std::vector<JournalEntry>& entries) {
  Schedule schedule;
  for (const JournalEntry& entry : entries) schedule.apply(entry);
  return schedule;
}

int append_somewhere(Journal& journal, Position& head, const JournalAppend& append) {
  for (int moved = 0;; ++moved) {
    if (value_of(journal.append(head, {append})) == scheduler::AppendOutcome::written) {
      ++head;
      return moved;
    }
    head += read_all(journal, head).size();
  }
}

}  // namespace contract
