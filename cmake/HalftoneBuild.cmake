# What every target of the project shares: language level, warnings, sanitizers. And the two ways a target is declared here.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(QT_QML_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/qml)  # modules lie where their names say, for qmllint and editors
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")  # g1: stack traces, without half a gigabyte of debug information
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")  # vector code is of no use unoptimised

add_library(halftone_options INTERFACE)
target_include_directories(halftone_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(halftone_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic>)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${CCACHE})
endif()
