#include "stream_reader.hpp"

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "http/body_stream.hpp"
#include "outbox.hpp"
#include "stream_pipe.hpp"

namespace http {
namespace {

// RFC 9112 7.1.
std::string chunk_head(std::size_t size) {
  std::array<char, 2 * sizeof(size)> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16);
  return std::string(digits.data(), written.ptr) + "\r\n";
}

}  // namespace

StreamReader::StreamReader(Response& response, std::weak_ptr<Connection> connection) {
  const auto stream = std::exchange(response.stream, nullptr);
  if (!stream) return;
  pipe_ = stream->pipe_;
  if (pipe_->attach(std::move(connection))) return;
  pipe_ = std::make_shared<StreamPipe>();
  pipe_->finish();
}

StreamReader& StreamReader::operator=(StreamReader&& other) noexcept {
  if (pipe_ && pipe_ != other.pipe_) pipe_->abandon();
  pipe_ = std::move(other.pipe_);
  return *this;
}

StreamReader::~StreamReader() {
  if (pipe_) pipe_->abandon();
}

bool StreamReader::open() const { return pipe_->open(); }

std::size_t StreamReader::waiting() const { return pipe_->look(); }

void StreamReader::finish() { pipe_->finish(); }

bool StreamReader::move_to(Outbox& outbox, bool chunked) {
  StreamPipe::Taken taken = pipe_->take();
  std::string head;
  if (chunked) {
    if (!taken.bytes.empty()) {
      head = chunk_head(taken.bytes.size());
      taken.bytes += "\r\n";
    }
    if (taken.last) taken.bytes += "0\r\n\r\n";
  }
  if (!taken.bytes.empty()) outbox.add(std::move(head), std::make_shared<const std::string>(std::move(taken.bytes)));
  return taken.last;
}

}  // namespace http
