#include "transfer_command.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "codec/json.hpp"
#include "scheduler/journal.hpp"
#include "system_clock.hpp"

namespace karvon {
namespace {

namespace json = boost::json;
using scheduler::Change;
using scheduler::Changed;

constexpr std::string_view kFormat = "karvon department 1";
/// Of one entry, and of one append: small enough for the store's patience.
constexpr std::size_t kChangesAnEntry = 200;
constexpr std::size_t kEntriesAnAppend = 10;

template <class T>
T value_or_throw(scheduler::Result<T> result) {
  if (result) return std::move(*result);
  const auto* away = std::get_if<scheduler::JournalUnavailable>(&result.error());
  throw std::runtime_error("the store cannot be used: " + (away != nullptr ? away->detail : std::string("try again")));
}

/// Where the whole of the journal's object is, but for its place in the journal.
template <class T>
json::object line_of(const scheduler::Record<T>& record) {
  json::object stored = codec::to_json(record, codec::Audience::store);
  stored.erase("position");
  return {{"kind", codec::object_kind<T>()}, {"object", std::move(stored)}};
}

template <class... T>
std::vector<std::string> lines_of(const scheduler::Schedule& schedule, const std::variant<Changed<T>...>*) {
  std::vector<std::string> lines;
  const auto add_all = [&]<class E>(const E*) {
    schedule.all<E>().for_each([&](scheduler::Id<E>, const scheduler::RecordPtr<E>& record) {
      lines.push_back(json::serialize(line_of(*record)));
    });
  };
  (add_all(static_cast<const T*>(nullptr)), ...);
  return lines;
}

template <class... T>
Change change_in(const json::object& line, scheduler::Position position, const std::variant<Changed<T>...>*) {
  const std::string_view kind = line.at("kind").as_string();
  std::optional<Change> change;
  const auto look = [&]<class E>(const E*) {
    if (codec::object_kind<E>() != kind) return;
    auto record = codec::record_from_json<E>(line.at("object").as_object());
    record.position = position;
    change = Changed<E>{nullptr, std::make_shared<const scheduler::Record<E>>(std::move(record))};
  };
  (look(static_cast<const T*>(nullptr)), ...);
  if (!change) throw std::runtime_error("the kind \"" + std::string(kind) + "\" is unknown to this version");
  return std::move(*change);
}

/// Written beside its place, and put there only when it is whole.
void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::path beside = path;
  beside += ".new";
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  bool done = descriptor >= 0 && ::fchmod(descriptor, S_IRUSR | S_IWUSR) == 0;
  for (std::size_t written = 0; done && written < text.size();) {
    const ssize_t count = ::write(descriptor, text.data() + written, text.size() - written);
    done = count > 0;
    if (done) written += static_cast<std::size_t>(count);
  }
  done = done && ::fsync(descriptor) == 0;
  const std::string why = std::generic_category().message(errno);
  if (descriptor >= 0) ::close(descriptor);
  if (!done) throw std::runtime_error("cannot write " + beside.string() + ": " + why);
  std::filesystem::rename(beside, path);
}

/// The file's objects as entries of a journal that begins with them.
class ImportFile {
 public:
  explicit ImportFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    std::string text;
    for (std::size_t number = 1; std::getline(file, text); ++number) {
      try {
        take(json::parse(text).as_object(), number);
      } catch (const std::exception& wrong) {
        throw std::runtime_error(path.string() + ", line " + std::to_string(number) + ": " + wrong.what());
      }
    }
    if (!is_whole_)
      throw std::runtime_error(path.string() + " is not whole: its last line is missing. Export it again");
  }

  [[nodiscard]] const std::string& department() const { return department_; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] std::vector<scheduler::JournalEntry>& entries() { return entries_; }

 private:
  void take(const json::object& line, std::size_t number) {
    if (number == 1) {
      if (std::string_view(line.at("format").as_string()) != kFormat)
        throw std::runtime_error("this is no export that this version can read");
      department_ = line.at("department").as_string();
      return;
    }
    if (is_whole_) throw std::runtime_error("there is more after the last line");
    if (const json::value* objects = line.if_contains("objects")) {
      if (*objects != count_) throw std::runtime_error("there are " + std::to_string(count_) + " objects, not so many");
      is_whole_ = true;
      return;
    }
    if (entries_.empty() || entries_.back().changes.size() == kChangesAnEntry) {
      entries_.push_back({entries_.size() + 1, {}, "command line", "imported", {}});
    }
    entries_.back().changes.push_back(change_in(line, entries_.back().position, static_cast<const Change*>(nullptr)));
    schedule_.apply(entries_.back().changes.back());  // two of one id, say
    ++count_;
  }

  std::string department_;
  std::vector<scheduler::JournalEntry> entries_;
  scheduler::Schedule schedule_;
  std::size_t count_ = 0;
  bool is_whole_ = false;
};

std::string department_in(const Store& store, const std::optional<std::string>& suggested) {
  auto department = store.department(suggested);
  if (!department) throw std::runtime_error("the store cannot be used: " + department.error());
  return std::move(*department);
}

}  // namespace

std::size_t export_department(const TransferOptions& options) {
  if (options.store.redis.empty() && !std::filesystem::exists(options.store.data / "redis")) {
    throw std::runtime_error("there is no store in " + options.store.data.string() + ": name the right --data");
  }
  const Store store(options.store, Store::Beside::running_service);
  const std::string department = department_in(store, std::nullopt);
  const scheduler::Schedule schedule = value_or_throw(store.journal(department)->load());
  if (schedule.head() == 0) throw std::runtime_error("the department is empty: there is nothing to export");
  const auto lines = lines_of(schedule, static_cast<const Change*>(nullptr));
  std::string text = json::serialize(json::object{{"format", kFormat}, {"department", department}}) + '\n';
  for (const std::string& line : lines) text += line + '\n';
  write_file(options.file, text + json::serialize(json::object{{"objects", lines.size()}}) + '\n');
  return lines.size();
}

std::size_t import_department(const TransferOptions& options) {
  ImportFile file(options.file);
  std::filesystem::create_directories(options.store.data);
  const Store store(options.store, Store::Beside::running_service);
  const auto journal = store.journal(department_in(store, file.department()));
  if (value_or_throw(journal->load()).head() != 0) {
    throw std::runtime_error("the department is not empty: import into a new --data, --redis or --department");
  }
  const auto now = SystemClock().now();
  std::vector<scheduler::JournalEntry>& entries = file.entries();
  for (std::size_t begin = 0; begin < entries.size(); begin += kEntriesAnAppend) {
    std::vector<scheduler::JournalAppend> appends;
    for (std::size_t i = begin; i < std::min(begin + kEntriesAnAppend, entries.size()); ++i) {
      entries[i].at = now;
      appends.push_back({std::move(entries[i]), std::nullopt});
    }
    if (value_or_throw(journal->append(begin, appends)) != scheduler::AppendOutcome::written) {
      throw std::runtime_error(
          "somebody else writes into the department: stop the services, and import into an empty one");
    }
  }
  return file.size();
}

}  // namespace karvon
