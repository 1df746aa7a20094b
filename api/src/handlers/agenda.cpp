#include "agenda.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "../agenda_cursor.hpp"
#include "../error_response.hpp"
#include "../window.hpp"
#include "scheduler/describe.hpp"
#include "scheduler/session.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::Event;
using scheduler::IndexedOccurrence;

/// What the query asks for.
struct AgendaQuery {
  scheduler::Interval window;
  std::size_t limit = 0;
  bool cancelled = false;
  std::optional<scheduler::Id<scheduler::Room>> room;
  std::optional<scheduler::Id<scheduler::Person>> person;
  std::optional<scheduler::Id<scheduler::Institution>> institution;
  std::optional<scheduler::EventKind> kind;
  std::optional<IndexedOccurrence> after;
};

template <class T>
tl::expected<std::optional<scheduler::Id<T>>, http::Response> id_parameter(const http::Request& request,
                                                                           std::string_view name) {
  const auto text = request.query_value(name);
  if (!text) return std::nullopt;
  const auto id = scheduler::Id<T>::parse(*text);
  if (!id) return tl::unexpected(invalid_input("?" + std::string(name), "is not an id"));
  return id;
}

tl::expected<std::optional<scheduler::EventKind>, http::Response> kind_parameter(const http::Request& request) {
  const auto text = request.query_value("kind");
  if (!text) return std::nullopt;
  const auto words = words_of(scheduler::EventKind{});
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found == words.end()) {
    return tl::unexpected(invalid_input("?kind", "must be one of: master-class, office-hours, visit, trip"));
  }
  return static_cast<scheduler::EventKind>(found - words.begin());
}

tl::expected<AgendaQuery, http::Response> query_of(const http::Request& request, const scheduler::TimeZone& zone) {
  AgendaQuery query;
  const auto window = window_of(request, zone);
  if (!window) return tl::unexpected(window.error());
  const auto limit = limit_of(request);
  if (!limit) return tl::unexpected(limit.error());
  const auto cancelled = flag_of(request, "cancelled");
  if (!cancelled) return tl::unexpected(cancelled.error());
  const auto room = id_parameter<scheduler::Room>(request, "room");
  if (!room) return tl::unexpected(room.error());
  const auto person = id_parameter<scheduler::Person>(request, "person");
  if (!person) return tl::unexpected(person.error());
  const auto institution = id_parameter<scheduler::Institution>(request, "institution");
  if (!institution) return tl::unexpected(institution.error());
  const auto kind = kind_parameter(request);
  if (!kind) return tl::unexpected(kind.error());
  query = {*window, *limit, *cancelled, *room, *person, *institution, *kind, std::nullopt};
  if (const auto cursor = request.query_value("cursor")) {
    query.after = agenda_cursor_of(*cursor);
    if (!query.after) return tl::unexpected(invalid_input("?cursor", "is none that this list gave: start without it"));
    query.window.begin = std::max(query.window.begin, query.after->interval.begin);
  }
  return query;
}

