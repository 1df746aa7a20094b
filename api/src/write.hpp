#pragma once

#include <functional>

#include "exchange.hpp"
#include "http/message.hpp"
#include "scheduler/command.hpp"
#include "scheduler/decide.hpp"

namespace api {

/// Makes the answer to a command that may happen. Called before it is written; must not block.
using Render = std::function<http::Response(const scheduler::Decision&)>;

/// Has `command` decided and written, and answers the exchange when it is durable. With `?dryRun=true` it is only
/// decided, by the same code: the same answer with status 200 and without Location, and nothing is written. A POST with
/// an Idempotency-Key is answered as the first one with that key was.
/// @param list of which list in the command's object the body is one item, "/stops": pointers are told as of the body
void write(const Environment& environment, Exchange exchange, scheduler::Command command, Render render,
           std::string_view list = {});

}  // namespace api
