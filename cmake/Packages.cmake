# Debian's packages, found with one message that says what to install.
set(IPI_APT_PACKAGES "libcli11-dev libfmt-dev libyaml-cpp-dev nlohmann-json3-dev nettle-dev doctest-dev")

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
if(IPI_MISSING)
  list(JOIN IPI_MISSING ", " IPI_MISSING)
  message(FATAL_ERROR
    "ipi needs ${IPI_MISSING}. On Debian 12:\n"
    "  sudo apt-get install ${IPI_APT_PACKAGES}\n"
    "or let examples/quickstart.sh install everything that a build needs.")
endif()

# yaml-cpp 0.7 exports the target without a namespace.
add_library(ipi_yaml_cpp INTERFACE)
target_link_libraries(ipi_yaml_cpp INTERFACE $<IF:$<TARGET_EXISTS:yaml-cpp::yaml-cpp>,yaml-cpp::yaml-cpp,yaml-cpp>)
add_library(ipi_nettle INTERFACE)
target_include_directories(ipi_nettle SYSTEM INTERFACE ${NETTLE_INCLUDE_DIR})
target_link_libraries(ipi_nettle INTERFACE ${NETTLE_LIBRARY})
