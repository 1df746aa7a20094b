#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "csv.hpp"
#include "scheduler/error.hpp"
#include "scheduler/event.hpp"
#include "scheduler/people.hpp"
#include "scheduler/record.hpp"
#include "scheduler/room.hpp"
#include "scheduler/schedule.hpp"

/// The department's objects as rows of tables. `T` is Person, Room or Event.
namespace api {

/// As problems quote what a cell has: in quotes, and not more than is needed to find it.
[[nodiscard]] std::string quoted(std::string_view cell);

/// How a member of an object looks in a cell.
enum class CellShape {
  identity,    ///< id, version, kind: which object it is about
  text,        ///< as in JSON: durations, zones and words too
  local_time,  ///< also as people write it: 2026-12-07 14:00
  number,
  flag,     ///< true or false
  list,     ///< between "|"; a backslash before a "|", a backslash or an outer blank that belongs to an item
  room,     ///< its name, or its id
  person,   ///< their name, or their id
  repeats,  ///< how often a series takes place; only to read
};

/// A column has the name that the member has in JSON.
struct Column {
  std::string_view name;
  CellShape shape;
};

/// In the order in which they are written.
template <class T>
[[nodiscard]] std::span<const Column> columns_of();

/// What rooms and people are called in cells.
class Names {
 public:
  /// @{ Of everybody, of every room. O(n).
  [[nodiscard]] static Names of_people(const scheduler::Schedule& schedule);
  [[nodiscard]] static Names of_rooms(const scheduler::Schedule& schedule);
  /// @}

  /// The name, where no other has it; else the id.
  [[nodiscard]] std::string shown(std::string_view id) const;

  /// The id that the cell names, which need not be there where it is written as an id.
  /// @return why it names none
  [[nodiscard]] tl::expected<std::string, std::string> meant(std::string_view cell) const;

 private:
  void add(const std::string& id, const std::string& name);

  std::map<std::string, std::string, std::less<>> names_;                     ///< by id
  std::map<std::string, std::vector<std::string>, std::less<>> ids_by_name_;  ///< in order
};

struct Directory {
  Names people;
  Names rooms;

  explicit Directory(const scheduler::Schedule& schedule)
      : people(Names::of_people(schedule)), rooms(Names::of_rooms(schedule)) {}
};

/// The object's cells, one for each of columns_of<T>(). What it does not have is an empty cell.
template <class T>
[[nodiscard]] std::vector<std::string> cells_of(const scheduler::Record<T>& record, const Directory& directory);

/// Which columns a file has: any of columns_of<T>(), in any order.
class TableLayout {
 public:
  /// @return what is wrong with the header line: unknown columns, a column that is there twice
  [[nodiscard]] static tl::expected<TableLayout, std::string> of(std::span<const Column> known,
                                                                 const std::vector<std::string>& header);

  /// The row's cell in the column of that name; empty where the file has no such column.
  [[nodiscard]] std::string_view cell(const CsvRow& row, std::string_view name) const;

  [[nodiscard]] std::span<const Column> known() const { return known_; }
  /// For each column of the file, which of known() it is.
  [[nodiscard]] const std::vector<std::size_t>& columns() const { return columns_; }

 private:
  std::span<const Column> known_;
  std::vector<std::size_t> columns_;
};

/// What a row says.
struct RowChanges {
  boost::json::object members;  ///< a merge patch (RFC 7396): null where a cell is empty that was not
  std::vector<scheduler::InvalidField> problems;
};

/// What of the row differs from `now`, the cells that cells_of() gives for the object, or empty ones for a new object.
/// A column that the file does not have says nothing.
/// @param kind of the event that it is about; nullopt for what is no event
[[nodiscard]] RowChanges changes_in(const TableLayout& layout, const CsvRow& row, const std::vector<std::string>& now,
                                    std::optional<scheduler::EventKind> kind, const Directory& directory);

}  // namespace api
