#include "stored_answer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

namespace api {

namespace json = boost::json;

std::string to_text(const http::Response& response) {
  json::array headers;
  for (const auto& [name, value] : response.headers) headers.push_back(json::array{name, value});
  return json::serialize(json::object{{"status", response.status},
                                      {"headers", std::move(headers)},
                                      {"body", response.body ? *response.body : std::string()}});
}

http::Response response_of(std::string_view text) {
  const json::value stored = json::parse(text);
  const json::object& object = stored.as_object();
  http::Response response;
  response.status = object.at("status").to_number<unsigned>();
  for (const json::value& header : object.at("headers").as_array()) {
    response.headers.emplace_back(header.at(0).as_string(), header.at(1).as_string());
  }
  response.body = std::make_shared<const std::string>(object.at("body").as_string());
  return response;
}

}  // namespace api
