#include "scheduler/scheduling_service.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

namespace scheduler {
namespace {

constexpr std::size_t kMaxBatch = 256;
constexpr std::size_t kReadChunk = 512;
constexpr std::chrono::seconds kFollowPatience{1};
constexpr std::chrono::milliseconds kRetryPause{100};
/// How often it is looked whether a hold or an offer has run out, while there are any.
constexpr std::chrono::milliseconds kExpiryPause{1000};
/// A whole load is much work, and a damaged store needs its operator.
constexpr std::chrono::milliseconds kDamagedPause{2000};
/// How often the same batch is decided anew because others wrote first. Each time somebody made progress.
constexpr int kMaxAttempts = 50;

Error unavailable(std::string detail) { return JournalUnavailable{std::move(detail)}; }

bool something_due(const Schedule& schedule, Instant now) {
  const auto due = schedule.next_due();
  return due && *due <= now;
}

/// What runs out by itself ends before anything else is decided, as an entry of its own.
JournalEntry expiry_entry(const Schedule& schedule, Instant now) {
  const Command command{{"karvon", Role::admin}, ExpireDue{}};
  Result<Decision> decision = decide(schedule, command, now);
  if (!decision) throw std::logic_error("what has run out cannot be ended");
  return {schedule.head() + 1, now, command.actor.name, "has run out", std::move(decision->changes)};
}

template <class T>
bool is_unavailable(const Result<T>& result) {
  return !result && std::holds_alternative<JournalUnavailable>(result.error());
}

}  // namespace

/// Commands that are decided and not yet written.
struct SchedulingService::Batch {
  Position head = 0;
  Schedule draft;  ///< what the schedule will be once `appends` is written
  std::vector<JournalAppend> appends;
  std::vector<Result<Answer>> answers;
  std::map<std::pair<std::string, std::string>, std::size_t> by_key;  ///< (scope, key) -> index in `appends`
  std::optional<Error> failure;  ///< the journal could not be asked: nobody needs to wait for the next question
};

SchedulingService::SchedulingService(Journals journals, const Clock& clock,
                                     std::function<void(std::string_view)> report)
    : journals_(std::move(journals)), clock_(clock), report_(std::move(report)) {}

SchedulingService::~SchedulingService() { stop(); }

Result<void> SchedulingService::start() {
  Result<Schedule> loaded = journals_.writing->load();
  if (!loaded) return tl::unexpected(loaded.error());
  see(loaded->head());
  publish(std::move(*loaded));
  journal_well_ = true;  // as expected: nothing to report
  set_journal_well(true);
  scheduling_ = std::thread([this] { run(); });
  following_ = std::thread([this] { follow(); });
  return {};
}

void SchedulingService::stop() {
  {
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  queue_changed_.notify_all();
  if (scheduling_.joinable()) scheduling_.join();
  if (following_.joinable()) following_.join();
}

std::shared_ptr<const Schedule> SchedulingService::schedule() const {
  const std::lock_guard lock(schedule_mutex_);
  return schedule_;
}

void SchedulingService::publish(Schedule schedule) {
  auto next = std::make_shared<const Schedule>(std::move(schedule));
  {
    const std::lock_guard queue_lock(queue_mutex_);  // who waits for the head to move must not miss it
    const std::lock_guard lock(schedule_mutex_);
    schedule_.swap(next);
  }
  queue_changed_.notify_all();
}

void SchedulingService::tell_listener(const std::vector<JournalEntry>& entries) const {
  if (listener_.entries && !entries.empty()) listener_.entries(entries);
}

SchedulingCounters SchedulingService::counters() const { return {commands_, refused_, batches_, entries_}; }

Schedule SchedulingService::draft() const {
  Schedule draft = *schedule();
  const Instant now = std::max(clock_.now(), draft.last_change());
  if (something_due(draft, now)) draft.apply(expiry_entry(draft, now));
  return draft;
}

Result<Decision> SchedulingService::preview(const Command& command) const {
  const Schedule now_schedule = draft();
  return decide(now_schedule, command, std::max(clock_.now(), now_schedule.last_change()));
}

void SchedulingService::submit(Submission submission) {
  std::string refusal;
  {
    const std::lock_guard lock(queue_mutex_);
    if (!stopping_ && journal_well_) {
      queue_.push_back(std::move(submission));
      queue_changed_.notify_all();
      return;
    }
    refusal = stopping_ ? "the service is stopping" : "the store cannot be reached";
  }
  submission.done(tl::unexpected(unavailable(std::move(refusal))));
}

std::chrono::seconds SchedulingService::staleness() const {
  if (journal_well_) return std::chrono::seconds{0};
  const auto heard = std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(last_heard_));
  return std::max(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - heard),
                  std::chrono::seconds{1});
}

