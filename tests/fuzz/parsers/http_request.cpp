#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "invariant.hpp"
#include "request_reader.hpp"
#include "target.hpp"
#include "text.hpp"

// A client's bytes through the reader, as a connection gives them: it must not matter in which pieces they came.

namespace {

using fuzz::require;

/// Small, so that short inputs reach them.
http::Limits small_limits() {
  http::Limits limits;
  limits.header_bytes = 512;
  limits.target_bytes = 128;
  limits.body_bytes = 256;
  limits.body_bytes_for = [](std::string_view, std::string_view path) { return path == "/large" ? 1024U : 256U; };
  return limits;
}
const http::Limits kLimits = small_limits();

struct Reading {
  std::vector<http::Incoming> requests;
  bool rejected = false;
  bool in_body = false;
};

bool same(const http::Incoming& left, const http::Incoming& right) {
  const http::Request& a = left.request;
  const http::Request& b = right.request;
  return left.http11 == right.http11 && left.keep_alive == right.keep_alive && a.method == b.method &&
         a.target == b.target && a.segments == b.segments && a.query == b.query && a.headers == b.headers &&
         a.body == b.body;
}

bool has_line_end(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

void check_target(const http::Request& request) {
  require(request.target.size() <= kLimits.target_bytes, "a target is within its limit");
  const auto target = http::parse_target(request.method, request.target);
  require(target && !target->authority, "the origin-form of a request is a target again");
  require(target->segments == request.segments && target->query == request.query, "and means the same");
  for (const std::string& segment : request.segments) {
    require(http::is_utf8(segment) && segment.find('\0') == std::string::npos, "a segment is text");
  }
  for (const auto& [name, value] : request.query) {
    require(http::is_utf8(name) && http::is_utf8(value), "a query parameter is text");
  }
}

void check(const http::Incoming& incoming) {
  const http::Request& request = incoming.request;
  require(http::is_token(request.method) && request.method != "CONNECT", "a method is a token");
  check_target(request);
  std::size_t header = 0;
  std::size_t hosts = 0;
  for (const auto& [name, value] : request.headers) {
    require(http::is_token(name), "a field's name is a token");
    require(!has_line_end(value), "a field's value is of one line");
    header += name.size() + value.size();
    if (http::equal_ignoring_case(name, "host")) ++hosts;
  }
  require(header <= kLimits.header_bytes, "a header is within its limit");
  require(hosts == 1 || (hosts == 0 && !incoming.http11), "HTTP/1.1 has one Host");
  require(hosts == 0 || http::is_host(*request.header("host")), "and that is a host");
  require(!request.header("transfer-encoding") || !request.header("content-length"), "a body has one length");
  const std::string_view target = request.target;
  const std::size_t body_limit = kLimits.body_bytes_for(request.method, target.substr(0, target.find('?')));
  require(request.body.size() <= body_limit, "a body is within its limit");
}

/// `next_piece` says how many more bytes arrive, 1 at least.
template <class NextPiece>
Reading read(std::string_view bytes, const NextPiece& next_piece) {
  http::RequestReader reader(kLimits);
  Reading reading;
  std::string unread;
  while (!bytes.empty() && !reading.rejected) {
    const std::size_t piece = std::min<std::size_t>(next_piece(), bytes.size());
    unread += bytes.substr(0, piece);
    bytes.remove_prefix(piece);
    for (auto progress = http::RequestReader::Progress::kComplete;
         progress == http::RequestReader::Progress::kComplete && !unread.empty();) {
      std::size_t consumed = 0;
      progress = reader.read(unread, consumed);
      require(consumed <= unread.size(), "no more is consumed than there is");
      unread.erase(0, consumed);
      if (progress == http::RequestReader::Progress::kComplete) reading.requests.push_back(reader.take());
      if (progress == http::RequestReader::Progress::kRejected) {
        reading.rejected = true;
        require(reader.rejection().status >= 400 && reader.rejection().status < 600, "a rejection has a status");
      }
      if (reader.take_expectation()) require(reader.in_body(), "100-continue is asked for before a body");
    }
  }
  reading.in_body = !reading.rejected && reader.in_body();
  return reading;
}

// Why something is rejected may depend on the pieces, where several things are wrong with it; when it is, too: Beast
// waits for the end of a chunk extension's quotes beyond its line.
void require_same(const Reading& one, const Reading& other, const std::string& pieces) {
  require(one.requests.size() == other.requests.size(), "in " + pieces + " it is as many requests as in one");
  for (std::size_t i = 0; i < one.requests.size(); ++i) {
    require(same(one.requests[i], other.requests[i]), "in " + pieces + " each request is as in one");
  }
  const Reading& going_on = one.rejected ? other : one;
  if (one.rejected != other.rejected) {
    require(going_on.in_body, "in " + pieces + " nothing is at rest that is rejected in one");
  } else {
    require(one.in_body == other.in_body, "in " + pieces + " a body is awaited as in one");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Reading whole = read(bytes, [&] { return bytes.size(); });
  for (const http::Incoming& incoming : whole.requests) check(incoming);
  require_same(whole, read(bytes, [] { return std::size_t{1}; }), "single bytes");
  std::minstd_rand random(static_cast<unsigned>(std::hash<std::string_view>{}(bytes)));
  require_same(whole, read(bytes, [&] { return std::size_t{1} + random() % 40; }), "random pieces");
  return 0;
}
