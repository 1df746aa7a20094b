#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "invariant.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"
#include "store/redis_url.hpp"

// Everything that is one short text: times, durations, ids, zones, the URL of a Redis. What is read is written as
// something that is read as the same: else a store could not be read again.

namespace {

using fuzz::require;
using namespace scheduler;

template <class T, class Parse, class Write>
void check(std::string_view text, const std::string& what, const Parse& parse, const Write& write) {
  const std::optional<T> value = parse(text);
  if (!value) return;
  const std::string written = write(*value);
  const std::optional<T> again = parse(written);
  require(again && *again == *value, what + " is written so that it is read as the same: " + written);
}

void check_redis_url(std::string_view text) {
  const auto address = store::parse_redis_url(text);
  if (!address) return require(!address.error().empty(), "a refused URL is explained");
  require(address->database >= 0, "a database has a number");
  const auto* tcp = std::get_if<store::TcpEndpoint>(&address->endpoint);
  require(tcp == nullptr || (!tcp->host.empty() && tcp->port > 0), "a Redis is somewhere");
  require(!store::to_string(*address).empty(), "and that can be told");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto written = [](const auto& value) { return to_string(value); };
  const auto told = [](const auto& value) { return value.to_string(); };
  check<LocalTime>(text, "a local time", parse_local_time, written);
  check<Instant>(text, "an instant", parse_instant, written);
  check<LocalDate>(text, "a date", parse_date, written);
  check<Duration>(text, "a duration", Duration::parse, told);
  check<TimeOfDay>(text, "a time of day", TimeOfDay::parse, told);
  check<MonthOfYear>(text, "a month", MonthOfYear::parse, told);
  check<Uuid>(text, "an id", Uuid::parse, told);
  check<TimeZone>(text, "a zone", TimeZone::find, [](const TimeZone& zone) { return zone.name(); });
  check_redis_url(text);
  return 0;
}
