#include "writer.hpp"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <stdexcept>
#include <utility>

#include "connection.hpp"

namespace http {
namespace {

constexpr std::uint64_t kWakeup = 0;  // connections count from 1

// Out of memory, say: then one connection goes, not the thread that all the others need.
template <typename Action>
void attempt(Connection& connection, const Action& action) {
  try {
    action(connection);
  } catch (const std::exception&) {
    connection.cut();
  }
}

}  // namespace

Writer::Writer(Registry& registry, std::chrono::milliseconds tick)
    : registry_(registry),
      tick_(tick),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wakeup_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!epoll_ || !wakeup_)
    throw std::runtime_error("no descriptor left for the HTTP writer; raise the limit (ulimit -n)");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeup;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wakeup_.get(), &event);
}

Writer::~Writer() { stop(); }

void Writer::start() {
  thread_ = std::thread([this] {
    ::pthread_setname_np(::pthread_self(), "http-writer");
    run();
  });
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  resumed_.clear();
}

void Writer::watch(std::uint64_t id, int fd) {
  epoll_event event{};
  event.events = EPOLLOUT | EPOLLONESHOT;
  event.data.u64 = id;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) != 0 && errno == ENOENT) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
  }
}

void Writer::forget(int fd) { ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

void Writer::resume(std::shared_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    resumed_.push_back(std::move(connection));
    if (resumed_.size() > 1) return;  // whoever put the first one there wakes the thread
  }
  wake();
}

void Writer::wake() const { [[maybe_unused]] const int written = ::eventfd_write(wakeup_.get(), 1); }

void Writer::run() {
  std::array<epoll_event, 256> events{};
  auto next_sweep = std::chrono::steady_clock::now() + tick_;
  for (;;) {
    const int count =
        ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), static_cast<int>(tick_.count()));
    for (int i = 0; i < count; ++i) {
      const std::uint64_t id = events[static_cast<std::size_t>(i)].data.u64;
      eventfd_t ignored = 0;
      if (id == kWakeup) {
        ::eventfd_read(wakeup_.get(), &ignored);
      } else if (const auto connection = registry_.find(id)) {
        attempt(*connection, [](Connection& ready) { ready.on_writable(); });
      }
    }
    std::vector<std::shared_ptr<Connection>> resumed;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      resumed.swap(resumed_);
    }
    for (const auto& connection : resumed) attempt(*connection, [](Connection& waiting) { waiting.resume(); });
    if (const auto now = std::chrono::steady_clock::now(); now >= next_sweep) {
      for (const auto& connection : registry_.due(now)) {
        attempt(*connection, [&](Connection& late) { late.on_deadline(now); });
      }
      next_sweep = now + tick_;
    }
  }
}

}  // namespace http
