// A test in a process of its own, which may take little more memory than it has: what would be an end of the test's process is a status.
#pragma once

#include <QTest>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>

#include "tests/sanitizer.h"

// `body` returns the exit status; −1: the child ended in another way. `bytes_more`: than it has at the beginning.
template <class Body>
int status_in_a_child_with(std::int64_t bytes_more, const Body& body) {
  const pid_t child = fork();
  if (child == 0) {
    std::int64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const auto most = static_cast<rlim_t>(pages * sysconf(_SC_PAGESIZE) + bytes_more);
    const rlimit limit{most, most};
    setrlimit(RLIMIT_AS, &limit);
    _exit(body());
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
