#include "http/body_stream.hpp"

#include <utility>

#include "stream_pipe.hpp"

namespace http {

BodyStream::BodyStream() : pipe_(std::make_shared<StreamPipe>()) {}

BodyStream::~BodyStream() { end(); }

void BodyStream::write(std::string bytes) { pipe_->write(std::move(bytes)); }

void BodyStream::end() { pipe_->end(); }

bool BodyStream::open() const { return pipe_->open(); }

std::size_t BodyStream::waiting() const { return pipe_->waiting(); }

}  // namespace http
