#include "worker.hpp"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using api::Worker;

TEST(Worker, LetsJobsTakeTurns) {
  Worker worker({});
  std::string turns;
  std::promise<void> all_there;
  std::promise<void> done;
  const auto job = [&](char name, int count) {
    return [&turns, &done, name, left = std::make_shared<int>(count)] {
      turns += name;
      if (--*left > 0) return Worker::Progress::more;
      if (name == 'a') done.set_value();
      return Worker::Progress::done;
    };
  };
  ASSERT_TRUE(worker.submit([&] {
    all_there.get_future().wait();
    return Worker::Progress::done;
  }));
  ASSERT_TRUE(worker.submit(job('a', 3)));
  ASSERT_TRUE(worker.submit(job('b', 1)));
  all_there.set_value();
  done.get_future().wait();
  EXPECT_EQ(turns, "abaa");
}

TEST(Worker, TellsOfAJobThatThrowsAndGoesOn) {
  std::promise<std::string> told;
  Worker worker([&](std::string_view what) { told.set_value(std::string(what)); });
  ASSERT_TRUE(worker.submit([]() -> Worker::Progress { throw std::logic_error("broken"); }));
  EXPECT_NE(told.get_future().get().find("broken"), std::string::npos);
  std::promise<void> next;
  ASSERT_TRUE(worker.submit([&] {
    next.set_value();
    return Worker::Progress::done;
  }));
  next.get_future().wait();
}

TEST(Worker, TakesNoMoreThanItSays) {
  Worker worker({});
  std::promise<void> begun;
  std::promise<void> go_on;
  ASSERT_TRUE(worker.submit([&] {
    begun.set_value();
    go_on.get_future().wait();
    return Worker::Progress::done;
  }));
  begun.get_future().wait();
  std::size_t taken = 0;
  while (taken <= Worker::kMostJobs && worker.submit([] { return Worker::Progress::done; })) ++taken;
  EXPECT_EQ(taken, Worker::kMostJobs);
  go_on.set_value();
  worker.stop();
  EXPECT_FALSE(worker.submit([] { return Worker::Progress::done; }));
}

TEST(Worker, StopsAJobThatWouldNeverEnd) {
  Worker worker({});
  std::promise<void> begun;
  ASSERT_TRUE(worker.submit([&, told = std::make_shared<bool>(false)] {
    if (!*told) begun.set_value();
    *told = true;
    return Worker::Progress::more;
  }));
  begun.get_future().wait();
  worker.stop();
}

}  // namespace
