/// How long the scheduler takes to say what a series clashes with, in departments of different sizes, beside a plain
/// scan of all events. What matters is how the time grows, not how long it is: machines differ.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "scheduler/decide.hpp"
#include "support/builders.hpp"

namespace {

using namespace scheduler;
using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::uint64_t kRooms = 200;
constexpr std::uint64_t kPeople = 400;
constexpr int kSeries = 40;
const Instant kNow = support::instant("2026-11-30T00:00:00Z");

template <class T>
void add(Schedule& schedule, Id<T> id, T value) {
  schedule.apply(Change(Changed<T>{nullptr, std::make_shared<const Record<T>>(Record<T>{id, 1, kNow, kNow, value})}));
}

/// Events of an hour on quarters of an hour, over two years, in rooms and with people at random: nobody asks whether
/// they clash.
class RandomDepartment {
 public:
  explicit RandomDepartment(std::size_t events) {
    Settings settings;
    settings.time_zone = support::zone("Asia/Tashkent");
    settings.default_travel_time = support::lasting("PT30M");
    add(schedule_, kSettings, settings);
    for (std::uint64_t i = 1; i <= kRooms; ++i) {
      Room room;
      room.name = "room";
      room.campus = i % 2 == 0 ? "Main" : "Chilonzor";
      room.setup = support::lasting("PT15M");
      add(schedule_, support::id<Room>(i), room);
    }
    for (std::uint64_t i = 1; i <= kPeople; ++i) {
      Person person;
      person.name = "person";
      add(schedule_, support::id<Person>(i), person);
    }
    for (std::size_t i = 0; i < events; ++i) book(support::id<Event>(1000 + i));
  }

  [[nodiscard]] const Schedule& schedule() const { return schedule_; }

  /// Every week for a year, in the room and with the person of that number.
  [[nodiscard]] static Event weekly_for_a_year(int number) {
    const auto n = static_cast<std::uint64_t>(number);
    return support::a_master_class()
        .by(support::id<Person>(1 + n % kPeople))
        .in(support::id<Room>(1 + n % kRooms))
        .at("2026-12-07T14:00:00")
        .lasting("PT2H")
        .weekly()
        .times(53);
  }

 private:
  void book(Id<Event> id) {
    constexpr std::uint64_t kQuarters = 2 * 365 * 96;
    const std::uint64_t room = 1 + random_() % kRooms;
    Event event =
        support::a_master_class().by(support::id<Person>(1 + random_() % kPeople)).in(support::id<Room>(room));
    event.start = support::local("2026-12-01T00:00:00") + std::chrono::minutes{15 * (random_() % kQuarters)};
    event.uid = id.to_string();
    add(schedule_, id, std::move(event));
  }

  Schedule schedule_;
  std::mt19937_64 random_{20261207};
};

/// The middle one of so many measurements.
template <class Work>
double median(int times, const Work& work) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto begin = Clock::now();
    work(i);
    taken.push_back(Microseconds(Clock::now() - begin).count());
  }
  std::nth_element(taken.begin(), taken.begin() + times / 2, taken.end());
  return taken[static_cast<std::size_t>(times / 2)];
}

/// What anybody would write first: each occurrence against each event.
std::size_t scan(const Schedule& schedule, const Event& wanted) {
  std::size_t clashes = 0;
  const auto occurrences = occurrences_of(wanted);
  const auto people = people_of(wanted);
  schedule.all<Event>().for_each([&](Id<Event>, const RecordPtr<Event>& event) {
    if (event->value.room != wanted.room && people_of(event->value) != people) return;
    const auto taken = event->value.time_zone.interval(event->value.start, event->value.duration);
    for (const Occurrence& occurrence : occurrences) clashes += occurrence.interval.overlaps(taken) ? 1U : 0U;
  });
  return clashes;
}

std::size_t conflicts_named(const Schedule& schedule, const Event& wanted) {
  // An override is decided without looking for alternatives: the verdict alone is measured.
  const Command command{{"benchmark", Role::admin}, Create<Event>{support::id<Event>(1), wanted}, "only asking"};
  const auto decision = decide(schedule, command, kNow);
  return decision ? decision->warnings.size() : 0;
}

std::size_t refused_with_alternatives(const Schedule& schedule, const Event& wanted) {
  const Command command{{"benchmark", Role::admin}, Create<Event>{support::id<Event>(1), wanted}};
  const auto decision = decide(schedule, command, kNow);
  if (decision) return 0;
  const auto* conflict = std::get_if<SchedulingConflict>(&decision.error());
  return conflict != nullptr ? conflict->alternatives.size() : 0;
}

void measure(std::size_t events) {
  const RandomDepartment department(events);
  std::size_t named = 0;
  const double verdict = median(
      kSeries, [&](int i) { named += conflicts_named(department.schedule(), RandomDepartment::weekly_for_a_year(i)); });
  std::size_t offered = 0;
  const double refusal = median(kSeries, [&](int i) {
    offered += refused_with_alternatives(department.schedule(), RandomDepartment::weekly_for_a_year(i));
  });
  const double plain =
      median(5, [&](int i) { named += scan(department.schedule(), RandomDepartment::weekly_for_a_year(i)); });
  std::printf(
      "%7zu events: verdict %9.0f us, refusal with alternatives %9.0f us, scan %9.0f us (%.0f times the verdict)\n",
      events, verdict, refusal, plain, plain / verdict);
  if (named + offered == 0) std::puts("nothing clashed: that measures nothing");
}

}  // namespace

int main() {
  std::puts("The conflicts of a weekly series over a year (53 occurrences), medians:");
  for (const std::size_t events : {1000UL, 10000UL, 100000UL}) measure(events);
}
