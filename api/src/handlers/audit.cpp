#include "audit.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <memory>

#include "../change_notices.hpp"
#include "../conflict_json.hpp"
#include "../error_response.hpp"
#include "../json_body.hpp"
#include "../object_history.hpp"
#include "../window.hpp"
#include "../write.hpp"
#include "codec/json.hpp"
#include "command_options.hpp"
#include "http/problem.hpp"
#include "scheduler/describe.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::Change;
using scheduler::JournalEntry;
using scheduler::Position;

template <class T>
json::value shown(const scheduler::RecordPtr<T>& record) {
  if (!record) return nullptr;
  return codec::to_json(*record, codec::Audience::client);
}

/// The names of the members that differ.
json::array changed_members(const json::value& before, const json::value& after) {
  json::array names;
  if (!before.is_object() || !after.is_object()) return names;
  for (const auto& [name, value] : after.get_object()) {
    if (name == "version" || name == "updated") continue;
    const json::value* old = before.get_object().if_contains(name);
    if (old == nullptr || *old != value) names.emplace_back(name);
  }
  for (const auto& [name, value] : before.get_object()) {
    if (!after.get_object().contains(name)) names.emplace_back(name);
  }
  return names;
}

/// Keys are for admins: others learn that there is one, and not whose or where it leads.
bool may_see(scheduler::Role role, const Change& change) {
  const scheduler::EntityKind kind = kind_of(change);
  const bool is_key = kind == scheduler::EntityKind::token || kind == scheduler::EntityKind::webhook;
  return !is_key || role == scheduler::Role::admin;
}

json::object show(const Change& change, scheduler::Role role) {
  json::object row = notice_of(change);
  if (!may_see(role, change)) return row;
  std::visit(
      [&](const auto& changed) {
        json::value before = shown(changed.before);
        json::value after = shown(changed.after);
        row.emplace("changed", changed_members(before, after));
        row.emplace("before", std::move(before));
        row.emplace("after", std::move(after));
      },
      change);
  return row;
}

json::object show(const JournalEntry& entry, scheduler::Role role) {
  json::array changes;
  for (const Change& change : entry.changes) changes.push_back(show(change, role));
  json::object row{{"sequence", entry.position}, {"at", scheduler::to_string(entry.at)}, {"actor", entry.actor}};
  if (!entry.reason.empty()) row.emplace("reason", entry.reason);
  row.emplace("changes", std::move(changes));
  return row;
}

std::optional<Position> parse_position(std::string_view text) {
  Position position = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
  const bool is_number = error == std::errc{} && end == text.data() + text.size() && position <= INT64_MAX;
  return is_number ? std::optional(position) : std::nullopt;
}

tl::expected<std::optional<Position>, http::Response> position_parameter(const http::Request& request,
                                                                         std::string_view name) {
  const auto text = request.query_value(name);
  if (!text) return std::nullopt;
  const auto position = parse_position(*text);
  if (!position) return tl::unexpected(invalid_input("?" + std::string(name), "must be the sequence of an entry"));
  return position;
}

http::Response busy() {
  auto response =
      http::problem(503, "/problems/too-many-readers", "Too many are reading the journal", "Try again in a moment.");
  response.headers.emplace_back("Retry-After", "2");
  return response;
}

/// What cannot be read; of what is no longer kept, what is.
http::Response refusal(const Environment& environment, scheduler::Journal& journal, const scheduler::Error& error) {
  if (std::holds_alternative<scheduler::NotFound>(error)) {
    const Position head = environment.services.scheduling.schedule()->head();
    const auto oldest = oldest_kept(journal, head);
    return no_longer_kept(head, oldest ? std::optional(*oldest) : std::nullopt);
  }
  return error_response(error, environment.services.report, environment.department.time_zone);
}

/// Which part of the journal is asked for.
struct AuditQuery {
  Position after = 0;
  std::optional<Position> before;  ///< the newest first
  std::size_t limit = 0;
  std::optional<scheduler::Uuid> entity;
};

tl::expected<AuditQuery, http::Response> query_of(const http::Request& request, Position head) {
  AuditQuery query;
  const auto after = position_parameter(request, "after");
  if (!after) return tl::unexpected(after.error());
  query.after = after->value_or(0);
  const auto before = position_parameter(request, "before");
  if (!before) return tl::unexpected(before.error());
  const auto order = request.query_value("order").value_or("oldest");
  if (order != "oldest" && order != "newest")
    return tl::unexpected(invalid_input("?order", "must be oldest or newest"));
  if (*before && *after) return tl::unexpected(invalid_input("?before", "does not go with after: choose one"));
  if (*before || order == "newest") query.before = before->value_or(head + 1);
  const auto limit = limit_of(request);
  if (!limit) return tl::unexpected(limit.error());
  query.limit = *limit;
  if (const auto text = request.query_value("entity")) {
    query.entity = scheduler::Uuid::parse(*text);
    if (!query.entity) return tl::unexpected(invalid_input("?entity", "is not an id"));
    if (query.before) return tl::unexpected(invalid_input("?order", "does not go with entity: leave it out"));
  }
  return query;
}

/// One page, and how to ask for the next one.
struct Page {
  std::vector<JournalEntry> entries;
  std::optional<std::pair<std::string_view, Position>> next;
};

scheduler::Result<Page> forwards(scheduler::Journal& journal, const AuditQuery& query, Position head) {
  if (query.after >= head) return Page{};
  auto entries = journal.read(query.after, query.limit, std::chrono::milliseconds{0});
  if (!entries) return tl::unexpected(entries.error());
  Page page{std::move(*entries), std::nullopt};
  if (!page.entries.empty() && page.entries.back().position < head) page.next = {"after", page.entries.back().position};
  return page;
}

