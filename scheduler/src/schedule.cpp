#include "scheduler/schedule.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "claims.hpp"
#include "scheduler/session.hpp"

namespace scheduler {
namespace {

/// The sessions of an event by what they take.
std::map<ResourceRef, std::vector<IndexedOccurrence>> taken_by(const Record<Event>& event,
                                                               const std::vector<Session>& sessions) {
  std::map<ResourceRef, std::vector<IndexedOccurrence>> taken;
  if (!claims_resources(event.value)) return taken;
  const Needs* last = nullptr;
  std::vector<Claim> claims;
  for (const Session& session : sessions) {
    if (session.needs.get() != last) {
      last = session.needs.get();
      claims = claims_of(*last);
    }
    for (const Claim& claim : claims) {
      taken[claim.resource].push_back(
          {session.interval, event.id, session.recurrence_id, session.part, claim.quantity});
    }
  }
  return taken;
}

IndexedOccurrence agenda_row(const Record<Event>& event, const Session& session) {
  return {session.interval, event.id, session.recurrence_id, session.part, 1};
}

/// Types without an index of their own.
template <class T>
concept Indexed = std::is_same_v<T, Event> || std::is_same_v<T, Room> || std::is_same_v<T, Appointment> ||
    std::is_same_v<T, Registration> || std::is_same_v<T, AccessToken>;

}  // namespace

RecordPtr<AccessToken> Schedule::find_token(const std::string& secret_sha256) const {
  const Id<AccessToken>* id = tokens_by_hash_.find(secret_sha256);
  return id != nullptr ? find(*id) : nullptr;
}

RecordPtr<Appointment> Schedule::find_appointment(const std::string& secret_sha256) const {
  const Id<Appointment>* id = appointments_by_hash_.find(secret_sha256);
  return id != nullptr ? find(*id) : nullptr;
}

const Settings& Schedule::settings() const {
  static const Settings kUsual;
  const RecordPtr<Settings>* record = all<Settings>().find(kSettings);
  return record != nullptr ? (*record)->value : kUsual;
}

std::vector<RecordPtr<Appointment>> Schedule::appointments_of(Id<Event> office_hours) const {
  std::vector<RecordPtr<Appointment>> found;
  appointments_.visit_from({office_hours, LocalTime::min(), {}}, [&](const auto& key, Nothing) {
    if (std::get<0>(key) != office_hours) return false;
    found.push_back(find(std::get<2>(key)));
    return true;
  });
  return found;
}

std::vector<RecordPtr<Registration>> Schedule::registrations_of(Id<Event> master_class) const {
  std::vector<RecordPtr<Registration>> found;
  registrations_.visit_from({master_class, 0, {}}, [&](const auto& key, Nothing) {
    if (std::get<0>(key) != master_class) return false;
    found.push_back(find(std::get<2>(key)));
    return true;
  });
  return found;
}

std::vector<Id<Room>> Schedule::rooms_sharing_space_with(Id<Room> room) const {
  std::vector<Id<Room>> rooms{room};
  const auto add = [&](Id<Room> id) {
    if (std::find(rooms.begin(), rooms.end(), id) == rooms.end()) rooms.push_back(id);
  };
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    const RecordPtr<Room> whole = find(rooms[i]);
    if (!whole) continue;
    for (const Id<Room>& part : whole->value.parts) add(part);
  }
  const std::size_t parts_end = rooms.size();
  std::vector<Id<Room>> wholes{room};
  for (std::size_t i = 0; i < wholes.size(); ++i) {
    const Id<Room> part = wholes[i];
    containers_.visit_from({part, Id<Room>{}}, [&](const auto& key, Nothing) {
      if (std::get<0>(key) != part) return false;
      const Id<Room> whole = std::get<1>(key);
      if (std::find(wholes.begin(), wholes.end(), whole) == wholes.end()) wholes.push_back(whole);
      return true;
    });
  }
  rooms.resize(parts_end);
  for (const Id<Room>& whole : wholes) add(whole);
  return rooms;
}

std::optional<Instant> Schedule::next_due() const {
  std::optional<Instant> next;
  const auto first_of = [&](const auto& due) {
    due.search([](NoSummary) { return true; }, [](const auto&) { return false; },
               [&](const auto& key, Nothing) {
                 if (!next || std::get<0>(key) < *next) next = std::get<0>(key);
                 return false;
               });
  };
  first_of(holds_);
  first_of(offers_);
  return next;
}

namespace {

template <class T, class Due>
std::vector<Id<T>> due_by(const Due& due, Instant now) {
  std::vector<Id<T>> found;
  due.search([](NoSummary) { return true; }, [&](const auto& key) { return now < std::get<0>(key); },
             [&](const auto& key, auto) {
               found.push_back(std::get<1>(key));
               return true;
             });
  return found;
}

}  // namespace

