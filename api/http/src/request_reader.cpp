#include "request_reader.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "request_parser.hpp"
#include "target.hpp"
#include "text.hpp"

namespace http {
namespace {

constexpr std::size_t kEmptyLines = 4;  // before a request line; RFC 9112 2.2 asks to ignore at least one

const Rejection kMalformed{};
const Rejection kBadTarget{400, "/problems/bad-request", "The request is malformed", "The request target is not valid"};
const Rejection kBadHost{400, "/problems/bad-request", "The request is malformed",
                         "Exactly one valid Host field is required"};
const Rejection kBadFraming{400, "/problems/bad-request", "The request is malformed",
                            "The length of the body is ambiguous"};
const Rejection kTargetTooLong{414, "/problems/uri-too-long", "The request target is too long"};
const Rejection kHeaderTooLarge{431, "/problems/header-too-large", "The header fields are too large"};
const Rejection kBodyTooLarge{413, "/problems/body-too-large", "The body is too large"};
const Rejection kBadExpectation{417, "/problems/expectation-failed", "Only 100-continue can be expected"};
const Rejection kNotImplemented{501, "/problems/not-implemented",
                                "The method or the transfer coding is not implemented"};
const Rejection kBadVersion{505, "/problems/version-not-supported", "Only HTTP/1.0 and HTTP/1.1 are spoken here"};

// Beast takes everything behind the second space for the version: "GET /a b HTTP/1.1" is malformed, not of another
// version.
bool is_other_version(std::string_view header) {
  const std::string_view line = header.substr(0, header.find('\r'));
  const std::string_view version = line.substr(line.rfind(' ') + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::count(line.begin(), line.end(), ' ') == 2 && version.size() == 8 && version.starts_with("HTTP/") &&
         is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
}

const Rejection& rejection_of(const boost::beast::error_code& error) {
  using Code = boost::beast::http::error;
  if (error == Code::body_limit) return kBodyTooLarge;
  if (error == Code::header_limit) return kHeaderTooLarge;
  return kMalformed;
}

// What Beast read last of a chunked body is the last chunk's line with the trailer fields, and it would unfold them.
bool has_folded_field(std::string_view last_chunk) {
  return last_chunk.find("\r\n ") != std::string_view::npos || last_chunk.find("\r\n\t") != std::string_view::npos;
}

std::size_t count(const Headers& headers, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(
      headers.begin(), headers.end(), [&](const auto& field) { return equal_ignoring_case(field.first, name); }));
}

}  // namespace

RequestReader::RequestReader(const Limits& limits) : limits_(limits) {}
RequestReader::~RequestReader() = default;

RequestReader::Progress RequestReader::read(std::string_view input, std::size_t& consumed) {
  consumed = 0;
  return parser_ ? read_body(input, consumed) : read_header(input, consumed);
}

// The header goes to the parser whole, so that size, line ends and folding are judged on the bytes as they came.
RequestReader::Progress RequestReader::read_header(std::string_view input, std::size_t& consumed) {
  while (scanned_ == 0 && empty_lines_ < kEmptyLines && input.starts_with("\r\n")) {
    ++empty_lines_;
    consumed += 2;
    input.remove_prefix(2);
  }
  if (input.empty() || input == "\r") return Progress::kNeedsMore;
  if (!scan(input)) return Progress::kRejected;
  if (header_size_ == 0) return Progress::kNeedsMore;

  parser_ = std::make_unique<RequestParser>();
  boost::beast::error_code error;
  for (std::size_t at = 0; at < header_size_ && !error && !parser_->is_header_done();) {
    at += parser_->put(boost::asio::const_buffer(input.data() + at, header_size_ - at), error);
  }
  consumed += header_size_;
  if (error || !parser_->is_header_done()) {
    const bool other_version = error == boost::beast::http::error::bad_version && is_other_version(input);
    reject(other_version ? kBadVersion : rejection_of(error));
    return Progress::kRejected;
  }
  if (!accept_header()) return Progress::kRejected;
  std::size_t of_body = 0;
  const Progress progress = read_body(input.substr(header_size_), of_body);
  consumed += of_body;
  return progress;
}

RequestReader::Progress RequestReader::read_body(std::string_view input, std::size_t& consumed) {
  // What is left of a chunked body is its last chunk at least, "0\r\n\r\n". Beast asserts that once it has seen the
  // first line of that it is given all of it again, with more: one byte more is not enough for it.
  constexpr std::size_t kLastChunk = 5;
  const std::size_t least = parser_->chunked() ? kLastChunk : 1;
  while (!parser_->is_done()) {
    if (input.size() < least) return Progress::kNeedsMore;
    // Only a chunk's size line and the trailer fields are kept until whole: so long they may be, however they arrive.
    const std::string_view piece = input.substr(0, limits_.header_bytes);
    boost::beast::error_code error;
    const std::size_t taken = parser_->put(boost::asio::const_buffer(piece.data(), piece.size()), error);
    if (!error && parser_->is_done() && parser_->chunked() && has_folded_field(piece.substr(0, taken))) {
      error = boost::beast::http::error::bad_value;
    }
    consumed += taken;
    input.remove_prefix(taken);
    expectation_ = false;
    if (error == boost::beast::http::error::need_more) {
      if (piece.size() < limits_.header_bytes) return Progress::kNeedsMore;
      error = boost::beast::http::error::header_limit;
    }
    if (error) {
      reject(rejection_of(error));
      return Progress::kRejected;
    }
  }
  return Progress::kComplete;
}

// Looks at the new bytes of a header. Sets header_size_ when the empty line at its end is there.
bool RequestReader::scan(std::string_view header) {
  if (scanned_ == 0 && !is_token(header.substr(0, 1))) return reject(kMalformed);
  for (; scanned_ < header.size() && header_size_ == 0; ++scanned_) {
    const char c = header[scanned_];
    const char before = scanned_ > 0 ? header[scanned_ - 1] : '\0';
    const bool after_line = before == '\n';
    if (c == '\0' || (before == '\r') != (c == '\n')) return reject(kMalformed);  // NUL, bare CR, bare LF
    if (after_line && (c == ' ' || c == '\t')) return reject(kMalformed);         // a folded field
    if (c == '\n' && header.substr(0, scanned_ + 1).ends_with("\r\n\r\n")) header_size_ = scanned_ + 1;
  }
  if (!accept_line(header)) return false;
  const std::size_t size = header_size_ > 0 ? header_size_ : header.size();
  return size <= limits_.header_bytes || reject(kHeaderTooLarge);
}

// The target's length is judged as soon as it is known to be too long.
bool RequestReader::accept_line(std::string_view header) {
  const std::string_view line = header.substr(0, header.find('\r'));
  const std::size_t begin = line.find(' ');
  if (begin == std::string_view::npos) return true;
  const std::size_t end = std::min(line.find(' ', begin + 1), line.size());
  return end - begin - 1 <= limits_.target_bytes || reject(kTargetTooLong);
}

bool RequestReader::accept_header() {
  Request& request = parser_->request;
  if (request.method == "CONNECT") return reject(kNotImplemented);
  if (!accept_framing()) return false;
  auto target = parse_target(request.method, request.target);
  if (!target) return reject(kBadTarget);
  if (!accept_host()) return false;
  if (target->authority) {
    std::erase_if(request.headers, [](const auto& field) { return equal_ignoring_case(field.first, "host"); });
    request.headers.emplace_back("Host", std::move(*target->authority));
  }
  request.target = std::move(target->origin);
  request.segments = std::move(target->segments);
  request.query = std::move(target->query);

  const std::string_view origin = request.target;
  body_limit_ = limits_.body_bytes_for ? limits_.body_bytes_for(request.method, origin.substr(0, origin.find('?')))
                                       : limits_.body_bytes;
  const auto length = parser_->content_length();
  if (length && *length > body_limit_) return reject(kBodyTooLarge);
  parser_->body_limit(body_limit_);
  return accept_expectation();
}

// Beast has refused Content-Length beside chunked. Equal lengths given twice it would take; we do not.
bool RequestReader::accept_framing() {
  const Request& request = parser_->request;
  if (count(request.headers, "content-length") > 1) return reject(kBadFraming);
  if (const auto length = request.header("content-length"); length && length->find(',') != std::string_view::npos) {
    return reject(kBadFraming);
  }
  const auto coding = request.header("transfer-encoding");
  if (!coding) return true;
  if (!parser_->http11 || count(request.headers, "transfer-encoding") > 1 || request.header("content-length")) {
    return reject(kBadFraming);
  }
  return equal_ignoring_case(*coding, "chunked") || reject(kNotImplemented);
}

bool RequestReader::accept_host() {
  const Request& request = parser_->request;
  const std::size_t hosts = count(request.headers, "host");
  if (hosts > 1 || (hosts == 0 && parser_->http11)) return reject(kBadHost);
  return hosts == 0 || is_host(*request.header("host")) || reject(kBadHost);
}

bool RequestReader::accept_expectation() {
  const auto expectation = parser_->request.header("expect");
  if (!expectation || !parser_->http11) return true;
  if (!equal_ignoring_case(*expectation, "100-continue")) return reject(kBadExpectation);
  expectation_ = !parser_->is_done();
  return true;
}

bool RequestReader::take_expectation() { return std::exchange(expectation_, false); }

Incoming RequestReader::take() {
  Incoming incoming{std::move(parser_->request), parser_->http11, parser_->keep_alive()};
  parser_.reset();
  scanned_ = header_size_ = empty_lines_ = 0;
  expectation_ = false;
  return incoming;
}

bool RequestReader::in_body() const { return parser_ != nullptr; }

bool RequestReader::is_head() const { return parser_ && parser_->request.method == "HEAD"; }

bool RequestReader::reject(const Rejection& rejection) {
  rejection_ = rejection;
  return false;
}

}  // namespace http