scheduler::Result<Page> backwards(scheduler::Journal& journal, const AuditQuery& query, Position head) {
  const Position end = std::min(*query.before, head + 1);  // exclusive
  const Position after = end > query.limit ? end - 1 - std::min<Position>(query.limit, end - 1) : 0;
  const auto oldest = oldest_kept(journal, head);
  if (!oldest) return tl::unexpected(oldest.error());
  if (end <= *oldest) return Page{};
  const Position from = std::max(after, *oldest - 1);
  auto entries = journal.read(from, static_cast<std::size_t>(end - 1 - from), std::chrono::milliseconds{0});
  if (!entries) return tl::unexpected(entries.error());
  std::reverse(entries->begin(), entries->end());
  Page page{std::move(*entries), std::nullopt};
  if (from + 1 > *oldest) page.next = {"before", from + 1};
  return page;
}

scheduler::Result<Page> of_one_object(scheduler::Journal& journal, const AuditQuery& query,
                                      const scheduler::Schedule& schedule) {
  auto history = history_of(journal, schedule, *query.entity, query.after, query.limit);
  if (!history) return tl::unexpected(history.error());
  Page page{std::move(history->entries), std::nullopt};
  if (history->more) page.next = {"after", history->examined};
  return page;
}

http::Response answer(const Environment& environment, const Exchange& exchange, const Page& page) {
  json::array rows;
  for (const JournalEntry& entry : page.entries) rows.push_back(show(entry, exchange.token->value.role));
  http::Headers headers{{"Cache-Control", "no-store"}};
  if (page.next) {
    headers.emplace_back("Link", next_link(exchange.request, environment.department.public_url,
                                           std::to_string(page.next->second), page.next->first));
  }
  return json_response(200, json::object{{"entries", std::move(rows)}}, std::move(headers));
}

/// Reads the journal on its own thread, and answers there.
template <class Job>
void on_journal(const Environment& environment, Exchange exchange, Job job) {
  auto shared = std::make_shared<Exchange>(std::move(exchange));
  const bool taken = environment.services.journal.submit(
      [shared, job = std::move(job)](scheduler::Journal& journal) { job(journal, std::move(*shared)); });
  if (!taken) shared->responder.send(busy());
}

}  // namespace

void audit(const Environment& environment, Exchange exchange) {
  const auto schedule = environment.services.scheduling.schedule();
  const auto query = query_of(exchange.request, schedule->head());
  if (!query) return exchange.responder.send(query.error());
  on_journal(
      environment, std::move(exchange),
      [&environment, query = *query, schedule](scheduler::Journal& journal, Exchange asked) {
        const auto page = query.entity   ? of_one_object(journal, query, *schedule)
                          : query.before ? backwards(journal, query, schedule->head())
                                         : forwards(journal, query, schedule->head());
        asked.responder.send(page ? answer(environment, asked, *page) : refusal(environment, journal, page.error()));
      });
}

void audit_entry(const Environment& environment, Exchange exchange) {
  const auto position = parse_position(exchange.parameter("sequence"));
  const Position head = environment.services.scheduling.schedule()->head();
  if (!position || *position == 0 || *position > head) return exchange.responder.send(not_found());
  on_journal(
      environment, std::move(exchange), [&environment, at = *position](scheduler::Journal& journal, Exchange asked) {
        const auto entries = journal.read(at - 1, 1, std::chrono::milliseconds{0});
        if (!entries || entries->empty()) {
          return asked.responder.send(entries ? refusal(environment, journal, scheduler::NotFound{})
                                              : refusal(environment, journal, entries.error()));
        }
        asked.responder.send(
            json_response(200, show(entries->front(), asked.token->value.role), {{"Cache-Control", "no-store"}}));
      });
}

void revert(const Environment& environment, Exchange exchange) {
  const auto position = parse_position(exchange.parameter("sequence"));
  const Position head = environment.services.scheduling.schedule()->head();
  if (!position || *position == 0 || *position > head) return exchange.responder.send(not_found());
  json::object body;
  if (!exchange.request.body.empty()) {
    auto sent = parse_body(exchange.request, "application/json");
    if (!sent) return exchange.responder.send(sent.error());
    body = std::move(*sent);
  }
  const auto options = take_options(body, OptionsOf::events);
  if (!options) return exchange.responder.send(options.error());
  if (!body.empty()) {
    return exchange.responder.send(
        invalid_input('/' + std::string(body.begin()->key()), "is not known here; known is: override"));
  }
  on_journal(
      environment, std::move(exchange),
      [&environment, at = *position, options = *options](scheduler::Journal& journal, Exchange asked) {
        auto entries = journal.read(at - 1, 1, std::chrono::milliseconds{0});
        if (!entries || entries->empty()) {
          return asked.responder.send(entries ? refusal(environment, journal, scheduler::NotFound{})
                                              : refusal(environment, journal, entries.error()));
        }
        auto command = options.command(asked.actor(), scheduler::Revert{at, std::move(entries->front().changes)});
        write(environment, std::move(asked), std::move(command), [at](const scheduler::Decision& decision) {
          json::array changes;
          for (const Change& change : decision.changes) changes.push_back(notice_of(change));
          json::object shown{
              {"reverted", at}, {"changes", std::move(changes)}, {"warnings", to_json(decision.warnings)}};
          if (!decision.skipped.empty()) shown.emplace("skipped", to_json(decision.skipped));
          return json_response(200, shown);
        });
      });
}

}  // namespace api::handlers
