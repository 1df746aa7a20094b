#pragma once

#include <vector>

#include "oracle.hpp"

namespace oracle {

/// The fourteen rules, for one event.
class Rules {
 public:
  using EventId = Department::EventId;

  Rules(const Department& department, const scheduler::Event& event, const std::vector<Piece>& pieces, EventId self)
      : department_(department), event_(event), pieces_(pieces), self_(self) {}

  [[nodiscard]] Clashes find();

  /// Zero on one campus, and where an end is not known.
  [[nodiscard]] static std::chrono::seconds way(const scheduler::Settings& settings,
                                                const std::optional<std::string>& from,
                                                const std::optional<std::string>& to);

 private:
  /// Another event's piece, or another part of the same visit.
  struct Other {
    scheduler::Uuid id;
    const scheduler::Event& event;
    const Piece& piece;
  };
  enum class Own { parts, parts_and_whole };

  void add(scheduler::Rule rule, const scheduler::ResourceRef& resource, const scheduler::Interval& at,
           const Piece& piece, const Other* with = nullptr, std::string why = {});
  void add(Clash clash, bool warns_only);
  void check_fitness();
  void check_rooms(const Piece& piece);
  void check_people(const Piece& piece);
  void check_equipment(const Piece& piece);
  void check_closures(const Piece& piece);
  void check_hours(const Piece& piece);
  void check_daily_limit(const Piece& piece, scheduler::Id<scheduler::Person> id);
  void check_ways(const Piece& piece);
  void check_delegation();
  void check_pair(const Piece& piece, const Other& other, const scheduler::ResourceRef& who,
                  std::chrono::seconds pause);

  [[nodiscard]] std::vector<Other> others(const Piece& piece, Own own) const;
  [[nodiscard]] std::optional<std::string> campus_of(const Piece& piece) const;
  [[nodiscard]] scheduler::TimeZone clock_of(scheduler::Id<scheduler::Person> id, scheduler::Instant at) const;
  [[nodiscard]] scheduler::Interval days_of(const scheduler::Closure& closure) const;

  const Department& department_;
  const scheduler::Event& event_;
  const std::vector<Piece>& pieces_;
  EventId self_;
  Clashes found_;
};

}  // namespace oracle