template <class T>
bool holds(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// A row of the agenda on its way out.
struct Row {
  const IndexedOccurrence& occurrence;
  const scheduler::Record<Event>& record;
  std::shared_ptr<const scheduler::Needs> needs;  ///< null: what travellers attend takes nothing

  [[nodiscard]] std::vector<scheduler::Id<scheduler::Room>> rooms() const {
    return needs ? needs->rooms : std::vector<scheduler::Id<scheduler::Room>>{};
  }
  /// Of a visit as a whole those who are responsible for it; of its stops those who are there.
  [[nodiscard]] std::vector<scheduler::Id<scheduler::Person>> people() const {
    const auto* visit = std::get_if<scheduler::Visit>(&record.value.details);
    const auto* trip = std::get_if<scheduler::Trip>(&record.value.details);
    if (trip != nullptr) return trip->travellers;
    auto people = needs ? needs->people : std::vector<scheduler::Id<scheduler::Person>>{};
    if (visit == nullptr || occurrence.part != scheduler::Uuid{}) return people;
    for (const auto& host : visit->hosts) {
      if (!holds(people, host)) people.push_back(host);
    }
    return people;
  }
};

bool is_wanted(const AgendaQuery& query, const Row& row) {
  const Event& event = row.record.value;
  if (query.after && row.occurrence <= *query.after) return false;
  if (event.status == scheduler::EventStatus::cancelled && !query.cancelled) return false;
  if (query.kind && event.kind() != *query.kind) return false;
  if (query.institution) {
    const auto* visit = std::get_if<scheduler::Visit>(&event.details);
    if (visit == nullptr || visit->institution != *query.institution) return false;
  }
  return (!query.room || holds(row.rooms(), *query.room)) && (!query.person || holds(row.people(), *query.person));
}

template <class T>
json::array ids_of(const std::vector<scheduler::Id<T>>& ids) {
  json::array list;
  for (const auto& id : ids) list.emplace_back(id.to_string());
  return list;
}

scheduler::TimeZone zone_of(const Event& event, const scheduler::Uuid& part) {
  const auto* trip = std::get_if<scheduler::Trip>(&event.details);
  return trip != nullptr && part != scheduler::Uuid{} ? trip->destination.time_zone : event.time_zone;
}

/// Time that is taken, for whoever may not see by what.
json::object without_content(json::object row) {
  row["title"] = kHiddenTitle;
  row["rooms"] = json::array{};
  row["people"] = json::array{};
  return row;
}

json::object to_json(const Row& row) {
  const IndexedOccurrence& occurrence = row.occurrence;
  const Event& event = row.record.value;
  const scheduler::TimeZone zone = zone_of(event, occurrence.part);
  json::object shown{{"id", row.record.id.to_string()},
                     {"kind", name_of(event.kind())},
                     {"title", title_of(event, occurrence.recurrence_id, occurrence.part)},
                     {"start", scheduler::to_string(zone.to_local(occurrence.interval.begin))},
                     {"timeZone", zone.name()},
                     {"startUtc", scheduler::to_string(occurrence.interval.begin)},
                     {"endUtc", scheduler::to_string(occurrence.interval.end)}};
  const bool is_series = event.recurrence_rule || !event.recurrence_overrides.empty();
  if (is_series) shown.emplace("recurrenceId", scheduler::to_string(occurrence.recurrence_id));
  if (occurrence.part != scheduler::Uuid{}) shown.emplace("part", occurrence.part.to_string());
  shown.emplace("status", word_for(event.status));
  shown.emplace("visibility", word_for(event.visibility));
  shown.emplace("rooms", ids_of(row.rooms()));
  shown.emplace("people", ids_of(row.people()));
  return shown;
}

}  // namespace

void agenda(const Environment& environment, Exchange exchange) {
  const auto query = query_of(exchange.request, environment.department.time_zone);
  if (!query) return exchange.responder.send(query.error());
  const auto schedule = environment.services.scheduling.schedule();
  json::array rows;
  std::optional<IndexedOccurrence> last;
  bool more = false;
  const Sight sight = exchange.sight();
  schedule->visit_occurrences(query->window, [&](const IndexedOccurrence& occurrence) {
    const auto record = schedule->find(occurrence.event);
    const Row row{occurrence, *record, needs_of(record->value, occurrence.recurrence_id, occurrence.part)};
    if (!sight.is_in_scope(record->value) || !is_wanted(*query, row)) return true;
    more = rows.size() == query->limit;
    if (more) return false;
    rows.push_back(sight.sees(record->value) ? to_json(row) : without_content(to_json(row)));
    last = occurrence;
    return true;
  });
  http::Headers headers;
  if (more) {
    headers.emplace_back("Link", next_link(exchange.request, environment.department.public_url, to_cursor(*last)));
  }
  exchange.responder.send(json_response(200, json::object{{"events", std::move(rows)}}, std::move(headers)));
}

}  // namespace api::handlers
