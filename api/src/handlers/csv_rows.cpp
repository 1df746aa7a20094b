#include "csv_rows.hpp"

#include <charconv>
#include <memory>
#include <utility>
#include <variant>

#include "../conflict_json.hpp"
#include "../error_response.hpp"
#include "events.hpp"
#include "records.hpp"
#include "scheduler/describe.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;
using scheduler::Event;
using scheduler::EventKind;
using scheduler::Schedule;

tl::unexpected<http::Response> invalid(std::string pointer, std::string detail) {
  return tl::unexpected(invalid_input(std::move(pointer), std::move(detail)));
}

/// What became of the row.
template <class R>
Render result_of_row(RecordPtrOf<R> current, bool is_draft) {
  return [current, is_draft](const scheduler::Decision& decision) {
    const bool has_changed = !decision.changes.empty();
    const auto record =
        has_changed ? std::get<scheduler::Changed<typename R::Type>>(decision.changes.front()).after : current;
    json::object result{{"result", !current ? "created" : has_changed ? "changed" : "unchanged"}};
    if (current || !is_draft) {
      result.emplace("id", record->id.to_string());
      result.emplace("path", R::path_of(*record));
    }
    if (!decision.warnings.empty()) result.emplace("warnings", to_json(decision.warnings));
    return json_response(200, result);
  };
}

/// Reads rows of `T`.
template <class T>
class RowReader {
 public:
  RowReader(const Environment& environment, const Exchange& exchange, TableLayout layout, Directory directory,
            bool is_draft)
      : environment_(environment),
        exchange_(exchange),
        layout_(std::move(layout)),
        directory_(std::move(directory)),
        is_draft_(is_draft) {}

  [[nodiscard]] tl::expected<RowPlan, http::Response> plan(const Schedule& schedule, const CsvRow& row) const {
    const auto current = object_of(schedule, row);
    if (!current) return tl::unexpected(current.error());
    const auto version = version_of(row, *current != nullptr);
    if (!version) return tl::unexpected(version.error());
    if constexpr (std::is_same_v<T, scheduler::Person>) return plan_as<People>(*current, *version, row, std::nullopt);
    if constexpr (std::is_same_v<T, scheduler::Room>) return plan_as<Rooms>(*current, *version, row, std::nullopt);
    if constexpr (std::is_same_v<T, Event>) return plan_event(*current, *version, row);
  }

 private:
  using Current = scheduler::RecordPtr<T>;
  using Version = std::optional<scheduler::Version>;

  /// The object that the row is about; null: a new one.
  [[nodiscard]] tl::expected<Current, http::Response> object_of(const Schedule& schedule, const CsvRow& row) const {
    const std::string_view cell = layout_.cell(row, "id");
    if (cell.empty()) return nullptr;
    const auto id = scheduler::Id<T>::parse(cell);
    if (!id) return invalid("/id", "is not an id: leave the cell empty to make something new");
    Current current = schedule.find(*id);
    if (!current) return tl::unexpected(not_found());
    return current;
  }

