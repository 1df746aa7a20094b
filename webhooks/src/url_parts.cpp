#include "url_parts.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace webhooks {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, FreeText> owned(text);
  return text;
}

std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string without_brackets(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

std::optional<UrlParts> parse_url(std::string_view url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  const std::string terminated(url);
  if (!parsed || terminated.find('\0') != std::string::npos ||
      curl_url_set(parsed.get(), CURLUPART_URL, terminated.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return std::nullopt;
  }
  UrlParts parts;
  parts.scheme = in_lower_case(part_of(parsed.get(), CURLUPART_SCHEME, 0));
  parts.host = without_brackets(in_lower_case(part_of(parsed.get(), CURLUPART_HOST, 0)));
  const std::string port = part_of(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  std::from_chars(port.data(), port.data() + port.size(), parts.port);
  return parts;
}

}  // namespace webhooks
