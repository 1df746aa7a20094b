"""Who may include what. The libraries' headers all lie in /usr/include, where every compiler finds them: this table,
and not the compiler, is what keeps them where they belong. ARCHITECTURE.md says why the layers are as they are."""

# Third parties, by how their headers begin. Longest first wins; a header that fits nowhere here is refused.
PARTIES = {
    "date/": "date",
    "tl/expected.hpp": "expected",
    "libical/": "libical",
    "hiredis/": "hiredis",
    "pistache/": "pistache",
    "boost/json": "boost.json",
    "boost/url": "boost.url",
    "boost/beast": "boost.beast",
    # Beast's interface speaks in Asio's buffers and Boost.System's errors.
    "boost/asio/buffer.hpp": "boost.beast",
    "boost/system": "boost.beast",
    "openssl/": "openssl",
    "prometheus/": "prometheus",
    "curl/": "curl",
    "spdlog/": "spdlog",
    "CLI/": "cli11",
    "gtest/": "gtest",
    "gmock/": "gtest",
    "rapidcheck": "rapidcheck",
    "arpa/": "posix",
    "netinet/": "posix",
    "sys/": "posix",
    "dirent.h": "posix",
    "dlfcn.h": "posix",
    "fcntl.h": "posix",
    "netdb.h": "posix",
    "poll.h": "posix",
    "pthread.h": "posix",
    "signal.h": "posix",
    "spawn.h": "posix",
    # POSIX's own functions (setenv, mkdtemp, ...) are declared in C's headers, not in C++'s.
    "stdlib.h": "posix",
    "locale.h": "posix",
    "time.h": "posix",
    "unistd.h": "posix",
}

STANDARD = set("""
algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts condition_variable
coroutine deque exception execution filesystem format forward_list fstream functional future initializer_list iomanip
ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource mutex new numbers numeric
optional ostream queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span
sstream stack stdexcept stop_token streambuf string string_view syncstream system_error thread tuple type_traits
typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint cstdio
cstdlib cstring ctime cuchar cwchar cwctype
""".split())


class Layer:
    """A folder's rules.

    path      the folder; a file belongs to the layer with the longest path that fits
    also      files of it that lie in another layer's folder, without their extension
    ours      the layers whose public headers it may include
    parties   the third parties its sources may include
    public    of these, those that its public headers may include too
    only_in   {third party: the one file of the layer that may include it}

    The tests of a folder, tests/<layer>/, may include that layer's src as well: what is private can need a test.
    """

    def __init__(self, path, ours=(), parties=(), public=(), only_in=None, also=()):
        self.path = path
        self.also = frozenset(also)
        self.ours = frozenset(ours)
        self.parties = frozenset(parties)
        self.public = frozenset(public)
        self.only_in = only_in or {}


LAYERS = {
    "scheduler": Layer("scheduler", parties=["date", "expected", "libical"], public=["date", "expected"],
                       only_in={"libical": "scheduler/src/recurrence.cpp"}),
    "calendar": Layer("calendar", ours=["scheduler"], parties=["date", "expected", "libical", "openssl"],
                      public=["date", "expected"]),
    "codec": Layer("codec", ours=["scheduler"], parties=["date", "expected", "boost.json"],
                   public=["expected", "boost.json"]),
    "store": Layer("store", ours=["scheduler", "codec"],
                   parties=["date", "expected", "boost.json", "boost.url", "hiredis", "posix"], public=["expected"]),
    # What it keeps it asks of a port, which main joins to store.
    "webhooks": Layer("webhooks", ours=["scheduler"], parties=["expected", "boost.json", "curl", "openssl", "posix"],
                      public=["expected"]),
    "http": Layer("api/http", parties=["pistache", "boost.beast", "boost.url", "spdlog", "posix"]),
    "api": Layer("api", ours=["scheduler", "codec", "calendar", "http"],
                 parties=["date", "expected", "boost.json", "boost.url", "openssl", "posix", "prometheus"],
                 public=["expected", "boost.json"],
                 only_in={"prometheus": "api/src/metrics.cpp"}),
    # The one place that knows everything, and wires it.
    "main": Layer("api/main",
                  ours=["scheduler", "codec", "calendar", "store", "webhooks", "http", "api"],
                  parties=["date", "expected", "boost.json", "boost.url", "openssl", "spdlog", "cli11", "posix"]),
    "tests": Layer("tests", ours=["scheduler", "codec", "calendar", "store", "webhooks", "http", "api"],
                   parties=sorted(set(PARTIES.values()) - {"cli11"})),
}
# The fuzz targets look at the parsers of these layers, which are private.
PARSER_FUZZERS = "tests/fuzz/parsers"
PARSERS_IN = ("http", "api", "store")

# Where the wall clock may be read; everywhere else `now` is a parameter.
CLOCK_LAYERS = {"main", "tests"}
CLOCK_FILES = {
    "api/http/src/server_state.cpp": "the Date header of an answer, when no clock was handed in",
}
