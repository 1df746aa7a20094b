#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "entry_text.hpp"
#include "invariant.hpp"

// What a store may hold, in three forms: an entry of the journal, one of the current objects ("object <field> <text>"),
// a stored answer ("answer <text>"). What can be read is written back and read again as the same.

namespace {

using fuzz::require;

/// What `read` gives, or nothing where it refuses the text as the loader expects it to.
template <class Read>
auto unless_refused(const Read& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const std::runtime_error& wrong) {
    require(!std::string_view(wrong.what()).empty(), "a refusal says what is wrong");
    return std::nullopt;
  }
}

template <class T>
bool same(const scheduler::RecordPtr<T>& left, const scheduler::RecordPtr<T>& right) {
  return left && right ? *left == *right : left == right;
}

bool same(const scheduler::Change& left, const scheduler::Change& right) {
  return std::visit(
      [&]<class T>(const scheduler::Changed<T>& changed) {
        const auto* other = std::get_if<scheduler::Changed<T>>(&right);
        return other != nullptr && same(changed.before, other->before) && same(changed.after, other->after);
      },
      left);
}

bool same(const scheduler::JournalEntry& left, const scheduler::JournalEntry& right) {
  if (left.position != right.position || left.at != right.at || left.actor != right.actor ||
      left.reason != right.reason || left.changes.size() != right.changes.size()) {
    return false;
  }
  for (std::size_t i = 0; i < left.changes.size(); ++i) {
    if (!same(left.changes[i], right.changes[i])) return false;
  }
  return true;
}

void read_entry(std::string_view text) {
  const auto entry = unless_refused([&] { return store::entry_from_text(text); });
  if (!entry) return;
  require(entry->position > 0, "an entry has a position");
  require(same(store::entry_from_text(store::entry_text(*entry)), *entry), "an entry that is written back is the same");
}

void read_object(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return;
  const std::string_view field = text.substr(0, space);
  const auto change = unless_refused([&] { return store::object_from_text(field, text.substr(space + 1)); });
  if (!change) return;
  require(store::object_field(*change) == field, "an object lies under its own name");
  require(same(store::object_from_text(field, store::object_text(*change)), *change),
          "an object that is written back is the same");
}

void read_answer(std::string_view text) {
  const auto answer = unless_refused([&] { return store::answer_from_text("scope", "key", text); });
  if (!answer) return;
  require(answer->scope == "scope" && answer->key == "key", "an answer is that of its key");
  const auto again = store::answer_from_text("scope", "key", store::answer_text(*answer));
  require(again.fingerprint == answer->fingerprint && again.answer == answer->answer,
          "an answer that is written back is the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kObject = "object ";
  constexpr std::string_view kAnswer = "answer ";
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with(kObject)) {
    read_object(text.substr(kObject.size()));
  } else if (text.starts_with(kAnswer)) {
    read_answer(text.substr(kAnswer.size()));
  } else {
    read_entry(text);
  }
  return 0;
}
