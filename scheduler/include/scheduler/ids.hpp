#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace scheduler {

/// 128 bits that name one thing for ever; written as a UUID in lower case (RFC 9562).
struct Uuid {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  /// The 36 characters of the canonical form; anything else gives nullopt. Upper case is accepted.
  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
  /// A UUID of version 4 out of 128 random bits (six of them are overwritten by version and variant).
  [[nodiscard]] static Uuid from_random_bits(std::uint64_t high, std::uint64_t low);
  [[nodiscard]] std::string to_string() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// The identity of a `T`. Ids of different things do not mix.
template <class T>
struct Id {
  Uuid value;

  [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
    const auto uuid = Uuid::parse(text);
    return uuid ? std::optional(Id{*uuid}) : std::nullopt;
  }
  [[nodiscard]] std::string to_string() const { return value.to_string(); }

  friend auto operator<=>(const Id&, const Id&) = default;
};

/// Where fresh identities come from. Implementations are thread-safe and never repeat one.
class IdSource {
 public:
  IdSource() = default;
  IdSource(const IdSource&) = delete;
  IdSource& operator=(const IdSource&) = delete;
  virtual ~IdSource() = default;

  [[nodiscard]] virtual Uuid next() = 0;
};

/// Counts the changes of one object: 1 when created, then one more with each change. It is the ETag.
using Version = std::uint64_t;

/// A place in the department's journal. 0 is before the first entry; entries are dense from 1.
using Position = std::uint64_t;

}  // namespace scheduler

template <>
struct std::hash<scheduler::Uuid> {
  std::size_t operator()(const scheduler::Uuid& id) const noexcept {
    return static_cast<std::size_t>(id.high ^ (id.low * 0x9E3779B97F4A7C15U));
  }
};
