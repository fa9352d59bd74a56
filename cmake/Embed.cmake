# The definitions under data/ are read and checked at build time, and stand in the program as one binary image.
file(GLOB_RECURSE IPI_DEFINITIONS CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/*.yaml)
set(IPI_IMAGE ${PROJECT_BINARY_DIR}/definitions.image)

add_executable(ipi_embed_definitions ${PROJECT_SOURCE_DIR}/src/embed_definitions.cpp)
target_link_libraries(ipi_embed_definitions PRIVATE ipi_library ipi_warnings)
add_custom_command(
  OUTPUT ${IPI_IMAGE}
  COMMAND ipi_embed_definitions ${PROJECT_SOURCE_DIR}/data ${IPI_IMAGE}
  DEPENDS ipi_embed_definitions ${IPI_DEFINITIONS}
  COMMENT "Checking and embedding the definitions under data/"
  VERBATIM)

# In C++: extern "C" const char ipi_embedded_image_begin[], ipi_embedded_image_end[];
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/definitions.S @ONLY CONTENT [[
        .section .rodata
        .balign 16
        .global ipi_embedded_image_begin
        .hidden ipi_embedded_image_begin
        .type   ipi_embedded_image_begin, STT_OBJECT
ipi_embedded_image_begin:
        .incbin "@IPI_IMAGE@"
        .global ipi_embedded_image_end
        .hidden ipi_embedded_image_end
        .type   ipi_embedded_image_end, STT_OBJECT
ipi_embedded_image_end:
        .byte   0
        .section .note.GNU-stack, "", %progbits
]])
set_source_files_properties(${PROJECT_BINARY_DIR}/definitions.S PROPERTIES OBJECT_DEPENDS ${IPI_IMAGE})
add_library(ipi_embedded OBJECT ${PROJECT_BINARY_DIR}/definitions.S)
