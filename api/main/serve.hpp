#pragma once

#include "serve_options.hpp"

namespace karvon {

/// Runs the service until SIGTERM or SIGINT: starts the store, loads it, serves, drains, and stops the store last.
/// To be called once, from main, before any other thread exists.
/// @throws std::invalid_argument for options that cannot be used; std::runtime_error when it cannot start
void serve(const ServeOptions& options);

}  // namespace karvon
