#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace http {

/// Maps a method and the segments of a path to the number of a route. No regular expressions: a tree walked once a
/// segment.
///
/// A pattern is "/" and segments: literal ("rooms"), a parameter ("{id}"), or a parameter with a literal ending
/// ("{secret}.ics"). A parameter takes any one segment that is not empty. Literal beats ending beats parameter; longer
/// endings beat shorter. HEAD is served by the route of GET unless it has one of its own. Build it first, then share
/// it: match() is thread-safe, add() is not.
class Router {
 public:
  using Parameters = std::vector<std::pair<std::string, std::string>>;

  struct Found {
    std::size_t route = 0;  ///< what add() returned
    Parameters parameters;  ///< name and segment, in the order of the pattern
  };
  struct NotFound {};
  /// The path exists, not with this method. `allow` is a value for the Allow field: sorted, with HEAD beside GET, and
  /// OPTIONS.
  struct MethodNotAllowed {
    std::string allow;
  };
  /// OPTIONS on a path without a route of its own for it (or "*"): to be answered 204 with Allow.
  struct Options {
    std::string allow;
  };
  using Match = std::variant<Found, NotFound, MethodNotAllowed, Options>;

  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  /// The route's number: 0, 1, 2, ... in order of adding.
  /// @throws std::logic_error if the pattern is malformed or the method already has a route for it.
  std::size_t add(std::string_view method, std::string_view pattern);

  /// `segments` as in Request::segments.
  [[nodiscard]] Match match(std::string_view method, const std::vector<std::string>& segments) const;

 private:
  struct Node;
  struct Route;
  struct Walk;

  std::unique_ptr<Node> root_;
  std::vector<Route> routes_;
};

}  // namespace http
