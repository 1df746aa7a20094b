#include "search.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "../error_response.hpp"
#include "../list_filters.hpp"
#include "../text_search.hpp"
#include "../window.hpp"
#include "events.hpp"
#include "records.hpp"
#include "scheduler/describe.hpp"

namespace api::handlers {
namespace {

namespace json = boost::json;

/// Collects what is found, kind by kind.
class Finder {
 public:
  Finder(const scheduler::Schedule& schedule, const TextSearch& search, const Exchange& exchange, std::size_t limit)
      : schedule_(schedule), search_(search), exchange_(exchange), limit_(limit) {}

  template <class R>
  void look_among() {
    using T = typename R::Type;
    schedule_.all<T>().for_each([&](const scheduler::Id<T>& id, const scheduler::RecordPtr<T>& record) {
      if (items_.size() == limit_) {
        complete_ = false;
        return;
      }
      if (!R::may_be_seen(schedule_, *record, exchange_) || !search_.matches(texts_of(record->value))) return;
      json::object item{{"kind", word_for(scheduler::kind_of_entity<T>())}, {"id", id.to_string()}};
      if constexpr (std::is_same_v<T, scheduler::Event>) {
        item.emplace("eventKind", name_of(record->value.kind()));
        item.emplace("start", scheduler::to_string(record->value.start));
        item.emplace("timeZone", record->value.time_zone.name());
        item.emplace("status", word_for(record->value.status));
      }
      item.emplace("title", texts_of(record->value).front());
      item.emplace("path", R::path_of(*record));
      items_.push_back(std::move(item));
    });
  }

  [[nodiscard]] json::object take() { return {{"items", std::move(items_)}, {"complete", complete_}}; }

 private:
  const scheduler::Schedule& schedule_;
  const TextSearch& search_;
  const Exchange& exchange_;
  std::size_t limit_;
  json::array items_;
  bool complete_ = true;
};

}  // namespace

void search(const Environment& environment, Exchange exchange) {
  const auto words = exchange.request.query_value("q");
  if (!words) return exchange.responder.send(invalid_input("?q", "is missing: give the words to look for"));
  if (const auto problem = problem_of_search(*words, false)) {
    return exchange.responder.send(invalid_input("?q", *problem));
  }
  const auto limit = limit_of(exchange.request);
  if (!limit) return exchange.responder.send(limit.error());
  const TextSearch wanted(*words);
  const auto schedule = environment.services.scheduling.schedule();
  Finder finder(*schedule, wanted, exchange, *limit);
  finder.look_among<People>();
  finder.look_among<Rooms>();
  finder.look_among<EquipmentItems>();
  finder.look_among<Institutions>();
  finder.look_among<Agreements>();
  finder.look_among<Projects>();
  finder.look_among<Closures>();
  finder.look_among<MasterClasses>();  // events of every kind: paths follow their own
  exchange.responder.send(json_response(200, finder.take()));
}

}  // namespace api::handlers
