#include "connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace http {
namespace {

constexpr std::size_t kFlushAt = 64 * 1024;       // bytes of answers to pipelined requests sent together
constexpr std::size_t kReadAhead = 64 * 1024;     // bytes past a partial header, while another thread reads requests
constexpr std::size_t kKeptCapacity = 16 * 1024;  // of an idle connection's input
constexpr std::size_t kDiscardedAtMost = 16 * 1024 * 1024;  // of a client that keeps on sending after its last answer
constexpr std::array<std::string_view, 6> kSafeMethods{"GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT"};

const Rejection kTooSlow{408, "/problems/request-timeout", "The request took too long to arrive"};
const Rejection kFull{503, "/problems/too-many-connections", "The server has too many connections"};

bool is_safe(std::string_view method) {
  return std::find(kSafeMethods.begin(), kSafeMethods.end(), method) != kSafeMethods.end();
}

bool has_happened(int fd, short event) {
  pollfd state{fd, event, 0};
  return ::poll(&state, 1, 0) > 0;
}

// Whether the client has gone altogether (reset), not only finished sending.
bool is_reset(int fd) { return has_happened(fd, 0); }

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> server, std::uint64_t id, Descriptor socket, std::string peer,
                       std::function<void()> look_again)
    : server_(std::move(server)),
      limits_(server_->options.limits),
      id_(id),
      peer_(std::move(peer)),
      socket_(std::move(socket)),
      look_again_(std::move(look_again)),
      reader_(limits_),
      opened_(Clock::now()) {
  quiet_since_ = opened_;
  set_times();
}

bool Connection::wants_input() {
  const Lock lock(mutex_);
  // When it lingers the bytes are discarded; when it is closed, only the end of the stream is left to read.
  const bool room = !held_ && unread().size() <= limits_.header_bytes + kReadAhead;
  // Of the client of a stream, the end is waited for.
  const bool wanted = !socket_ || lingering_ || (last_request_read_ ? static_cast<bool>(stream_) : room);
  reading_paused_ = !wanted;
  if (wanted || !stream_ || !stream_.open() || !has_happened(socket_.get(), POLLRDHUP)) return wanted;
  close_now();
  return true;
}

void Connection::on_input(std::string_view bytes) {
  Lock lock(mutex_);
  if (!socket_) return;
  if (last_request_read_) {
    discarded_ += bytes.size();
    if (discarded_ > kDiscardedAtMost) reset_now();
    return;
  }
  if (!request_begun()) request_began_ = Clock::now();
  first_byte_seen_ = true;
  input_.append(bytes);
  pump(lock);
}

void Connection::on_peer_gone() {
  Lock lock(mutex_);
  peer_gone_ = true;
  look_again_ = nullptr;
  if (!socket_) {
    leave();
  } else if (lingering_ || is_reset(socket_.get())) {
    close_now();
  } else {
    settle();
  }
}

void Connection::refuse() {
  Lock lock(mutex_);
  give_up_place(server_->turned_away);
  reject(kFull);
  flush();
}

void Connection::on_writable() {
  Lock lock(mutex_);
  waiting_writable_ = false;
  if (!socket_) return;
  flush();
  pump(lock);
}

void Connection::resume() {
  Lock lock(mutex_);
  resume_queued_ = false;
  flush();
  pump(lock);
}

void Connection::on_stream() { server_->writer.resume(shared_from_this()); }

Connection::Clock::time_point Connection::deadline() const { return deadline_.load(std::memory_order_relaxed); }

Connection::Clock::time_point Connection::waiting_since() const {
  return waiting_since_.load(std::memory_order_relaxed);
}

bool Connection::evict(Clock::time_point since) {
  const Lock lock(mutex_);
  if (began_to_wait() != since) return false;
  server_->evicted.fetch_add(1, std::memory_order_relaxed);
  give_up_place(server_->leaving);
  close_now();
  return true;
}

void Connection::on_deadline(Clock::time_point now) {
  Lock lock(mutex_);
  set_times();
  if (!socket_ || deadline() > now) return;
  if (lingering_) return discarded_ > 0 ? reset_now() : close_now();
  server_->timeouts.fetch_add(1, std::memory_order_relaxed);
  if (!outbox_.empty() && now >= last_sent_ + limits_.write_stall) return reset_now();
  if (first_byte_seen_ && request_begun()) {
    reject(kTooSlow);
  } else {
    last_request_read_ = true;
  }
  flush();
}

bool Connection::is_listened_to() {
  const Lock lock(mutex_);
  return socket_ && !peer_gone_;
}

void Connection::drain() {
  Lock lock(mutex_);
  if (!socket_ || draining_) return;
  draining_ = true;
  answers_.finish_streams();
  if (stream_) {
    stream_.finish();
    return flush();
  }
  if (!between_requests()) return;
  last_request_read_ = true;
  // One that was quiet for so long has read all it was sent: no need to wait for it to notice.
  if (Clock::now() - quiet_since_ > limits_.linger) return close_now();
  settle();
}

