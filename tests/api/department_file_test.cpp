#include "api/department_file.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

const scheduler::Instant kTuesdayNight = scheduler::parse_instant("2026-12-01T20:00:00Z").value();

std::string file_with(const std::string& members) {
  return R"({"department":{"slug":"ird","name":"Department","timeZone":"Asia/Tashkent"})" + members + "}";
}

template <class T>
std::vector<T> created(const api::DepartmentFile& file) {
  std::vector<T> values;
  for (const auto& command : file.commands) {
    if (const auto* create = std::get_if<scheduler::Create<T>>(&command.action)) values.push_back(create->value);
  }
  return values;
}

TEST(DepartmentFile, CreatesInstitutionsHostsAndOfficeHours) {
  const auto file = api::parse_department_file(
      file_with(R"(,"institutions":[{"name":"Induk University","country":"KR","timeZone":"Asia/Seoul"}],
                    "officeHours":[{"title":"Hours","host":"Head","days":"daily","from":"10:00","to":"15:30"}],
                    "projects":[{"kind":"unesco","name":"Heritage"}],"publicHolidays":{"country":"UZ"},"rectors":[])"),
      kTuesdayNight);
  EXPECT_EQ(file.slug, "ird");
  ASSERT_EQ(created<scheduler::Institution>(file).size(), 1U);
  EXPECT_EQ(created<scheduler::Institution>(file)[0].country, "KR");
  ASSERT_EQ(created<scheduler::Person>(file).size(), 1U);
  ASSERT_EQ(created<scheduler::Event>(file).size(), 1U);
  const scheduler::Event hours = created<scheduler::Event>(file)[0];
  // 20:00 UTC on the 1st is the 2nd in Tashkent.
  EXPECT_EQ(scheduler::to_string(hours.start), "2026-12-02T10:00:00");
  EXPECT_EQ(hours.duration.to_string(), "PT5H30M");
  EXPECT_EQ(hours.recurrence_rule->frequency, scheduler::Frequency::daily);
  ASSERT_EQ(created<scheduler::Project>(file).size(), 1U);
  EXPECT_EQ(created<scheduler::Project>(file)[0].kind, scheduler::ProjectKind::unesco);
  EXPECT_GT(created<scheduler::Closure>(file).size(), 90U);  // nine a year and more, up to the horizon
  EXPECT_EQ(file.unused, std::vector<std::string>{"rectors"});
}

TEST(DepartmentFile, StartsWeeklyHoursOnTheFirstOfTheirDays) {
  const auto file = api::parse_department_file(
      file_with(R"(,"officeHours":[{"title":"Hours","host":"Head","days":["mo","fr"],"from":"10:00","to":"15:00"}])"),
      kTuesdayNight);
  EXPECT_EQ(scheduler::to_string(created<scheduler::Event>(file)[0].start), "2026-12-04T10:00:00");
}

TEST(DepartmentFile, GivesTheSameIdsEachTime) {
  const std::string text = file_with(R"(,"institutions":[{"name":"Induk University"}])");
  const auto id_in = [&] {
    const auto file = api::parse_department_file(text, kTuesdayNight);
    return std::get<scheduler::Create<scheduler::Institution>>(file.commands.back().action).id;
  };
  EXPECT_EQ(id_in(), id_in());
}

TEST(DepartmentFile, SaysWhereItIsWrong) {
  const std::pair<std::string, std::string> kWrong[] = {
      {"{", "not JSON"},
      {"{}", "/department"},
      {R"({"department":{"slug":"x","name":"y","timeZone":"Mars/Base"}})", "/department/timeZone"},
      {file_with(R"(,"institutions":[{"name":"x"},{"name":7}])"), "/institutions/1/name"},
      {file_with(R"(,"officeHours":[{"title":"x","host":"y","days":"sometimes","from":"10:00","to":"15:00"}])"),
       "/officeHours/0/days"},
      {file_with(R"(,"officeHours":[{"title":"x","host":"y","days":"daily","from":"15:00","to":"10:00"}])"),
       "/officeHours/0/to"},
  };
  for (const auto& [text, place] : kWrong) {
    try {
      (void)api::parse_department_file(text, kTuesdayNight);
      ADD_FAILURE() << text;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(place), std::string::npos) << error.what();
    }
  }
}

}  // namespace
