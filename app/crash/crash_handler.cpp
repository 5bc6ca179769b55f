#include "app/crash/crash_handler.h"

#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstring>

namespace halftone::app::crash {
namespace {

struct Signal {
  int number;
  const char* name;
};
constexpr std::array kSignals{Signal{SIGSEGV, "SIGSEGV"}, Signal{SIGBUS, "SIGBUS"}, Signal{SIGILL, "SIGILL"}, Signal{SIGFPE, "SIGFPE"},
                              Signal{SIGABRT, "SIGABRT"}};
constexpr int kMostFrames = 64;
constexpr unsigned kPatienceSeconds = 5;

// All that the handler reads: of a fixed place and size.
struct Facts {
  char text[8192];
  std::size_t size = 0;
};
std::array<Facts, 2> facts;  // one is read, the other written
std::atomic<int> current = 0;
std::atomic_flag begun;  // of several threads that crash the first reports
char path[4096];
void* frames[kMostFrames];
alignas(16) char stack[64 << 10];  // a stack that is full is one of the things to report

void put(int file, const char* text, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(file, text, size);
    if (written <= 0) return;
    text += written;
    size -= static_cast<std::size_t>(written);
  }
}

void put(int file, const char* text) { put(file, text, std::strlen(text)); }

void putHex(int file, std::uintptr_t number) {
  char digits[2 + 2 * sizeof number];
  char* at = digits + sizeof digits;
  do *--at = "0123456789abcdef"[number & 15];
  while (number >>= 4);
  *--at = 'x', *--at = '0';
  put(file, at, static_cast<std::size_t>(digits + sizeof digits - at));
}

// Where code lies: from an address to a function without anybody's names. Of /proc/self/maps the lines of what is executed.
void putMaps(int file) {
  const int maps = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (maps < 0) return;
  static char line[1024];
  static char block[4096];
  std::size_t length = 0;
  for (ssize_t size = ::read(maps, block, sizeof block); size > 0; size = ::read(maps, block, sizeof block)) {
    for (ssize_t i = 0; i < size; ++i) {
      if (length < sizeof line) line[length++] = block[i];
      if (block[i] != '\n') continue;
      line[length - 1] = '\n';
      const char* const mode = static_cast<const char*>(std::memchr(line, ' ', length));
      if (mode && mode + 3 < line + length && mode[3] == 'x') put(file, line, length);
      length = 0;
    }
  }
  ::close(maps);
}

extern "C" void onCrash(int number, siginfo_t* info, void*) {
  if (begun.test_and_set()) {
    for (;;) ::pause();  // the other thread ends all
  }
  ::alarm(kPatienceSeconds);
  std::signal(SIGALRM, SIG_DFL);
  const int file = ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) {
    const Facts& said = facts[static_cast<std::size_t>(current.load())];
    put(file, said.text, said.size);
    put(file, "\nsignal: ");
    for (const Signal& each : kSignals)
      if (each.number == number) put(file, each.name);
    if (number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE) {
      put(file, "\naddress: ");
      putHex(file, reinterpret_cast<std::uintptr_t>(info->si_addr));
    }
    put(file, "\n\nback trace:\n");
    const int depth = ::backtrace(frames, kMostFrames);
    for (int i = 0; i < depth; ++i) putHex(file, reinterpret_cast<std::uintptr_t>(frames[i])), put(file, "\n");
    put(file, "\nmodules:\n");
    putMaps(file);
    put(file, "\nnames:\n");
    ::backtrace_symbols_fd(frames, depth, file);
    ::close(file);
  }
  std::signal(number, SIG_DFL);
  ::raise(number);  // pending until the handler returns, and then the end
}

}  // namespace

void tell(const QByteArray& text) {
  const int other = 1 - current.load();
  Facts& next = facts[static_cast<std::size_t>(other)];
  next.size = std::min<std::size_t>(static_cast<std::size_t>(text.size()), sizeof next.text);
  std::memcpy(next.text, text.constData(), next.size);
  current.store(other);
}

bool install(const QString& folder) {
  if (!QFileInfo(folder).isDir()) return false;
  const QString when = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
  const QByteArray name = QFile::encodeName(QStringLiteral("%1/crash-%2-%3.txt").arg(folder, when).arg(::getpid()));
  if (name.size() >= static_cast<qsizetype>(sizeof path)) return false;
  std::memcpy(path, name.constData(), static_cast<std::size_t>(name.size()) + 1);
  ::backtrace(frames, kMostFrames);  // what it loads at its first call, it has to load now
  stack_t own = {};
  own.ss_sp = stack;
  own.ss_size = sizeof stack;
  ::sigaltstack(&own, nullptr);
  struct sigaction action = {};
  action.sa_sigaction = onCrash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const Signal& each : kSignals) ::sigaction(each.number, &action, nullptr);
  return true;
}

}  // namespace halftone::app::crash
