#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "append_request.hpp"
#include "invariant.hpp"
#include "store/departments.hpp"
#include "store/redis_journal.hpp"

// The bytes are all that a Redis ever says: to a journal that loads, reads, looks for an answer and appends, over a
// real connection. Whatever they are, each gives a result, or an exception that its callers catch.

namespace {

using fuzz::require;
using std::chrono::milliseconds;

/// Answers the first connection after say() with the bytes and the end of the stream; the next ones with the end only.
class Redis {
 public:
  Redis() : folder_(std::filesystem::temp_directory_path() / ("karvon-fuzz-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "redis.sock";
    std::filesystem::remove(path_);
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    require(bind(listener_, where, sizeof(address)) == 0 && listen(listener_, 8) == 0, "the fuzzer has a socket");
    std::thread([this] { serve(); }).detach();
  }

  [[nodiscard]] store::RedisAddress address() const {
    return {.endpoint = store::UnixSocket{path_}, .user = {}, .password = {}};
  }

  void say(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    bytes_ = bytes;
  }

  void remove_socket() const { std::filesystem::remove_all(folder_); }

 private:
  void serve() {
    for (;;) {
      const int client = accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      std::string bytes;
      {
        const std::lock_guard lock(mutex_);
        bytes = std::exchange(bytes_, {});
      }
      static_cast<void>(send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL));
      shutdown(client, SHUT_WR);
      // What is left unread would end the client's connection before it has read everything.
      while (recv(client, scratch_, sizeof(scratch_), 0) > 0) {
      }
      close(client);
    }
  }

  std::filesystem::path folder_;
  std::filesystem::path path_;
  int listener_ = -1;
  std::mutex mutex_;
  std::string bytes_;
  char scratch_[4096] = {};
};

Redis& redis() {
  // Never destroyed: its thread waits for clients until the process ends.
  static auto* const kRedis = [] {
    auto* started = new Redis;
    std::atexit([] { redis().remove_socket(); });
    return started;
  }();
  return *kRedis;
}

/// hiredis 0.14 takes as much memory for an array as its head promises. A Redis is trusted that far.
bool promises_too_much(std::string_view bytes) {
  constexpr std::size_t kMostDigits = 5;
  for (std::size_t star = bytes.find('*'); star != std::string_view::npos; star = bytes.find('*', star + 1)) {
    std::size_t digits = 0;
    while (star + 1 + digits < bytes.size() && bytes[star + 1 + digits] != '\r') ++digits;
    if (digits > kMostDigits) return true;
  }
  return false;
}

template <class T>
void check_error(const scheduler::Result<T>& result) {
  if (result) return;
  const auto* unavailable = std::get_if<scheduler::JournalUnavailable>(&result.error());
  require(unavailable == nullptr || !unavailable->detail.empty(), "who runs the service is told why");
  require(unavailable != nullptr || std::holds_alternative<scheduler::NotFound>(result.error()),
          "a journal cannot be reached, or has lost an entry");
}

void load() {
  store::RedisJournal journal(redis().address(), "department");
  try {
    const auto schedule = journal.load();
    check_error(schedule);
  } catch (const std::runtime_error& damaged) {
    require(!std::string_view(damaged.what()).empty(), "who runs the service is told what is damaged");
  }
}

void read() {
  store::RedisJournal journal(redis().address(), "department");
  const auto entries = journal.read(2, 10, milliseconds{0});
  check_error(entries);
  if (!entries) return;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    require((*entries)[i].position == 3 + i, "entries come one after the other");
  }
}

void find_answer() {
  store::RedisJournal journal(redis().address(), "department");
  const auto answer = journal.find_answer("scope", "key");
  check_error(answer);
}

void append() {
  const store::Keys keys("department");
  store::RedisConnection connection(redis().address());
  scheduler::JournalEntry entry;
  entry.actor = "Dilnoza";
  const store::AppendRequest request(keys, 2, "", {{entry, std::nullopt}});
  std::string script_sha;
  try {
    // Only once: a request that gets no answer is sent again until then.
    check_error(request.send(connection, script_sha, std::chrono::steady_clock::now()));
  } catch (const std::runtime_error& wrong) {
    require(!std::string_view(wrong.what()).empty(), "a broken answer is told of");
  }
}

void list_departments() {
  try {
    check_error(store::departments_in(redis().address()));
  } catch (const std::runtime_error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (promises_too_much(bytes)) return 0;
  for (const auto use : {load, read, find_answer, append, list_departments}) {
    redis().say(bytes);
    use();
  }
  return 0;
}
