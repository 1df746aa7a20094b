#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string_view>

struct redisReply;

namespace store {

/// Redis answered something else than the command can answer.
class UnexpectedReply : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A look at one value of an answer; valid as long as the RedisReply it comes from.
class ReplyView {
 public:
  explicit ReplyView(const redisReply* reply) : reply_(reply) {}

  [[nodiscard]] bool is_nil() const;
  [[nodiscard]] bool is_error() const;
  /// @return "WRONGTYPE Operation against ...". @throws UnexpectedReply unless is_error()
  [[nodiscard]] std::string_view error() const;
  /// A string or a status. @throws UnexpectedReply, as the others do
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] std::int64_t integer() const;
  /// The elements of an array.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] ReplyView at(std::size_t index) const;

 private:
  const redisReply* reply_;
};

/// Owns an answer.
class RedisReply {
 public:
  explicit RedisReply(redisReply* owned) : reply_(owned) {}

  [[nodiscard]] ReplyView view() const { return ReplyView(reply_.get()); }

 private:
  struct Free {
    void operator()(redisReply* reply) const;
  };

  std::unique_ptr<redisReply, Free> reply_;
};

}  // namespace store
