#include "http/router.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

namespace http {
namespace {

std::vector<std::string> split(std::string_view pattern) {
  if (pattern.empty() || pattern.front() != '/')
    throw std::logic_error("route pattern without a leading slash: " + std::string(pattern));
  std::vector<std::string> segments;
  for (std::size_t begin = 1; pattern.size() > 1 && begin <= pattern.size();) {
    const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
    segments.emplace_back(pattern.substr(begin, end - begin));
    begin = end + 1;
  }
  return segments;
}

struct Parameter {
  std::string name;
  std::string ending;
};

// "{name}" or "{name}ending"; nothing for a literal.
std::optional<Parameter> as_parameter(const std::string& segment) {
  if (segment.find_first_of("{}") == std::string::npos) return std::nullopt;
  const std::size_t close = segment.find('}');
  const bool well_formed = segment.front() == '{' && close != std::string::npos && close > 1 &&
                           segment.find_first_of("{}", 1) == close &&
                           segment.find_first_of("{}", close + 1) == std::string::npos;
  if (!well_formed) throw std::logic_error("malformed parameter in a route pattern: " + segment);
  return Parameter{segment.substr(1, close - 1), segment.substr(close + 1)};
}

bool captures(const std::string& segment, const std::string& ending) {
  return segment.size() > ending.size() && segment.ends_with(ending);
}

struct LongerFirst {
  bool operator()(const std::string& left, const std::string& right) const {
    return left.size() != right.size() ? left.size() > right.size() : left < right;
  }
};

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::map<std::string, std::unique_ptr<Node>, LongerFirst>
      parameters;                                          // by ending; the plain parameter's is empty, hence last
  std::map<std::string, std::size_t, std::less<>> routes;  // by method
};

struct Router::Route {
  std::vector<std::string> names;
};

// One search. It goes on past nodes that have the path without the method, to find one with it, and to know all that is
// allowed.
struct Router::Walk {
  std::string_view method;
  const std::vector<std::string>& segments;
  std::vector<std::string> captured;
  std::set<std::string, std::less<>> allowed;
  std::optional<std::size_t> route;

  void at(const Node& node, std::size_t depth) {
    if (depth == segments.size()) return arrive(node);
    const std::string& segment = segments[depth];
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
      at(*literal->second, depth + 1);
      if (route) return;
    }
    for (const auto& [ending, child] : node.parameters) {
      if (!captures(segment, ending)) continue;
      captured.push_back(segment.substr(0, segment.size() - ending.size()));
      at(*child, depth + 1);
      if (route) return;
      captured.pop_back();
    }
  }

  void arrive(const Node& node) {
    auto found = node.routes.find(method);
    if (found == node.routes.end() && method == "HEAD") found = node.routes.find("GET");
    if (found != node.routes.end()) {
      route = found->second;
      return;
    }
    for (const auto& [name, number] : node.routes) allowed.insert(name);
  }
};

namespace {

std::string allow_list(std::set<std::string, std::less<>> methods) {
  if (methods.contains("GET")) methods.insert("HEAD");
  methods.insert("OPTIONS");
  std::string list;
  for (const std::string& method : methods) list += (list.empty() ? "" : ", ") + method;
  return list;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

std::size_t Router::add(std::string_view method, std::string_view pattern) {
  Node* node = root_.get();
  Route route;
  for (const std::string& segment : split(pattern)) {
    const auto parameter = as_parameter(segment);
    auto& child = parameter ? node->parameters[parameter->ending] : node->literals[segment];
    if (parameter) route.names.push_back(parameter->name);
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  const auto [position, added] = node->routes.emplace(method, routes_.size());
  if (!added) throw std::logic_error("two routes for " + std::string(method) + " " + std::string(pattern));
  routes_.push_back(std::move(route));
  return position->second;
}

Router::Match Router::match(std::string_view method, const std::vector<std::string>& segments) const {
  Walk walk{method, segments, {}, {}, {}};
  walk.at(*root_, 0);
  if (walk.route) {
    Found found{*walk.route, {}};
    const auto& names = routes_[*walk.route].names;
    for (std::size_t i = 0; i < names.size(); ++i) found.parameters.emplace_back(names[i], std::move(walk.captured[i]));
    return found;
  }
  if (walk.allowed.empty()) return NotFound{};
  if (method == "OPTIONS") return Options{allow_list(std::move(walk.allowed))};
  return MethodNotAllowed{allow_list(std::move(walk.allowed))};
}

}  // namespace http
