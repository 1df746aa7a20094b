#pragma once

#include <boost/json/object.hpp>

/// The schemas of what is not one kind of object: keys, the journal, lists of requests.
namespace api {

[[nodiscard]] boost::json::object token_schema();
[[nodiscard]] boost::json::object webhook_schema();
[[nodiscard]] boost::json::object hold_schema();
[[nodiscard]] boost::json::object audit_schema();
[[nodiscard]] boost::json::object audit_entry_schema();
[[nodiscard]] boost::json::object reverted_schema();
[[nodiscard]] boost::json::object changes_schema();
[[nodiscard]] boost::json::object found_schema();
[[nodiscard]] boost::json::object bulk_schema();
[[nodiscard]] boost::json::object bulk_results_schema();
[[nodiscard]] boost::json::object import_report_schema();

}  // namespace api