std::vector<Id<Event>> Schedule::holds_due(Instant now) const { return due_by<Event>(holds_, now); }
std::vector<Id<Registration>> Schedule::offers_due(Instant now) const { return due_by<Registration>(offers_, now); }

void Schedule::apply(const Change& change) {
  std::visit([this](const auto& changed) { apply_record(changed); }, change);
}

void Schedule::apply(const JournalEntry& entry) {
  if (entry.position != head_ + 1) {
    throw std::logic_error("journal entry " + std::to_string(entry.position) + " cannot follow " +
                           std::to_string(head_));
  }
  for (const Change& change : entry.changes) apply(change);
  set_head(entry.position, entry.at);
}

void Schedule::set_head(Position head, Instant last_change) {
  head_ = head;
  last_change_ = std::max(last_change_, last_change);
}

template <class T>
void Schedule::apply_record(const Changed<T>& changed) {
  auto& records = std::get<Records<T>>(records_);
  const RecordPtr<T> current = find(changed.record().id);
  if ((current == nullptr) != (changed.before == nullptr) ||
      (current != nullptr && current->version != changed.before->version)) {
    throw std::logic_error("a change of " + changed.record().id.to_string() + " does not start from what is there");
  }
  if constexpr (Indexed<T>) {
    if (current) unindex(*current);
    if (changed.after) index(*changed.after);
  }
  if (changed.after) {
    records.insert_or_assign(changed.after->id, changed.after);
  } else {
    records.erase(changed.before->id);
  }
}

void Schedule::index(const Record<AccessToken>& token) {
  tokens_by_hash_.insert_or_assign(token.value.secret_sha256, token.id);
}

void Schedule::unindex(const Record<AccessToken>& token) { tokens_by_hash_.erase(token.value.secret_sha256); }

void Schedule::index(const Record<Room>& room) {
  for (const Id<Room>& part : room.value.parts) containers_.insert_or_assign({part, room.id}, {});
}

void Schedule::unindex(const Record<Room>& room) {
  for (const Id<Room>& part : room.value.parts) containers_.erase({part, room.id});
}

void Schedule::index(const Record<Appointment>& appointment) {
  const Appointment& value = appointment.value;
  appointments_.insert_or_assign({value.office_hours, value.start, appointment.id}, {});
  if (!value.secret_sha256.empty()) appointments_by_hash_.insert_or_assign(value.secret_sha256, appointment.id);
}

void Schedule::unindex(const Record<Appointment>& appointment) {
  const Appointment& value = appointment.value;
  appointments_.erase({value.office_hours, value.start, appointment.id});
  if (!value.secret_sha256.empty()) appointments_by_hash_.erase(value.secret_sha256);
}

void Schedule::index(const Record<Registration>& registration) {
  const Registration& value = registration.value;
  registrations_.insert_or_assign({value.master_class, value.number, registration.id}, {});
  if (value.status == RegistrationStatus::offered && value.offer_expires) {
    offers_.insert_or_assign({*value.offer_expires, registration.id}, {});
  }
}

void Schedule::unindex(const Record<Registration>& registration) {
  const Registration& value = registration.value;
  registrations_.erase({value.master_class, value.number, registration.id});
  if (value.offer_expires) offers_.erase({*value.offer_expires, registration.id});
}

void Schedule::index(const Record<Event>& event) {
  if (event.value.hold_until && claims_resources(event.value)) {
    holds_.insert_or_assign({*event.value.hold_until, event.id}, {});
  }
  const std::vector<Session> sessions = sessions_of(event.value);
  for (const Session& session : sessions) agenda_.insert(agenda_row(event, session));
  for (const auto& [resource, occurrences] : taken_by(event, sessions)) {
    const IntervalIndex* found = busy_.find(resource);
    IntervalIndex index = found != nullptr ? *found : IntervalIndex{};
    busy_.erase(resource);  // so that the copy is the only owner, and is written in place
    for (const IndexedOccurrence& occurrence : occurrences) index.insert(occurrence);
    busy_.insert_or_assign(resource, std::move(index));
  }
}

void Schedule::unindex(const Record<Event>& event) {
  if (event.value.hold_until) holds_.erase({*event.value.hold_until, event.id});
  const std::vector<Session> sessions = sessions_of(event.value);
  for (const Session& session : sessions) agenda_.erase(agenda_row(event, session));
  for (const auto& [resource, occurrences] : taken_by(event, sessions)) {
    const IntervalIndex* found = busy_.find(resource);
    if (found == nullptr) continue;
    IntervalIndex index = *found;
    busy_.erase(resource);
    for (const IndexedOccurrence& occurrence : occurrences) index.erase(occurrence);
    if (!index.empty()) busy_.insert_or_assign(resource, std::move(index));
  }
}

}  // namespace scheduler
