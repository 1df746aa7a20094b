#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "store/embedded_redis.hpp"

/// A service that does nothing but have an EmbeddedRedis in the folder it is given: for tests that kill it. It prints
/// the server's process id, or what went wrong, and ends with SIGTERM.
int main(int, char** arguments) {
  sigset_t terminated;
  sigemptyset(&terminated);
  sigaddset(&terminated, SIGTERM);
  sigprocmask(SIG_BLOCK, &terminated, nullptr);
  try {
    const store::EmbeddedRedis redis(arguments[1]);
    std::printf("%d\n", redis.process_id());
    std::fflush(stdout);
    int caught = 0;
    sigwait(&terminated, &caught);
  } catch (const std::exception& wrong) {
    std::printf("%s\n", wrong.what());
    return 1;
  }
  return 0;
}
