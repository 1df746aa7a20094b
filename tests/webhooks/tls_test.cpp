#include <gmock/gmock.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "department.hpp"
#include "receiver.hpp"

namespace webhooks_test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

/// A certificate that is its own authority.
class Certificate {
 public:
  explicit Certificate(const std::string& address) : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509_set_version(certificate_, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate_), 3600);
    X509_set_pubkey(certificate_, key_);
    X509_NAME* const name = X509_get_subject_name(certificate_);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Receiver"), -1, -1, 0);
    X509_set_issuer_name(certificate_, name);
    add(NID_subject_alt_name, "IP:" + address);
    add(NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate_, key_, EVP_sha256());
    write();
  }
  ~Certificate() {
    X509_free(certificate_);
    EVP_PKEY_free(key_);
    unlink(file_.c_str());
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  /// A file with it, in PEM.
  [[nodiscard]] const std::string& file() const { return file_; }
  void use_in(SSL_CTX* context) const {
    SSL_CTX_use_certificate(context, certificate_);
    SSL_CTX_use_PrivateKey(context, key_);
  }

 private:
  void add(int what, const std::string& value) const {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(certificate_, extension, -1);
    X509_EXTENSION_free(extension);
  }
  void write() {
    file_ = testing::TempDir() + "karvon-certificate-XXXXXX";
    const int descriptor = mkstemp(file_.data());
    std::FILE* const file = fdopen(descriptor, "w");
    PEM_write_X509(file, certificate_);
    std::fclose(file);
  }

  EVP_PKEY* key_;
  X509* certificate_;
  std::string file_;
};

/// Answers the first request that comes over TLS with 204.
class TlsReceiver {
 public:
  explicit TlsReceiver(const Certificate& certificate)
      : context_(SSL_CTX_new(TLS_server_method())), socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    certificate.use_in(context_);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    listen(socket_, 1);
    socklen_t length = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsReceiver() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
    SSL_CTX_free(context_);
  }
  TlsReceiver(const TlsReceiver&) = delete;
  TlsReceiver& operator=(const TlsReceiver&) = delete;

  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
  void serve() const {
    const int client = accept(socket_, nullptr, nullptr);
    if (client < 0) return;
    SSL* const ssl = SSL_new(context_);
    SSL_set_fd(ssl, client);
    std::signal(SIGPIPE, SIG_IGN);  // a client that does not trust us is gone before it is answered
    if (SSL_accept(ssl) == 1) {
      std::array<char, 4096> buffer{};
      SSL_read(ssl, buffer.data(), static_cast<int>(buffer.size()));
      constexpr std::string_view kAnswer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
      SSL_write(ssl, kAnswer.data(), static_cast<int>(kAnswer.size()));
      SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    close(client);
  }

  SSL_CTX* context_;
  int socket_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

webhooks::Delivery attempt(const std::string& address, bool is_trusted) {
  const Certificate certificate(address);
  const TlsReceiver receiver(certificate);
  Department department;
  department.add(1, receiver.url());
  department.write(1);
  webhooks::Options options = Department::quick();
  options.pauses = {milliseconds{0}, hours{1}};
  if (is_trusted) options.authorities = certificate.file();
  const auto dispatcher = department.dispatcher(options);
  webhooks::Delivery delivery;
  EXPECT_TRUE(eventually([&] {
    delivery = dispatcher->status(uuid(1)).value_or(webhooks::Delivery{});
    return delivery.attempts > 0 || delivery.cursor > 0;
  }));
  return delivery;
}

TEST(Tls, DeliversToWhomAnAuthorityKnows) {
  const webhooks::Delivery delivery = attempt("127.0.0.1", true);
  EXPECT_EQ(delivery.last_status, 204U) << delivery.last_error;
}

TEST(Tls, DoesNotDeliverToWhomNobodyKnows) {
  EXPECT_THAT(attempt("127.0.0.1", false).last_error, HasSubstr("certificate"));
}

TEST(Tls, DoesNotDeliverToAnother) { EXPECT_THAT(attempt("127.0.0.2", true).last_error, HasSubstr("127.0.0.1")); }

}  // namespace
}  // namespace webhooks_test
