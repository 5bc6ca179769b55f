# The Debian package, by `cpack -G DEB`. Ubuntu's is the same, made on Ubuntu: names and versions of libraries are the builder's.
set(HALFTONE_MAINTAINER "The Halftone developers <halftone@users.example.org>" CACHE STRING "Who answers for the package: a name and an address")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME halftone)
set(CPACK_PACKAGE_VENDOR "The Halftone developers")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${HALFTONE_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Halftone opens GGUF files and Hugging Face folders, chats with the models in
them, and shows what each choice of weight precision, attention and cache
costs and gives: memory to the byte and latency to the millisecond, switched
in the running conversation. Nothing leaves the machine.

The package has a window, halftone, a command line, halftone-cli, and a small
model to begin with.")  # below the project's own line

# Libraries are found by their symbols. What the window loads by name is not: QML modules, fonts, the database's driver, the reader of SVG.
# ./dev has the list for whoever builds, and this is those of its names.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
file(READ ${CMAKE_SOURCE_DIR}/dev dev)
string(REGEX MATCHALL "qml6-module-[a-z-]+|fonts-(inter|jetbrains-mono|noto-core)|libqt6sql6-sqlite|libqt6svg6" loaded "${dev}")
list(REMOVE_DUPLICATES loaded)
list(SORT loaded)
list(JOIN loaded ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-color-emoji, poppler-data, qt6-wayland")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/dev)

set(CPACK_HALFTONE_RELEASES ${CMAKE_CURRENT_LIST_DIR}/../releases.py)
set(CPACK_HALFTONE_PYTHON ${Python3_EXECUTABLE})
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/finish.cmake)
include(CPack)
