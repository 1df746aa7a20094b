#include "connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "http/problem.hpp"
#include "response_head.hpp"

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

// Whether the client has gone altogether (reset), not only finished sending.
bool is_reset(int fd) {
  pollfd state{fd, 0, 0};
  return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR)) != 0;
}

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
  set_deadline();
}

bool Connection::wants_input() {
  const Lock lock(mutex_);
  // When it lingers the bytes are discarded; when it is closed, only the end of the stream is left to read.
  const bool room = !held_ && unread().size() <= limits_.header_bytes + kReadAhead;
  const bool wanted = !socket_ || lingering_ || (room && !last_request_read_);
  reading_paused_ = !wanted;
  return wanted;
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
    server_->registry.remove(id_);
  } else if (lingering_ || is_reset(socket_.get())) {
    close_now();
  } else {
    settle();
  }
}

void Connection::refuse() {
  Lock lock(mutex_);
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
  pump(lock);
}

Connection::Clock::time_point Connection::deadline() const {
  return Clock::time_point(Clock::duration(deadline_.load(std::memory_order_relaxed)));
}

void Connection::on_deadline(Clock::time_point now) {
  Lock lock(mutex_);
  set_deadline();
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

void Connection::drain() {
  Lock lock(mutex_);
  if (!socket_ || draining_) return;
  draining_ = true;
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
  server_->registry.remove(id_);
}

void Connection::answer(std::uint64_t ticket, Response response) {
  const Lock lock(mutex_);
  if (!socket_ || !answers_.answer(ticket, std::move(response))) return;
  collect();
  // The thread that reads requests here sends what has gathered when it has read all of them.
  if (pumping_ && pump_thread_ == std::this_thread::get_id()) return;
  flush();
  if (!held_ || pumping_ || resume_queued_ || !may_dispatch()) return;
  // Not here: the sender may hold locks that the handler needs.
  resume_queued_ = true;
  server_->writer.resume(shared_from_this());
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
  if (!socket_ || last_request_read_) return false;
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
      [self = shared_from_this(), ticket](Response response) { self->answer(ticket, std::move(response)); });
  try {
    server_->handler(std::move(request), std::move(responder));
  } catch (const std::exception& error) {
    server_->report(std::string("the request handler threw: ") + error.what());
  } catch (...) {
    server_->report("the request handler threw something that is no exception");
  }
}

void Connection::expect_body() {
  AnswerQueue::Slot slot;
  slot.interim = true;
  slot.response = Response{};
  answers_.add(std::move(slot));
  collect();
}

// The last word on this connection: behind the answers that are still due, then closed.
void Connection::reject(const Rejection& rejection) {
  server_->rejected.fetch_add(1, std::memory_order_relaxed);
  AnswerQueue::Slot slot;
  slot.head = reader_.is_head();
  slot.close = true;
  slot.response = problem(rejection.status, rejection.type, rejection.title, rejection.detail);
  answers_.add(std::move(slot));
  last_request_read_ = true;
  held_.reset();
  drop_input();
  collect();
}

void Connection::collect() {
  while (auto slot = answers_.take_ready()) collect_slot(std::move(*slot));
}

void Connection::collect_slot(AnswerQueue::Slot slot) {
  if (outbox_.empty()) last_sent_ = Clock::now();
  if (slot.interim) return outbox_.add("HTTP/1.1 100 Continue\r\n\r\n", nullptr);
  Response& response = *slot.response;
  if (response.status < 200 || response.status > 599) {
    server_->report("the request handler answered with the status " + std::to_string(response.status));
    response = problem(500, "/problems/internal", "The request was not answered");
  }
  const bool asked = std::any_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
    return equal_ignoring_case(field.first, "connection") && equal_ignoring_case(field.second, "close");
  });
  const bool last_of_drain = draining_ && answers_.empty() && !held_ && !request_begun();
  const bool close = slot.close || asked || last_of_drain;
  const Framing framing{slot.http11, slot.head, close, std::chrono::system_clock::to_time_t(server_->now())};
  std::string head = response_head(response, framing);
  if (!has_body(response, slot.head)) response.body = nullptr;
  outbox_.add(std::move(head), std::move(response.body));
  if (!close) return;
  last_request_read_ = true;
  held_.reset();
  answers_.clear();
}

