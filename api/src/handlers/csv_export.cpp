#include "csv_export.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "../error_response.hpp"
#include "../tables.hpp"
#include "../window.hpp"
#include "../worker.hpp"
#include "csv_import.hpp"

namespace api::handlers {
namespace {

using scheduler::Event;
using scheduler::RecordPtr;
using scheduler::Schedule;

tl::expected<char, http::Response> separator_of(const http::Request& request) {
  const auto word = request.query_value("separator").value_or("comma");
  if (word == "comma") return ',';
  if (word == "semicolon") return ';';
  return tl::unexpected(invalid_input("?separator", "must be one of: comma, semicolon"));
}

http::Response file(std::string_view name, std::string text) {
  return {200,
          {{"Content-Type", "text/csv; charset=utf-8"},
           {"Content-Disposition", "attachment; filename=\"" + std::string(name) + ".csv\""},
           {"Cache-Control", "no-store"}},
          std::make_shared<const std::string>(std::move(text))};
}

template <class T>
std::string table_of(const std::vector<RecordPtr<T>>& records, const Schedule& schedule, char separator) {
  const Directory directory(schedule);
  CsvWriter writer(separator);
  std::vector<std::string> names;
  for (const Column& column : columns_of<T>()) names.emplace_back(column.name);
  writer.add(names);
  for (const RecordPtr<T>& record : records) writer.add(cells_of(*record, directory));
  return writer.take();
}

/// Writes the file on the worker's thread. `collect` gives the records, or why there is no file.
template <class T, class Collect>
void export_table(const Environment& environment, Exchange exchange, std::string_view name, Collect collect) {
  const auto separator = separator_of(exchange.request);
  if (!separator) return exchange.responder.send(separator.error());
  auto shared = std::make_shared<Exchange>(std::move(exchange));
  const bool taken =
      environment.export_worker.submit([shared, name, separator = *separator, collect = std::move(collect),
                                        schedule = environment.services.scheduling.schedule()] {
        const tl::expected<std::vector<RecordPtr<T>>, http::Response> records = collect(*schedule);
        shared->responder.send(records ? file(name, table_of(*records, *schedule, separator)) : records.error());
        return Worker::Progress::done;
      });
  if (!taken) shared->responder.send(too_many_files());
}

template <class T>
void export_all(const Environment& environment, Exchange exchange, std::string_view name) {
  export_table<T>(environment, std::move(exchange), name, [](const Schedule& schedule) {
    std::vector<RecordPtr<T>> records;
    schedule.all<T>().for_each([&](const auto&, const RecordPtr<T>& record) { records.push_back(record); });
    return records;
  });
}

tl::expected<std::vector<RecordPtr<Event>>, http::Response> events_in(const Schedule& schedule,
                                                                      const scheduler::Interval& window,
                                                                      const Sight& sight) {
  std::vector<RecordPtr<Event>> events;
  std::set<scheduler::Id<Event>> known;
  schedule.visit_occurrences(window, [&](const scheduler::IndexedOccurrence& occurrence) {
    if (!known.insert(occurrence.event).second) return true;
    auto event = schedule.find(occurrence.event);
    if (sight.sees(event->value)) events.push_back(std::move(event));
    return events.size() <= kMostCsvRows;
  });
  if (events.size() <= kMostCsvRows) return events;
  return tl::unexpected(invalid_input("?to", "is too far from from: more than " + std::to_string(kMostCsvRows) +
                                                 " events lie between, and a file has no more. Choose a shorter "
                                                 "window"));
}

}  // namespace

void export_people(const Environment& environment, Exchange exchange) {
  export_all<scheduler::Person>(environment, std::move(exchange), "people");
}

void export_rooms(const Environment& environment, Exchange exchange) {
  export_all<scheduler::Room>(environment, std::move(exchange), "rooms");
}

void export_events(const Environment& environment, Exchange exchange) {
  const auto window = window_of(exchange.request, environment.department.time_zone);
  if (!window) return exchange.responder.send(window.error());
  const Sight sight = exchange.sight();
  export_table<Event>(environment, std::move(exchange), "events", [window = *window, sight](const Schedule& schedule) {
    return events_in(schedule, window, sight);
  });
}

}  // namespace api::handlers
