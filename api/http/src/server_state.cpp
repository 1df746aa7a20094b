#include "server_state.hpp"

#include <algorithm>
#include <utility>

namespace http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLeavingAtOnce = 1024;

// Often enough for the shortest timeout, seldom enough to cost nothing.
milliseconds tick_of(const Limits& limits) {
  const milliseconds shortest =
      std::min({limits.first_byte, limits.request, limits.idle, limits.write_stall, limits.linger});
  return std::clamp(shortest / 8, milliseconds(5), milliseconds(250));
}

}  // namespace

ServerState::ServerState(ServerOptions server_options, Handler server_handler)
    : options(std::move(server_options)),
      handler(std::move(server_handler)),
      eviction(registry),
      writer(registry, tick_of(options.limits)) {}

std::chrono::system_clock::time_point ServerState::now() const {
  return options.clock ? options.clock() : std::chrono::system_clock::now();
}

void ServerState::report(std::string_view text) const {
  if (options.report) options.report(text);
}

bool ServerState::make_room() {
  if (registry.size() < most_connections + leaving + turned_away) return true;
  return leaving < kLeavingAtOnce && eviction.evict_one();
}

}  // namespace http
