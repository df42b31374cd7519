# A room is one static library: src/<path> becomes the target tilewright-<name>.
#
#   tilewright_room(NAME SOURCES a.cpp ... USES room ... [LINK lib ...] [MLIR])
#
# USES names rooms (the table in ARCHITECTURE.md); MLIR says that the room
# compiles against MLIR and so shares the precompiled header of its headers.

function(tilewright_room NAME)
  cmake_parse_arguments(ROOM "MLIR" "" "SOURCES;USES;LINK;DEPENDS" ${ARGN})
  set(target tilewright-${NAME})
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_include_directories(${target} PUBLIC
    ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/src)
  target_include_directories(${target} SYSTEM PUBLIC ${LLVM_INCLUDE_DIRS})
  foreach(room ${ROOM_USES})
    target_link_libraries(${target} PUBLIC tilewright-${room})
  endforeach()
  target_link_libraries(${target} PUBLIC ${ROOM_LINK} LLVM)
  if(ROOM_MLIR)
    tilewright_use_mlir(${target})
  endif()
  if(ROOM_DEPENDS)
    add_dependencies(${target} ${ROOM_DEPENDS})
  endif()
endfunction()

# Compiles TARGET against MLIR, through the shared precompiled header.
function(tilewright_use_mlir TARGET)
  target_include_directories(${TARGET} SYSTEM PUBLIC ${MLIR_INCLUDE_DIRS})
  target_link_libraries(${TARGET} PUBLIC MLIR LLVM)
  target_precompile_headers(${TARGET} REUSE_FROM tilewright-mlir-pch)
  get_target_property(type ${TARGET} TYPE)
  if(type STREQUAL "EXECUTABLE")
    # As position-independent as the precompiled header, and no further.
    set_target_properties(${TARGET} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${TARGET} PRIVATE -fPIC)
  endif()
endfunction()

# A GoogleTest program for rooms without MLIR: tests/unit/<NAME>.
function(tilewright_unit_test NAME)
  cmake_parse_arguments(TEST "" "" "SOURCES;USES;LINK" ${ARGN})
  add_executable(${NAME} ${TEST_SOURCES})
  foreach(room ${TEST_USES})
    target_link_libraries(${NAME} PRIVATE tilewright-${room})
  endforeach()
  target_link_libraries(${NAME} PRIVATE ${TEST_LINK} GTest::gtest GTest::gtest_main)
  set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME unit-${NAME} COMMAND ${NAME})
endfunction()
