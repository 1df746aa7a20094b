#pragma once

#include "../exchange.hpp"

/// What the service says of itself, to people and to programs that watch it.
namespace api::handlers {

/// GET /docs: the OpenAPI document in a viewer; GET /docs/{file}: what the viewer is made of.
void docs(const Environment& environment, Exchange exchange);
void docs_file(const Environment& environment, Exchange exchange);

/// GET /problems and GET /problems/{name}: what the `type` of a problem means, and what to do.
void problem_list(const Environment& environment, Exchange exchange);
void problem_page(const Environment& environment, Exchange exchange);

/// GET /metrics, for Prometheus.
void metrics(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
