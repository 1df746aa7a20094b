#include "request_parser.hpp"

#include <algorithm>
#include <limits>

namespace http {
namespace {

constexpr std::uint64_t kReservedAtOnce = 64 * 1024;  // a length is only a promise: memory follows the bytes

}  // namespace

RequestParser::RequestParser() {
  eager(false);
  // The reader measures the header, and sets the body's limit once it knows the target.
  header_limit(std::numeric_limits<std::uint32_t>::max());
  body_limit(boost::none);
}

void RequestParser::on_request_impl(boost::beast::http::verb, View method, View target, int version, Error& error) {
  request.method.assign(method.data(), method.size());
  request.target.assign(target.data(), target.size());
  http11 = version >= 11;
  error = {};
}

void RequestParser::on_response_impl(int, View, int, Error& error) { error = {}; }

void RequestParser::on_field_impl(boost::beast::http::field, View name, View value, Error& error) {
  error = {};
  // Trailer fields come after all decisions were made on the header: merged in, they could forge a field.
  if (!in_trailer_)
    request.headers.emplace_back(std::string(name.data(), name.size()), std::string(value.data(), value.size()));
}

void RequestParser::on_header_impl(Error& error) {
  in_trailer_ = true;
  error = {};
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) {
  if (length) request.body.reserve(static_cast<std::size_t>(std::min(*length, kReservedAtOnce)));
  error = {};
}

std::size_t RequestParser::on_body_impl(View body, Error& error) {
  request.body.append(body.data(), body.size());
  error = {};
  return body.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, View, Error& error) { error = {}; }

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View body, Error& error) {
  return on_body_impl(body, error);
}

void RequestParser::on_finish_impl(Error& error) { error = {}; }

}  // namespace http
