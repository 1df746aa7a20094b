#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/responder.hpp"
#include "scheduler/clock.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/scheduling_service.hpp"
#include "scheduler/zone.hpp"

namespace api {

/// Whose schedule it is, as people read it.
struct Department {
  std::string slug;  ///< in the store's keys
  std::string name = "International Relations Department";
  std::string institute;
  scheduler::TimeZone time_zone;
  std::string public_url;  ///< "https://karvon.example.org", without a slash at the end: how clients reach the service
};

/// What the application works with. All of it outlives it and is thread-safe.
struct Services {
  scheduler::SchedulingService& scheduling;
  const scheduler::Clock& clock;
  scheduler::IdSource& ids;
  /// Gets what no client is told (broken invariants), for the log. Never a secret.
  std::function<void(std::string_view)> report;
};

/// Everything that Karvon answers over HTTP (API.md): a function from requests to answers.
class Application {
 public:
  Application(Services services, Department department);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  /// Thread-safe; does not block. Answers that are written are sent later, from the scheduling thread.
  void handle(http::Request request, http::Responder responder) const;

 private:
  class Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace api
