#pragma once

#include <span>
#include <string_view>

namespace api {

/// A file of api/docs, as it is linked into the program.
struct EmbeddedFile {
  std::string_view name;
  std::string_view media_type;
  std::string_view bytes;
};

[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace api
