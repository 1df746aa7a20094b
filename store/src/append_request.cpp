#include "append_request.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <thread>

#include "department_state.hpp"
#include "entry_text.hpp"
#include "scripts.hpp"

namespace store {
namespace {

using scheduler::JournalAppend;
using scheduler::Position;
using scheduler::Result;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How long one attempt waits before it is sent again over a new connection. Sending twice costs nothing but work.
constexpr milliseconds kAttemptPatience{700};
constexpr milliseconds kFirstPause{5};
constexpr milliseconds kLongestPause{100};

/// What the batch leaves in the current objects: field -> JSON, empty where it was removed.
std::map<std::string, std::string> last_states(const std::vector<JournalAppend>& batch) {
  std::map<std::string, const scheduler::Change*> last;
  for (const JournalAppend& item : batch) {
    for (const scheduler::Change& change : item.entry.changes) last[object_field(change)] = &change;
  }
  std::map<std::string, std::string> states;
  for (const auto& [field, change] : last) states.emplace(field, object_text(*change));
  return states;
}

void add_list(std::vector<std::string>& values, std::vector<std::string> list, std::size_t width = 1) {
  values.push_back(std::to_string(list.size() / width));
  std::move(list.begin(), list.end(), std::back_inserter(values));
}

/// Errors that pass by themselves within moments: Redis is starting.
bool passes_soon(std::string_view error) { return error.starts_with("LOADING"); }

AppendVerdict verdict_of(const ReplyView& answer) {
  using Outcome = AppendVerdict::Outcome;
  const std::string_view word = answer.at(0).text();
  std::string epoch(answer.at(1).text());
  if (word == "written") return {Outcome::written, std::move(epoch)};
  if (word == "moved") return {Outcome::head_moved, std::move(epoch)};
  if (word == "epoch") return {Outcome::other_epoch, std::move(epoch)};
  throw UnexpectedReply("the append script answered \"" + std::string(word) + '"');
}

}  // namespace

std::string random_token() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("the system gives no random bytes");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string token;
  for (const unsigned char byte : bytes) {
    token += kDigits[byte >> 4U];
    token += kDigits[byte & 15U];
  }
  return token;
}

AppendRequest::AppendRequest(const Keys& keys, Position expected_head, std::string_view expected_epoch,
                             const std::vector<JournalAppend>& batch)
    : keys_{keys.head, keys.epoch, keys.objects, keys.journal},
      values_{std::to_string(expected_head), std::string(expected_epoch), random_token(), random_token()} {
  std::vector<std::string> entries;
  std::vector<std::string> answers;
  for (const JournalAppend& item : batch) {
    scheduler::JournalEntry entry = item.entry;
    entry.position = expected_head + entries.size() + 1;
    entries.push_back(entry_text(entry));
    if (item.idempotency) {
      keys_.push_back(keys.idempotency(item.idempotency->scope, item.idempotency->key));
      answers.push_back(answer_text(*item.idempotency));
    }
  }
  std::vector<std::string> written;
  std::vector<std::string> removed;
  for (auto& [field, text] : last_states(batch)) {
    if (text.empty()) {
      removed.push_back(field);
    } else {
      written.push_back(field);
      written.push_back(text);
    }
  }
  add_list(values_, std::move(entries));
  add_list(values_, std::move(written), 2);
  add_list(values_, std::move(removed));
  add_list(values_, std::move(answers));
  key_count_ = std::to_string(keys_.size());
}

std::vector<std::string_view> AppendRequest::command(std::string_view how, std::string_view script) const {
  std::vector<std::string_view> arguments{how, script, key_count_};
  arguments.reserve(arguments.size() + keys_.size() + values_.size());
  arguments.insert(arguments.end(), keys_.begin(), keys_.end());
  arguments.insert(arguments.end(), values_.begin(), values_.end());
  return arguments;
}

tl::expected<RedisReply, std::string> AppendRequest::send_once(RedisConnection& redis, std::string& script_sha,
                                                               milliseconds patience) const {
  if (script_sha.empty()) {
    auto loaded = redis.command({"SCRIPT", "LOAD", kAppendScript}, patience);
    if (!loaded || loaded->view().is_error()) return loaded;
    script_sha = loaded->view().text();
  }
  auto reply = redis.command(command("EVALSHA", script_sha), patience);
  const bool forgotten = reply && reply->view().is_error() && reply->view().error().starts_with("NOSCRIPT");
  return forgotten ? redis.command(command("EVAL", kAppendScript), patience) : std::move(reply);
}

Result<AppendVerdict> AppendRequest::send(RedisConnection& redis, std::string& script_sha,
                                          steady_clock::time_point deadline) const {
  milliseconds pause = kFirstPause;
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    const auto reply = send_once(redis, script_sha, std::clamp(left, milliseconds{1}, kAttemptPatience));
    if (reply && !reply->view().is_error()) return verdict_of(reply->view());
    if (reply && !passes_soon(reply->view().error())) return unavailable(explain(reply->view().error()));
    if (steady_clock::now() + pause >= deadline) {
      return unavailable(reply ? explain(reply->view().error()) : reply.error());
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace store
