#include "webhooks/dispatcher.hpp"

#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <utility>

#include "delivery_loop.hpp"
#include "status_board.hpp"

namespace webhooks {
namespace {

/// Signals are the main thread's; and OpenSSL writes to sockets in a way that SIGPIPE would end the process.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

class Dispatcher::Impl {
 public:
  Impl(std::unique_ptr<scheduler::Journal> journal, std::unique_ptr<ConsumerState> state, Ports ports, Options options,
       const scheduler::Clock& clock)
      : options_(std::move(options)),
        loop_(std::move(journal), std::move(state), std::move(ports), options_, clock, board_) {}

  void start() {
    if (thread_.joinable()) throw std::logic_error("a dispatcher is started once");
    thread_ = std::thread([this] { run(); });
  }

  void stop() {
    is_stopping_ = true;
    loop_.wake();
    if (thread_.joinable()) thread_.join();
  }

  void wake() {
    is_woken_ = true;
    loop_.wake();
  }

  [[nodiscard]] const StatusBoard& board() const { return board_; }

 private:
  void run() {
    block_signals();
    pthread_setname_np(pthread_self(), "webhooks");
    while (!is_stopping_) {
      if (is_woken_.exchange(false)) loop_.look_again();
      guarded([this] { loop_.turn(); });
    }
    guarded([this] { loop_.finish(); });
  }

  /// What is thrown here has no other edge to be caught at.
  template <class Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (const std::exception& wrong) {
      loop_.report_and_pause(wrong.what());
    }
  }

  Options options_;
  StatusBoard board_;
  DeliveryLoop loop_;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<bool> is_woken_ = false;
  std::thread thread_;
};

Dispatcher::Dispatcher(std::unique_ptr<scheduler::Journal> journal, std::unique_ptr<ConsumerState> state, Ports ports,
                       Options options, const scheduler::Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(journal), std::move(state), std::move(ports), std::move(options), clock)) {
}

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::start() { impl_->start(); }
void Dispatcher::stop() { impl_->stop(); }
void Dispatcher::wake() { impl_->wake(); }

std::optional<Delivery> Dispatcher::status(const scheduler::Uuid& endpoint) const {
  return impl_->board().find(endpoint);
}

Counters Dispatcher::counters() const { return impl_->board().counters(); }

}  // namespace webhooks
