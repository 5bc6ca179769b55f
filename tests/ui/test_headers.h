// What nearly every test of the window reads, compiled once.
#pragma once

#include "tests/test_headers.h"
#include "tests/ui/sitting.h"
