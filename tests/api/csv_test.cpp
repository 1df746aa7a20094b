#include "csv.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using Cells = std::vector<std::string>;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string written(const std::vector<Cells>& rows, char separator = ',') {
  api::CsvWriter writer(separator);
  for (const Cells& row : rows) writer.add(row);
  return writer.take();
}

/// Header and rows; none where the file cannot be read.
std::vector<Cells> read(std::string_view text) {
  const auto table = api::read_csv(text);
  if (!table) return {};
  std::vector<Cells> rows{table->header};
  for (const api::CsvRow& row : table->rows) rows.push_back(row.cells);
  return rows;
}

std::vector<std::size_t> lines_of(std::string_view text) {
  const auto table = api::read_csv(text);
  std::vector<std::size_t> lines;
  for (const api::CsvRow& row : table.value().rows) lines.push_back(row.line);
  return lines;
}

/// Where it cannot be read.
std::pair<std::size_t, std::size_t> place_of_problem(std::string_view text) {
  const auto table = api::read_csv(text);
  return table ? std::pair<std::size_t, std::size_t>{} : std::pair{table.error().line, table.error().column};
}

using Place = std::pair<std::size_t, std::size_t>;

TEST(CsvReader, TakesEitherEndOfLine) {
  const std::vector<Cells> rows{{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(read("a,b\r\n1,2\r\n"), rows);
  EXPECT_EQ(read("a,b\n1,2\n"), rows);
  EXPECT_EQ(read("a,b\n1,2"), rows);
}

TEST(CsvReader, TakesAByteOrderMark) {
  EXPECT_EQ(read(std::string(kByteOrderMark) + "a\n1\n"), (std::vector<Cells>{{"a"}, {"1"}}));
}

TEST(CsvReader, FindsOutTheSeparatorFromTheHeaderLine) {
  EXPECT_EQ(read("a;b\n1,5;2\n"), (std::vector<Cells>{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(read("a,b\n1;5,2\n"), (std::vector<Cells>{{"a", "b"}, {"1;5", "2"}}));
  EXPECT_EQ(read("\"a,b\";c\n1;2\n"), (std::vector<Cells>{{"a,b", "c"}, {"1", "2"}}));
  EXPECT_EQ(read("a\n1;2\n"), (std::vector<Cells>{{"a"}, {"1;2"}}));
}

TEST(CsvReader, KeepsWhatIsInQuotes) {
  EXPECT_EQ(read("a,b\n\"say \"\"hi\"\"\",\"one\r\ntwo\"\n"),
            (std::vector<Cells>{{"a", "b"}, {"say \"hi\"", "one\r\ntwo"}}));
  EXPECT_EQ(read("a,b\n,\"\"\n"), (std::vector<Cells>{{"a", "b"}, {"", ""}}));
}

TEST(CsvReader, SkipsBlankLinesAndKeepsCount) {
  EXPECT_EQ(read("\n\r\na\n\n1\n\r\n2\n"), (std::vector<Cells>{{"a"}, {"1"}, {"2"}}));
  EXPECT_EQ(lines_of("a,b\r\n\r\n1,\"x\r\ny\nz\"\r\n2,3\r\n"), (std::vector<std::size_t>{3, 6}));
}

TEST(CsvReader, TakesOneApostropheFromBeforeAFormula) {
  EXPECT_EQ(read("a\n'=1\n''=1\n'name\n'\n=1\n"),
            (std::vector<Cells>{{"a"}, {"=1"}, {"'=1"}, {"'name"}, {"'"}, {"=1"}}));
}

TEST(CsvReader, SaysWhereItCannotGoOn) {
  EXPECT_EQ(place_of_problem("a,b\n1,\"x\n"), (Place{2, 3}));         // never closed
  EXPECT_EQ(place_of_problem("a\n\"x\"y\n"), (Place{2, 4}));          // text after a closing quote
  EXPECT_EQ(place_of_problem("a\nЎ\"x\n"), (Place{2, 2}));            // a quote in the middle, after one character
  EXPECT_EQ(place_of_problem("a,b\n1\n"), (Place{2, 1}));             // too few cells
  EXPECT_EQ(place_of_problem("a,b\n1,2\n1,2,3\n"), (Place{3, 1}));    // too many
  EXPECT_EQ(place_of_problem("a\r1\r"), (Place{1, 2}));               // no end of a line
  EXPECT_EQ(place_of_problem("a\n\xD0"), (Place{2, 1}));              // half a character
  EXPECT_EQ(place_of_problem("a\nx\xC0\xAFy"), (Place{2, 2}));        // an overlong form
  EXPECT_EQ(place_of_problem("a\n\xED\xA0\x80"), (Place{2, 1}));      // half a surrogate pair
  EXPECT_EQ(place_of_problem("a\n\xF4\x90\x80\x80"), (Place{2, 1}));  // beyond Unicode
  EXPECT_EQ(place_of_problem(std::string_view("a\n1\0", 4)), (Place{2, 2}));
  EXPECT_EQ(place_of_problem(""), (Place{1, 1}));
  EXPECT_EQ(place_of_problem(std::string(kByteOrderMark) + "\r\n"), (Place{1, 1}));
}

TEST(CsvReader, ReadsAsMuchAsItSaysAndNoMore) {
  const auto rows = [](std::size_t count) {
    std::string text = "a\n";
    for (std::size_t i = 0; i < count; ++i) text += "1\n";
    return text;
  };
  EXPECT_TRUE(api::read_csv(rows(api::kMostCsvRows)));
  ASSERT_FALSE(api::read_csv(rows(api::kMostCsvRows + 1)));
  EXPECT_TRUE(api::read_csv(rows(api::kMostCsvRows + 1)).error().is_too_much);
  EXPECT_TRUE(api::read_csv("a\n" + std::string(api::kMostCsvCellBytes, 'x')));
  EXPECT_FALSE(api::read_csv("a\n" + std::string(api::kMostCsvCellBytes + 1, 'x')));
  EXPECT_FALSE(api::read_csv("a\n\"" + std::string(api::kMostCsvCellBytes + 1, 'x') + '"'));
  EXPECT_TRUE(api::read_csv(std::string(api::kMostCsvColumns - 1, ',')));
  EXPECT_FALSE(api::read_csv(std::string(api::kMostCsvColumns, ',')));
}

TEST(CsvWriter, WritesWhatSpreadsheetsOpen) {
  EXPECT_EQ(written({{"a", "b"}, {"x,y", "say \"hi\""}, {"", "one\ntwo"}}),
            std::string(kByteOrderMark) + "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n,\"one\ntwo\"\r\n");
  EXPECT_EQ(written({{"a", "b"}, {"x,y", "2"}}, ';'), std::string(kByteOrderMark) + "a;b\r\n\"x,y\";2\r\n");
}

TEST(CsvWriter, MakesNoCellThatIsComputed) {
  EXPECT_EQ(written({{"=1"}, {"+1"}, {"-1"}, {"@A"}, {"\tx"}, {"\rx"}, {"'=1"}, {"'x"}}),
            std::string(kByteOrderMark) + "'=1\r\n'+1\r\n'-1\r\n'@A\r\n\"'\tx\"\r\n\"'\rx\"\r\n''=1\r\n'x\r\n");
}

/// Characters that mean something, and some that do not.
rc::Gen<std::string> any_cell() {
  const auto piece = rc::gen::element<std::string>("\"", ",", ";", "\r", "\n", "\r\n", "'", "=", "+", "-", "@", "\t",
                                                   " ", "a", "Ў", "€", "😀", std::string(kByteOrderMark));
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string cell;
    for (const std::string& each : pieces) cell += each;
    return cell;
  });
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsRead, ()) {
  const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
  const auto row = rc::gen::container<Cells>(columns, any_cell());
  auto rows = *rc::gen::nonEmpty(rc::gen::container<std::vector<Cells>>(row));
  const char separator = *rc::gen::element(',', ';');
  RC_ASSERT(read(written(rows, separator)) == rows);
}

RC_GTEST_PROP(Csv, NoCellThatIsWrittenIsComputed, ()) {
  const std::string text = written({{"a"}, {*any_cell()}});
  const std::string cell = text.substr(kByteOrderMark.size() + 3);
  const char first = cell[cell.front() == '"' ? 1 : 0];
  RC_ASSERT(std::string_view("=+-@\t").find(first) == std::string_view::npos);
}

RC_GTEST_PROP(Csv, WhateverComesIsReadOrRefused, ()) {
  const auto bytes =
      *rc::gen::container<std::string>(rc::gen::element('"', ',', ';', '\r', '\n', 'a', '\0', '\xD0', '\xA3'));
  const auto table = api::read_csv(bytes);
  if (!table) {
    RC_ASSERT(table.error().line > 0 && table.error().column > 0 && !table.error().detail.empty());
  } else {
    for (const api::CsvRow& row : table->rows) RC_ASSERT(row.cells.size() == table->header.size());
  }
}

}  // namespace
