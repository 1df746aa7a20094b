#pragma once

#include <boost/json/object.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routes.hpp"

namespace api {

/// From which side a schema is looked at.
enum class View {
  answer,   ///< what is shown: without what only goes in; what always comes is required
  request,  ///< what is sent: without what is read-only
  change,   ///< a merge patch (RFC 7396) of it: nothing is required, and null takes away what may be taken away
};

/// One view of a schema of component_schemas(), which marks what is readOnly, writeOnly and always present.
[[nodiscard]] boost::json::object view_of(const boost::json::object& schema, View view);

/// The components that a document needs: of each shape only the views that were asked for. Not for several threads.
class SchemaViews {
 public:
  explicit SchemaViews(const std::vector<Route>& routes);

  /// A reference to the view, under the name that it has in the document: Room, RoomInput, RoomPatch. What no route
  /// answers with needs no suffix for going in.
  /// @throws std::logic_error where component_schemas() has no such shape: a slip in the table of routes
  boost::json::object reference(std::string_view shape, View view);

  /// All that were referred to, and what those refer to.
  [[nodiscard]] boost::json::object components() const;

 private:
  [[nodiscard]] std::string name_of(std::string_view shape, View view) const;

  boost::json::object schemas_;
  std::set<std::string, std::less<>> answers_;
  std::set<std::pair<std::string, View>> used_;
};

}  // namespace api
