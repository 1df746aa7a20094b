#include "store/redis_consumer_state.hpp"

#include <utility>

#include "department_state.hpp"
#include "keys.hpp"
#include "redis_connection.hpp"
#include "scripts.hpp"

namespace store {

using scheduler::Result;
using Texts = std::map<std::string, std::string>;

namespace {

/// An answer that the command cannot give is the store's trouble, as no answer is.
template <class Read>
auto read_answer(Result<RedisReply> answer, const Read& read) -> Result<decltype(read(answer->view()))> {
  if (!answer) return tl::unexpected(std::move(answer.error()));
  try {
    return read(answer->view());
  } catch (const UnexpectedReply& wrong) {
    return unavailable(wrong.what());
  }
}

bool is_one(const ReplyView& answer) { return answer.integer() == 1; }

}  // namespace

RedisConsumerState::RedisConsumerState(RedisAddress address, std::string_view department, std::string_view consumer)
    : redis_(std::make_unique<RedisConnection>(std::move(address))) {
  const Keys keys(department);
  lease_ = keys.lease(consumer);
  texts_ = keys.consumer(consumer);
}

RedisConsumerState::~RedisConsumerState() = default;

Result<Texts> RedisConsumerState::load() {
  return read_answer(ask(*redis_, {"HGETALL", texts_}, kPatience), [](const ReplyView& answer) {
    Texts texts;
    for (std::size_t i = 0; i + 1 < answer.size(); i += 2) {
      texts.emplace(answer.at(i).text(), answer.at(i + 1).text());
    }
    return texts;
  });
}

Result<bool> RedisConsumerState::save(std::string_view owner, const Texts& written,
                                      const std::vector<std::string>& removed) {
  const std::string count = std::to_string(written.size());
  std::vector<std::string_view> command{"EVAL", kSaveScript, "2", lease_, texts_, owner, count};
  for (const auto& [name, text] : written) command.insert(command.end(), {name, text});
  command.insert(command.end(), removed.begin(), removed.end());
  return read_answer(ask(*redis_, command, kPatience), is_one);
}

Result<bool> RedisConsumerState::try_lease(std::string_view owner, std::chrono::milliseconds duration) {
  const std::string milliseconds = std::to_string(duration.count());
  return read_answer(ask(*redis_, {"EVAL", kLeaseScript, "1", lease_, owner, milliseconds}, kPatience), is_one);
}

Result<void> RedisConsumerState::release(std::string_view owner) {
  const auto answer = ask(*redis_, {"EVAL", kReleaseScript, "1", lease_, owner}, kPatience);
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

}  // namespace store