bool SchedulingService::ready() const {
  const auto current = schedule();
  if (!current || !journal_well_) return false;
  if (seen_ <= current->head()) return true;
  const std::chrono::steady_clock::time_point since{std::chrono::steady_clock::duration(behind_since_)};
  return std::chrono::steady_clock::now() - since < kReadyLag;
}

void SchedulingService::set_journal_well(bool well) {
  if (well) last_heard_ = std::chrono::steady_clock::now().time_since_epoch().count();
  const bool now_well = well && !damaged_;
  if (journal_well_.exchange(now_well) == now_well || !report_) return;
  report_(now_well ? "the store is well again: writes are taken"
                   : "the store cannot be reached: writes are refused until it is back");
}

void SchedulingService::see(Position position) {
  {
    const std::lock_guard lock(queue_mutex_);
    if (position > seen_) {
      const auto current = schedule();
      if (!current || seen_ <= current->head())
        behind_since_ = std::chrono::steady_clock::now().time_since_epoch().count();
      seen_ = position;
    }
  }
  queue_changed_.notify_all();
}

/// Follows what is written, ours and others', one entry at a time: it only rings the bell, the scheduling thread reads.
/// It keeps no place of its own: where readers are is where it looks on, also after a reload went back.
void SchedulingService::follow() {
  while (!stopping()) {
    const Position after = schedule()->head();
    const auto entries = journals_.following->read(after, 1, kFollowPatience);
    set_journal_well(!is_unavailable(entries));
    if (is_unavailable(entries)) {
      std::this_thread::sleep_for(kRetryPause);
    } else if (!entries || !entries->empty()) {
      see(after + 1);  // or it was trimmed or lost: the scheduling thread will reload
      std::unique_lock lock(queue_mutex_);
      queue_changed_.wait_for(lock, kRetryPause, [&] { return stopping_ || schedule()->head() != after; });
    }
  }
}

bool SchedulingService::stopping() {
  const std::lock_guard lock(queue_mutex_);
  return stopping_;
}

void SchedulingService::run() {
  for (;;) {
    std::vector<Submission> batch = next_batch();
    if (seen_ > schedule()->head() && !catch_up()) std::this_thread::sleep_for(damaged_ ? kDamagedPause : kRetryPause);
    if (!batch.empty() || is_due()) {
      commit(std::move(batch));
      continue;
    }
    const std::lock_guard lock(queue_mutex_);
    if (stopping_ && queue_.empty()) return;
  }
}

/// While the store is away nothing can be ended; the next command, or the next look, does.
bool SchedulingService::is_due() {
  if (!journal_well_ || stopping()) return false;
  const auto current = schedule();
  return something_due(*current, std::max(clock_.now(), current->last_change()));
}

