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
  explicit ApplicationFixture(api::RateLimits limits = {});
  ~ApplicationFixture();

  /// Sends a request and waits for its answer. `target` is a path with or without a query; no percent-encoding.
  http::Response send(std::string_view method, std::string_view target, std::string body = "",
                      http::Headers headers = {}, std::optional<scheduler::Role> role = scheduler::Role::admin);

  /// The answer to a request that is given later, or as a stream: whatever the application sends goes to `sink`.
  void send_later(http::Request request, http::Responder::Sink sink);
  /// The same with a token of that secret.
  http::Response send_as(const std::string& secret, std::string_view method, std::string_view target,
                         std::string body = "", http::Headers headers = {});

  FakeStorage& storage() { return *storage_; }
  scheduler::SchedulingService& scheduling() { return scheduling_; }

 private:
  void create_tokens();

  std::shared_ptr<FakeStorage> storage_;
  FixedClock clock_;
  api::RandomIds ids_;
  scheduler::SchedulingService scheduling_;
  scheduler::JournalReader journal_reader_;
  api::ChangeFeed changes_;
  api::TokenUses token_uses_;
  api::Application application_;
};

[[nodiscard]] boost::json::value json_of(const http::Response& response);
[[nodiscard]] std::string header_of(const http::Response& response, std::string_view name);

/// A request as the server would give it.
[[nodiscard]] http::Request request_of(std::string_view method, std::string_view target, std::string body = "",
                                       http::Headers headers = {});

}  // namespace support
