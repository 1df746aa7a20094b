#include "error_response.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "conflict_json.hpp"
#include "http/problem.hpp"

namespace api {
namespace {

namespace json = boost::json;

http::Response with_members(unsigned status, std::string_view type, std::string_view title, const std::string& detail,
                            const json::object& members) {
  json::object problem{{"type", type}, {"title", title}, {"status", status}, {"detail", detail}};
  for (const auto& [name, value] : members) problem.insert_or_assign(name, value);
  return {status,
          {{"Content-Type", "application/problem+json"}},
          std::make_shared<const std::string>(json::serialize(problem))};
}

struct Refusal {
  std::string_view type;
  std::string_view title;
  std::string_view what_to_do;
};

/// In the order of scheduler::Refused::Because.
constexpr std::array<Refusal, 11> kRefusals = {{
    {"already-registered", "Already registered", "Change that registration, or use another address."},
    {"registration-closed", "Registration is not open", "Choose another master class."},
    {"no-offer", "No seat is offered", "Wait until a seat is offered: GET the registration to see."},
    {"seats-taken", "The seats are taken", "Then try again, or choose a larger capacity."},
    {"not-pending", "There is nothing to approve", "Only what waits for approval can be approved or rejected."},
    {"already-over", "It is over", "Make a new appointment."},
    {"slot-not-open", "That slot cannot be booked now", "Choose one that GET .../slots shows as free."},
    {"not-tentative", "There is nothing to confirm", "Only what is held or tentative can be confirmed or held."},
    {"changed-since", "It has been changed since", "Revert the later change first, or change it by hand."},
    {"not-revertible", "This change cannot be reverted", "GET /v1/audit shows what it was before."},
    {"last-admin", "It is the last admin token", "Make another one first: POST /v1/tokens with the role admin."},
}};

/// "it is so" as "It is so."
std::string sentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 32);
  return text + '.';
}

struct Answer {
  const std::function<void(std::string_view)>& report;
  const scheduler::TimeZone& zone;

  http::Response operator()(const scheduler::InvalidInput& error) const { return invalid_input(error.fields); }

  http::Response operator()(const scheduler::NotFound&) const { return not_found(); }

  http::Response operator()(const scheduler::StaleVersion& error) const { return stale(error.current); }

  http::Response operator()(const scheduler::SchedulingConflict& error) const {
    json::object members{{"conflicts", to_json(error.conflicts)}, {"alternatives", to_json(error.alternatives)}};
    if (!error.warnings.empty()) members.emplace("warnings", to_json(error.warnings));
    if (!error.free_occurrences.empty()) {
      json::array free;
      for (const auto& each : error.free_occurrences) free.emplace_back(scheduler::to_string(each));
      members.emplace("freeOccurrences", std::move(free));
    }
    if (error.omitted > 0) members.emplace("omitted", error.omitted);
    return with_members(409, "/problems/scheduling-conflict", "The booking clashes with others", in_words(error, zone),
                        members);
  }

  http::Response operator()(const scheduler::StillNeeded& error) const {
    json::array events;
    for (const scheduler::Uuid& event : error.events) events.emplace_back(event.to_string());
    return with_members(
        409, "/problems/still-needed", "Events still need it",
        std::to_string(error.count) +
            (error.count == 1 ? " event that is not cancelled refers" : " events that are not cancelled refer") +
            std::string(" to it. Change or cancel what \"events\" lists, then try again."),
        {{"events", std::move(events)}, {"count", error.count}});
  }

  http::Response operator()(const scheduler::Refused& error) const {
    const Refusal& refusal = kRefusals[static_cast<std::size_t>(error.because)];
    return http::problem(409, "/problems/" + std::string(refusal.type), refusal.title,
                         sentence(error.detail) + ' ' + std::string(refusal.what_to_do));
  }

  http::Response operator()(const scheduler::IdempotencyKeyReused&) const {
    return http::problem(422, "/problems/idempotency-key-reused", "The Idempotency-Key was used for another request",
                         "Use a fresh key for each new request, and the same key only to repeat one unchanged.");
  }

  // What was wrong is told to the operator once, by the scheduling service, and not with each refused request.
  http::Response operator()(const scheduler::JournalUnavailable&) const {
    auto response = http::problem(503, "/problems/store-unavailable", "The store cannot be reached at the moment",
                                  "Try again in a moment. If you sent an Idempotency-Key, repeat the request with the "
                                  "same key; if not, look first whether it was done.");
    response.headers.emplace_back("Retry-After", "2");
    return response;
  }

  http::Response operator()(const scheduler::Forbidden& error) const {
    return http::problem(403, "/problems/forbidden", "Your role does not allow this", error.detail);
  }

  http::Response operator()(const scheduler::InternalError& error) const {
    report(error.detail);
    return http::problem(500, "/problems/internal", "Something is broken here",
                         "Nothing was written. The operator finds the cause in the log.");
  }
};

}  // namespace

http::Response error_response(const scheduler::Error& error, const std::function<void(std::string_view)>& report,
                              const scheduler::TimeZone& zone) {
  return std::visit(Answer{report, zone}, error);
}

http::Response stale(scheduler::Version current) {
  return with_members(412, "/problems/precondition-failed", "It has changed since you read it",
                      "Its version is now " + std::to_string(current) +
                          ". Read it again, look at what changed, and send your change with the new ETag.",
                      {{"version", current}});
}

http::Response invalid_input(const std::vector<scheduler::InvalidField>& fields) {
  json::array errors;
  constexpr std::size_t kMostNamed = 100;
  for (const auto& field : fields) {
    if (errors.size() == kMostNamed) break;
    errors.push_back({{"pointer", field.pointer}, {"detail", field.detail}});
  }
  std::string detail;
  if (!fields.empty()) {
    const auto& [pointer, what] = fields.front();
    detail = (pointer.empty() ? "The body" : pointer) + ' ' + what;
  }
  if (fields.size() > 1) detail += " (and " + std::to_string(fields.size() - 1) + " more: see \"errors\")";
  return with_members(422, "/problems/invalid-input", "What you sent cannot be used", detail,
                      {{"errors", std::move(errors)}});
}

http::Response invalid_input(std::string pointer, std::string detail) {
  return invalid_input({scheduler::InvalidField{std::move(pointer), std::move(detail)}});
}

http::Response no_longer_kept(scheduler::Position head, std::optional<scheduler::Position> oldest) {
  json::object members{{"head", head}};
  if (oldest) members.emplace("oldest", *oldest);
  return with_members(
      410, "/problems/changes-gone", "These entries are not kept any more",
      "The journal has been trimmed, or is of another history. Ask for what is kept, from \"oldest\" on; "
      "whoever follows changes reads the objects anew and goes on from \"head\".",
      members);
}

http::Response not_found() {
  return http::problem(404, "/problems/not-found", "There is nothing here",
                       "Check the path and the id. GET /openapi.json lists every path.");
}

}  // namespace api
