# Generated code of dialects and passes.
#
#   tilewright_tablegen(TARGET FILE.td OUTPUT args... [AND OUTPUT args...]...)
#
# runs mlir-tblgen on FILE.td of this directory once per OUTPUT, which lands in
# the build directory where `#include "dialect/aie/OUTPUT"` finds it. The runs
# become (part of) the custom target TARGET: name it in a room's DEPENDS.

function(tilewright_tablegen TARGET TD)
  set(LLVM_TARGET_DEFINITIONS ${TD})
  set(outputs "")
  set(run "")
  foreach(word ${ARGN} AND)
    if(NOT word STREQUAL "AND")
      list(APPEND run ${word})
      continue()
    endif()
    list(GET run 0 output)
    tablegen(MLIR ${run} EXTRA_INCLUDES ${CMAKE_SOURCE_DIR}/src ${MLIR_INCLUDE_DIRS})
    list(APPEND outputs ${CMAKE_CURRENT_BINARY_DIR}/${output})
    set(run "")
  endforeach()
  if(NOT TARGET ${TARGET})
    add_custom_target(${TARGET})
  endif()
  get_filename_component(stem ${TD} NAME_WE)
  add_custom_target(${TARGET}-${stem} DEPENDS ${outputs})
  add_dependencies(${TARGET} ${TARGET}-${stem})
endfunction()

#   tilewright_tablegen_doc(FILE.md FILE.td args...)
#
# makes the target `docs` write docs/reference/FILE.md of the source tree from
# FILE.td of this directory. The pages are part of the repository, so that they
# can be read without a build: run `docs` after a change of a description.
function(tilewright_tablegen_doc MD TD)
  set(page ${CMAKE_BINARY_DIR}/docs/${MD})
  add_custom_command(OUTPUT ${page}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/docs
    COMMAND ${MLIR_TABLEGEN_EXE} ${ARGN} -I${CMAKE_SOURCE_DIR}/src -I${MLIR_INCLUDE_DIRS}
      ${CMAKE_CURRENT_SOURCE_DIR}/${TD} -o ${page} -d ${page}.d
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${TD} DEPFILE ${page}.d
    VERBATIM)
  string(MAKE_C_IDENTIFIER docs-${MD} target)
  add_custom_target(${target} DEPENDS ${page}
    COMMAND ${CMAKE_COMMAND} -E copy_if_different ${page} ${CMAKE_SOURCE_DIR}/docs/reference/${MD}
    VERBATIM)
  if(NOT TARGET docs)
    add_custom_target(docs)
  endif()
  add_dependencies(docs ${target})
endfunction()
