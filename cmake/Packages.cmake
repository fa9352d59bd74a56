# Debian's packages, found with one message that says what to install.
set(IPI_APT_PACKAGES "libcli11-dev libfmt-dev libyaml-cpp-dev nlohmann-json3-dev nettle-dev libedit-dev doctest-dev")

macro(ipi_require package)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    list(APPEND IPI_MISSING ${package})
  endif()
endmacro()

ipi_require(CLI11 2.1 CONFIG)
ipi_require(fmt 9 CONFIG)
ipi_require(yaml-cpp 0.7 CONFIG)
ipi_require(nlohmann_json 3.9 CONFIG)
if(BUILD_TESTING)
  ipi_require(doctest 2.4 CONFIG)
endif()
find_path(NETTLE_INCLUDE_DIR nettle/sha2.h)
find_library(NETTLE_LIBRARY NAMES libnettle.a nettle)
if(NOT NETTLE_INCLUDE_DIR OR NOT NETTLE_LIBRARY)
  list(APPEND IPI_MISSING nettle)
endif()
find_path(EDIT_INCLUDE_DIR histedit.h)
find_library(EDIT_LIBRARY NAMES edit)
if(NOT EDIT_INCLUDE_DIR OR NOT EDIT_LIBRARY)
  list(APPEND IPI_MISSING libedit)
endif()
if(IPI_MISSING)
  list(JOIN IPI_MISSING ", " IPI_MISSING)
  message(FATAL_ERROR
    "ipi needs ${IPI_MISSING}. On Debian 12:\n"
    "  sudo apt-get install ${IPI_APT_PACKAGES}\n"
    "or let examples/quickstart.sh install everything that a build needs.")
endif()

add_library(ipi_nettle INTERFACE)
target_include_directories(ipi_nettle SYSTEM INTERFACE ${NETTLE_INCLUDE_DIR})
target_link_libraries(ipi_nettle INTERFACE ${NETTLE_LIBRARY})

# A static program starts in 1.2x the time of /bin/true, one with shared fmt, yaml-cpp and libstdc++ in 2.5x
# (tests/README.md has the figures). Where there is no static yaml-cpp, or under a sanitizer, everything is shared.
option(IPI_STATIC "Link ipi as one static program" ON)
find_library(YAML_CPP_ARCHIVE NAMES libyaml-cpp.a)
# The line editor of `ipi interview` and what it rests on; in this order.
foreach(name edit tinfo bsd md)
  string(TOUPPER ${name} NAME)
  find_library(${NAME}_ARCHIVE NAMES lib${name}.a)
  if(NOT ${NAME}_ARCHIVE)
    set(IPI_STATIC OFF)
  endif()
endforeach()
if(IPI_SANITIZE OR NOT YAML_CPP_ARCHIVE OR NOT fmt_VERSION VERSION_LESS 10)
  set(IPI_STATIC OFF)
endif()

# yaml-cpp 0.7 exports the shared library only, and without a namespace.
add_library(ipi_yaml_cpp INTERFACE)
add_library(ipi_link INTERFACE)
add_library(ipi_edit INTERFACE)
target_include_directories(ipi_edit SYSTEM INTERFACE ${EDIT_INCLUDE_DIR})
target_link_libraries(ipi_edit INTERFACE $<IF:$<BOOL:${IPI_STATIC}>,${EDIT_ARCHIVE};${TINFO_ARCHIVE};${BSD_ARCHIVE};${MD_ARCHIVE},${EDIT_LIBRARY}>)
if(IPI_STATIC)
  # Debian has no static fmt: it is compiled here once (header-only fmt costs 2.3 s in every file that includes it).
  add_library(ipi_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
  set_target_properties(ipi_fmt PROPERTIES CXX_CLANG_TIDY "")
  target_include_directories(ipi_fmt SYSTEM INTERFACE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)
  target_include_directories(ipi_fmt SYSTEM PRIVATE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)
  target_link_libraries(ipi_yaml_cpp INTERFACE ${YAML_CPP_ARCHIVE})
  target_link_options(ipi_link INTERFACE -static-pie)
else()
  add_library(ipi_fmt INTERFACE)
  target_link_libraries(ipi_fmt INTERFACE fmt::fmt)
  target_link_libraries(ipi_yaml_cpp INTERFACE $<IF:$<TARGET_EXISTS:yaml-cpp::yaml-cpp>,yaml-cpp::yaml-cpp,yaml-cpp>)
endif()
