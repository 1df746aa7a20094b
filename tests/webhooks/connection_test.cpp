#include <gmock/gmock.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "department.hpp"
#include "names.hpp"
#include "receiver.hpp"

namespace webhooks_test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using webhooks::Delivery;
using webhooks::Options;

Options patient(const std::vector<std::string>& allowed = {"127.0.0.1"}) {
  Options options = Department::quick();
  options.allowed = webhooks::Allowed::parse(allowed).value();
  options.pauses = {milliseconds{0}, hours{1}};
  return options;
}

/// How the first attempt to send something there ends.
Delivery attempt(Department& department, const std::string& url, const Options& options) {
  department.add(1, url);
  department.write(1);
  const auto dispatcher = department.dispatcher(options);
  Delivery delivery;
  EXPECT_TRUE(eventually([&] {
    delivery = dispatcher->status(uuid(1)).value_or(Delivery{});
    return delivery.attempts > 0 || delivery.cursor > 0;
  }));
  return delivery;
}

/// Accepts one connection and says what it is told, byte for byte.
class RawReceiver {
 public:
  explicit RawReceiver(std::string answer, bool for_ever = false) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    listen(socket_, 1);
    socklen_t length = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, answer = std::move(answer), for_ever] { serve(answer, for_ever); });
  }
  ~RawReceiver() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
  }
  RawReceiver(const RawReceiver&) = delete;
  RawReceiver& operator=(const RawReceiver&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
  void serve(const std::string& answer, bool for_ever) const {
    const int client = accept(socket_, nullptr, nullptr);
    if (client < 0) return;
    std::array<char, 4096> buffer{};
    static_cast<void>(recv(client, buffer.data(), buffer.size(), 0));
    std::string text = answer;
    while (send(client, text.data(), text.size(), MSG_NOSIGNAL) > 0 && for_ever) text = std::string(4096, 'x');
    while (recv(client, buffer.data(), buffer.size(), 0) > 0) {
    }
    close(client);
  }

  int socket_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST(Connection, IsNotMadeToAPrivateAddressBehindAPublicName) {
  Receiver receiver;
  Department department;
  const std::string url = "https://" + std::string(kNameOfLoopback) + ":" + std::to_string(receiver.port()) + "/a";
  ASSERT_TRUE(webhooks::check_url(url, {}).has_value()) << "the name alone tells nothing";
  const Delivery delivery = attempt(department, url, patient({}));
  EXPECT_EQ(delivery.last_status, 0U);
  EXPECT_EQ(delivery.last_error, "No answer: its host leads to 127.0.0.1, where notices may not go.");
}

TEST(Connection, IsMadeToWhateverAnAllowedNameLeadsTo) {
  Receiver receiver;
  Department department;
  const std::string url = "http://" + std::string(kNameOfLoopback) + ":" + std::to_string(receiver.port()) + "/a";
  EXPECT_EQ(attempt(department, url, patient({kNameOfLoopback})).last_status, 204U);
}

TEST(Connection, IsMadeOnAllowedPortsOnly) {
  Receiver receiver;
  Department department;
  const Delivery delivery = attempt(department, receiver.url("/a"), patient({"127.0.0.1:1"}));
  EXPECT_THAT(delivery.last_error, HasSubstr("https only"));
  EXPECT_TRUE(receiver.received("/a").empty());
}

TEST(Connection, FollowsNoRedirect) {
  Receiver receiver;
  receiver.answer("/a", {status(307, {{"Location", receiver.url("/b")}})});
  Department department;
  const Delivery delivery = attempt(department, receiver.url("/a"), patient());
  EXPECT_EQ(delivery.last_status, 307U);
  EXPECT_THAT(delivery.last_error, HasSubstr("Redirects are not followed"));
  EXPECT_TRUE(receiver.received("/b").empty());
}

TEST(Connection, UsesNoProxyOfTheEnvironment) {
  Receiver receiver;
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  Department department;
  EXPECT_EQ(attempt(department, receiver.url("/a"), patient()).last_status, 204U);
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
}

TEST(Connection, SaysWhyThereIsNone) {
  Department department;
  const Delivery delivery = attempt(department, "http://127.0.0.1:1/", patient());
  EXPECT_EQ(delivery.last_status, 0U);
  EXPECT_THAT(delivery.last_error, HasSubstr("No answer: "));
  EXPECT_THAT(delivery.last_error, HasSubstr("onnect"));
}

TEST(Connection, DoesNotWaitForEver) {
  Receiver receiver;
  receiver.hold("/a");
  Department department;
  Options options = patient();
  options.answering = milliseconds{100};
  EXPECT_EQ(attempt(department, receiver.url("/a"), options).last_error, "No answer: it did not answer in time.");
}

TEST(Connection, TakesALongAnswerForWhatItsStatusSays) {
  RawReceiver accepts("HTTP/1.1 200 OK\r\n\r\n", true);
  Department department;
  EXPECT_EQ(attempt(department, accepts.url(), patient()).last_status, 200U);
  RawReceiver refuses("HTTP/1.1 500 No\r\n\r\n", true);
  Department another;
  EXPECT_EQ(attempt(another, refuses.url(), patient()).last_status, 500U);
}

TEST(Connection, ReadsNoEndlessHeader) {
  RawReceiver receiver("HTTP/1.1 200 OK\r\nX: ", true);
  Department department;
  const Delivery delivery = attempt(department, receiver.url(), patient());
  EXPECT_EQ(delivery.attempts, 1U) << delivery.last_error;
}

TEST(Connection, TakesOnlyHttpForAnAnswer) {
  for (const char* answer : {"", "hello", "SSH-2.0-x\r\n", "HTTP/1.1 204"}) {
    RawReceiver receiver(answer);
    Department department;
    Options options = patient();
    options.answering = milliseconds{200};
    EXPECT_EQ(attempt(department, receiver.url(), options).attempts, 1U) << answer;
  }
}

TEST(Connection, DelaysNobodyWhoseNameIsKnown) {
  Receiver receiver;
  Department department;
  Options options = Department::quick();
  options.allowed = webhooks::Allowed::parse({"127.0.0.1", kNameThatHangs}).value();
  options.connecting = milliseconds{50};
  options.pauses = std::vector<milliseconds>(100, milliseconds{0});
  department.add(1, "http://" + std::string(kNameThatHangs) + "/");
  department.add(2, receiver.url("/a"));
  department.write(1);
  {
    const auto dispatcher = department.dispatcher(options);
    // The look-up has timed out, was left to itself, and has not held up the other endpoint.
    ASSERT_TRUE(eventually([&] { return dispatcher->counters().failed >= 2; }));
    department.write(1);
    EXPECT_EQ(receiver.wait_for("/a", 2).size(), 2U);
    dispatcher->stop();
    EXPECT_FALSE(names_are_answered);
  }
  names_are_answered = true;
}

}  // namespace
}  // namespace webhooks_test