  [[nodiscard]] tl::expected<Version, http::Response> version_of(const CsvRow& row, bool has_object) const {
    const std::string_view cell = layout_.cell(row, "version");
    if (cell.empty()) return std::nullopt;
    if (!has_object) return invalid("/version", "is of nothing: what has no id is new and has no version yet");
    scheduler::Version version = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), version);
    if (error != std::errc{} || end != cell.data() + cell.size()) {
      return invalid("/version", "must be the version as it was exported, a whole number");
    }
    return version;
  }

  [[nodiscard]] tl::expected<RowPlan, http::Response> plan_event(const Current& current, const Version& version,
                                                                 const CsvRow& row) const {
    const auto kind = kind_of(current, row);
    if (!kind) return tl::unexpected(kind.error());
    switch (*kind) {
      case EventKind::master_class:
        return plan_as<MasterClasses>(current, version, row, kind.value());
      case EventKind::office_hours:
        return plan_as<OfficeHoursSeries>(current, version, row, kind.value());
      case EventKind::visit:
        return plan_as<Visits>(current, version, row, kind.value());
      case EventKind::trip:
        return plan_as<Trips>(current, version, row, kind.value());
    }
    return tl::unexpected(not_found());
  }

  [[nodiscard]] tl::expected<EventKind, http::Response> kind_of(const Current& current, const CsvRow& row) const {
    const std::string_view cell = layout_.cell(row, "kind");
    if (current) {
      const EventKind kind = current->value.kind();
      if (cell.empty() || cell == name_of(kind)) return kind;
      return invalid("/kind", "cannot be changed: this is " + std::string(name_of(kind)));
    }
    for (const EventKind kind : {EventKind::master_class, EventKind::office_hours}) {
      if (cell == name_of(kind)) return kind;
    }
    for (const EventKind kind : {EventKind::visit, EventKind::trip}) {
      if (cell != name_of(kind)) continue;
      return invalid("/kind", "does not fit into one row: a new " + std::string(cell) + " is made with POST " +
                                  std::string(collection_of(kind)));
    }
    return invalid("/kind", "must be one of: master-class, office-hours");
  }

  template <class R>
  [[nodiscard]] tl::expected<RowPlan, http::Response> plan_as(const Current& current, const Version& version,
                                                              const CsvRow& row, std::optional<EventKind> kind) const {
    const std::vector<std::string> now =
        current ? cells_of(*current, directory_) : std::vector<std::string>(columns_of<T>().size());
    RowChanges changes = changes_in(layout_, row, now, kind, directory_);
    if constexpr (std::is_same_v<T, Event>) add_problem_of_start(current, changes);
    if (!changes.problems.empty()) return tl::unexpected(invalid_input(changes.problems));
    auto action = current ? replacement<R>(*current, version, std::move(changes.members))
                          : creation<R>(std::move(changes.members));
    if (!action) return tl::unexpected(action.error());
    return RowPlan{std::move(*action), result_of_row<R>(current, is_draft_)};
  }

  /// The overrides name their occurrences by the starts that the rule gives: with another start they would be others.
  static void add_problem_of_start(const Current& current, RowChanges& changes) {
    if (!current || current->value.recurrence_overrides.empty() || !changes.members.contains("start")) return;
    changes.problems.push_back({"/start",
                                "of a series with occurrences of their own cannot be changed by a table: "
                                "they would be lost. Use the API"});
  }

  template <class R>
  [[nodiscard]] tl::expected<scheduler::Action, http::Response> creation(json::object members) const {
    auto value = R::blank(environment_, exchange_);
    if (const auto problems = codec::from_json(members, value); !problems.empty()) {
      return tl::unexpected(invalid_input(problems));
    }
    R::complete(value, environment_);
    return scheduler::Create<T>{{environment_.services.ids.next()}, std::move(value)};
  }

  template <class R>
  [[nodiscard]] tl::expected<scheduler::Action, http::Response> replacement(const scheduler::Record<T>& current,
                                                                            const Version& version,
                                                                            json::object members) const {
    auto value = patched<R>(environment_, exchange_, current, std::move(members));
    if (!value) return tl::unexpected(value.error());
    return scheduler::Replace<T>{current.id, std::move(*value), version.value_or(current.version)};
  }

  const Environment& environment_;
  const Exchange& exchange_;
  TableLayout layout_;
  Directory directory_;
  bool is_draft_;
};

}  // namespace

template <class T>
PlanRow planner_of(const Environment& environment, const Exchange& exchange, TableLayout layout, Directory directory,
                   bool is_draft) {
  auto reader =
      std::make_shared<const RowReader<T>>(environment, exchange, std::move(layout), std::move(directory), is_draft);
  return [reader](const Schedule& schedule, const CsvRow& row) { return reader->plan(schedule, row); };
}

template PlanRow planner_of<scheduler::Person>(const Environment&, const Exchange&, TableLayout, Directory, bool);
template PlanRow planner_of<scheduler::Room>(const Environment&, const Exchange&, TableLayout, Directory, bool);
template PlanRow planner_of<scheduler::Event>(const Environment&, const Exchange&, TableLayout, Directory, bool);

}  // namespace api::handlers
