#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "answer_queue.hpp"
#include "descriptor.hpp"
#include "outbox.hpp"
#include "request_reader.hpp"
#include "server_state.hpp"
#include "stream_reader.hpp"

namespace http {

/// One client: what it sent and is not read yet, the requests under way, the bytes owed to it.
///
/// It writes to a descriptor of its own, a duplicate of the transport's, so that no number the transport has closed and
/// the kernel has given away can get its answers. Public functions take the connection's mutex; the handler is called
/// without it. At most one thread at a time reads requests (see pump()), so that they reach the handler in order.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  /// `socket` is the duplicate. `look_again` makes the transport ask wants_input() again; it is called with the mutex
  /// held and never after on_peer_gone() or detach().
  Connection(std::shared_ptr<ServerState> server, std::uint64_t id, Descriptor socket, std::string peer,
             std::function<void()> look_again);

  /// From the transport's thread of this peer.
  /// @{
  /// False: do not read now, look_again() will tell.
  [[nodiscard]] bool wants_input();
  void on_input(std::string_view bytes);
  /// The client has closed, or shut down its sending side; the transport closes its descriptor next.
  void on_peer_gone();
  /// Answers 503 to whatever comes, and closes.
  void refuse();
  /// @}

  /// From the writer's thread.
  /// @{
  void on_writable();
  void resume();
  void on_deadline(Clock::time_point now);
  /// @}

  /// From any thread.
  /// @{
  /// Whether the client has not closed its side.
  [[nodiscard]] bool is_listened_to();
  /// When on_deadline() is due. Lock-free.
  [[nodiscard]] Clock::time_point deadline() const;
  /// Since when it waits for its client, while it owes it nothing; else the maximum. Lock-free.
  [[nodiscard]] Clock::time_point waiting_since() const;
  /// Cuts it off if it waits since then. False if not.
  [[nodiscard]] bool evict(Clock::time_point since);
  /// There is something to take from a stream. Takes no mutex of the connection.
  void on_stream();
  /// Closes after the requests under way are answered; at once if there are none. Streams end with what was written.
  void drain();
  /// Closes now, whatever is owed.
  void cut();
  /// The transport is about to go: no look_again() any more.
  void detach();
  /// @}

 private:
  using Lock = std::unique_lock<std::mutex>;

  void answer(std::uint64_t ticket, Response response);
  void pump(Lock& lock);
  [[nodiscard]] bool read_next();
  [[nodiscard]] bool may_dispatch() const;
  [[nodiscard]] std::uint64_t open_slot();
  void dispatch(Request request, std::uint64_t ticket);
  void expect_body();
  void reject(const Rejection& rejection);
  void collect();
  void collect_slot(AnswerQueue::Slot slot);
  void begin_stream(StreamReader stream, bool chunked);
  void take_from_stream();
  void flush();
  Outbox::Outcome send_owed();
  [[nodiscard]] bool waits_too_much(Outbox::Outcome outcome) const;
  void settle();
  void begin_linger();
  void reset_now();
  void close_now();
  void read_again();
  void give_up_place(std::atomic<std::size_t>& counted_in);
  void leave();
  void set_times();
  [[nodiscard]] Clock::time_point next_deadline() const;
  [[nodiscard]] Clock::time_point began_to_wait() const;
  void drop_input();
  [[nodiscard]] std::string_view unread() const;
  [[nodiscard]] bool owes_nothing() const;
  [[nodiscard]] bool between_requests() const;
  [[nodiscard]] bool request_begun() const;
  [[nodiscard]] bool finished() const;

  const std::shared_ptr<ServerState> server_;
  const Limits& limits_;
  const std::uint64_t id_;
  const std::string peer_;

  std::mutex mutex_;
  Descriptor socket_;  // gone once closed
  std::function<void()> look_again_;
  std::string input_;            // received
  std::size_t input_begin_ = 0;  // of it, already read as requests
  RequestReader reader_;
  std::optional<Incoming> held_;  // complete, and waiting for its turn
  AnswerQueue answers_;
  StreamReader stream_;  // the answer that is being sent, if its bytes come later; those behind it wait
  bool stream_is_chunked_ = false;
  Outbox outbox_;

  bool pumping_ = false;
  std::thread::id pump_thread_;
  bool resume_queued_ = false;
  bool watched_ = false;           // known to the writer's epoll
  bool waiting_writable_ = false;  // the writer will call
  bool reading_paused_ = false;
  bool peer_gone_ = false;
  bool last_request_read_ = false;  // nothing more is read as a request
  bool draining_ = false;
  bool lingering_ = false;
  bool first_byte_seen_ = false;
  std::atomic<std::size_t>* counted_in_ = nullptr;  // of the server, while this connection takes no place

  std::size_t discarded_ = 0;
  Clock::time_point opened_;
  Clock::time_point request_began_;
  Clock::time_point quiet_since_;
  Clock::time_point last_sent_;
  Clock::time_point linger_until_;
  std::atomic<Clock::time_point> deadline_{Clock::time_point::max()};
  std::atomic<Clock::time_point> waiting_since_{Clock::time_point::max()};
};

}  // namespace http
