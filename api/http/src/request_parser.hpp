#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <string>

#include "http/message.hpp"

namespace http {

/// Beast's parser state machine, filling a Request directly. Reads no further than asked (not eager).
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  using Error = boost::beast::error_code;
  using View = boost::beast::string_view;

  RequestParser();

  Request request;
  bool http11 = true;

 private:
  void on_request_impl(boost::beast::http::verb verb, View method, View target, int version, Error& error) override;
  void on_response_impl(int status, View reason, int version, Error& error) override;
  void on_field_impl(boost::beast::http::field field, View name, View value, Error& error) override;
  void on_header_impl(Error& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) override;
  std::size_t on_body_impl(View body, Error& error) override;
  void on_chunk_header_impl(std::uint64_t size, View extensions, Error& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, View body, Error& error) override;
  void on_finish_impl(Error& error) override;

  bool in_trailer_ = false;
};

}  // namespace http
