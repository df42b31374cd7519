# A library of the functions that build the instruction streams of a design's
# dynamic runtime sequences:
#
#   aie_generate_txn_library(TARGET name MLIR design.mlir
#                            [DEVICE device] [SEQUENCE sequence])
#
# For each dynamic sequence S (all, unless one is named) the static library
# `name` has
#   namespace aie_runtime { std::vector<uint32_t> generate_txn_S(scalars...); }
# with an index argument as size_t, iN as intN_t and i1 as bool. The function
# throws aie::npu::EncodingError when a value does not fit its field.
function(aie_generate_txn_library)
  cmake_parse_arguments(PARSE_ARGV 0 TXN "" "TARGET;MLIR;DEVICE;SEQUENCE" "")
  if(NOT TXN_TARGET OR NOT TXN_MLIR)
    message(FATAL_ERROR "aie_generate_txn_library: TARGET and MLIR are needed")
  endif()
  if(TXN_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "aie_generate_txn_library: unknown arguments ${TXN_UNPARSED_ARGUMENTS}")
  endif()
  cmake_path(ABSOLUTE_PATH TXN_MLIR)
  set(cpp ${CMAKE_CURRENT_BINARY_DIR}/${TXN_TARGET}_txn.cpp)
  set(choice "")
  if(TXN_DEVICE)
    list(APPEND choice --device-name=${TXN_DEVICE})
  endif()
  if(TXN_SEQUENCE)
    list(APPEND choice --sequence-name=${TXN_SEQUENCE})
  endif()
  add_custom_command(OUTPUT ${cpp}
    COMMAND Tilewright::aiecc --aie-generate-txn-cpp --txn-cpp-name=${cpp} ${choice}
      --no-compile --no-link --tmpdir=${cpp}.prj ${TXN_MLIR}
    DEPENDS Tilewright::aiecc ${TXN_MLIR}
    COMMENT "Generating instruction streams of ${TXN_MLIR}"
    VERBATIM)
  add_library(${TXN_TARGET} STATIC ${cpp})
  target_compile_features(${TXN_TARGET} PUBLIC cxx_std_17)
  target_link_libraries(${TXN_TARGET} PUBLIC Tilewright::npu_instructions)
endfunction()
