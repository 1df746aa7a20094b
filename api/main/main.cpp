#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <stdexcept>

#include "serve.hpp"
#include "serve_options.hpp"
#include "token_command.hpp"

namespace {

constexpr int kStopped = 0;
constexpr int kFailed = 1;
constexpr int kBadOptions = 2;

}  // namespace

int main(int argc, char** argv) {
  // Standard output is for what was asked for: the ready line, a token, the version.
  spdlog::set_default_logger(spdlog::stderr_color_mt("karvon"));
  CLI::App app{"Karvon: the scheduling service of an international relations department"};
  app.require_subcommand(1);

  karvon::ServeOptions serve_options;
  CLI::App* serve = app.add_subcommand("serve", "Serve the department until SIGTERM or SIGINT");
  karvon::add_serve_options(*serve, serve_options);

  karvon::TokenOptions token_options;
  CLI::App* token = app.add_subcommand("token", "Keys to the API");
  token->require_subcommand(1);
  CLI::App* create = token->add_subcommand("create", "Make a new token and print it: it cannot be shown again");
  karvon::add_store_options(*create, token_options.store);
  create->add_option("--role", token_options.role, "viewer, staff, coordinator or admin")->required();
  create->add_option("--label", token_options.label, "Whose it is, for the audit")->required();

  app.add_subcommand("version", "Print the version");
  try {
    app.parse(argc, argv);
    if (serve->parsed()) {
      karvon::serve(serve_options);
    } else if (create->parsed()) {
      std::puts(karvon::create_token(token_options).c_str());
    } else {
      std::puts("karvon " KARVON_VERSION);
    }
    return kStopped;
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
