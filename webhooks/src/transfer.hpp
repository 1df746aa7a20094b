#pragma once

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>

#include "courier.hpp"

namespace webhooks {

/// One request under way in libcurl, and what it may do.
class Courier::Transfer {
 public:
  /// @throws std::runtime_error when libcurl takes a setting ill
  Transfer(const scheduler::Uuid& endpoint, HttpRequest request, const Options& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] const scheduler::Uuid& endpoint() const { return endpoint_; }
  [[nodiscard]] CURL* handle() const { return handle_.get(); }

  /// Once libcurl is done with it.
  [[nodiscard]] HttpOutcome outcome(CURLcode result) const;

 private:
  struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  void set_request();
  void set_limits(const Options& options);
  void set_guards(const Options& options);
  [[nodiscard]] bool may_connect(const curl_sockaddr& address);

  static curl_socket_t open_socket(void* transfer, curlsocktype purpose, curl_sockaddr* address);
  static std::size_t count_bytes(const char* data, std::size_t size, std::size_t count, void* transfer);

  scheduler::Uuid endpoint_;
  HttpRequest request_;
  const Allowed& allowed_;
  std::string host_;
  std::string refused_address_;  ///< the last one that it was not to connect to
  std::size_t answer_bytes_ = 0;
  bool has_enough_ = false;  ///< the answer was cut where it grew too long
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<CURL, FreeHandle> handle_;
};

}  // namespace webhooks
