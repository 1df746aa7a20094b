#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "scheduler/journal.hpp"

namespace webhooks {

/// The journal, for several readers who are at different places: what was read last is kept, and where it ends is
/// looked at only now and then. Not thread-safe.
class JournalWindow {
 public:
  using Ticks = std::chrono::steady_clock::time_point;

  /// The reader has come to the end.
  struct Nothing {};
  /// What comes next for this reader is not kept any more.
  struct Lost {
    scheduler::Position head = 0;  ///< where the journal ends now
    bool for_everybody = false;    ///< it is another history than before: all readers have lost their place
  };
  /// The entry is valid until the next call.
  using Next = std::variant<Nothing, const scheduler::JournalEntry*, Lost>;

  /// @param look how long the journal's end is believed
  JournalWindow(std::unique_ptr<scheduler::Journal> journal, std::chrono::milliseconds look);

  /// What comes after `after`. @return JournalUnavailable. @throws what Journal::load does
  [[nodiscard]] scheduler::Result<Next> next(scheduler::Position after, Ticks now);

  /// The next question at the end is asked for real.
  void look_again() { end_.reset(); }

 private:
  using Entries = std::vector<scheduler::JournalEntry>;
  struct End {
    scheduler::Position position = 0;
    Ticks seen;
  };

  [[nodiscard]] const scheduler::JournalEntry* kept_after(scheduler::Position after);
  [[nodiscard]] scheduler::Result<Next> find_lost(scheduler::Position after);

  std::unique_ptr<scheduler::Journal> journal_;
  std::chrono::milliseconds look_;
  std::list<Entries> kept_;  ///< the last used first
  std::optional<End> end_;
};

}  // namespace webhooks
