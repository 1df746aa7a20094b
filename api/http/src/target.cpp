#include "target.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/url_view.hpp>

#include "text.hpp"

namespace http {
namespace {

namespace urls = boost::urls;

// `encoded` has passed Boost's grammar, so every percent sign has its two digits.
std::optional<std::string> decode(std::string_view encoded, bool plus_is_space) {
  urls::encoding_opts options;
  options.space_as_plus = plus_is_space;
  std::string text = urls::pct_string_view(encoded.data(), encoded.size()).decode(options);
  if (text.find('\0') != std::string::npos || !is_utf8(text)) return std::nullopt;
  return text;
}

bool decode_path(std::string_view path, std::vector<std::string>& segments) {
  if (path == "/") return true;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    auto segment = decode(path.substr(begin, end - begin), false);
    if (!segment) return false;
    segments.push_back(std::move(*segment));
    begin = end + 1;
  }
  return true;
}

bool decode_query(std::string_view query, std::vector<std::pair<std::string, std::string>>& parameters) {
  for (std::size_t begin = 0; begin < query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view parameter = query.substr(begin, end - begin);
    begin = end + 1;
    if (parameter.empty()) continue;
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    auto name = decode(parameter.substr(0, equals), true);
    auto value = decode(parameter.substr(std::min(equals + 1, parameter.size())), true);
    if (!name || !value) return false;
    parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

// Leaves in `target` the origin-form and the authority.
bool split_absolute(std::string_view text, Target& target) {
  const auto url = urls::parse_absolute_uri({text.data(), text.size()});
  if (!url || !url->has_authority() || url->has_userinfo() || url->encoded_host().empty()) return false;
  if (url->scheme_id() != urls::scheme::http && url->scheme_id() != urls::scheme::https) return false;
  const std::string_view authority(url->encoded_host_and_port().data(), url->encoded_host_and_port().size());
  target.authority = std::string(authority);
  target.origin = text.substr(text.find("//") + 2 + authority.size());
  if (target.origin.empty() || target.origin.front() == '?') target.origin.insert(0, "/");
  return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view method, std::string_view text) {
  Target target;
  if (text == "*") {
    if (method != "OPTIONS") return std::nullopt;
    target.origin = text;
    return target;
  }
  if (!text.empty() && text.front() == '/') {
    target.origin = text;
  } else if (!split_absolute(text, target)) {
    return std::nullopt;
  }
  if (!urls::parse_origin_form(target.origin)) return std::nullopt;
  const std::string_view origin = target.origin;
  const std::size_t question = std::min(origin.find('?'), origin.size());
  if (!decode_path(origin.substr(0, question), target.segments)) return std::nullopt;
  if (question < origin.size() && !decode_query(origin.substr(question + 1), target.query)) return std::nullopt;
  return target;
}

bool is_host(std::string_view text) {
  if (text.empty()) return true;
  const auto authority = urls::parse_authority({text.data(), text.size()});
  return authority && !authority->has_userinfo();
}

}  // namespace http