void Connection::cut() {
  const Lock lock(mutex_);
  close_now();
}

void Connection::detach() {
  const Lock lock(mutex_);
  look_again_ = nullptr;
  peer_gone_ = true;
  close_now();
  leave();
}

// Reads requests and gives them to the handler, until there is none or the next one has to wait. The mutex is released
// around the handler, which may answer at once; a thread that comes meanwhile leaves its bytes and goes.
void Connection::pump(Lock& lock) {
  if (pumping_) return;
  pumping_ = true;
  pump_thread_ = std::this_thread::get_id();
  while (read_next()) {
    const std::uint64_t ticket = open_slot();
    Request request = std::move(held_->request);
    held_.reset();
    if (request_begun()) request_began_ = Clock::now();
    lock.unlock();
    dispatch(std::move(request), ticket);
    lock.lock();
    if (outbox_.bytes() >= std::min(kFlushAt, limits_.unsent_bytes)) flush();
  }
  pumping_ = false;
  input_.erase(0, std::exchange(input_begin_, 0));
  if (input_.empty() && input_.capacity() > kKeptCapacity) input_ = {};
  flush();
  if (!held_) read_again();
}

// True: `held_` is there and its turn has come.
bool Connection::read_next() {
  if (!socket_ || last_request_read_ || stream_) return false;
  if (!held_) {
    std::size_t consumed = 0;
    const RequestReader::Progress progress = reader_.read(unread(), consumed);
    input_begin_ += consumed;
    if (progress == RequestReader::Progress::kRejected) {
      reject(reader_.rejection());
      return false;
    }
    if (progress == RequestReader::Progress::kNeedsMore) {
      if (reader_.take_expectation()) expect_body();
      return false;
    }
    held_ = reader_.take();
  }
  return may_dispatch();
}

// Safe requests run beside each other; one that changes something runs alone (RFC 9112 9.3.2).
bool Connection::may_dispatch() const {
  if (answers_.size() >= limits_.pipelined_requests || outbox_.bytes() >= limits_.unsent_bytes) return false;
  return answers_.empty() || (answers_.all_safe() && is_safe(held_->request.method));
}

std::uint64_t Connection::open_slot() {
  server_->requests.fetch_add(1, std::memory_order_relaxed);
  const Request& request = held_->request;
  AnswerQueue::Slot slot;
  slot.http11 = held_->http11;
  slot.head = request.method == "HEAD";
  slot.safe = is_safe(request.method);
  slot.close = !held_->keep_alive || draining_;
  if (slot.close) last_request_read_ = true;
  return answers_.add(std::move(slot));
}

void Connection::dispatch(Request request, std::uint64_t ticket) {
  request.peer = peer_;
  Responder responder(
      [self = shared_from_this(), ticket](Response response) { self->answer(ticket, std::move(response)); },
      [self = shared_from_this()] { return self->is_listened_to(); });
  try {
    server_->handler(std::move(request), std::move(responder));
  } catch (const std::exception& error) {
    server_->report(std::string("the request handler threw: ") + error.what());
  } catch (...) {
    server_->report("the request handler threw something that is no exception");
  }
}

std::string_view Connection::unread() const { return std::string_view(input_).substr(input_begin_); }

void Connection::drop_input() {
  input_ = {};
  input_begin_ = 0;
}

bool Connection::request_begun() const { return !unread().empty() || reader_.in_body(); }

bool Connection::owes_nothing() const { return answers_.empty() && !stream_ && outbox_.empty(); }

bool Connection::between_requests() const { return owes_nothing() && !held_ && !request_begun(); }

bool Connection::finished() const {
  if (!owes_nothing() || pumping_) return false;
  return last_request_read_ || (peer_gone_ && !held_) || (draining_ && between_requests());
}

void Connection::set_times() {
  deadline_.store(next_deadline(), std::memory_order_relaxed);
  waiting_since_.store(began_to_wait(), std::memory_order_relaxed);
}

Connection::Clock::time_point Connection::next_deadline() const {
  Clock::time_point due = Clock::time_point::max();
  if (!socket_) return due;
  if (lingering_) return linger_until_;
  if (!outbox_.empty()) due = last_sent_ + limits_.write_stall;
  if (stream_) return due;  // its writer sets the pace
  if (!first_byte_seen_) return std::min(due, opened_ + limits_.first_byte);
  if (!held_ && !last_request_read_ && request_begun()) return std::min(due, request_began_ + limits_.request);
  return between_requests() ? std::min(due, quiet_since_ + limits_.idle) : due;
}

Connection::Clock::time_point Connection::began_to_wait() const {
  if (!socket_ || counted_in_ || !owes_nothing() || held_ || pumping_) return Clock::time_point::max();
  if (lingering_) return linger_until_ - limits_.linger;
  if (!first_byte_seen_) return opened_;
  return request_begun() ? request_began_ : quiet_since_;
}

}  // namespace http
