#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace fuzz {

/// Ends the program, as libFuzzer wants it of a finding, unless `holds`. `fact` is what should be true.
inline void require(bool holds, const std::string& fact) {
  if (holds) return;
  std::fprintf(stderr, "Not true: %s\n", fact.c_str());
  std::abort();
}

}  // namespace fuzz
