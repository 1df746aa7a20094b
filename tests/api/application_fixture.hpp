#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "api/application.hpp"
#include "api/secret.hpp"
#include "scheduler/access_token.hpp"
#include "scheduler/scheduling_service.hpp"
#include "support/fake_journal.hpp"

namespace support {

class FixedClock final : public scheduler::Clock {
 public:
  [[nodiscard]] scheduler::Instant now() const override;
};

/// The application on a journal in memory, with one token of each role.
class ApplicationFixture {
 public:
  ApplicationFixture();
  ~ApplicationFixture();

  /// Sends a request and waits for its answer. `target` is a path with or without a query; no percent-encoding.
  http::Response send(std::string_view method, std::string_view target, std::string body = "",
                      http::Headers headers = {}, std::optional<scheduler::Role> role = scheduler::Role::admin);

  FakeStorage& storage() { return *storage_; }
  scheduler::SchedulingService& scheduling() { return scheduling_; }

 private:
  void create_tokens();

  std::shared_ptr<FakeStorage> storage_;
  FixedClock clock_;
  api::RandomIds ids_;
  scheduler::SchedulingService scheduling_;
  api::Application application_;
};

[[nodiscard]] boost::json::value json_of(const http::Response& response);
[[nodiscard]] std::string header_of(const http::Response& response, std::string_view name);

/// A request as the server would give it.
[[nodiscard]] http::Request request_of(std::string_view method, std::string_view target, std::string body = "",
                                       http::Headers headers = {});

}  // namespace support
