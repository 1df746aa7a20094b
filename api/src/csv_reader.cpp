#include <algorithm>
#include <cstdint>
#include <optional>

#include "csv.hpp"
#include "csv_formula.hpp"

namespace api {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// How many bytes the character at the front of `text` has; 0 where it is none (RFC 3629) or NUL.
std::size_t length_of_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  if (!std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(length), continues)) return 0;
  // Overlong forms, halves of surrogate pairs, and what lies beyond the last character.
  const bool is_misused = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) ||
                          (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
  return is_misused ? 0 : length;
}

std::optional<std::size_t> first_unusable_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_of_character(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

/// What stands first, outside of quotes, in the first line that is not blank.
char separator_of(std::string_view text) {
  bool quoted = false;
  bool blank = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == ',' || c == ';')) return c;
    if (!quoted && c == '\n' && !blank) break;
    if (c != '\r' && c != '\n') blank = false;
  }
  return ',';
}

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
    separator_ = separator_of(text_);
  }

  tl::expected<CsvTable, CsvProblem> read() {
    if (const auto bad = first_unusable_byte(text_)) {
      return refuse(*bad, text_[*bad] == '\0' ? "a NUL does not belong into a text"
                                              : "this is not UTF-8: in Excel, save it as \"CSV UTF-8\"");
    }
    CsvTable table;
    bool has_header = false;
    while (at_ < text_.size()) {
      if (skip_line_end()) continue;
      const std::size_t begin = at_;
      auto row = read_row();
      if (!row) return tl::unexpected(row.error());
      if (!has_header) {
        table.header = std::move(row->cells);
        has_header = true;
        continue;
      }
      if (auto problem = problem_of(table, *row, begin)) return tl::unexpected(std::move(*problem));
      table.rows.push_back(std::move(*row));
    }
    if (!has_header) return refuse(0, "the file is empty: its first line must name the columns");
    return table;
  }

 private:
  [[nodiscard]] tl::unexpected<CsvProblem> refuse(std::size_t at, std::string detail, bool is_too_much = false) const {
    const std::string_view before = text_.substr(0, at);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::string_view in_line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0
    const auto characters = std::count_if(in_line.begin(), in_line.end(), [](char c) { return !continues(c); });
    return tl::unexpected(CsvProblem{static_cast<std::size_t>(lines) + 1, static_cast<std::size_t>(characters) + 1,
                                     std::move(detail), is_too_much});
  }

  [[nodiscard]] std::optional<CsvProblem> problem_of(const CsvTable& table, const CsvRow& row,
                                                     std::size_t begin) const {
    if (table.rows.size() == kMostCsvRows) {
      return refuse(begin, "more than " + std::to_string(kMostCsvRows) + " rows: send the file in parts", true).value();
    }
    if (row.cells.size() == table.header.size()) return std::nullopt;
    return refuse(begin, "this row has " + std::to_string(row.cells.size()) + " cells, and the header line has " +
                             std::to_string(table.header.size()) +
                             ": put a cell that has a separator in it in quotes, and keep the separators of empty "
                             "cells")
        .value();
  }

  [[nodiscard]] bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }

  /// @return whether there was one
  bool skip_line_end() {
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    if (!is_at('\n')) return false;
    ++at_;
    ++line_;
    return true;
  }

  tl::expected<CsvRow, CsvProblem> read_row() {
    CsvRow row{line_, {}};
    for (;;) {
      if (row.cells.size() == kMostCsvColumns) {
        return refuse(at_, "more than " + std::to_string(kMostCsvColumns) + " columns: leave out what is not needed",
                      true);
      }
      const std::size_t begin = at_;
      auto cell = is_at('"') ? read_quoted() : read_plain();
      if (!cell) return tl::unexpected(cell.error());
      if (cell->size() > kMostCsvCellBytes) {
        return refuse(begin, "this cell has more than " + std::to_string(kMostCsvCellBytes) + " bytes: shorten it",
                      true);
      }
      row.cells.push_back(is_formula(*cell) && cell->front() == kFormulaGuard ? cell->substr(1) : std::move(*cell));
      if (at_ == text_.size() || skip_line_end()) return row;
      if (is_at('\r')) return refuse(at_, "a carriage return without a line feed: lines end with CRLF or LF");
      if (!is_at(separator_)) return refuse(at_, "text after a closing quote: double the quotes within a cell");
      ++at_;
    }
  }

  tl::expected<std::string, CsvProblem> read_plain() {
    const std::string special = std::string("\"\r\n") + separator_;
    const std::size_t end = std::min(text_.find_first_of(special, at_), text_.size());
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    if (is_at('"')) return refuse(at_, "a quote in a cell that has none around it: double it, and put quotes around");
    return cell;
  }

  tl::expected<std::string, CsvProblem> read_quoted() {
    const std::size_t begin = at_++;
    std::string cell;
    for (;;) {
      const std::size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        return refuse(begin, "the quote that begins here is never closed");
      }
      cell += text_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (!is_at('"')) break;
      cell += '"';
      ++at_;
    }
    line_ += static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '\n'));
    return cell;
  }

  std::string_view text_;
  char separator_ = ',';
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

tl::expected<CsvTable, CsvProblem> read_csv(std::string_view text) { return CsvReader(text).read(); }

}  // namespace api
