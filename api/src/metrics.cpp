#include "metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <tuple>

#include "scheduler/describe.hpp"

namespace api {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr std::array<std::string_view, 4> kClasses{"2xx", "3xx", "4xx", "5xx"};

/// A number that is read when it is asked for.
class Readings {
 public:
  void add(std::string name, std::string help, MetricType type, double value) {
    add(std::move(name), std::move(help), type, {{"", value}}, "");
  }

  void add(std::string name, std::string help, MetricType type,
           const std::vector<std::pair<std::string, double>>& values, const std::string& label) {
    MetricFamily family;
    family.name = std::move(name);
    family.help = std::move(help);
    family.type = type;
    for (const auto& [word, value] : values) {
      ClientMetric metric;
      if (!label.empty()) metric.label.push_back({label, word});
      if (type == MetricType::Counter) {
        metric.counter.value = value;
      } else {
        metric.gauge.value = value;
      }
      family.metric.push_back(std::move(metric));
    }
    families_.push_back(std::move(family));
  }

  [[nodiscard]] std::vector<MetricFamily> take() { return std::move(families_); }

 private:
  std::vector<MetricFamily> families_;
};

double number(std::uint64_t value) { return static_cast<double>(value); }

template <class... T>
std::vector<std::pair<std::string, double>> objects_of(const scheduler::Schedule& schedule,
                                                       const std::tuple<scheduler::Records<T>...>*) {
  return {{std::string(word_for(scheduler::kind_of_entity<T>())), number(schedule.all<T>().size())}...};
}

void add_schedule(Readings& readings, const Services& services) {
  const auto& scheduling = services.scheduling;
  const auto schedule = scheduling.schedule();
  const scheduler::SchedulingCounters done = scheduling.counters();
  using AllRecords = scheduler::OfEachEntity<std::tuple, scheduler::Records>;
  readings.add("karvon_ready", "1 when everything that is written has been read, and can be written", MetricType::Gauge,
               scheduling.ready() ? 1 : 0);
  readings.add("karvon_store_staleness_seconds", "Since when the store has not been heard of; 0 while it is well",
               MetricType::Gauge, static_cast<double>(scheduling.staleness().count()));
  readings.add("karvon_journal_head", "Position of the newest entry that readers see", MetricType::Gauge,
               number(schedule->head()));
  readings.add("karvon_objects", "Objects that the department keeps", MetricType::Gauge,
               objects_of(*schedule, static_cast<const AllRecords*>(nullptr)), "kind");
  readings.add("karvon_commands_total", "Commands that were decided", MetricType::Counter, number(done.commands));
  readings.add("karvon_commands_refused_total", "Commands that could not be carried out", MetricType::Counter,
               number(done.refused));
  readings.add("karvon_journal_appends_total", "Batches that were written", MetricType::Counter, number(done.batches));
  readings.add("karvon_journal_entries_total", "Entries that were written", MetricType::Counter, number(done.entries));
  readings.add("karvon_change_followers", "Clients that follow the changes", MetricType::Gauge,
               number(services.changes.readers()));
}

void add_connections(Readings& readings, const http::Counters& counters) {
  readings.add("karvon_http_connections", "Connections that are open", MetricType::Gauge,
               number(counters.connections_open));
  readings.add("karvon_http_connections_total", "Connections that were accepted", MetricType::Counter,
               number(counters.connections_accepted));
  readings.add("karvon_http_connections_refused_total", "Connections for which there was no room", MetricType::Counter,
               number(counters.connections_refused));
  readings.add("karvon_http_connections_evicted_total", "Idle connections that made room for new ones",
               MetricType::Counter, number(counters.connections_evicted));
  readings.add("karvon_http_rejected_total", "Requests that were none: bad syntax, too large, too slow",
               MetricType::Counter, number(counters.rejected));
  readings.add("karvon_http_timeouts_total", "Connections that took too long", MetricType::Counter,
               number(counters.timeouts));
}

void add_deliveries(Readings& readings, const DeliveryCounters& counters) {
  readings.add("karvon_webhooks_delivering", "1 on the instance that delivers to webhooks", MetricType::Gauge,
               counters.delivering ? 1 : 0);
  readings.add("karvon_webhook_messages_accepted_total", "Messages that a webhook has accepted", MetricType::Counter,
               number(counters.accepted));
  readings.add("karvon_webhook_attempts_failed_total", "Attempts that came to nothing", MetricType::Counter,
               number(counters.failed));
  readings.add("karvon_webhooks_given_up_total", "Webhooks that were disabled", MetricType::Counter,
               number(counters.given_up));
}

void add_process(Readings& readings) {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  if (file >> size >> resident) {
    readings.add("process_resident_memory_bytes", "Memory in use", MetricType::Gauge,
                 number(resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE))));
  }
}

}  // namespace

struct Metrics::OfRoute {
  std::array<prometheus::Counter*, kClasses.size()> answers{};
  prometheus::Histogram* duration = nullptr;
};

Metrics::Metrics(const std::vector<std::string_view>& names) : registry_(std::make_shared<prometheus::Registry>()) {
  auto& answers = prometheus::BuildCounter()
                      .Name("karvon_http_requests_total")
                      .Help("Answered requests by operation and class of status")
                      .Register(*registry_);
  auto& durations = prometheus::BuildHistogram()
                        .Name("karvon_http_request_duration_seconds")
                        .Help("From the request's arrival to its answer, by operation")
                        .Register(*registry_);
  const prometheus::Histogram::BucketBoundaries boundaries{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                           0.05,   0.1,   0.25,   0.5,   1,    2.5};
  std::vector<std::string_view> all = names;
  all.emplace_back("unknown");
  for (const std::string_view name : all) {
    OfRoute route;
    const std::string operation(name);
    for (std::size_t i = 0; i < kClasses.size(); ++i) {
      route.answers[i] = &answers.Add({{"operation", operation}, {"status", std::string(kClasses[i])}});
    }
    route.duration = &durations.Add({{"operation", operation}}, boundaries);
    routes_.push_back(route);
  }
  limited_ = &prometheus::BuildCounter()
                  .Name("karvon_http_rate_limited_total")
                  .Help("Requests that were turned away because their sender asks too often")
                  .Register(*registry_)
                  .Add({});
}

Metrics::~Metrics() = default;

void Metrics::count(std::size_t route, unsigned status, std::chrono::steady_clock::duration took) {
  const OfRoute& counted = routes_[std::min(route, routes_.size() - 1)];
  const std::size_t of_class = std::min<std::size_t>(std::max(status / 100, 2U) - 2, kClasses.size() - 1);
  counted.answers[of_class]->Increment();
  counted.duration->Observe(std::chrono::duration<double>(took).count());
}

void Metrics::count_limited() { limited_->Increment(); }

std::string Metrics::text(const Services& services) const {
  Readings readings;
  add_schedule(readings, services);
  if (services.connections) add_connections(readings, services.connections());
  if (services.deliveries) add_deliveries(readings, services.deliveries());
  add_process(readings);
  std::vector<MetricFamily> families = registry_->Collect();
  std::vector<MetricFamily> now = readings.take();
  std::move(now.begin(), now.end(), std::back_inserter(families));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace api
