#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "codec/json.hpp"
#include "command_department.hpp"
#include "entry_text.hpp"
#include "handlers/command_options.hpp"
#include "http/message.hpp"
#include "invariant.hpp"
#include "json_body.hpp"
#include "scheduler/availability.hpp"
#include "support/builders.hpp"

// The first line says what the body is of ("POST rooms", "PATCH visits"), the rest is the body. What codec accepts is
// decided on a small department; what is decided is applied, written to the journal, and read back as the same.

namespace {

namespace json = boost::json;
using fuzz::department;
using fuzz::require;
using namespace scheduler;

const support::Department& here() { return department().all; }

void require_explained(const std::vector<InvalidField>& problems) {
  for (const InvalidField& problem : problems) require(!problem.detail.empty(), "each mistake is explained");
}

template <class T>
bool accepted(const json::object& body, T& value) {
  const auto problems = codec::from_json(body, value);
  require_explained(problems);
  return problems.empty();
}

/// What a client does not say: the defaults of the kind, and which event a guest is of.
template <class T>
T blank_of(const T& like) {
  T blank;
  if constexpr (std::is_same_v<T, Event>) {
    blank = fuzz::blank_event(like.kind());
  } else if constexpr (std::is_same_v<T, Appointment>) {
    blank.office_hours = like.office_hours;
  } else if constexpr (std::is_same_v<T, Registration>) {
    blank.master_class = like.master_class;
  }
  return blank;
}

template <class T>
void complete(T& value) {
  if constexpr (std::is_same_v<T, Event>) {
    fuzz::give_ids_to_parts(value);
  } else if constexpr (std::is_same_v<T, AccessToken>) {
    value.secret_sha256.assign(64, 'a');
  }
}

/// What the service itself puts into `value`, which a client sent to change `current`.
template <class T>
void keep_what_is_ours(T& value, const T& current) {
  if constexpr (std::is_same_v<T, Settings>) {
    value.time_zone_rules = current.time_zone_rules;
  } else if constexpr (std::is_same_v<T, Appointment>) {
    value.duration = current.duration;
    value.host = current.host;
    value.status = current.status;
    value.secret_sha256 = current.secret_sha256;
  }
}

/// As PATCH {} does it.
template <class T>
void require_editable(const Record<T>& record, const Schedule& schedule) {
  T value = blank_of(record.value);
  require(accepted(codec::to_json(record, codec::Audience::editor), value), "what an editor is shown can be sent back");
  keep_what_is_ours(value, record.value);
  const auto decision =
      decide(schedule, support::command_of(Replace<T>{record.id, std::move(value), record.version}), here().now());
  require(decision && decision->changes.empty(), "what is sent back unchanged changes nothing");
}

void require_written(const JournalEntry& entry) {
  const JournalEntry again = store::entry_from_text(store::entry_text(entry));
  require(again.changes.size() == entry.changes.size(), "all of an entry is read back");
  for (std::size_t i = 0; i < entry.changes.size(); ++i) {
    std::visit(
        [&]<class T>(const Changed<T>& changed) {
          const auto& other = std::get<Changed<T>>(again.changes[i]);
          require(!changed.before == !other.before && !changed.after == !other.after, "a change is read back");
          require(!changed.after || *changed.after == *other.after, "what was decided is read back as the same");
        },
        entry.changes[i]);
  }
}

/// @return what the command is about, as it is now; nullptr where it was refused or changes nothing
template <class T>
RecordPtr<T> carry_out(const Command& command, Schedule& schedule) {
  auto decision = decide(schedule, command, here().now());
  if (!decision) {
    if (const auto* invalid = std::get_if<InvalidInput>(&decision.error())) require_explained(invalid->fields);
    require(!std::holds_alternative<InternalError>(decision.error()), "nothing breaks");
    return nullptr;
  }
  if (decision->changes.empty()) return nullptr;
  const JournalEntry entry{schedule.head() + 1, here().now(), command.actor.name, command.reason(),
                           std::move(decision->changes)};
  schedule.apply(entry);
  require_written(entry);
  const auto after = std::get<Changed<T>>(entry.changes.front()).after;
  require(after && *schedule.find(after->id) == *after, "what was decided is there");
  return after;
}

/// Decides what `make_action` makes of the value that the body and `blank` say.
template <class T, class MakeAction>
void decide_on(json::object body, T value, const MakeAction& make_action) {
  using api::handlers::OptionsOf;
  const auto options =
      api::handlers::take_options(body, std::is_same_v<T, Event> ? OptionsOf::events : OptionsOf::nothing);
  if (!options || !accepted(body, value)) return;
  complete(value);
  Schedule schedule = here().schedule();
  const Command command = options->command({"Gulnora", Role::coordinator}, make_action(std::move(value)));
  const auto after = carry_out<T>(command, schedule);
  if constexpr (!std::is_same_v<T, AccessToken>) {
    if (after) require_editable(*after, schedule);
  }
}

template <class T>
void create(const json::object& body, T blank) {
  const Id<T> id{Uuid{0x5000, 1}};
  decide_on(body, std::move(blank), [&](T value) { return Create<T>{id, std::move(value)}; });
}

template <class T>
void patch(const json::object& changes, Id<T> id) {
  const auto current = here().schedule().find(id);
  json::object target = codec::to_json(*current, codec::Audience::editor);
  api::merge_changes(target, changes);
  decide_on(std::move(target), blank_of(current->value), [&](T value) {
    keep_what_is_ours(value, current->value);
    return Replace<T>{id, std::move(value), current->version};
  });
}

void add_stop(const json::object& body) {
  Stop stop;
  if (!accepted(body, stop)) return;
  if (stop.id == Id<Stop>{}) stop.id.value = {0x6000, 1};
  Schedule schedule = here().schedule();
  static_cast<void>(carry_out<Event>(support::command_of(AddStop{department().visit, std::move(stop)}), schedule));
}

void change_occurrence(const json::object& body) {
  OccurrenceOverride change;
  if (!accepted(body, change)) return;
  const auto current = here().schedule().find(department().master_class);
  Event event = current->value;
  event.recurrence_overrides[support::local("2026-12-14T14:00:00")] = std::move(change);
  Schedule schedule = here().schedule();
  static_cast<void>(
      carry_out<Event>(support::command_of(Replace<Event>{current->id, std::move(event), current->version}), schedule));
}

void ask_for_times(const json::object& body) {
  AvailabilityQuery query;
  static_cast<void>(accepted(body, query));
}

struct Route {
  std::string_view line;
  void (*take)(const json::object& body);
};

template <EventKind kind>
void create_event(const json::object& body) {
  create(body, fuzz::blank_event(kind));
}

constexpr std::array<Route, 31> kRoutes{{
    {"PATCH settings", [](const json::object& body) { patch(body, kSettings); }},
    {"POST people", [](const json::object& body) { create(body, Person{}); }},
    {"PATCH people", [](const json::object& body) { patch(body, department().person); }},
    {"POST rooms", [](const json::object& body) { create(body, Room{}); }},
    {"PATCH rooms", [](const json::object& body) { patch(body, department().room); }},
    {"POST equipment", [](const json::object& body) { create(body, Equipment{}); }},
    {"PATCH equipment", [](const json::object& body) { patch(body, department().equipment); }},
    {"POST institutions", [](const json::object& body) { create(body, Institution{}); }},
    {"PATCH institutions", [](const json::object& body) { patch(body, department().institution); }},
    {"POST agreements", [](const json::object& body) { create(body, Agreement{}); }},
    {"PATCH agreements", [](const json::object& body) { patch(body, department().agreement); }},
    {"POST projects", [](const json::object& body) { create(body, Project{}); }},
    {"PATCH projects", [](const json::object& body) { patch(body, department().project); }},
    {"POST closures", [](const json::object& body) { create(body, Closure{}); }},
    {"PATCH closures", [](const json::object& body) { patch(body, department().closure); }},
    {"POST master-classes", create_event<EventKind::master_class>},
    {"PATCH master-classes", [](const json::object& body) { patch(body, department().master_class); }},
    {"POST office-hours", create_event<EventKind::office_hours>},
    {"PATCH office-hours", [](const json::object& body) { patch(body, department().office_hours); }},
    {"POST visits", create_event<EventKind::visit>},
    {"PATCH visits", [](const json::object& body) { patch(body, department().visit); }},
    {"POST trips", create_event<EventKind::trip>},
    {"PATCH trips", [](const json::object& body) { patch(body, department().trip); }},
    {"POST stops", add_stop},
    {"PATCH occurrences", change_occurrence},
    {"POST appointments", [](const json::object& body) { create(body, fuzz::blank_appointment()); }},
    {"PATCH appointments", [](const json::object& body) { patch(body, department().appointment); }},
    {"POST registrations", [](const json::object& body) { create(body, fuzz::blank_registration()); }},
    {"PATCH registrations", [](const json::object& body) { patch(body, department().registration); }},
    {"POST tokens", [](const json::object& body) { create(body, AccessToken{}); }},
    {"POST availability", ask_for_times},
}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  for (const Route& route : kRoutes) {
    if (route.line != text.substr(0, end)) continue;
    http::Request request;
    request.body = text.substr(end + 1);
    const auto body = api::parse_body(request, "application/json");
    if (body) route.take(*body);
    if (!body)
      require(body.error().status >= 400 && body.error().status < 500, "what is no JSON is the client's mistake");
  }
  return 0;
}