std::vector<Submission> SchedulingService::next_batch() {
  std::unique_lock lock(queue_mutex_);
  const auto has_work = [this] { return stopping_ || !queue_.empty() || seen_ > schedule()->head(); };
  // Clocks are asked now and again for what has run out; nobody can say how long it takes until theirs shows a time.
  if (schedule()->next_due()) {
    queue_changed_.wait_for(lock, kExpiryPause, has_work);
  } else {
    queue_changed_.wait(lock, [&] { return has_work() || schedule()->next_due(); });
  }
  // After a failure everything that waited for it is answered at once, however much it is.
  const std::size_t size = std::min(queue_.size(), kMaxBatch);
  std::vector<Submission> batch;
  batch.reserve(size);
  std::move(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size), std::back_inserter(batch));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
  return batch;
}

void SchedulingService::commit(std::vector<Submission> submissions) {
  const auto answer_all = [&](const std::vector<Result<Answer>>& answers) {
    commands_ += submissions.size();
    for (std::size_t i = 0; i < submissions.size(); ++i) {
      if (!answers[i]) ++refused_;
      submissions[i].done(answers[i]);
    }
  };
  const auto refuse_all = [&](const Error& error) {
    answer_all(std::vector<Result<Answer>>(submissions.size(), tl::unexpected(error)));
  };
  if (!journal_well_) return refuse_all(unavailable("the store cannot be reached"));

  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    Batch batch = decide_all(submissions);
    if (batch.failure) {
      set_journal_well(false);
      return refuse_all(*batch.failure);
    }
    if (batch.appends.empty()) {
      // A refusal, too, must hold against everything that was written before it was asked for.
      if (!catch_up()) return refuse_all(unavailable("the store cannot be read"));
      if (schedule()->head() == batch.head) return answer_all(batch.answers);
      continue;
    }
    const Result<AppendOutcome> outcome = journals_.writing->append(batch.head, batch.appends);
    if (!outcome) {
      // Later commands were decided on earlier ones that may not have happened: nobody's outcome is known.
      set_journal_well(false);
      return refuse_all(outcome.error());
    }
    if (*outcome == AppendOutcome::written) {
      publish(std::move(batch.draft));
      ++batches_;
      entries_ += batch.appends.size();
      std::vector<JournalEntry> entries;
      for (JournalAppend& append : batch.appends) entries.push_back(std::move(append.entry));
      tell_listener(entries);
      return answer_all(batch.answers);
    }
    if (!catch_up()) return refuse_all(unavailable("the store cannot be read"));
  }
  refuse_all(unavailable("too many others are writing"));
}

SchedulingService::Batch SchedulingService::decide_all(const std::vector<Submission>& submissions) {
  Batch batch;
  batch.draft = *schedule();
  batch.head = batch.draft.head();
  expire_due(batch);
  for (const Submission& submission : submissions) {
    try {
      batch.answers.push_back(decide_one(submission, batch));
      if (is_unavailable(batch.answers.back())) {
        batch.failure = batch.answers.back().error();
        break;
      }
    } catch (const std::exception& broken) {
      batch.answers.push_back(tl::unexpected(Error(InternalError{broken.what()})));
    }
  }
  return batch;
}

/// Nobody waits for an answer to it, and nobody's command fails with it.
void SchedulingService::expire_due(Batch& batch) {
  try {
    const Instant now = std::max(clock_.now(), batch.draft.last_change());
    if (!something_due(batch.draft, now)) return;
    JournalAppend append;
    append.entry = expiry_entry(batch.draft, now);
    Schedule next = batch.draft;
    next.apply(append.entry);
    batch.draft = std::move(next);
    batch.appends.push_back(std::move(append));
  } catch (const std::exception& broken) {
    tell_operator(std::string("what has run out cannot be ended: ") + broken.what());
  }
}

