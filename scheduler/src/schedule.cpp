#include "scheduler/schedule.hpp"

#include <algorithm>
#include <stdexcept>

#include "claims.hpp"

namespace scheduler {

RecordPtr<AccessToken> Schedule::find_token(const std::string& secret_sha256) const {
  const Id<AccessToken>* id = tokens_by_hash_.find(secret_sha256);
  return id != nullptr ? find(*id) : nullptr;
}

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
  if constexpr (std::is_same_v<T, Event>) {
    if (current) unindex(*current);
    if (changed.after) index(*changed.after);
  }
  if constexpr (std::is_same_v<T, AccessToken>) {
    if (current) tokens_by_hash_.erase(current->value.secret_sha256);
    if (changed.after) tokens_by_hash_.insert_or_assign(changed.after->value.secret_sha256, changed.after->id);
  }
  if (changed.after) {
    records.insert_or_assign(changed.after->id, changed.after);
  } else {
    records.erase(changed.before->id);
  }
}

void Schedule::index(const Record<Event>& event) {
  const std::vector<ResourceRef> claims = claims_of(event.value);
  std::vector<IntervalIndex> taken;
  for (const ResourceRef& claim : claims) {
    const IntervalIndex* index = busy_.find(claim);
    taken.push_back(index != nullptr ? *index : IntervalIndex{});
    busy_.erase(claim);  // so that the copy is the only owner, and is written in place
  }
  for (const Occurrence& occurrence : occurrences_of(event.value)) {
    const IndexedOccurrence indexed{occurrence.interval, event.id, occurrence.recurrence_id};
    agenda_.insert(indexed);
    for (IntervalIndex& index : taken) index.insert(indexed);
  }
  for (std::size_t i = 0; i < claims.size(); ++i) busy_.insert_or_assign(claims[i], std::move(taken[i]));
}

void Schedule::unindex(const Record<Event>& event) {
  const std::vector<Occurrence> occurrences = occurrences_of(event.value);
  for (const Occurrence& occurrence : occurrences) {
    agenda_.erase({occurrence.interval, event.id, occurrence.recurrence_id});
  }
  for (const ResourceRef& claim : claims_of(event.value)) {
    const IntervalIndex* found = busy_.find(claim);
    if (found == nullptr) continue;
    IntervalIndex index = *found;
    busy_.erase(claim);
    for (const Occurrence& occurrence : occurrences) {
      index.erase({occurrence.interval, event.id, occurrence.recurrence_id});
    }
    if (!index.empty()) busy_.insert_or_assign(claim, std::move(index));
  }
}

}  // namespace scheduler
