#include "tests/app/fake_engine.h"

namespace halftone::app {

FakeSession::~FakeSession() { --script_.sessions; }

FakeEngine::~FakeEngine() { --script_.engines; }

}  // namespace halftone::app
