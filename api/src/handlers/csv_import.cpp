#include "csv_import.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../authentication.hpp"
#include "../error_response.hpp"
#include "../window.hpp"
#include "../worker.hpp"
#include "api/secret.hpp"
#include "csv_rows.hpp"
#include "http/problem.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;

/// As many as the scheduling thread writes at once.
constexpr std::size_t kRowsATurn = 64;
constexpr std::chrono::milliseconds kTurn{50};

/// Of all rows together, beyond which problems and warnings are told without their lists.
constexpr std::size_t kMostReported = 4 * 1024 * 1024;

void leave_lists_out(json::object& body) {
  for (const std::string_view name : {"conflicts", "alternatives", "warnings", "freeOccurrences", "events"}) {
    body.erase(name);
  }
}

http::Response unreadable(const CsvProblem& problem) {
  const std::string where =
      "Line " + std::to_string(problem.line) + ", character " + std::to_string(problem.column) + ": ";
  const json::object body{{"type", problem.is_too_much ? "/problems/body-too-large" : "/problems/unreadable-file"},
                          {"title", problem.is_too_much ? "The file is too large" : "The file cannot be read"},
                          {"status", problem.is_too_much ? 413 : 422},
                          {"detail", where + problem.detail + ". Nothing was imported."},
                          {"line", problem.line},
                          {"column", problem.column}};
  return {problem.is_too_much ? 413U : 422U,
          {{"Content-Type", "application/problem+json"}},
          std::make_shared<const std::string>(json::serialize(body))};
}

bool is_sent_as_csv(const http::Request& request) {
  const auto header = request.header("Content-Type");
  if (!header) return true;
  std::string_view type = header->substr(0, header->find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  return http::equal_ignoring_case(type, "text/csv");
}

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return cell.empty(); });
}

/// Makes the reader of a file's rows out of its header line.
using MakePlanner = PlanRow (*)(const Environment&, const Exchange&, TableLayout, Directory, bool is_draft);

/// What kind of objects a file is about.
struct FileKind {
  std::span<const Column> columns;
  MakePlanner make_planner;
};

/// A file on its way, turn by turn.
class Import {
 public:
  Import(const Environment& environment, Exchange exchange, const FileKind& kind, bool dry_run)
      : environment_(environment), exchange_(std::move(exchange)), kind_(kind), dry_run_(dry_run) {}

  Worker::Progress turn() {
    if (!has_begun_) {
      if (auto refusal = begin()) return answer(std::move(*refusal));
    } else if (!may_go_on()) {
      refuse_the_rest();
    } else if (dry_run_) {
      decide_some();
    } else {
      write_some();
    }
    return next_ < table_.rows.size() ? Worker::Progress::more : answer(report());
  }

  void refuse(http::Response response) { exchange_.responder.send(std::move(response)); }

 private:
  Worker::Progress answer(http::Response response) {
    exchange_.responder.send(std::move(response));
    return Worker::Progress::done;
  }

  /// A token that was revoked, or may less by now, writes nothing more.
  [[nodiscard]] bool may_go_on() const {
    const auto token = environment_.services.scheduling.schedule()->find(exchange_.token->id);
    return token && token->version == exchange_.token->version &&
           token->value.is_valid_at(environment_.services.clock.now());
  }

  void refuse_the_rest() {
    const http::Response refused =
        http::problem(401, "/problems/unauthorized", "A token is needed",
                      "The token was revoked or changed while the file was worked on: this row and those after it were "
                      "not looked at. Send them again with a token that may.");
    while (next_ < table_.rows.size()) {
      add_result(refused);
      ++next_;
    }
  }

  /// @return why nothing is imported
  std::optional<http::Response> begin() {
    has_begun_ = true;
    auto table = read_csv(exchange_.request.body);
    if (!table) return unreadable(table.error());
    table_ = std::move(*table);
    std::erase_if(table_.rows, is_blank);
    auto layout = TableLayout::of(kind_.columns, table_.header);
    if (!layout) return unreadable({1, 1, std::move(layout.error())});
    layout_ = *layout;
    draft_ = environment_.services.scheduling.draft();
    plan_ = kind_.make_planner(environment_, exchange_, std::move(*layout), Directory(draft_), dry_run_);
    if (dry_run_ || !exchange_.request.header("Idempotency-Key")) return std::nullopt;
    return claim();
  }

  /// Binds the file to its key: another one under the same key does nothing.
  std::optional<http::Response> claim() {
    fingerprint_ = sha256_hex(exchange_.request.target + '\n' + exchange_.request.body);
    auto promise = std::make_shared<std::promise<http::Response>>();
    Exchange exchange{exchange_.request, exchange_.parameters, responder_to(promise), exchange_.token};
    write(environment_, std::move(exchange), {exchange_.actor(), scheduler::Remember{}},
          [](const scheduler::Decision&) { return json_response(200, json::object()); });
    http::Response response = promise->get_future().get();
    return response.status == 200 ? std::nullopt : std::optional(std::move(response));
  }

  static http::Responder responder_to(const std::shared_ptr<std::promise<http::Response>>& promise) {
    return http::Responder([promise](http::Response response) { promise->set_value(std::move(response)); });
  }

  // --- dry run

  void decide_some() {
    const auto end = std::chrono::steady_clock::now() + kTurn;
    while (next_ < table_.rows.size() && std::chrono::steady_clock::now() < end) {
      add_result(decide_on_draft(table_.rows[next_++]));
    }
  }

