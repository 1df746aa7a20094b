#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cstdint>

#include "tables.hpp"

namespace api {
namespace {

namespace json = boost::json;

json::array split(std::string_view cell) {
  json::array items;
  std::string item;
  std::size_t keep = 0;  // blanks at the end belong to the item only up to here
  const auto finish = [&] {
    item.resize(std::max(keep, item.find_last_not_of(' ') + 1));  // npos + 1 is 0
    if (!item.empty()) items.emplace_back(item);
    item.clear();
    keep = 0;
  };
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '|') {
      finish();
    } else if (cell[i] == '\\' && i + 1 < cell.size()) {
      item += cell[++i];
      keep = item.size();
    } else if (cell[i] != ' ' || !item.empty()) {
      item += cell[i];
    }
  }
  finish();
  return items;
}

/// What is no number stays as it is written: the reader of the object says what it should be.
json::value number_in(std::string_view cell) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error == std::errc{} && end == cell.data() + cell.size()) return number;
  return json::value(cell);
}

/// Spreadsheets write truth in capitals, and in their own language.
json::value flag_in(std::string_view cell) {
  constexpr std::array<std::string_view, 4> kTrue{"true", "TRUE", "True", "ИСТИНА"};
  constexpr std::array<std::string_view, 4> kFalse{"false", "FALSE", "False", "ЛОЖЬ"};
  if (std::find(kTrue.begin(), kTrue.end(), cell) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), cell) != kFalse.end()) return false;
  return json::value(cell);
}

/// "2026-12-07 14:00" as "2026-12-07T14:00:00".
json::value local_time_in(std::string_view cell) {
  constexpr std::string_view kToTheMinute = "2026-12-07T14:00";
  std::string text(cell);
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  if (text.size() == kToTheMinute.size()) text += ":00";
  return json::value(text);
}

tl::expected<json::value, std::string> value_in(std::string_view cell, CellShape shape, const Directory& directory) {
  switch (shape) {
    case CellShape::number:
      return number_in(cell);
    case CellShape::flag:
      return flag_in(cell);
    case CellShape::list:
      return json::value(split(cell));
    case CellShape::local_time:
      return local_time_in(cell);
    case CellShape::room:
      return directory.rooms.meant(cell).map([](const std::string& id) { return json::value(id); });
    case CellShape::person:
      return directory.people.meant(cell).map([](const std::string& id) { return json::value(id); });
    case CellShape::repeats:
      return tl::unexpected(
          std::string("only tells how a series repeats: make and change series with the API "
                      "(recurrenceRule)"));
    case CellShape::identity:
    case CellShape::text:
      break;
  }
  return json::value(cell);
}

/// Why an event of that kind cannot be given such a member by a table.
std::optional<std::string> problem_of(scheduler::EventKind kind, std::string_view column) {
  using scheduler::EventKind;
  const std::string of_kind = "of a " + std::string(name_of(kind));
  const bool is_journey = kind == EventKind::visit || kind == EventKind::trip;
  if (is_journey && (column == "start" || column == "duration" || (kind == EventKind::trip && column == "timeZone"))) {
    return of_kind + " follows from when it departs and comes back: change that with the API, PATCH " +
           (kind == EventKind::visit ? "/v1/visits/{id}" : "/v1/trips/{id}");
  }
  const bool is_known = column == "room"                               ? !is_journey
                        : column == "expert" || column == "capacity"   ? kind == EventKind::master_class
                        : column == "host" || column == "slotDuration" ? kind == EventKind::office_hours
                                                                       : true;
  if (is_known) return std::nullopt;
  return "is nothing that " + std::string(name_of(kind)) + " has: leave the cell empty";
}

std::string names_of(std::span<const Column> columns) {
  std::string names;
  for (const Column& column : columns) names.append(names.empty() ? "" : ", ").append(column.name);
  return names;
}

std::string_view without_outer_blanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

tl::expected<TableLayout, std::string> TableLayout::of(std::span<const Column> known,
                                                       const std::vector<std::string>& header) {
  TableLayout layout;
  layout.known_ = known;
  std::vector<std::string> unknown;
  for (const std::string& written : header) {
    const std::string_view name = without_outer_blanks(written);
    const auto found = std::find_if(known.begin(), known.end(), [&](const Column& each) { return each.name == name; });
    if (found == known.end()) {
      unknown.push_back(quoted(name));
      continue;
    }
    const auto index = static_cast<std::size_t>(found - known.begin());
    if (std::find(layout.columns_.begin(), layout.columns_.end(), index) != layout.columns_.end()) {
      return tl::unexpected("the column \"" + std::string(name) + "\" is there twice: leave one of them out");
    }
    layout.columns_.push_back(index);
  }
  if (unknown.empty()) return layout;
  constexpr std::size_t kNamed = 5;
  std::string named;
  for (std::size_t i = 0; i < std::min(unknown.size(), kNamed); ++i) named += (i == 0 ? "" : ", ") + unknown[i];
  if (unknown.size() > kNamed) named += ", ...";
  return tl::unexpected((unknown.size() == 1 ? "this column is" : "these columns are") +
                        std::string(" not known here: ") + named + ". Known are: " + names_of(known));
}

std::string_view TableLayout::cell(const CsvRow& row, std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (known_[columns_[i]].name == name) return row.cells[i];
  }
  return {};
}

RowChanges changes_in(const TableLayout& layout, const CsvRow& row, const std::vector<std::string>& now,
                      std::optional<scheduler::EventKind> kind, const Directory& directory) {
  RowChanges result;
  for (std::size_t i = 0; i < layout.columns().size(); ++i) {
    const Column& column = layout.known()[layout.columns()[i]];
    const std::string& cell = row.cells[i];
    if (column.shape == CellShape::identity || cell == now[layout.columns()[i]]) continue;
    const std::string pointer = '/' + std::string(column.name);
    if (auto problem = kind ? problem_of(*kind, column.name) : std::nullopt) {
      result.problems.push_back({pointer, std::move(*problem)});
      continue;
    }
    if (cell.empty() && column.shape != CellShape::repeats) {
      result.members.emplace(column.name, nullptr);
      continue;
    }
    auto value = value_in(cell, column.shape, directory);
    if (value) {
      result.members.emplace(column.name, std::move(*value));
    } else {
      result.problems.push_back({pointer, std::move(value.error())});
    }
  }
  return result;
}

}  // namespace api
