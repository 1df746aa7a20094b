#include "response_head.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "http/problem.hpp"
#include "text.hpp"

namespace http {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 5> kOwn{"content-length", "transfer-encoding", "connection", "keep-alive",
                                               "date"};

bool is_own(std::string_view name) {
  return std::any_of(kOwn.begin(), kOwn.end(), [&](std::string_view own) { return equal_ignoring_case(own, name); });
}

// Whatever a value was made of, it stays one line: a control character (CR, LF, NUL) becomes a space.
void append_value(std::string& head, std::string_view value) {
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    head += (byte < 0x20 && c != '\t') || byte == 0x7F ? ' ' : c;
  }
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  append_value(head, value);
  head += "\r\n";
}

const std::string& date_of(std::time_t now) {
  thread_local std::time_t cached = -1;
  thread_local std::string text;
  if (cached != now) {
    text = imf_fixdate(now);
    cached = now;
  }
  return text;
}

// A 204 and a 304 have no length; HEAD tells the one that GET would have, if the handler made the body.
bool has_length(const Response& response, const Framing& framing) {
  if (response.status == 204 || response.status == 304 || framing.streamed) return false;
  return !framing.head || response.body;
}

}  // namespace

std::string imf_fixdate(std::time_t time) {
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(utc.tm_wday)].data(), utc.tm_mday,
                kMonths[static_cast<std::size_t>(utc.tm_mon)].data(), utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                utc.tm_sec);
  return text.data();
}

bool may_have_body(unsigned status, bool head) { return !head && status != 204 && status != 304; }

std::string response_head(const Response& response, const Framing& framing) {
  std::string head;
  head.reserve(256);
  head.append("HTTP/1.1 ")
      .append(std::to_string(response.status))
      .append(" ")
      .append(reason_phrase(response.status))
      .append("\r\n");
  append_field(head, "Date", date_of(framing.now));
  for (const auto& [name, value] : response.headers) {
    if (is_token(name) && !is_own(name)) append_field(head, name, value);
  }
  if (has_length(response, framing)) {
    append_field(head, "Content-Length", std::to_string(response.body ? response.body->size() : 0));
  } else if (framing.streamed && framing.http11 && may_have_body(response.status, framing.head)) {
    append_field(head, "Transfer-Encoding", "chunked");
  }
  if (framing.close) {
    append_field(head, "Connection", "close");
  } else if (!framing.http11) {
    append_field(head, "Connection", "keep-alive");
  }
  head += "\r\n";
  return head;
}

}  // namespace http
