#include "csv.hpp"
#include "csv_formula.hpp"

namespace api {

CsvWriter::CsvWriter(char separator) : separator_(separator), text_("\xEF\xBB\xBF") {}

void CsvWriter::add(std::span<const std::string> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text_ += separator_;
    add_cell(cells[i], cells.size() == 1);
  }
  text_ += "\r\n";
}

void CsvWriter::add_cell(std::string_view cell, bool is_alone) {
  // Either separator needs quotes: which one it is is found out from the header line.
  const bool needs_quotes = cell.find_first_of("\",;\r\n\t") != std::string_view::npos;
  const bool would_be_a_blank_line = is_alone && cell.empty();
  if (needs_quotes || would_be_a_blank_line) text_ += '"';
  if (is_formula(cell)) text_ += kFormulaGuard;
  for (const char c : cell) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  if (needs_quotes || would_be_a_blank_line) text_ += '"';
}

}  // namespace api
