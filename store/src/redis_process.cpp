#include "redis_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "redis_connection.hpp"

namespace store {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kProbePatience{500};
constexpr milliseconds kProbePause{5};
/// A server that loads says so; one that says nothing for so long will not come.
constexpr std::chrono::seconds kSilencePatience{60};
/// The descriptor under which the server holds its lock: the first one after standard input, output and error.
constexpr int kInheritedLock = 3;

/// Paths are relative to the folder, where the server is started: so they need no quoting, and the socket's is short.
constexpr std::array<std::pair<const char*, const char*>, 13> kOptions{{
    {"--port", "0"},
    {"--unixsocket", "redis.sock"},
    {"--unixsocketperm", "700"},
    {"--dir", "./"},
    {"--logfile", "redis.log"},
    {"--pidfile", "redis.pid"},
    {"--daemonize", "no"},
    {"--appendonly", "yes"},
    {"--appendfsync", "always"},
    {"--aof-load-truncated", "yes"},
    {"--save", ""},
    {"--maxmemory-policy", "noeviction"},
    {"--set-proc-title", "no"},  // ps shows the options, and the folder is the working directory
}};

void check(int error, const char* what) {
  if (error != 0)
    throw std::runtime_error(std::string("Cannot start redis-server (") + what + "): " + std::strerror(error) + '.');
}

class FileActions {
 public:
  FileActions() { check(posix_spawn_file_actions_init(&actions_), "actions"); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class Attributes {
 public:
  Attributes() { check(posix_spawnattr_init(&attributes_), "attributes"); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  posix_spawnattr_t* get() { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

/// The server gets its lock and nothing else of ours: no socket of a client stays open because Redis lives.
void give_files(FileActions& actions, const RedisFolder& folder, const FileLock& lock) {
  auto* const raw = actions.get();
  check(posix_spawn_file_actions_addchdir_np(raw, folder.path.c_str()), "folder");
  check(posix_spawn_file_actions_adddup2(raw, lock.descriptor(), kInheritedLock), "lock");
  check(posix_spawn_file_actions_addopen(raw, STDIN_FILENO, "/dev/null", O_RDONLY, 0), "input");
  check(posix_spawn_file_actions_addopen(raw, STDOUT_FILENO, "redis.log", O_WRONLY | O_CREAT | O_APPEND, 0600), "log");
  check(posix_spawn_file_actions_adddup2(raw, STDOUT_FILENO, STDERR_FILENO), "log");
  check(posix_spawn_file_actions_addclosefrom_np(raw, kInheritedLock + 1), "descriptors");
}

/// A session of its own, so that Ctrl-C in a terminal stops us first, and Redis by us, last. PR_SET_PDEATHSIG is left
/// alone: it fires when the *thread* that started the server ends, and a server that a crash leaves behind is stopped
/// by the next start in any case.
void give_signals(Attributes& attributes) {
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  check(posix_spawnattr_setsigmask(attributes.get(), &none), "signals");
  check(posix_spawnattr_setsigdefault(attributes.get(), &all), "signals");
  check(posix_spawnattr_setflags(attributes.get(), POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF),
        "session");
}

enum class Probe { ready, loading, silent };

Probe probe(RedisConnection& redis) {
  const auto reply = redis.command({"PING"}, kProbePatience);
  if (!reply) return Probe::silent;
  return reply->view().is_error() ? Probe::loading : Probe::ready;
}

/// The last words of the log.
std::string last_lines(const std::filesystem::path& log) {
  constexpr std::size_t kLines = 3;
  std::ifstream file(log);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
    if (lines.size() > kLines) lines.erase(lines.begin());
  }
  std::string result;
  for (const std::string& line : lines) result += "\n  " + line;
  return result;
}

std::string failure(const RedisFolder& folder, const std::string& what) {
  return "redis-server " + what + " Its log, " + folder.log().string() + ", ends with:" + last_lines(folder.log()) +
         "\nIf it speaks of a bad file format, its data is damaged: nothing was changed. Copy " + folder.path.string() +
         " elsewhere, then restore a backup, or repair it with `redis-check-aof --fix " +
         (folder.path / "appendonlydir" / "appendonly.aof.manifest").string() +
         "`, which cuts off everything after the damage.";
}

}  // namespace

RedisFolder::RedisFolder(const std::filesystem::path& data_directory)
    : path(std::filesystem::absolute(data_directory).lexically_normal() / "redis") {}

void RedisFolder::create() const {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (!error) std::filesystem::create_directory(path, error);
  if (!error) std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  if (error) throw std::runtime_error("Cannot create " + path.string() + ": " + error.message() + '.');
}

std::filesystem::path find_redis_server() {
  const char* const search = std::getenv("PATH");
  std::istringstream folders(search != nullptr ? search : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (folder.empty()) continue;
    std::filesystem::path candidate = std::filesystem::absolute(std::filesystem::path(folder) / "redis-server");
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  throw std::runtime_error(
      "There is no redis-server in PATH. Install it (apt-get install redis-server), or name a Redis with --redis.");
}

int spawn_redis(const std::filesystem::path& program, const RedisFolder& folder, const FileLock& lock) {
  FileActions actions;
  Attributes attributes;
  give_files(actions, folder, lock);
  give_signals(attributes);
  std::vector<std::string> arguments{program.string()};
  for (const auto& [option, value] : kOptions) arguments.insert(arguments.end(), {option, value});
  std::vector<char*> raw;
  raw.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  pid_t process = 0;
  check(posix_spawn(&process, program.c_str(), actions.get(), attributes.get(), raw.data(), environ),
        folder.path.c_str());
  return process;
}

bool has_ended(int process, milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  for (;;) {
    siginfo_t info{};
    const int failed = waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT);
    if (failed != 0 || info.si_pid == process) return true;
    if (steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kProbePause);
  }
}

std::optional<std::string> wait_until_ready(int process, const RedisFolder& folder,
                                            const std::function<bool()>& stopping) {
  RedisConnection redis(folder.address());
  auto last_sign = steady_clock::now();
  while (!stopping()) {
    if (has_ended(process, milliseconds{0})) return failure(folder, "has ended before it answered.");
    const Probe seen = probe(redis);
    if (seen == Probe::ready) return std::nullopt;
    if (seen == Probe::loading) last_sign = steady_clock::now();
    if (steady_clock::now() - last_sign > kSilencePatience) return failure(folder, "does not answer.");
    std::this_thread::sleep_for(kProbePause);
  }
  return std::nullopt;
}

}  // namespace store
