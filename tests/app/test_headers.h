// What nearly every test of the app reads, compiled once.
#pragma once

#include "app/precompiled.h"
#include "tests/test_headers.h"