  http::Response decide_on_draft(const CsvRow& row) {
    auto plan = plan_(draft_, row);
    if (!plan) return plan.error();
    const auto refusal = [&](const scheduler::Error& error) {
      return error_response(error, environment_.services.report, environment_.department.time_zone);
    };
    try {
      const scheduler::Command command{exchange_.actor(), std::move(plan->action)};
      const scheduler::Instant now = std::max(environment_.services.clock.now(), draft_.last_change());
      auto decision = scheduler::decide(draft_, command, now);
      if (!decision) return refusal(decision.error());
      http::Response response = plan->render(*decision);
      if (decision->changes.empty()) return response;
      scheduler::Schedule next = draft_;
      next.apply({draft_.head() + 1, now, command.actor.name, "", std::move(decision->changes)});
      draft_ = std::move(next);
      return response;
    } catch (const std::exception& broken) {
      return refusal(scheduler::InternalError{broken.what()});
    }
  }

  // --- writing

  /// Sends as many rows as are written at once, and waits for them. A row about an object that is under way already
  /// has to see what became of it.
  void write_some() {
    std::vector<std::future<http::Response>> answers;
    std::set<std::string_view> under_way;
    const auto schedule = environment_.services.scheduling.schedule();
    while (next_ < table_.rows.size() && answers.size() < kRowsATurn) {
      const std::string_view id = layout_.cell(table_.rows[next_], "id");
      if (!id.empty() && !under_way.insert(id).second) break;
      answers.push_back(write_row(*schedule, next_++));
    }
    for (auto& each : answers) add_result(each.get());
  }

  std::future<http::Response> write_row(const scheduler::Schedule& schedule, std::size_t index) {
    auto promise = std::make_shared<std::promise<http::Response>>();
    std::future<http::Response> answer = promise->get_future();
    auto plan = plan_(schedule, table_.rows[index]);
    if (!plan) {
      promise->set_value(plan.error());
      return answer;
    }
    http::Request request;
    request.method = "POST";
    request.headers.emplace_back("Authorization", exchange_.request.header("Authorization").value_or(""));
    Exchange exchange{std::move(request), {}, responder_to(promise), exchange_.token, key_of(index)};
    write(environment_, std::move(exchange), {exchange_.actor(), std::move(plan->action)}, std::move(plan->render));
    return answer;
  }

  [[nodiscard]] std::optional<scheduler::IdempotencyKey> key_of(std::size_t index) const {
    if (fingerprint_.empty()) return std::nullopt;
    return scheduler::IdempotencyKey{
        exchange_.token->id.to_string(),
        std::string(*exchange_.request.header("Idempotency-Key")) + " #" + std::to_string(index), fingerprint_};
  }

  // --- the report

  void add_result(const http::Response& response) {
    json::object row{{"line", table_.rows[results_.size()].line}};
    reported_bytes_ += response.body->size();
    json::value body = json::parse(*response.body);
    // A report of ten thousand rows that clash with everything is still one that can be read.
    if (reported_bytes_ > kMostReported) leave_lists_out(body.as_object());
    if (response.status < 400) {
      for (auto& [name, value] : body.as_object()) row.emplace(name, std::move(value));
    } else {
      row.emplace("result", "failed");
      row.emplace("problem", std::move(body));
    }
    results_.push_back(std::move(row));
  }

  http::Response report() {
    json::object report{{"dryRun", dry_run_}};
    for (const std::string_view result : {"created", "changed", "unchanged", "failed"}) {
      report.emplace(result, std::count_if(results_.begin(), results_.end(), [&](const json::value& row) {
                       return row.at("result").as_string() == result;
                     }));
    }
    report.emplace("rows", std::move(results_));
    return json_response(200, report);
  }

  const Environment& environment_;
  Exchange exchange_;
  FileKind kind_;
  bool dry_run_;
  bool has_begun_ = false;
  CsvTable table_;
  TableLayout layout_;
  PlanRow plan_;
  scheduler::Schedule draft_;  ///< what the rows before have made of it, in a dry run
  std::string fingerprint_;    ///< with an Idempotency-Key
  std::size_t next_ = 0;
  std::size_t reported_bytes_ = 0;
  json::array results_;
};

template <class T>
void import_file(const Environment& environment, Exchange exchange) {
  const auto dry_run = flag_of(exchange.request, "dryRun");
  if (!dry_run) return exchange.responder.send(dry_run.error());
  if (!is_sent_as_csv(exchange.request)) {
    return exchange.responder.send(http::problem(415, "/problems/unsupported-media-type", "The body is of another type",
                                                 "Send the file with Content-Type: text/csv."));
  }
  const FileKind kind{columns_of<T>(), planner_of<T>};
  auto import = std::make_shared<Import>(environment, std::move(exchange), kind, *dry_run);
  if (!environment.worker.submit([import] { return import->turn(); })) import->refuse(too_many_files());
}

}  // namespace

void import_people(const Environment& environment, Exchange exchange) {
  import_file<scheduler::Person>(environment, std::move(exchange));
}

void import_rooms(const Environment& environment, Exchange exchange) {
  import_file<scheduler::Room>(environment, std::move(exchange));
}

void import_events(const Environment& environment, Exchange exchange) {
  import_file<scheduler::Event>(environment, std::move(exchange));
}

http::Response too_many_files() {
  auto response = http::problem(503, "/problems/too-many-files", "Too many files are being worked on",
                                "Imports and exports are waiting already. Try again in a moment.");
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

}  // namespace api::handlers
