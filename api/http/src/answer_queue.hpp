#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "http/message.hpp"
#include "stream_reader.hpp"

namespace http {

/// The requests of one connection that are not answered yet, in order: answers come in any order and leave in this one
/// (RFC 9112 9.3.2). Not thread-safe.
class AnswerQueue {
 public:
  struct Slot {
    bool http11 = true;
    bool head = false;
    bool close = false;    ///< the connection ends with this answer
    bool safe = true;      ///< the method changes nothing, so that others may run beside it
    bool interim = false;  ///< not an answer: "100 Continue", to be sent at this place
    std::optional<Response> response;
    StreamReader stream;  ///< of the response
  };

  /// The ticket under which the slot is answered.
  std::uint64_t add(Slot slot);

  /// False if the ticket is not open (answered before, or cleared).
  bool answer(std::uint64_t ticket, Response response, StreamReader stream);

  /// The next slot in order, if it is answered.
  [[nodiscard]] std::optional<Slot> take_ready();

  [[nodiscard]] bool empty() const { return slots_.empty(); }
  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] bool all_safe() const { return unsafe_ == 0; }
  /// Bytes of the streams whose turn has not come.
  [[nodiscard]] std::size_t waiting_in_streams() const;
  /// Ends these streams behind what was written so far.
  void finish_streams();
  void clear();

 private:
  std::deque<Slot> slots_;
  std::uint64_t first_ = 0;  // ticket of the front
  std::size_t unsafe_ = 0;
};

}  // namespace http
