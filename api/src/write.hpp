#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "exchange.hpp"
#include "http/message.hpp"
#include "scheduler/command.hpp"
#include "scheduler/decide.hpp"

namespace api {

/// Makes the answer to a command that may happen. Called before it is written; must not block.
using Render = std::function<http::Response(const scheduler::Decision&)>;

/// Under which key the answer to the exchange is kept; nullopt: under none.
/// @return 400 for a key that cannot be one
[[nodiscard]] tl::expected<std::optional<scheduler::IdempotencyKey>, http::Response> idempotency_of(
    const Exchange& exchange);

/// A handler that looks at an object first may refuse what it was itself that changed it: "no" is said to a request
/// with a key only when no answer is kept under it. The exchange must have a token.
[[nodiscard]] Exchange with_repetition(const Environment& environment, Exchange exchange);

struct WriteOptions {
  /// Of which list in the command's object the body is one item, "/stops": pointers are told as of the body.
  std::string_view list = {};
  /// The answer holds what is told once: it is given whole, whatever the client prefers.
  bool tells_secret = false;
};

/// Has `command` decided and written, and answers the exchange when it is durable. With `?dryRun=true` it is only
/// decided, by the same code: the same answer with status 200 and without Location, and nothing is written. A POST with
/// an Idempotency-Key is answered as the first one with that key was.
/// With "Prefer: return=minimal" a success comes without the object. The exchange must have a token.
void write(const Environment& environment, Exchange exchange, scheduler::Command command, Render render,
           const WriteOptions& options = {});

}  // namespace api
