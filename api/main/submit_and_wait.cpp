#include "submit_and_wait.hpp"

#include <future>
#include <optional>
#include <string>
#include <utility>

namespace karvon {

scheduler::Result<scheduler::Answer> submit_and_wait(scheduler::SchedulingService& scheduling,
                                                     scheduler::Command command) {
  std::promise<scheduler::Result<scheduler::Answer>> outcome;
  auto future = outcome.get_future();
  scheduling.submit(
      {std::move(command), std::nullopt, [](const scheduler::Decision&) { return std::string(); },
       [&outcome](scheduler::Result<scheduler::Answer> answer) { outcome.set_value(std::move(answer)); }});
  return future.get();
}

}  // namespace karvon
