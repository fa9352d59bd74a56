# Strict for developers, quiet for users. -Wnull-dereference is left out: it fires inside libstdc++ wherever CLI11 is included.
add_library(ipi_warnings INTERFACE)
if(IPI_STRICT)
  target_compile_options(ipi_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Woverloaded-virtual
    -Wnon-virtual-dtor -Wcast-align -Wunused -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast)
endif()
if(IPI_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
# Debian's yaml-cpp is built without the debug mode of libstdc++; these assertions keep the same layout.
add_compile_definitions($<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
