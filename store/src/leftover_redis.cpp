#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

extern "C" {  // glibc 2.36 forgets it
#include <sys/pidfd.h>
}

#include <charconv>
#include <stdexcept>
#include <thread>
#include <vector>

#include "redis_connection.hpp"
#include "redis_process.hpp"

// Never two servers on one set of files
//
// Each server inherits the lock DIR/redis/server.lock and holds it until its process, and every child it has forked,
// is gone, whatever became of the service: the kernel says whether one is alive, no pid file has to be believed. One
// that is left over after a crash is stopped, not adopted: nobody could wait for it as for a child, its settings may be
// another version's, and with every write synced nothing is lost by a stop. It is asked over its socket first, since
// that works from another container too; those that hold the lock and do not go (a stopped server, the child of a
// killed one that was rewriting the file) are killed, which loses nothing either.

namespace store {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kAskPatience{1000};
constexpr milliseconds kStepPatience{3000};
constexpr milliseconds kLookPause{10};

std::optional<FileLock> wait_for_lock(const RedisFolder& folder) {
  const auto deadline = steady_clock::now() + kStepPatience;
  for (;;) {
    if (auto lock = FileLock::try_lock(folder.lock())) return lock;
    if (steady_clock::now() > deadline) return std::nullopt;
    std::this_thread::sleep_for(kLookPause);
  }
}

/// Only a server that works in our folder is told to stop. @return whether one was
bool ask_to_stop(const RedisFolder& folder) {
  RedisConnection redis(folder.address());
  const auto reply = redis.command({"CONFIG", "GET", "dir"}, kAskPatience);
  if (!reply || reply->view().is_error()) return false;
  std::error_code error;
  if (!std::filesystem::equivalent(std::string(reply->view().at(1).text()), folder.path, error)) return false;
  static_cast<void>(redis.command({"SHUTDOWN", "NOSAVE"}, kAskPatience));  // it answers by closing the connection
  return true;
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> processes;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    pid_t process = 0;
    const auto [stopped, wrong] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (wrong == std::errc{} && stopped == name.data() + name.size()) processes.push_back(process);
  }
  return processes;
}

/// A server has the lock as descriptor 3: see spawn_redis.
bool holds_lock(pid_t process, const struct stat& lock) {
  struct stat held {};
  const std::string path = "/proc/" + std::to_string(process) + "/fd/3";
  return stat(path.c_str(), &held) == 0 && held.st_dev == lock.st_dev && held.st_ino == lock.st_ino;
}

void kill_holders(const RedisFolder& folder) {
  struct stat lock {};
  if (stat(folder.lock().c_str(), &lock) != 0) return;
  for (const pid_t process : all_processes()) {
    if (process == getpid()) continue;
    // Taken before the look, so that it is this process that gets the signal, and no later one of the same number.
    const int handle = pidfd_open(process, 0);
    if (handle < 0) continue;
    if (holds_lock(process, lock)) pidfd_send_signal(handle, SIGKILL, nullptr, 0);
    close(handle);
  }
}

void require_silence(const RedisFolder& folder) {
  RedisConnection redis(folder.address());
  if (!redis.command({"PING"}, kAskPatience)) return;
  throw std::runtime_error("A redis-server that Karvon did not start listens at " + to_string(folder.address()) +
                           ". Stop it first.");
}

}  // namespace

FileLock take_over(const RedisFolder& folder) {
  auto lock = FileLock::try_lock(folder.lock());
  if (!lock && ask_to_stop(folder)) lock = wait_for_lock(folder);
  if (!lock) {
    kill_holders(folder);
    lock = wait_for_lock(folder);
  }
  if (!lock) {
    throw std::runtime_error("A redis-server that cannot be stopped from here still works in " + folder.path.string() +
                             ". Stop it first.");
  }
  require_silence(folder);
  return std::move(*lock);
}

}  // namespace store
