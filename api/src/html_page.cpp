#include "html_page.hpp"

#include <memory>

namespace api {

std::string html_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

http::Response html_page(unsigned status, std::string_view title, const std::string& body) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>" +
      html_escaped(title) +
      "</title>\n"
      "<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem}"
      "button,select{font:inherit;padding:.4rem .8rem}form{margin:1.5rem 0}</style>\n</head>\n<body>\n"
      "<main>\n<h1>" +
      html_escaped(title) + "</h1>\n" + body + "</main>\n</body>\n</html>\n";
  return {
      status,
      {{"Content-Type", "text/html; charset=utf-8"},
       {"Cache-Control", "no-store"},
       {"Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
       {"X-Content-Type-Options", "nosniff"},
       {"X-Robots-Tag", "noindex"},
       {"Referrer-Policy", "no-referrer"}},
      std::make_shared<const std::string>(std::move(page))};
}

}  // namespace api