Result<Answer> SchedulingService::decide_one(const Submission& submission, Batch& batch) {
  if (submission.idempotency) {
    auto earlier = earlier_answer(*submission.idempotency, batch);
    if (!earlier) return tl::unexpected(earlier.error());
    if (*earlier) return std::move(**earlier);
  }
  const Instant now = std::max(clock_.now(), batch.draft.last_change());
  Result<Decision> decision = decide(batch.draft, submission.command, now);
  if (!decision) return tl::unexpected(decision.error());

  Answer answer{submission.render(*decision), false};
  if (decision->changes.empty() && !submission.idempotency) return answer;
  JournalAppend append;
  append.entry = {batch.draft.head() + 1, now, submission.command.actor.name, submission.command.reason(),
                  std::move(decision->changes)};
  if (submission.idempotency) {
    const IdempotencyKey& key = *submission.idempotency;
    append.idempotency = IdempotencyRecord{key.scope, key.key, key.fingerprint, answer.text};
  }
  Schedule next = batch.draft;
  next.apply(append.entry);
  batch.draft = std::move(next);
  batch.appends.push_back(std::move(append));
  if (submission.idempotency) {
    batch.by_key[{submission.idempotency->scope, submission.idempotency->key}] = batch.appends.size() - 1;
  }
  return answer;
}

/// What was answered to the same key before: earlier in this batch, or in the journal.
Result<std::optional<Answer>> SchedulingService::earlier_answer(const IdempotencyKey& key, const Batch& batch) {
  std::optional<IdempotencyRecord> record;
  if (const auto found = batch.by_key.find({key.scope, key.key}); found != batch.by_key.end()) {
    record = batch.appends[found->second].idempotency;
  } else {
    auto stored = journals_.writing->find_answer(key.scope, key.key);
    if (!stored) return tl::unexpected(stored.error());
    record = std::move(*stored);
  }
  if (!record) return std::optional<Answer>();
  if (record->fingerprint != key.fingerprint) return tl::unexpected(Error(IdempotencyKeyReused{}));
  return std::optional(Answer{record->answer, true});
}

/// Applies what others wrote. @return whether everything that was there is now in the schedule
bool SchedulingService::catch_up() {
  Schedule next = *schedule();
  Position seen = 0;
  std::vector<JournalEntry> news;
  for (;;) {
    seen = seen_;  // before the read, which must then give it
    auto entries = journals_.writing->read(next.head(), kReadChunk, std::chrono::milliseconds{0});
    if (is_unavailable(entries)) {
      set_journal_well(false);
      return false;
    }
    if (!entries) return reload();
    if (entries->empty()) break;
    try {
      for (const JournalEntry& entry : *entries) next.apply(entry);
      std::move(entries->begin(), entries->end(), std::back_inserter(news));
    } catch (const std::logic_error&) {
      return reload();  // memory and journal differ: the journal is right
    }
  }
  if (seen > next.head()) return reload();  // an entry that was seen is gone
  if (next.head() != schedule()->head()) publish(std::move(next));
  tell_listener(news);
  return true;
}

bool SchedulingService::reload() {
  try {
    auto loaded = journals_.writing->load();
    if (!loaded) {
      set_journal_well(false);
      return false;
    }
    {
      const std::lock_guard lock(queue_mutex_);
      seen_ = loaded->head();
    }
    const Position known = schedule()->head();
    const bool lost = loaded->head() < known;
    const std::string ends = std::to_string(loaded->head());
    const Position head = loaded->head();
    publish(std::move(*loaded));
    if (listener_.reloaded) listener_.reloaded(head);
    last_report_.clear();
    if (lost) {
      tell_operator("the store has lost what it had acknowledged: its journal ends with entry " + ends +
                    ", and entry " + std::to_string(known) + " was known here. Compare with a backup before you go on");
    }
    damaged_ = false;
    return true;
  } catch (const std::exception& damaged) {
    // Readers keep the last good state, and nothing is written until a reload succeeds.
    damaged_ = true;
    set_journal_well(false);
    tell_operator(damaged.what());
    return false;
  }
}

/// Once, however often the same thing is found.
void SchedulingService::tell_operator(const std::string& what) {
  if (report_ && what != last_report_) report_(what);
  last_report_ = what;
}

}  // namespace scheduler
