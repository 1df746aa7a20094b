#include "records.hpp"

namespace api::handlers {
namespace {

struct SettingsResource : PlainResource<scheduler::Settings, SettingsResource> {
  static constexpr std::string_view kPath = "/v1/settings";
  static scheduler::Settings blank(const Environment& environment, const Exchange&) {
    scheduler::Settings settings;
    settings.time_zone = environment.department.time_zone;
    return settings;
  }
  static void keep_what_is_ours(scheduler::Settings& value, const scheduler::Settings& current) {
    value.time_zone_rules = current.time_zone_rules;
  }
};

scheduler::RecordPtr<scheduler::Settings> current_settings(const Environment& environment) {
  return environment.services.scheduling.schedule()->find(scheduler::kSettings);
}

}  // namespace

void get_settings(const Environment& environment, Exchange exchange) {
  const auto record = current_settings(environment);
  if (!record) return exchange.responder.send(not_found());
  send_version(std::move(exchange), record->version, [&] {
    return SettingsResource::show(environment, *environment.services.scheduling.schedule(), *record);
  });
}

void patch_settings(const Environment& environment, Exchange exchange) {
  const auto current = current_settings(environment);
  if (!current) return exchange.responder.send(not_found());
  const auto expected = expected_version(exchange.request, current->version);
  if (!expected) return exchange.responder.send(expected.error());
  auto changes = parse_body(exchange.request, "application/merge-patch+json");
  if (!changes) return exchange.responder.send(changes.error());
  auto value = patched<SettingsResource>(environment, exchange, *current, std::move(*changes));
  if (!value) return exchange.responder.send(value.error());
  scheduler::Command command{
      exchange.actor(),
      scheduler::Replace<scheduler::Settings>{current->id, std::move(*value), expected->value_or(current->version)}};
  write(environment, std::move(exchange), std::move(command),
        show_changed<SettingsResource>(environment, 200, current));
}

}  // namespace api::handlers
