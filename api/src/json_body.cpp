#include "json_body.hpp"

#include <boost/json/parse_options.hpp>
#include <boost/json/stream_parser.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "error_response.hpp"
#include "http/problem.hpp"

namespace api {
namespace {

namespace json = boost::json;

constexpr std::string_view kJson = "application/json";

bool is_sent_as(const http::Request& request, std::string_view media_type) {
  const auto header = request.header("Content-Type");
  if (!header) return true;
  auto type = header->substr(0, header->find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return http::equal_ignoring_case(type, media_type) || http::equal_ignoring_case(type, kJson);
}

http::Response malformed(std::size_t offset, const std::string& reason) {
  return http::problem(400, "/problems/malformed-json", "The body is not JSON",
                       "At byte " + std::to_string(offset) + ": " + reason + ". Send one JSON object in UTF-8.");
}

}  // namespace

tl::expected<json::object, http::Response> parse_body(const http::Request& request, std::string_view media_type) {
  if (!is_sent_as(request, media_type)) {
    return tl::unexpected(http::problem(415, "/problems/unsupported-media-type", "The body is of another type",
                                        "Send it with Content-Type: " + std::string(media_type) + '.'));
  }
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::stream_parser parser({}, options);
  boost::system::error_code error;
  const std::size_t taken = parser.write_some(request.body, error);
  if (!error && taken < request.body.size()) error = json::make_error_code(json::error::extra_data);
  if (!error) parser.finish(error);
  if (error == json::make_error_code(json::error::too_deep)) {
    return tl::unexpected(invalid_input("", "nests deeper than " + std::to_string(kMaxDepth) + " levels"));
  }
  if (error) return tl::unexpected(malformed(taken, error.message()));
  json::value value = parser.release();
  if (!value.is_object()) return tl::unexpected(invalid_input("", "must be a JSON object"));
  return std::move(value.get_object());
}

void merge_patch(json::object& target, const json::object& patch) {
  for (const auto& [name, value] : patch) {
    if (value.is_null()) {
      target.erase(name);
    } else if (const json::object* nested = value.if_object()) {
      json::value& member = target[name];
      if (!member.is_object()) member.emplace_object();
      merge_patch(member.get_object(), *nested);
    } else {
      target[name] = value;
    }
  }
}

void merge_changes(json::object& target, const json::object& changes) {
  std::vector<std::string> not_there;
  for (const auto& [name, value] : changes) {
    if (value.is_null() && !target.contains(name)) not_there.emplace_back(name);
  }
  merge_patch(target, changes);
  for (const std::string& name : not_there) target.emplace(name, nullptr);
}

}  // namespace api
