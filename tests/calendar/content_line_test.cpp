#include "calendar/content_line.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "calendar_text.hpp"

namespace calendar {
namespace {

using calendar_test::parse_line;
using calendar_test::physical_lines;
using calendar_test::unescaped;
using calendar_test::unfolded_lines;

std::string one_line(std::string_view text) {
  ContentLines lines;
  lines.add_text("SUMMARY", text);
  return lines.take();
}

TEST(FeedSyntax, Line7_EveryLineEndsWithCrlf) { EXPECT_EQ(one_line("Opening"), "SUMMARY:Opening\r\n"); }

TEST(FeedSyntax, Line7_A75OctetLineIsNotFolded) {
  const std::string title(75 - 8, 'a');
  EXPECT_EQ(one_line(title), "SUMMARY:" + title + "\r\n");
  EXPECT_EQ(one_line(title + "b"), "SUMMARY:" + title + "\r\n b\r\n");
}

TEST(FeedSyntax, Line7_FoldingCountsTheLeadingSpace) {
  for (const std::string& line : physical_lines(one_line(std::string(500, 'x')))) EXPECT_LE(line.size(), 75U);
  EXPECT_EQ(physical_lines(one_line(std::string(67 + 74 + 1, 'x')))[1].size(), 75U);
}

TEST(FeedSyntax, Line7_FoldingKeepsCharactersWhole) {
  // Russian has two octets a letter, Korean three, an emoji four: every remainder of the 75 is met.
  const std::string words = "Мастер-класс 서울예술대학교 🎭 o‘zbek ";
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::string title(shift, 'a');
    for (int i = 0; i < 8; ++i) title += words;
    for (const std::string& line : physical_lines(one_line(title))) {
      EXPECT_LE(line.size(), 75U);
      const auto first = static_cast<unsigned char>(line[line.starts_with(' ') ? 1 : 0]);
      EXPECT_NE(first & 0xC0U, 0x80U) << line;
    }
    EXPECT_EQ(unfolded_lines(one_line(title)).at(0), "SUMMARY:" + title);
  }
}

TEST(FeedSyntax, Line7_ControlCharactersAreLeftOut) {
  EXPECT_EQ(escaped_text(std::string("a\0b\x07"
                                     "c\x7F"
                                     "d\xC2\x85"
                                     "e\xEF\xBB\xBF"
                                     "f\tg",
                                     16)),
            "abcdef g");
}

TEST(FeedSyntax, Line7_OctetsThatAreNoUtf8AreReplaced) {
  for (const std::string_view bad : {"\xFF", "\xC0", "\xC1", "\xF5", "\x80"}) {
    EXPECT_EQ(escaped_text("a" + std::string(bad) + "b"),
              "a\xEF\xBF\xBD"
              "b");
  }
  EXPECT_EQ(escaped_text("cut \xD0"), "cut \xEF\xBF\xBD");
  EXPECT_EQ(escaped_text("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "a surrogate";
  EXPECT_EQ(escaped_text("\xE0\x80\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "an overlong form";
}

TEST(FeedSyntax, Line8_TextIsEscaped) { EXPECT_EQ(escaped_text(R"(a\b; c, d: "e")"), R"(a\\b\; c\, d: "e")"); }

TEST(FeedSyntax, Line8_LineEndsOfAnySortAreOneEscape) {
  EXPECT_EQ(escaped_text("a\nb\r\nc\rd\n\ne"), R"(a\nb\nc\nd\n\ne)");
  EXPECT_EQ(escaped_text("a\xE2\x80\xA8"
                         "b\xE2\x80\xA9"
                         "c"),
            R"(a\nb\nc)");
}

TEST(FeedSyntax, Line8_ParametersAreEscapedByRfc6868) {
  EXPECT_EQ(parameter_value("en"), "en");
  EXPECT_EQ(parameter_value("George \"Babe\" ^\nRuth"), "George ^'Babe^' ^^^nRuth");
}

TEST(FeedSyntax, Line8_ParametersWithSeparatorsAreQuoted) {
  EXPECT_EQ(parameter_value("mailto:a@b.c"), "\"mailto:a@b.c\"");
  EXPECT_EQ(parameter_value("a;b"), "\"a;b\"");
  EXPECT_EQ(parameter_value("a,b\"c"), "\"a,b^'c\"");
}

TEST(FeedSyntax, Line8_UrisStandAsTheyAre) {
  ContentLines lines;
  lines.add("SOURCE", {{"VALUE", "URI"}}, "https://a.example/x;y,z");
  EXPECT_EQ(lines.text(), "SOURCE;VALUE=URI:https://a.example/x;y,z\r\n");
}

TEST(FeedSyntax, NoValueBeginsALineOfItsOwn) {
  ContentLines lines;
  lines.add("SOURCE", "https://a.example\r\nATTENDEE:mailto:x@y.z");
  EXPECT_EQ(physical_lines(lines.text()).size(), 1U);
}

RC_GTEST_PROP(FeedSyntax, AnyOctetsComeBackAsTheTextTheyAre, ()) {
  const auto octets = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const std::string text = one_line(octets);
  for (const std::string& line : physical_lines(text)) RC_ASSERT(line.size() <= 75U);
  const auto lines = unfolded_lines(text);
  RC_ASSERT(lines.size() == 1U);
  const std::string read = unescaped(parse_line(lines[0]).value);
  RC_ASSERT(escaped_text(read) == escaped_text(octets));
}

RC_GTEST_PROP(FeedSyntax, AnyParameterComesBack, ()) {
  const auto value = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab^'\";:,n= ")));
  ContentLines lines;
  lines.add("X-TEST", {{"X-P", value}}, "value:;,");
  const auto read = parse_line(unfolded_lines(lines.text()).at(0));
  RC_ASSERT(read.parameter("X-P") == value);
  RC_ASSERT(read.value == "value:;,");
}

}  // namespace
}  // namespace calendar
