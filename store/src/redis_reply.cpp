#include "redis_reply.hpp"

#include <hiredis/hiredis.h>

#include <array>
#include <string>

namespace store {
namespace {

std::string_view name_of(int type) {
  constexpr std::array<std::string_view, 7> kNames{"nothing", "a string", "an array", "an integer",
                                                   "nil",     "a status", "an error"};
  return type > 0 && static_cast<std::size_t>(type) < kNames.size() ? kNames[static_cast<std::size_t>(type)]
                                                                    : kNames[0];
}

[[noreturn]] void unexpected(const redisReply& reply, std::string_view expected) {
  std::string message = "Redis answered " + std::string(name_of(reply.type)) + " instead of " + std::string(expected);
  if (reply.type == REDIS_REPLY_ERROR) message += ": " + std::string(reply.str, reply.len);
  throw UnexpectedReply(message);
}

}  // namespace

bool ReplyView::is_nil() const { return reply_->type == REDIS_REPLY_NIL; }

bool ReplyView::is_error() const { return reply_->type == REDIS_REPLY_ERROR; }

std::string_view ReplyView::error() const {
  if (!is_error()) unexpected(*reply_, "an error");
  return {reply_->str, reply_->len};
}

std::string_view ReplyView::text() const {
  if (reply_->type != REDIS_REPLY_STRING && reply_->type != REDIS_REPLY_STATUS) unexpected(*reply_, "a string");
  return {reply_->str, reply_->len};
}

std::int64_t ReplyView::integer() const {
  if (reply_->type != REDIS_REPLY_INTEGER) unexpected(*reply_, "an integer");
  return reply_->integer;
}

std::size_t ReplyView::size() const {
  if (reply_->type != REDIS_REPLY_ARRAY) unexpected(*reply_, "an array");
  return reply_->elements;
}

ReplyView ReplyView::at(std::size_t index) const {
  if (index >= size()) throw UnexpectedReply("Redis answered a shorter array than the command has");
  return ReplyView(reply_->element[index]);
}

void RedisReply::Free::operator()(redisReply* reply) const { freeReplyObject(reply); }

}  // namespace store
