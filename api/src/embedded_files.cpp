#include "embedded_files.hpp"

#include <array>

// The assembler copies each file into the program as it is: no generated source, nothing to read at run time.
// KARVON_DOCS is the folder, given by the build.
#define EMBED(symbol, file)                                                                      \
  asm(".pushsection .rodata\n" #symbol "_begin:\n.incbin \"" KARVON_DOCS "/" file "\"\n" #symbol \
      "_end:\n.byte 0\n"                                                                         \
      ".popsection\n");                                                                          \
  extern "C" const char symbol##_begin[];                                                        \
  extern "C" const char symbol##_end[];

EMBED(karvon_docs_bundle, "swagger-ui-bundle.js")
EMBED(karvon_docs_style, "swagger-ui.css")
EMBED(karvon_docs_start, "start.js")

namespace api {
namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

std::span<const EmbeddedFile> embedded_files() {
  static const std::array kFiles{
      EmbeddedFile{"swagger-ui-bundle.js", "text/javascript; charset=utf-8",
                   between(karvon_docs_bundle_begin, karvon_docs_bundle_end)},
      EmbeddedFile{"swagger-ui.css", "text/css; charset=utf-8",
                   between(karvon_docs_style_begin, karvon_docs_style_end)},
      EmbeddedFile{"start.js", "text/javascript; charset=utf-8",
                   between(karvon_docs_start_begin, karvon_docs_start_end)},
  };
  return kFiles;
}

}  // namespace api
