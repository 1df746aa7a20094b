#include "http/responder.hpp"

#include <utility>

#include "http/problem.hpp"

namespace http {

Responder::Responder(Sink sink, Audience audience) : sink_(std::move(sink)), audience_(std::move(audience)) {}

Responder::Responder(Responder&& other) noexcept
    : sink_(std::exchange(other.sink_, nullptr)), audience_(std::exchange(other.audience_, nullptr)) {}

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    drop();
    sink_ = std::exchange(other.sink_, nullptr);
    audience_ = std::exchange(other.audience_, nullptr);
  }
  return *this;
}

Responder::~Responder() { drop(); }

void Responder::send(Response response) {
  if (const Sink sink = std::exchange(sink_, nullptr)) sink(std::move(response));
}

bool Responder::is_awaited() const { return sink_ != nullptr && (!audience_ || audience_()); }

void Responder::drop() noexcept {
  if (sink_) send(problem(500, "/problems/internal", "The request was not answered"));
}

}  // namespace http
