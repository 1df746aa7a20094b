#include "outbox.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace http {
namespace {

constexpr std::size_t kVectors = 64;  // for one call: heads and bodies of up to 32 answers

// iovec has no pointer to const; sendmsg only reads.
iovec vector_of(const std::string& text, std::size_t skip) {
  return {const_cast<char*>(text.data()) + skip, text.size() - skip};
}

}  // namespace

void Outbox::add(std::string head, std::shared_ptr<const std::string> body) {
  pieces_.push_back({std::move(head), std::move(body)});
  bytes_ += pieces_.back().size();
}

Outbox::Outcome Outbox::send(int fd, std::size_t& sent) {
  sent = 0;
  while (!pieces_.empty()) {
    std::array<iovec, kVectors> vectors{};
    std::size_t used = 0;
    for (auto piece = pieces_.begin(); piece != pieces_.end() && used + 2 <= kVectors; ++piece) {
      const std::size_t of_head = std::min(piece->sent, piece->head.size());
      if (of_head < piece->head.size()) vectors[used++] = vector_of(piece->head, of_head);
      if (piece->body) vectors[used++] = vector_of(*piece->body, piece->sent - of_head);
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = used;
    const ssize_t count = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN || errno == EWOULDBLOCK ? Outcome::kFull : Outcome::kBroken;
    }
    sent += static_cast<std::size_t>(count);
    advance(static_cast<std::size_t>(count));
  }
  return Outcome::kEmpty;
}

void Outbox::advance(std::size_t count) {
  bytes_ -= count;
  while (count > 0) {
    Piece& front = pieces_.front();
    const std::size_t step = std::min(count, front.size() - front.sent);
    front.sent += step;
    count -= step;
    if (front.sent == front.size()) pieces_.pop_front();
  }
}

void Outbox::clear() {
  pieces_.clear();
  bytes_ = 0;
}

}  // namespace http
