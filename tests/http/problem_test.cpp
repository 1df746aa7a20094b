#include "http/problem.hpp"

#include <gtest/gtest.h>

#include <string>

#include "http/responder.hpp"

namespace http {
namespace {

TEST(Problem, HasTheMembersOfRfc9457) {
  const Response response = problem(404, "/problems/not-found", "No such room", "It may have been deleted");
  EXPECT_EQ(response.status, 404u);
  EXPECT_EQ(response.headers, (Headers{{"Content-Type", "application/problem+json"}}));
  EXPECT_EQ(
      *response.body,
      R"({"type":"/problems/not-found","title":"No such room","status":404,"detail":"It may have been deleted"})");
}

TEST(Problem, EscapesItsTexts) {
  const Response response = problem(400, "/problems/x", "a\"b\\c\n\x01", "Тошкент");
  EXPECT_EQ(*response.body,
            "{\"type\":\"/problems/x\",\"title\":\"a\\\"b\\\\c\\u000a\\u0001\",\"status\":400,\"detail\":\"Тошкент\"}");
}

TEST(Problem, IsValidUtf8WhateverItIsGiven) {
  EXPECT_EQ(*problem(400, "/problems/x", "a\xC3(").body, "{\"type\":\"/problems/x\",\"title\":\"a?(\",\"status\":400}");
}

TEST(ReasonPhrase, KnowsTheRegisteredStatuses) {
  EXPECT_EQ(reason_phrase(200), "OK");
  EXPECT_EQ(reason_phrase(507), "Insufficient Storage");
  EXPECT_EQ(reason_phrase(299), "Status");
}

TEST(Responder, SendsOnlyOnce) {
  int calls = 0;
  Responder responder([&](const Response& response) {
    ++calls;
    EXPECT_EQ(response.status, 201u);
  });
  responder.send({201, {}, nullptr});
  responder.send({202, {}, nullptr});
  EXPECT_FALSE(responder);
  EXPECT_EQ(calls, 1);
}

TEST(Responder, Answers500WhenDropped) {
  unsigned status = 0;
  {
    Responder first([&](const Response& response) { status = response.status; });
    const Responder moved(std::move(first));
    EXPECT_EQ(status, 0u);
  }
  EXPECT_EQ(status, 500u);
}

TEST(Responder, Answers500ForWhatAnAssignmentReplaces) {
  unsigned status = 0;
  Responder responder([&](const Response& response) { status = response.status; });
  responder = Responder(nullptr);
  EXPECT_EQ(status, 500u);
}

}  // namespace
}  // namespace http