void Connection::flush() {
  if (!socket_) return;
  std::size_t sent = 0;
  const bool had_output = !outbox_.empty();
  const Outbox::Outcome outcome = waiting_writable_ ? Outbox::Outcome::kFull : outbox_.send(socket_.get(), sent);
  if (outcome == Outbox::Outcome::kBroken) return close_now();
  const auto now = had_output ? Clock::now() : Clock::time_point();
  if (sent > 0) last_sent_ = now;
  if (outcome == Outbox::Outcome::kFull && !waiting_writable_) {
    waiting_writable_ = watched_ = true;
    server_->writer.watch(id_, socket_.get());
  }
  if (had_output && between_requests()) quiet_since_ = now;
  settle();
}

// Closes if nothing is owed and nothing more can come.
void Connection::settle() {
  if (socket_ && !lingering_ && finished()) begin_linger();
  set_deadline();
}

// The client gets our end of stream, and time to read all before it: closing at once while it is still sending would
// reset the connection, and a reset can overtake the answer.
void Connection::begin_linger() {
  if (peer_gone_) return close_now();
  ::shutdown(socket_.get(), SHUT_WR);
  lingering_ = true;
  last_request_read_ = true;
  linger_until_ = Clock::now() + limits_.linger;
  drop_input();
  read_again();
}

// For a client that goes on sending, or does not read. Closed in an orderly way, it would hang at a window of zero
// bytes, and the kernel would keep what it does not take.
void Connection::reset_now() {
  const linger at_once{1, 0};
  if (socket_) ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  close_now();
}

void Connection::close_now() {
  if (!socket_) return;
  // The transport sees the end of the stream, and closes its descriptor.
  if (!peer_gone_) ::shutdown(socket_.get(), SHUT_RDWR);
  if (watched_) server_->writer.forget(socket_.get());
  socket_.reset();
  answers_.clear();
  outbox_.clear();
  held_.reset();
  drop_input();
  deadline_.store(Clock::time_point::max().time_since_epoch().count(), std::memory_order_relaxed);
  if (peer_gone_) {
    server_->registry.remove(id_);
  } else {
    read_again();
  }
}

void Connection::read_again() {
  if (reading_paused_ && look_again_) look_again_();
}

std::string_view Connection::unread() const { return std::string_view(input_).substr(input_begin_); }

void Connection::drop_input() {
  input_ = {};
  input_begin_ = 0;
}

bool Connection::request_begun() const { return !unread().empty() || reader_.in_body(); }

bool Connection::between_requests() const { return answers_.empty() && outbox_.empty() && !held_ && !request_begun(); }

bool Connection::finished() const {
  if (!answers_.empty() || !outbox_.empty() || pumping_) return false;
  return last_request_read_ || (peer_gone_ && !held_) || (draining_ && between_requests());
}

void Connection::set_deadline() {
  if (!socket_) return;
  Clock::time_point due = Clock::time_point::max();
  if (lingering_) {
    due = linger_until_;
  } else {
    if (!outbox_.empty()) due = last_sent_ + limits_.write_stall;
    if (!first_byte_seen_) {
      due = std::min(due, opened_ + limits_.first_byte);
    } else if (!held_ && !last_request_read_ && request_begun()) {
      due = std::min(due, request_began_ + limits_.request);
    } else if (between_requests()) {
      due = std::min(due, quiet_since_ + limits_.idle);
    }
  }
  deadline_.store(due.time_since_epoch().count(), std::memory_order_relaxed);
}

}  // namespace http
