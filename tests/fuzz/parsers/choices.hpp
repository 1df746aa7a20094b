#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fuzz {

/// The fuzzer's bytes as a row of choices: what is no text is made of them. Past the end every choice is the first.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : rest_(bytes) {}

  /// From 0 to `count` - 1; `count` is 1 to 65,536.
  [[nodiscard]] std::size_t one_of(std::size_t count) {
    const std::size_t low = next();
    return (count > 256 ? low | next() << 8U : low) % count;
  }

  [[nodiscard]] std::int32_t from_to(std::int32_t least, std::int32_t most) {
    return least + static_cast<std::int32_t>(one_of(static_cast<std::size_t>(most - least + 1)));
  }

  [[nodiscard]] bool yes() { return one_of(2) == 1; }

 private:
  std::size_t next() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

  std::string_view rest_;
};

}  // namespace fuzz
