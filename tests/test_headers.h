// What nearly every test reads, compiled once (tests/CMakeLists.txt). A test still includes what it uses.
#pragma once

#include <QtTest>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <ranges>
#include <span>
#include <string>
#include <thread>
#include <variant>
#include <vector>
