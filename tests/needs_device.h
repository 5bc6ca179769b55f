// main() of a test that needs a device: without one it says so, and ends with the code that ctest calls "Skipped".
#pragma once

#include <QCoreApplication>
#include <QTest>
#include <cstdio>

namespace halftone {

constexpr int kSkippedExitCode = 77;  // as tests/CMakeLists.txt tells ctest

inline int run_if(bool is_there, QObject& test, int argc, char** argv) {
  if (!is_there) {
    std::puts("SKIP: no CUDA device here");
    return kSkippedExitCode;
  }
  QCoreApplication application(argc, argv);
  return QTest::qExec(&test, argc, argv);
}

}  // namespace halftone

#define HALFTONE_DEVICE_TEST_MAIN(Test, is_there)        \
  int main(int argc, char** argv) {                      \
    Test test;                                           \
    return halftone::run_if(is_there, test, argc, argv); \
  }
