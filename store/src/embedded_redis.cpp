#include "store/embedded_redis.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "file_lock.hpp"
#include "redis_process.hpp"

namespace store {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A server that lived for less than this is not started again at once.
constexpr std::chrono::seconds kHealthyLife{10};
constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{5000};
/// So many starts in a row that came to nothing are enough: the data is damaged, or the disk is full.
constexpr int kMaxFailedStarts = 5;
constexpr milliseconds kStopPatience{6000};

FileLock lock_data_directory(const std::filesystem::path& directory) {
  const auto path = directory / "lock";
  if (auto lock = FileLock::try_lock(path)) {
    lock->write_process_id();
    return std::move(*lock);
  }
  std::string holder = "?";
  std::ifstream(path) >> holder;
  throw DataDirectoryInUse("The data directory " + directory.string() + " is in use by process " + holder +
                           ". Two services cannot share it: stop that one, or give this one another --data.");
}

}  // namespace

/// Owns the server's process. Its thread waits for the end of the process, reaps it, and starts the next one; only that
/// thread reaps, under the mutex, so nobody else can signal a number that is no longer ours.
/// Redis takes files without their manifest for an empty store, and then writes into them.
/// @throws std::runtime_error
static void refuse_without_manifest(const RedisFolder& folder) {
  const std::filesystem::path files = folder.path / "appendonlydir";
  std::error_code none;
  bool has_data = false;
  for (const auto& entry : std::filesystem::directory_iterator(files, none)) {
    has_data = has_data || entry.path().extension() == ".aof";
  }
  if (!has_data || std::filesystem::exists(files / "appendonly.aof.manifest", none)) return;
  throw std::runtime_error("The data in " + files.string() +
                           " are there, and their appendonly.aof.manifest is missing. Restore it from a backup of this "
                           "folder; nothing was started.");
}

class EmbeddedRedis::Supervisor {
 public:
  explicit Supervisor(const std::filesystem::path& data_directory)
      : folder_(created(data_directory)),
        lock_(lock_data_directory(folder_.path.parent_path())),
        program_(find_redis_server()) {
    if (const auto why_not = start_server()) throw std::runtime_error(*why_not);
    thread_ = std::thread([this] { supervise(); });
  }

  ~Supervisor() { stop(); }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  [[nodiscard]] RedisAddress address() const { return folder_.address(); }

  [[nodiscard]] int process_id() const {
    const std::lock_guard lock(mutex_);
    return process_;
  }

  [[nodiscard]] std::optional<std::string> failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

  void stop() {
    const std::lock_guard only_one(stop_mutex_);
    if (!thread_.joinable()) return;
    {
      std::unique_lock lock(mutex_);
      stopping_ = true;
      changed_.notify_all();
      signal_server(SIGTERM);
      signal_server(SIGCONT);  // one that is stopped could not hear
      if (!changed_.wait_for(lock, kStopPatience, [this] { return process_ == 0; })) signal_server(SIGKILL);
    }
    thread_.join();
    lock_.reset();
  }

 private:
  static RedisFolder created(const std::filesystem::path& data_directory) {
    RedisFolder folder(data_directory);
    folder.create();
    return folder;
  }

  void signal_server(int signal) const {
    if (process_ > 0) kill(process_, signal);
  }

  [[nodiscard]] bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  /// @return why not, and then there is no process; nullopt when it answers, or when stopping
  [[nodiscard]] std::optional<std::string> start_server() {
    try {
      const FileLock server_lock = take_over(folder_);
      refuse_without_manifest(folder_);
      const std::lock_guard lock(mutex_);
      if (stopping_) return std::nullopt;
      process_ = spawn_redis(program_, folder_, server_lock);
    } catch (const std::runtime_error& wrong) {
      return wrong.what();
    }
    auto why_not = wait_until_ready(process_id(), folder_, [this] { return stopping(); });
    if (why_not) {
      signal_now(SIGKILL);
      reap();
    }
    return why_not;
  }

  void signal_now(int signal) const {
    const std::lock_guard lock(mutex_);
    signal_server(signal);
  }

  /// Waits for the end of the process, if there is one.
  void reap() {
    const int process = process_id();
    if (process == 0) return;
    siginfo_t info{};
    while (waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
    }
    const std::lock_guard lock(mutex_);
    waitpid(process, nullptr, 0);
    process_ = 0;
    changed_.notify_all();
  }

  void supervise() {
    milliseconds pause{0};
    while (!stopping()) {
      const auto started = steady_clock::now();
      reap();
      const bool was_healthy = steady_clock::now() - started >= kHealthyLife;
      pause = was_healthy ? milliseconds{0} : std::clamp(2 * pause, kFirstPause, kLongestPause);
      if (!start_again(pause)) break;
    }
    reap();
  }

  /// @return false when stopping, or when it is given up
  [[nodiscard]] bool start_again(milliseconds pause) {
    for (int failed = 0;; ++failed) {
      if (stops_within(pause)) return false;
      const auto why_not = start_server();
      if (!why_not) return true;
      if (failed + 1 >= kMaxFailedStarts) return give_up(*why_not);
      pause = std::clamp(2 * pause, kFirstPause, kLongestPause);
    }
  }

  [[nodiscard]] bool stops_within(milliseconds pause) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, pause, [this] { return stopping_; });
  }

  bool give_up(const std::string& why) {
    const std::lock_guard lock(mutex_);
    failure_ = why;
    return false;
  }

  const RedisFolder folder_;
  std::optional<FileLock> lock_;  ///< of the data directory
  const std::filesystem::path program_;

  std::mutex stop_mutex_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int process_ = 0;
  bool stopping_ = false;
  std::optional<std::string> failure_;
  std::thread thread_;
};

EmbeddedRedis::EmbeddedRedis(const std::filesystem::path& data_directory)
    : supervisor_(std::make_unique<Supervisor>(data_directory)) {}

EmbeddedRedis::~EmbeddedRedis() = default;

RedisAddress EmbeddedRedis::address() const { return supervisor_->address(); }

int EmbeddedRedis::process_id() const { return supervisor_->process_id(); }

std::optional<std::string> EmbeddedRedis::failure() const { return supervisor_->failure(); }

void EmbeddedRedis::stop() { supervisor_->stop(); }

RedisAddress embedded_redis_address(const std::filesystem::path& data_directory) {
  return RedisFolder(data_directory).address();
}

}  // namespace store
