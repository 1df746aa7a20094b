#include "first_start.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "api/secret.hpp"
#include "submit_and_wait.hpp"

namespace karvon {
namespace {

/// Whether the command failed only because its object is there already.
bool is_there_already(const scheduler::Error& error) {
  const auto* invalid = std::get_if<scheduler::InvalidInput>(&error);
  return invalid != nullptr && invalid->fields.size() == 1 && invalid->fields.front().pointer == "/id";
}

std::string reason_of(const scheduler::Error& error) {
  if (const auto* invalid = std::get_if<scheduler::InvalidInput>(&error)) {
    return invalid->fields.front().pointer + ' ' + invalid->fields.front().detail;
  }
  if (const auto* unavailable = std::get_if<scheduler::JournalUnavailable>(&error)) return unavailable->detail;
  if (std::holds_alternative<scheduler::SchedulingConflict>(error)) return "its office hours clash with each other";
  return "it was refused";
}

void load_seed(scheduler::SchedulingService& scheduling, const api::DepartmentFile& seed) {
  for (const scheduler::Command& command : seed.commands) {
    const auto answer = submit_and_wait(scheduling, command);
    if (!answer && !is_there_already(answer.error())) {
      throw std::runtime_error("the department file cannot be loaded: " + reason_of(answer.error()));
    }
  }
  spdlog::info("loaded the department file: {} objects", seed.commands.size());
  for (const std::string& name : seed.unused) spdlog::info("the department file's \"{}\" is not used yet", name);
}

class File {
 public:
  explicit File(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] bool write_all(const std::string& text) const {
    return descriptor_ >= 0 && ::fchmod(descriptor_, S_IRUSR | S_IWUSR) == 0 &&
           ::write(descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
           ::fsync(descriptor_) == 0;
  }

 private:
  int descriptor_;
};

/// Where the token waits until the store has its hash: only then may it have its name.
std::filesystem::path pending_token_file(const std::filesystem::path& data) { return data / "admin.token.new"; }

void write_token_file(const std::filesystem::path& path, const std::string& token) {
  if (!File(path).write_all(token + '\n')) {
    throw std::system_error(errno, std::generic_category(), "cannot write " + path.string());
  }
}

bool has_admin(const scheduler::Schedule& schedule) {
  bool found = false;
  schedule.all<scheduler::AccessToken>().for_each(
      [&](scheduler::Id<scheduler::AccessToken>, const scheduler::RecordPtr<scheduler::AccessToken>& token) {
        found = found || token->value.role == scheduler::Role::admin;
      });
  return found;
}

/// A first start that was cut off after the store had the token's hash.
void finish_first_start(const scheduler::Schedule& schedule, const std::filesystem::path& data) {
  std::ifstream file(pending_token_file(data));
  std::string token;
  if (std::getline(file, token) && schedule.find_token(api::sha256_hex(token))) {
    std::filesystem::rename(pending_token_file(data), admin_token_file(data));
  }
}

}  // namespace

std::filesystem::path admin_token_file(const std::filesystem::path& data) { return data / "admin.token"; }

void ensure_settings(scheduler::SchedulingService& scheduling, const scheduler::TimeZone& zone) {
  if (scheduling.schedule()->find(scheduler::kSettings)) return;
  scheduler::Settings settings;
  settings.time_zone = zone;
  settings.time_zone_rules = scheduler::installed_time_zone_rules();
  const auto answer = submit_and_wait(
      scheduling,
      {{"start", scheduler::Role::admin}, scheduler::Create<scheduler::Settings>{scheduler::kSettings, settings}});
  if (!answer && !is_there_already(answer.error())) {
    throw std::runtime_error("the department's settings cannot be stored: " + reason_of(answer.error()));
  }
}

bool prepare_first_start(scheduler::SchedulingService& scheduling, const std::optional<api::DepartmentFile>& seed,
                         scheduler::IdSource& ids, const std::filesystem::path& data) {
  if (has_admin(*scheduling.schedule())) {
    finish_first_start(*scheduling.schedule(), data);
    return false;
  }
  if (std::filesystem::exists(admin_token_file(data))) {
    throw std::runtime_error(
        "the department is empty, but " + admin_token_file(data).string() +
        " says that there was one. Was its store lost, or is --department or --seed another one's? "
        "Restore the store from a backup; to begin anew, move that file away first");
  }
  if (seed) load_seed(scheduling, *seed);
  // The file comes first: a token that is in the store and in nobody's hands could never be found again.
  const std::string token = api::make_token();
  write_token_file(pending_token_file(data), token);
  const scheduler::AccessToken admin{"admin of the first start", scheduler::Role::admin, api::sha256_hex(token)};
  const auto answer = submit_and_wait(scheduling, {{"first start", scheduler::Role::admin},
                                                   scheduler::Create<scheduler::AccessToken>{{ids.next()}, admin},
                                                   std::nullopt});
  if (!answer) throw std::runtime_error("the admin token cannot be stored: " + reason_of(answer.error()));
  std::filesystem::rename(pending_token_file(data), admin_token_file(data));
  return true;
}

}  // namespace karvon
