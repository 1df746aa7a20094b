#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "serve.hpp"
#include "serve_options.hpp"

namespace {

constexpr int kStopped = 0;
constexpr int kFailed = 1;
constexpr int kBadOptions = 2;

int run(const CLI::App& serve_command, const karvon::ServeOptions& options) {
  if (serve_command.parsed()) {
    karvon::serve(options);
  } else {
    std::puts("karvon " KARVON_VERSION);
  }
  return kStopped;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Karvon: the scheduling service of an international relations department"};
  app.require_subcommand(1);
  karvon::ServeOptions options;
  CLI::App* serve_command = app.add_subcommand("serve", "Serve the department until SIGTERM or SIGINT");
  karvon::add_serve_options(*serve_command, options);
  app.add_subcommand("version", "Print the version");
  try {
    app.parse(argc, argv);
    return run(*serve_command, options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kStopped : kBadOptions;
  } catch (const std::invalid_argument& error) {
    std::fprintf(stderr, "karvon: %s\n", error.what());
    return kBadOptions;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "karvon: %s\n", error.what());
    return kFailed;
  }
}
