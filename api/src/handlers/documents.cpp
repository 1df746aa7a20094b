#include "documents.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include "../embedded_files.hpp"
#include "../html_page.hpp"
#include "../metrics.hpp"
#include "../preconditions.hpp"
#include "../problem_catalogue.hpp"
#include "api/secret.hpp"

namespace api::handlers {
namespace {

constexpr std::string_view kViewer =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Karvon: the API</title>\n"
    "<link rel=\"stylesheet\" href=\"/docs/swagger-ui.css\">\n</head>\n<body>\n<div id=\"viewer\"></div>\n"
    "<noscript>The viewer needs scripts. The document itself: <a href=\"/openapi.json\">/openapi.json</a></noscript>\n"
    "<script src=\"/docs/swagger-ui-bundle.js\"></script>\n<script src=\"/docs/start.js\"></script>\n"
    "</body>\n</html>\n";

/// The viewer styles its parts itself, and draws with images in its style sheet.
constexpr std::string_view kViewerPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

std::shared_ptr<const std::string> shared(std::string_view text) { return std::make_shared<const std::string>(text); }

std::string row_of(const CataloguedProblem& problem) {
  const std::string name(problem.name);
  return "<dt><a href=\"/problems/" + name + "\"><code>/problems/" + name + "</code></a> (" +
         std::string(problem.statuses) + ")</dt>\n<dd>" + html_escaped(problem.title) + "</dd>\n";
}

}  // namespace

void docs(const Environment&, Exchange exchange) {
  exchange.responder.send({200,
                           {{"Content-Type", "text/html; charset=utf-8"},
                            {"Content-Security-Policy", std::string(kViewerPolicy)},
                            {"X-Content-Type-Options", "nosniff"},
                            {"Referrer-Policy", "no-referrer"}},
                           shared(kViewer)});
}

void docs_file(const Environment&, Exchange exchange) {
  const auto files = embedded_files();
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const EmbeddedFile& file) { return file.name == exchange.parameter("file"); });
  if (found == files.end()) return exchange.responder.send(html_page(404, "There is no such file", ""));
  const std::string etag = '"' + sha256_hex(found->bytes).substr(0, 16) + '"';
  http::Headers headers{
      {"ETag", etag}, {"Cache-Control", "public, max-age=3600"}, {"X-Content-Type-Options", "nosniff"}};
  if (none_match_fails(exchange.request, etag)) return exchange.responder.send({304, std::move(headers), nullptr});
  headers.emplace_back("Content-Type", found->media_type);
  exchange.responder.send({200, std::move(headers), shared(found->bytes)});
}

void problem_list(const Environment&, Exchange exchange) {
  std::string body = "<p>An answer that says no has one of these as its <code>type</code> (RFC 9457).</p>\n<dl>\n";
  for (const CataloguedProblem& problem : problem_catalogue()) body += row_of(problem);
  exchange.responder.send(html_page(200, "Problems", body + "</dl>\n"));
}

void problem_page(const Environment&, Exchange exchange) {
  const CataloguedProblem* problem = find_problem(exchange.parameter("name"));
  if (problem == nullptr) {
    return exchange.responder.send(
        html_page(404, "There is no such problem", "<p><a href=\"/problems\">All problems</a></p>\n"));
  }
  exchange.responder.send(html_page(
      200, problem->title,
      "<p><code>/problems/" + std::string(problem->name) + "</code>, status " + std::string(problem->statuses) +
          "</p>\n<h2>What it means</h2>\n<p>" + html_escaped(problem->meaning) + "</p>\n<h2>What to do</h2>\n<p>" +
          html_escaped(problem->what_to_do) + "</p>\n<p><a href=\"/problems\">All problems</a></p>\n"));
}

void metrics(const Environment& environment, Exchange exchange) {
  exchange.responder.send(
      {200,
       {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}},
       std::make_shared<const std::string>(environment.metrics->text(environment.services))});
}

}  // namespace api::handlers
