#include "tables.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdint>

#include "codec/json.hpp"

namespace api {
namespace {

namespace json = boost::json;

constexpr std::array kPersonColumns{
    Column{"id", CellShape::identity}, Column{"version", CellShape::identity}, Column{"name", CellShape::text},
    Column{"email", CellShape::text},  Column{"phone", CellShape::text},       Column{"organization", CellShape::text},
    Column{"roles", CellShape::list},  Column{"languages", CellShape::list},   Column{"timeZone", CellShape::text},
    Column{"note", CellShape::text},
};

constexpr std::array kRoomColumns{
    Column{"id", CellShape::identity},   Column{"version", CellShape::identity},
    Column{"name", CellShape::text},     Column{"campus", CellShape::text},
    Column{"address", CellShape::text},  Column{"capacity", CellShape::number},
    Column{"features", CellShape::list}, Column{"setup", CellShape::text},
    Column{"teardown", CellShape::text}, Column{"approvalNeeded", CellShape::flag},
};

constexpr std::array kEventColumns{
    Column{"id", CellShape::identity},      Column{"version", CellShape::identity},
    Column{"kind", CellShape::identity},    Column{"title", CellShape::text},
    Column{"description", CellShape::text}, Column{"start", CellShape::local_time},
    Column{"timeZone", CellShape::text},    Column{"duration", CellShape::text},
    Column{"repeats", CellShape::repeats},  Column{"status", CellShape::text},
    Column{"visibility", CellShape::text},  Column{"room", CellShape::room},
    Column{"expert", CellShape::person},    Column{"host", CellShape::person},
    Column{"capacity", CellShape::number},  Column{"slotDuration", CellShape::text},
};

// --- objects to cells

/// "a|b", with a backslash before what would be read otherwise.
std::string joined(const json::array& items) {
  std::string text;
  for (const json::value& item : items) {
    if (!text.empty()) text += '|';
    const std::string_view word = item.as_string();
    for (std::size_t i = 0; i < word.size(); ++i) {
      const bool is_outer_blank = word[i] == ' ' && (i == 0 || i + 1 == word.size());
      if (word[i] == '|' || word[i] == '\\' || is_outer_blank) text += '\\';
      text += word[i];
    }
  }
  return text;
}

std::string repeats(const json::object& shown) {
  if (const json::value* rule = shown.if_contains("recurrenceRule")) {
    return std::string(rule->at("frequency").as_string());
  }
  const json::value* overrides = shown.if_contains("recurrenceOverrides");
  return overrides != nullptr && !overrides->as_object().empty() ? "on several dates" : "";
}

std::string cell_of(const json::object& shown, const Column& column, const Directory& directory) {
  if (column.shape == CellShape::repeats) return repeats(shown);
  const json::value* member = shown.if_contains(column.name);
  if (member == nullptr) return {};
  if (const json::array* items = member->if_array()) return joined(*items);
  if (const bool* flag = member->if_bool()) return *flag ? "true" : "false";
  if (!member->is_string()) return std::to_string(member->to_number<std::uint64_t>());
  const std::string_view text = member->get_string();
  if (column.shape == CellShape::room) return directory.rooms.shown(text);
  if (column.shape == CellShape::person) return directory.people.shown(text);
  return std::string(text);
}

}  // namespace

std::string quoted(std::string_view cell) {
  constexpr std::size_t kLongest = 60;
  if (cell.size() <= kLongest) return '"' + std::string(cell) + '"';
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) --end;  // not within a UTF-8 sequence
  return '"' + std::string(cell.substr(0, end)) + "...\"";
}

template <>
std::span<const Column> columns_of<scheduler::Person>() {
  return kPersonColumns;
}
template <>
std::span<const Column> columns_of<scheduler::Room>() {
  return kRoomColumns;
}
template <>
std::span<const Column> columns_of<scheduler::Event>() {
  return kEventColumns;
}

template <class T>
std::vector<std::string> cells_of(const scheduler::Record<T>& record, const Directory& directory) {
  const json::object shown = codec::to_json(record, codec::Audience::client);
  std::vector<std::string> cells;
  for (const Column& column : columns_of<T>()) cells.push_back(cell_of(shown, column, directory));
  return cells;
}

template std::vector<std::string> cells_of(const scheduler::Record<scheduler::Person>&, const Directory&);
template std::vector<std::string> cells_of(const scheduler::Record<scheduler::Room>&, const Directory&);
template std::vector<std::string> cells_of(const scheduler::Record<scheduler::Event>&, const Directory&);

// --- names

Names Names::of_people(const scheduler::Schedule& schedule) {
  Names names;
  schedule.all<scheduler::Person>().for_each(
      [&](const auto& id, const auto& person) { names.add(id.to_string(), person->value.name); });
  return names;
}

Names Names::of_rooms(const scheduler::Schedule& schedule) {
  Names names;
  schedule.all<scheduler::Room>().for_each(
      [&](const auto& id, const auto& room) { names.add(id.to_string(), room->value.name); });
  return names;
}

void Names::add(const std::string& id, const std::string& name) {
  names_.emplace(id, name);
  ids_by_name_[name].push_back(id);
}

std::string Names::shown(std::string_view id) const {
  const auto name = names_.find(id);
  const bool is_clear = name != names_.end() && ids_by_name_.find(name->second)->second.size() == 1 &&
                        !scheduler::Uuid::parse(name->second);
  return is_clear ? name->second : std::string(id);
}

tl::expected<std::string, std::string> Names::meant(std::string_view cell) const {
  constexpr std::size_t kNamed = 5;
  if (const auto id = scheduler::Uuid::parse(cell)) return id->to_string();
  const auto found = ids_by_name_.find(cell);
  if (found == ids_by_name_.end()) {
    return tl::unexpected("is not known: nothing here is called " + quoted(cell) +
                          ". Write the name as it is there, or the id");
  }
  const std::vector<std::string>& ids = found->second;
  if (ids.size() == 1) return ids.front();
  std::string choices;
  for (std::size_t i = 0; i < std::min(ids.size(), kNamed); ++i) choices.append(i == 0 ? "" : ", ").append(ids[i]);
  return tl::unexpected("is not clear: " + std::to_string(ids.size()) + " here are called " + quoted(cell) +
                        ". Write the id: " + choices + (ids.size() > kNamed ? ", ..." : ""));
}

}  // namespace api
