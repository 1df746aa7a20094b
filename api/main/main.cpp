#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <stdexcept>

#include "serve.hpp"
#include "serve_options.hpp"
#include "token_command.hpp"
#include "transfer_command.hpp"

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
  create->add_option("--expires", token_options.expires, "From when on it opens nothing (RFC 3339)");
  create->add_option("--kind", token_options.kinds, "Only for events of this kind; may be repeated");
  create->add_option("--room", token_options.rooms, "Only for events in the room with this id; may be repeated");
  CLI::App* list = token->add_subcommand("list", "Show all tokens, without their secrets");
  karvon::add_store_options(*list, token_options.store);
  CLI::App* revoke = token->add_subcommand("revoke", "Revoke a token: it opens nothing any more");
  karvon::add_store_options(*revoke, token_options.store);
  revoke->add_option("ID", token_options.id, "The token's id, as karvon token list shows it")->required();

  karvon::TransferOptions export_options;
  CLI::App* exporting = app.add_subcommand("export", "Write the whole department into a file, one object a line");
  karvon::add_store_options(*exporting, export_options.store);
  exporting->add_option("FILE", export_options.file, "Where to")->required();

  karvon::TransferOptions import_options;
  CLI::App* importing = app.add_subcommand("import", "Read such a file into an empty department");
  karvon::add_store_options(*importing, import_options.store);
  importing->add_option("FILE", import_options.file, "Where from")->required()->check(CLI::ExistingFile);

  app.add_subcommand("version", "Print the version");
  try {
    app.parse(argc, argv);
    if (serve->parsed()) {
      karvon::serve(serve_options);
    } else if (create->parsed()) {
      std::puts(karvon::create_token(token_options).c_str());
    } else if (list->parsed()) {
      std::fputs(karvon::list_tokens(token_options).c_str(), stdout);
    } else if (revoke->parsed()) {
      karvon::revoke_token(token_options);
    } else if (exporting->parsed()) {
      std::printf("exported %zu objects\n", karvon::export_department(export_options));
    } else if (importing->parsed()) {
      std::printf("imported %zu objects\n", karvon::import_department(import_options));
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
