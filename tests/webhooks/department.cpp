#include "department.hpp"

namespace webhooks_test {

using scheduler::Position;
using scheduler::Uuid;
using webhooks::Endpoint;

Uuid uuid(unsigned number) { return Uuid::from_random_bits(5, number); }

std::string notice(Position position) { return R"({"type":"changes","position":)" + std::to_string(position) + '}'; }

std::vector<std::string> notices(Position first, Position last) {
  std::vector<std::string> texts;
  for (Position position = first; position <= last; ++position) texts.push_back(notice(position));
  return texts;
}

Department::Department()
    : payload_([](const scheduler::JournalEntry& entry, const Endpoint&) { return notice(entry.position); }) {}

void Department::write(unsigned count) {
  support::FakeJournal writer(journal);
  for (unsigned i = 0; i < count; ++i) {
    scheduler::JournalAppend append;
    append.entry.at = clock.now();
    append.entry.actor = "Dilnoza";
    if (!writer.append(journal->head(), {append})) throw std::runtime_error("the fake journal takes no entry");
  }
}

void Department::set(const Endpoint& endpoint) {
  const std::lock_guard lock(mutex_);
  endpoints_[endpoint.id] = endpoint;
}

void Department::add(unsigned number, const std::string& url, Position since) {
  set({.id = uuid(number), .url = url, .secret = kSecret, .since = since, .enabled = true});
}

void Department::remove(unsigned number) {
  const std::lock_guard lock(mutex_);
  endpoints_.erase(uuid(number));
}

Endpoint Department::endpoint(unsigned number) const {
  const std::lock_guard lock(mutex_);
  return endpoints_.at(uuid(number));
}

void Department::set_payload(Payload payload) {
  const std::lock_guard lock(mutex_);
  payload_ = std::move(payload);
}

std::vector<std::pair<Uuid, std::string>> Department::disabled() const {
  const std::lock_guard lock(mutex_);
  return disabled_;
}

std::string Department::reports() const {
  const std::lock_guard lock(mutex_);
  return reports_;
}

webhooks::Ports Department::ports() {
  webhooks::Ports ports;
  ports.endpoints = [this] {
    const std::lock_guard lock(mutex_);
    std::vector<Endpoint> endpoints;
    for (const auto& [id, endpoint] : endpoints_) endpoints.push_back(endpoint);
    return endpoints;
  };
  ports.payload = [this](const scheduler::JournalEntry& entry, const Endpoint& endpoint) {
    Payload payload;
    {
      const std::lock_guard lock(mutex_);
      payload = payload_;
    }
    return payload(entry, endpoint);
  };
  ports.disable = [this](const Uuid& id, std::string reason) {
    const std::lock_guard lock(mutex_);
    disabled_.emplace_back(id, std::move(reason));
    if (is_obedient_) endpoints_.at(id).enabled = false;
  };
  ports.report = [this](std::string_view text) {
    const std::lock_guard lock(mutex_);
    reports_ += std::string(text) + '\n';
  };
  return ports;
}

std::unique_ptr<webhooks::Dispatcher> Department::dispatcher(webhooks::Options options) {
  auto dispatcher = std::make_unique<webhooks::Dispatcher>(std::make_unique<support::FakeJournal>(journal),
                                                           std::make_unique<FakeConsumerState>(state), ports(),
                                                           std::move(options), clock);
  dispatcher->start();
  return dispatcher;
}

webhooks::Options Department::quick() {
  using std::chrono::milliseconds;
  webhooks::Options options;
  options.allowed = webhooks::Allowed::parse({"127.0.0.1"}).value();
  options.pauses = {milliseconds{0}, milliseconds{0}, milliseconds{0}};
  options.jitter = 0;
  options.look = milliseconds{5};
  return options;
}

}  // namespace webhooks_test
