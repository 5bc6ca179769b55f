#include "kernels/core/stop_scope.h"

#include <utility>

namespace halftone {

namespace {

thread_local const std::stop_token* innermost = nullptr;

}  // namespace

StopScope::StopScope(std::stop_token stop) : stop_(std::move(stop)), outer_(std::exchange(innermost, &stop_)) {}
StopScope::~StopScope() { innermost = outer_; }

const std::stop_token* StopScope::current() { return innermost; }

}  // namespace halftone
