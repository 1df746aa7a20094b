#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "http/message.hpp"
#include "http/server.hpp"

namespace http {

class RequestParser;

/// Why the transport refuses a request: the parts of a problem.
struct Rejection {
  unsigned status = 400;
  std::string_view type = "/problems/bad-request";
  std::string_view title = "The request is malformed";
  std::string_view detail = {};
};

/// A request as it came in, and what its answer must know of it.
struct Incoming {
  Request request;  ///< without `peer`
  bool http11 = true;
  bool keep_alive = true;
};

/// Makes requests of bytes, one after the other. No I/O, no clock; not thread-safe.
/// Stricter than the RFC asks where leniency is how requests are smuggled: no bare LF, no folded fields, one
/// Content-Length.
class RequestReader {
 public:
  enum class Progress {
    kNeedsMore,  ///< give it the rest again, with more behind
    kComplete,   ///< take() it
    kRejected    ///< see rejection(); nothing more can be read
  };

  /// `limits` must outlive it.
  explicit RequestReader(const Limits& limits);
  ~RequestReader();

  /// Reads from the front of `input`; `consumed` is how much of it is not to be given again.
  [[nodiscard]] Progress read(std::string_view input, std::size_t& consumed);

  /// True once for a request that waits for "100 Continue" before it sends its body.
  [[nodiscard]] bool take_expectation();

  /// The complete request; the next read() begins another.
  [[nodiscard]] Incoming take();

  /// Whether a request's header has been read and its body not yet.
  [[nodiscard]] bool in_body() const;
  [[nodiscard]] const Rejection& rejection() const { return rejection_; }
  /// Whether the request in hand is known to be HEAD, whose rejection has no body.
  [[nodiscard]] bool is_head() const;

 private:
  Progress read_header(std::string_view input, std::size_t& consumed);
  Progress read_body(std::string_view input, std::size_t& consumed);
  [[nodiscard]] bool scan(std::string_view header);
  [[nodiscard]] bool accept_line(std::string_view header);
  [[nodiscard]] bool accept_header();
  [[nodiscard]] bool accept_framing();
  [[nodiscard]] bool accept_host();
  [[nodiscard]] bool accept_expectation();
  bool reject(const Rejection& rejection);

  const Limits& limits_;
  std::unique_ptr<RequestParser> parser_;
  std::size_t scanned_ = 0;      // bytes of the header looked at
  std::size_t header_size_ = 0;  // 0 until its end is found
  std::size_t empty_lines_ = 0;
  std::size_t body_limit_ = 0;
  bool expectation_ = false;
  Rejection rejection_;
};

}  // namespace http
