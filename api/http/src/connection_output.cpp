// What a connection owes its client: answers in order, streams, and how it ends.
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "connection.hpp"
#include "http/problem.hpp"
#include "response_head.hpp"

namespace http {

void Connection::answer(std::uint64_t ticket, Response response) {
  const Lock lock(mutex_);
  StreamReader stream(response, weak_from_this());
  if (!socket_ || !answers_.answer(ticket, std::move(response), std::move(stream))) return;
  if (draining_) answers_.finish_streams();
  collect();
  // The thread that reads requests here sends what has gathered when it has read all of them.
  if (pumping_ && pump_thread_ == std::this_thread::get_id()) return;
  flush();
  if (!held_ || pumping_ || resume_queued_ || !may_dispatch()) return;
  // Not here: the sender may hold locks that the handler needs.
  resume_queued_ = true;
  server_->writer.resume(shared_from_this());
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
  while (!stream_) {
    auto slot = answers_.take_ready();
    if (!slot) return;
    collect_slot(std::move(*slot));
  }
}

void Connection::collect_slot(AnswerQueue::Slot slot) {
  if (outbox_.empty()) last_sent_ = Clock::now();
  if (slot.interim) return outbox_.add("HTTP/1.1 100 Continue\r\n\r\n", nullptr);
  Response& response = *slot.response;
  if (response.status < 200 || response.status > 599) {
    server_->report("the request handler answered with the status " + std::to_string(response.status));
    response = problem(500, "/problems/internal", "The request was not answered");
    slot.stream = {};
  }
  const bool asked = std::any_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
    return equal_ignoring_case(field.first, "connection") && equal_ignoring_case(field.second, "close");
  });
  const bool last_of_drain = draining_ && answers_.empty() && !held_ && !request_begun();
  const bool streamed = static_cast<bool>(slot.stream);
  const bool body_follows = may_have_body(response.status, slot.head);
  const bool until_close = streamed && body_follows && !slot.http11;
  const bool close = slot.close || asked || last_of_drain || until_close;
  const Framing framing{slot.http11, slot.head, close, streamed, std::chrono::system_clock::to_time_t(server_->now())};
  std::string head = response_head(response, framing);
  if (streamed || !body_follows) response.body = nullptr;
  outbox_.add(std::move(head), std::move(response.body));
  if (streamed && body_follows) begin_stream(std::move(slot.stream), slot.http11);
  if (!close) return;
  last_request_read_ = true;
  held_.reset();
  answers_.clear();
}

void Connection::begin_stream(StreamReader stream, bool chunked) {
  stream_ = std::move(stream);
  stream_is_chunked_ = chunked;
  // A client that is not read from is not seen to go.
  read_again();
}

// Moves what was written meanwhile to the outbox, once that is empty: what waits there is at most what was written in
// one go, and a stream whose client is behind gathers small writes into one chunk.
void Connection::take_from_stream() {
  last_sent_ = Clock::now();
  if (!stream_.move_to(outbox_, stream_is_chunked_)) return;
  stream_ = {};
  if (request_begun()) request_began_ = Clock::now();
  collect();
  // What waited behind it is for the writer's thread: the caller may hold locks that the handler needs.
  server_->writer.resume(shared_from_this());
}

void Connection::flush() {
  if (!socket_) return;
  const bool had_output = !outbox_.empty() || stream_;
  Outbox::Outcome outcome = send_owed();
  if (outcome == Outbox::Outcome::kEmpty && stream_) {
    take_from_stream();
    outcome = send_owed();
  }
  if (outcome == Outbox::Outcome::kBroken) return close_now();
  if (waits_too_much(outcome)) return reset_now();
  if (had_output && between_requests()) quiet_since_ = last_sent_;
  settle();
}

Outbox::Outcome Connection::send_owed() {
  if (waiting_writable_) return Outbox::Outcome::kFull;
  std::size_t sent = 0;
  const Outbox::Outcome outcome = outbox_.send(socket_.get(), sent);
  if (sent > 0) last_sent_ = Clock::now();
  if (outcome == Outbox::Outcome::kFull) {
    waiting_writable_ = watched_ = true;
    server_->writer.watch(id_, socket_.get());
  }
  return outcome;
}

// Whether more was written to streams than may be kept for a client: what cannot be sent, for it takes nothing or the
// answers before it are not there.
bool Connection::waits_too_much(Outbox::Outcome outcome) const {
  const std::size_t waiting = stream_ && outcome == Outbox::Outcome::kFull ? stream_.waiting() : 0;
  return waiting + answers_.waiting_in_streams() > limits_.unsent_bytes;
}

// Closes if nothing is owed and nothing more can come.
void Connection::settle() {
  if (socket_ && peer_gone_ && stream_ && stream_.open()) return close_now();
  if (socket_ && !lingering_ && finished()) begin_linger();
  set_times();
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
  stream_ = {};
  outbox_.clear();
  held_.reset();
  drop_input();
  set_times();
  if (peer_gone_) {
    leave();
  } else {
    read_again();
  }
}

void Connection::give_up_place(std::atomic<std::size_t>& counted_in) {
  counted_in_ = &counted_in;
  counted_in.fetch_add(1, std::memory_order_relaxed);
}

// Both descriptors are closed.
void Connection::leave() {
  server_->registry.remove(id_);
  if (auto* count = std::exchange(counted_in_, nullptr)) count->fetch_sub(1, std::memory_order_relaxed);
}

void Connection::read_again() {
  if (reading_paused_ && look_again_) look_again_();
}

}  // namespace http
