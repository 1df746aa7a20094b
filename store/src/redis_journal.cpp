#include "store/redis_journal.hpp"

#include <utility>

#include "append_request.hpp"
#include "department_loader.hpp"
#include "department_state.hpp"
#include "entry_text.hpp"
#include "keys.hpp"
#include "redis_connection.hpp"

namespace store {

using scheduler::AppendOutcome;
using scheduler::IdempotencyRecord;
using scheduler::JournalAppend;
using scheduler::JournalEntry;
using scheduler::NotFound;
using scheduler::Position;
using scheduler::Result;
using scheduler::Schedule;
using std::chrono::milliseconds;

namespace {

/// Beyond the patience of a blocking read, for the answer to arrive.
constexpr milliseconds kAnswerTravel{500};

/// What is damaged is told by load(); everything else only says that it cannot go on.
template <class Ask>
auto without_throwing(const Ask& ask) -> decltype(ask()) {
  try {
    return ask();
  } catch (const std::runtime_error& wrong) {
    return unavailable(wrong.what());
  }
}

Result<std::vector<JournalEntry>> lost() { return tl::unexpected<scheduler::Error>(NotFound{}); }

bool is_dense(const std::vector<JournalEntry>& entries, Position after) {
  for (const JournalEntry& entry : entries) {
    if (entry.position != ++after) return false;
  }
  return true;
}

Result<std::vector<JournalEntry>> read_stream(RedisConnection& redis, const std::string& journal, Position after,
                                              std::size_t limit, milliseconds patience) {
  const std::string id = entry_id(after);
  const std::string count = std::to_string(limit);
  const std::string block = std::to_string(patience.count());
  std::vector<std::string_view> command{"XREAD", "COUNT", count};
  if (patience.count() > 0) command.insert(command.end(), {"BLOCK", block});  // BLOCK 0 would be for ever
  command.insert(command.end(), {"STREAMS", journal, id});
  const auto answer = ask(redis, command, patience + kAnswerTravel);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->view().is_nil()) return std::vector<JournalEntry>();
  try {
    return entries_in(answer->view().at(0).at(1));
  } catch (const UnexpectedReply&) {
    throw;
  } catch (const std::runtime_error&) {
    return lost();  // the objects still hold what this entry did
  }
}

}  // namespace

RedisJournal::RedisJournal(RedisAddress address, std::string_view department)
    : keys_(std::make_unique<const Keys>(department)), redis_(std::make_unique<RedisConnection>(std::move(address))) {}

RedisJournal::~RedisJournal() = default;

Result<Schedule> RedisJournal::load() {
  auto loaded = load_department(*redis_, *keys_);
  if (!loaded) return tl::unexpected(loaded.error());
  loaded_epoch_ = loaded->epoch;
  read_epoch_ = loaded->epoch;
  return std::move(loaded->schedule);
}

Result<AppendOutcome> RedisJournal::append(Position expected_head, const std::vector<JournalAppend>& batch) {
  const auto deadline = std::chrono::steady_clock::now() + kAppendPatience;
  if (batch.empty()) throw std::logic_error("an append without entries");
  const AppendRequest request(*keys_, expected_head, loaded_epoch_, batch);
  return without_throwing([&]() -> Result<AppendOutcome> {
    const auto verdict = request.send(*redis_, script_sha_, deadline);
    if (!verdict) return tl::unexpected(verdict.error());
    if (verdict->outcome == AppendVerdict::Outcome::written) {
      if (loaded_epoch_.empty()) loaded_epoch_ = verdict->epoch;  // it began with this append, or just before
      return AppendOutcome::written;
    }
    if (verdict->outcome == AppendVerdict::Outcome::other_epoch) read_epoch_ = loaded_epoch_;  // so that read() says it
    return AppendOutcome::head_moved;
  });
}

Result<std::vector<JournalEntry>> RedisJournal::read(Position after, std::size_t limit, milliseconds patience) {
  if (limit == 0) return std::vector<JournalEntry>();
  return without_throwing([&]() -> Result<std::vector<JournalEntry>> {
    const auto state = ask_state(*redis_, *keys_);
    if (!state) return tl::unexpected(state.error());
    const std::string known_epoch = std::exchange(read_epoch_, state->epoch);
    if (!known_epoch.empty() && known_epoch != state->epoch) return lost();
    if (state->head < after) return lost();
    const bool waits = state->head == after;
    auto entries = read_stream(*redis_, keys_->journal, after, limit, waits ? patience : milliseconds{0});
    if (!entries) return entries;
    if (!is_dense(*entries, after) || (entries->empty() && !waits)) return lost();
    return entries;
  });
}

Result<std::optional<IdempotencyRecord>> RedisJournal::find_answer(std::string_view scope, std::string_view key) {
  return without_throwing([&]() -> Result<std::optional<IdempotencyRecord>> {
    const std::string name = keys_->idempotency(scope, key);
    const auto answer = ask(*redis_, {"GET", name}, kAnswerPatience);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->view().is_nil()) return std::nullopt;
    return answer_from_text(scope, key, answer->view().text());
  });
}

}  // namespace store
