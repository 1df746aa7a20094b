#include "change_notices.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <type_traits>
#include <utility>

#include "api/change_notice.hpp"
#include "handlers/events.hpp"
#include "handlers/guests.hpp"
#include "handlers/keys.hpp"
#include "handlers/records.hpp"
#include "scheduler/describe.hpp"

namespace api {
namespace {

namespace json = boost::json;
using namespace scheduler;

template <class T>
struct ResourceOf;
#define API_RESOURCE(Entity, Resource)   \
  template <>                            \
  struct ResourceOf<scheduler::Entity> { \
    using type = handlers::Resource;     \
  }
API_RESOURCE(Person, People);
API_RESOURCE(Room, Rooms);
API_RESOURCE(Equipment, EquipmentItems);
API_RESOURCE(Institution, Institutions);
API_RESOURCE(Agreement, Agreements);
API_RESOURCE(Project, Projects);
API_RESOURCE(Closure, Closures);
API_RESOURCE(Event, MasterClasses);  // whose path follows the event's own kind
API_RESOURCE(Appointment, Appointments);
API_RESOURCE(Registration, Registrations);
API_RESOURCE(AccessToken, Tokens);
API_RESOURCE(Webhook, Webhooks);
#undef API_RESOURCE

bool is_cancelled(const Event& event) { return event.status == EventStatus::cancelled; }
bool is_cancelled(const Appointment& appointment) { return appointment.status == AppointmentStatus::cancelled; }
bool is_cancelled(const Registration& registration) { return registration.status == RegistrationStatus::cancelled; }
template <class T>
bool is_cancelled(const T&) {
  return false;
}

bool is_key(EntityKind kind) { return kind == EntityKind::token || kind == EntityKind::webhook; }

/// Below which role nothing is told of it.
Role role_for(EntityKind kind) {
  if (is_key(kind)) return Role::admin;
  return kind == EntityKind::appointment || kind == EntityKind::registration ? Role::staff : Role::viewer;
}

/// Whether one of the states of what has changed may be seen.
struct MayBeSeen {
  const Sight& sight;
  const Schedule& schedule;

  template <class T>
  bool operator()(const Changed<T>&) const {
    return true;
  }
  bool operator()(const Changed<Event>& changed) const {
    return (changed.before && sight.sees(changed.before->value)) || (changed.after && sight.sees(changed.after->value));
  }
  bool operator()(const Changed<Appointment>& changed) const { return of(changed.record().value.office_hours); }
  bool operator()(const Changed<Registration>& changed) const { return of(changed.record().value.master_class); }

  [[nodiscard]] bool of(Id<Event> id) const {
    if (!sight.is_limited()) return true;
    const auto event = schedule.find(id);
    return event && sight.sees(event->value);
  }
};

}  // namespace

std::string path_of(const Change& change) {
  return std::visit(
      []<class T>(const Changed<T>& changed) -> std::string {
        if constexpr (std::is_same_v<T, Settings>) {
          return "/v1/settings";
        } else {
          return ResourceOf<T>::type::path_of(changed.record());
        }
      },
      change);
}

std::string_view operation_of(const Change& change) {
  return std::visit(
      [](const auto& changed) -> std::string_view {
        if (!changed.before) return "created";
        if (!changed.after) return "removed";
        return !is_cancelled(changed.before->value) && is_cancelled(changed.after->value) ? "cancelled" : "changed";
      },
      change);
}

EntityKind kind_of(const Change& change) {
  return std::visit([]<class T>(const Changed<T>&) { return kind_of_entity<T>(); }, change);
}

json::object notice_of(const Change& change) {
  json::object notice{{"kind", word_for(kind_of(change))}};
  if (const auto* event = std::get_if<Changed<Event>>(&change)) {
    notice.emplace("eventKind", name_of(event->record().value.kind()));
  }
  std::visit(
      [&](const auto& changed) {
        notice.emplace("id", changed.record().id.to_string());
        notice.emplace("operation", operation_of(change));
        notice.emplace("version", changed.record().version);
      },
      change);
  notice.emplace("path", path_of(change));
  return notice;
}

bool NoticeFilter::lets_pass(const Change& change, const Schedule& schedule) const {
  const EntityKind kind = kind_of(change);
  const bool is_wanted = kinds.empty() ? !is_key(kind) : std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  return is_wanted && role >= role_for(kind) && std::visit(MayBeSeen{sight, schedule}, change);
}

std::optional<json::object> notice_of(const JournalEntry& entry, const NoticeFilter& filter, const Schedule& schedule) {
  json::array changes;
  for (const Change& change : entry.changes) {
    if (filter.lets_pass(change, schedule)) changes.push_back(notice_of(change));
  }
  if (changes.empty()) return std::nullopt;
  return json::object{
      {"sequence", entry.position}, {"at", scheduler::to_string(entry.at)}, {"changes", std::move(changes)}};
}

std::optional<std::string> webhook_payload(const JournalEntry& entry, const Webhook& webhook) {
  const NoticeFilter all{Role::admin, Sight({"", Role::admin, ""}), webhook.kinds};
  auto notice = notice_of(entry, all, Schedule());
  if (!notice) return std::nullopt;
  return json::serialize(
      json::object{{"type", "changes"}, {"timestamp", scheduler::to_string(entry.at)}, {"data", std::move(*notice)}});
}

}  // namespace api
