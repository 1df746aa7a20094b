#include "answer_queue.hpp"

#include <utility>

namespace http {

std::uint64_t AnswerQueue::add(Slot slot) {
  if (!slot.safe) ++unsafe_;
  slots_.push_back(std::move(slot));
  return first_ + slots_.size() - 1;
}

bool AnswerQueue::answer(std::uint64_t ticket, Response response, StreamReader stream) {
  if (ticket < first_ || ticket - first_ >= slots_.size()) return false;
  Slot& slot = slots_[static_cast<std::size_t>(ticket - first_)];
  if (slot.response) return false;
  slot.response = std::move(response);
  slot.stream = std::move(stream);
  return true;
}

std::optional<AnswerQueue::Slot> AnswerQueue::take_ready() {
  if (slots_.empty() || !slots_.front().response) return std::nullopt;
  Slot slot = std::move(slots_.front());
  slots_.pop_front();
  ++first_;
  if (!slot.safe) --unsafe_;
  return slot;
}

std::size_t AnswerQueue::waiting_in_streams() const {
  std::size_t bytes = 0;
  for (const Slot& slot : slots_) bytes += slot.stream ? slot.stream.waiting() : 0;
  return bytes;
}

void AnswerQueue::finish_streams() {
  for (Slot& slot : slots_) {
    if (slot.stream) slot.stream.finish();
  }
}

void AnswerQueue::clear() {
  first_ += slots_.size();
  slots_.clear();
  unsafe_ = 0;
}

}  // namespace http
