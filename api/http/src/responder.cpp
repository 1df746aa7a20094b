#include "http/responder.hpp"

#include <utility>

#include "http/problem.hpp"

namespace http {

Responder::Responder(Sink sink) : sink_(std::move(sink)) {}

Responder::Responder(Responder&& other) noexcept : sink_(std::exchange(other.sink_, nullptr)) {}

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    drop();
    sink_ = std::exchange(other.sink_, nullptr);
  }
  return *this;
}

Responder::~Responder() { drop(); }

void Responder::send(Response response) {
  if (const Sink sink = std::exchange(sink_, nullptr)) sink(std::move(response));
}

void Responder::drop() noexcept {
  if (sink_) send(problem(500, "/problems/internal", "The request was not answered"));
}

}  // namespace http
