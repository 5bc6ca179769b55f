# What a package's build is hardened with. The program opens files from strangers: a fault that slipped through is to be an end, not a way in.
# Tables of imported functions are resolved at start and read-only after; libraries are looked for where the system keeps them, and nowhere
# else.
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)
set(CMAKE_SKIP_RPATH ON)
add_compile_options("$<$<COMPILE_LANGUAGE:C,CXX>:-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.>")  # where it was built is in no package
add_compile_options("$<$<COMPILE_LANGUAGE:C,CXX>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3;-fstack-protector-strong;-fstack-clash-protection>")
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
