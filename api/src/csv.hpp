#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

/// Tables as text: RFC 4180, as spreadsheets write and read it. Pure, thread-safe.
///
/// A cell that begins with = + - @, a tab or a carriage return is a formula to a spreadsheet. It is written with an
/// apostrophe before it, which the reader takes away again: what was written is what is read, and a formula that
/// somebody put into a name is never computed.
namespace api {

/// What a file may have. More is refused.
inline constexpr std::size_t kMostCsvRows = 10'000;  ///< without the header line
inline constexpr std::size_t kMostCsvColumns = 100;
inline constexpr std::size_t kMostCsvCellBytes = 64 * 1024;

struct CsvRow {
  std::size_t line = 0;  ///< of the file, from 1, on which the row begins: a quoted cell may go over several
  std::vector<std::string> cells;

  friend bool operator==(const CsvRow&, const CsvRow&) = default;
};

/// All rows have as many cells as the header.
struct CsvTable {
  std::vector<std::string> header;
  std::vector<CsvRow> rows;
};

/// Why a file cannot be read.
struct CsvProblem {
  std::size_t line = 0;      ///< from 1
  std::size_t column = 0;    ///< the character in that line, from 1
  std::string detail;        ///< what is wrong and what to do, a sentence without its stop
  bool is_too_much = false;  ///< it is beyond the bounds above
};

/// Reads a whole file: UTF-8, with or without a byte order mark; lines end with CRLF or LF; blank lines are skipped.
/// Cells are separated by commas, or by semicolons where the header line has one before any comma, as spreadsheets in
/// countries with a decimal comma write them.
[[nodiscard]] tl::expected<CsvTable, CsvProblem> read_csv(std::string_view text);

/// Writes a file that spreadsheets open as it is meant: a byte order mark, CRLF, quotes where they are needed.
class CsvWriter {
 public:
  /// @param separator ',' or ';'
  explicit CsvWriter(char separator = ',');

  /// The first row is the header. Cells are UTF-8 without NUL.
  void add(std::span<const std::string> cells);

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void add_cell(std::string_view cell, bool is_alone);

  char separator_;
  std::string text_;
};

}  // namespace api
