#pragma once

#include <cstddef>
#include <filesystem>

#include "store_access.hpp"

namespace karvon {

/// `karvon export FILE` and `karvon import FILE`, as they were asked for.
struct TransferOptions {
  StoreOptions store;
  std::filesystem::path file;
};

/// Writes the whole department as it is now, one JSON text a line: a heading, then each object with its id, version and
/// times, then how many there were. What is stored of secrets is in it (hashes of tokens, keys of webhooks): only its
/// owner may read the file. The journal is not: a department that is imported begins a history of its own.
/// @return how many objects
/// @throws std::runtime_error when the store cannot be read or the file not be written
std::size_t export_department(const TransferOptions& options);

/// Puts what export_department() wrote into an empty department: an export of that gives the same file again.
/// @return how many objects
/// @throws std::runtime_error that says where the file is wrong, or why the store cannot take it; nothing has been
///         written where the file was at fault
std::size_t import_department(const TransferOptions& options);

}  // namespace karvon
