#include "courier.hpp"

#include <curl/curl.h>

#include <stdexcept>
#include <utility>

#include "transfer.hpp"

namespace webhooks {
namespace {

constexpr long kMostIdleConnections = 32;

void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(started));
}

CURLM* new_multi() {
  start_curl();
  return curl_multi_init();
}

}  // namespace

struct Courier::Multi {
  struct Free {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  [[nodiscard]] CURLM* get() const { return handle.get(); }

  std::unique_ptr<CURLM, Free> handle{new_multi()};
};

Courier::Courier(const Options& options) : options_(options), multi_(std::make_unique<Multi>()) {
  if (multi_->get() == nullptr) throw std::runtime_error("libcurl has no memory");
  curl_multi_setopt(multi_->get(), CURLMOPT_MAXCONNECTS, kMostIdleConnections);
}

Courier::~Courier() { cancel_all(); }

void Courier::send(const scheduler::Uuid& endpoint, HttpRequest request) {
  if (const auto good = check_url(request.url, options_.allowed); !good) {
    refused_.emplace_back(endpoint, HttpOutcome{.status = 0, .retry_after = {}, .error = good.error()});
    return;
  }
  auto transfer = std::make_unique<Transfer>(endpoint, std::move(request), options_);
  if (curl_multi_add_handle(multi_->get(), transfer->handle()) != CURLM_OK) {
    throw std::runtime_error("libcurl takes no request");
  }
  transfers_[endpoint] = std::move(transfer);
}

void Courier::cancel(const scheduler::Uuid& endpoint) {
  std::erase_if(refused_, [&](const auto& refused) { return refused.first == endpoint; });
  const auto found = transfers_.find(endpoint);
  if (found == transfers_.end()) return;
  curl_multi_remove_handle(multi_->get(), found->second->handle());
  transfers_.erase(found);
}

void Courier::cancel_all() {
  refused_.clear();
  while (!transfers_.empty()) cancel(transfers_.begin()->first);
}

Courier::Finished Courier::wait(std::chrono::milliseconds patience) {
  int running = 0;
  curl_multi_perform(multi_->get(), &running);
  const bool has_finished = !refused_.empty() || static_cast<std::size_t>(running) < transfers_.size();
  if (!has_finished) {
    curl_multi_poll(multi_->get(), nullptr, 0, static_cast<int>(patience.count()), nullptr);
    curl_multi_perform(multi_->get(), &running);
  }
  Finished finished = std::exchange(refused_, {});
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi_->get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* own = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &own);
    const auto& transfer = *reinterpret_cast<const Transfer*>(own);
    const scheduler::Uuid endpoint = transfer.endpoint();
    finished.emplace_back(endpoint, transfer.outcome(message->data.result));
    cancel(endpoint);
  }
  return finished;
}

void Courier::wake() { curl_multi_wakeup(multi_->get()); }

}  // namespace webhooks
