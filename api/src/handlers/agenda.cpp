#include "agenda.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "../agenda_cursor.hpp"
#include "../error_response.hpp"
#include "../window.hpp"
#include "scheduler/describe.hpp"

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
  if (found == words.end()) return tl::unexpected(invalid_input("?kind", "must be master-class or office-hours"));
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
  const auto kind = kind_parameter(request);
  if (!kind) return tl::unexpected(kind.error());
  query = {*window, *limit, *cancelled, *room, *person, *kind, std::nullopt};
  if (const auto cursor = request.query_value("cursor")) {
    query.after = agenda_cursor_of(*cursor);
    if (!query.after) return tl::unexpected(invalid_input("?cursor", "is none that this list gave: start without it"));
    query.window.begin = std::max(query.window.begin, query.after->interval.begin);
  }
  return query;
}

bool is_wanted(const AgendaQuery& query, const IndexedOccurrence& occurrence, const Event& event) {
  if (query.after && occurrence <= *query.after) return false;
  if (event.status == scheduler::EventStatus::cancelled && !query.cancelled) return false;
  if (query.kind && event.kind() != *query.kind) return false;
  const auto holds = [](const auto& list, const auto& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
  };
  return (!query.room || holds(rooms_of(event), *query.room)) &&
         (!query.person || holds(people_of(event), *query.person));
}

template <class T>
json::array ids_of(const std::vector<scheduler::Id<T>>& ids) {
  json::array list;
  for (const auto& id : ids) list.emplace_back(id.to_string());
  return list;
}

json::object row_of(const IndexedOccurrence& occurrence, const scheduler::Record<Event>& record) {
  const Event& event = record.value;
  json::object row{{"id", record.id.to_string()},
                   {"kind", name_of(event.kind())},
                   {"title", event.title},
                   {"start", scheduler::to_string(occurrence.recurrence_id)},
                   {"timeZone", event.time_zone.name()},
                   {"startUtc", scheduler::to_string(occurrence.interval.begin)},
                   {"endUtc", scheduler::to_string(occurrence.interval.end)}};
  if (event.recurrence_rule) row.emplace("recurrenceId", scheduler::to_string(occurrence.recurrence_id));
  row.emplace("status", word_for(event.status));
  row.emplace("visibility", word_for(event.visibility));
  row.emplace("rooms", ids_of(rooms_of(event)));
  row.emplace("people", ids_of(people_of(event)));
  return row;
}

}  // namespace

void agenda(const Environment& environment, Exchange exchange) {
  const auto query = query_of(exchange.request, environment.department.time_zone);
  if (!query) return exchange.responder.send(query.error());
  const auto schedule = environment.services.scheduling.schedule();
  json::array rows;
  std::optional<IndexedOccurrence> last;
  bool more = false;
  schedule->visit_occurrences(query->window, [&](const IndexedOccurrence& occurrence) {
    const auto record = schedule->find(occurrence.event);
    if (!is_wanted(*query, occurrence, record->value)) return true;
    more = rows.size() == query->limit;
    if (more) return false;
    rows.push_back(row_of(occurrence, *record));
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
