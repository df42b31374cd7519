# What `cmake --install` puts where, and the same names inside this build: the
# tools in bin, the headers of users' programs in include/tilewright/runtime
# (where the tools look for them too), and a CMake package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(TILEWRIGHT_TOOLS aie-opt aie-translate aiecc aie-run aie-inspect aie-lsp-server)
set(TILEWRIGHT_INSTALL_RUNTIMEDIR ${CMAKE_INSTALL_INCLUDEDIR}/tilewright/runtime)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Tilewright)

# LLVM and MLIR stay where they are found now.
set_target_properties(${TILEWRIGHT_TOOLS} PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS ${TILEWRIGHT_TOOLS} RUNTIME)
install(FILES ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/aiecc.py TYPE BIN)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/runtime/ DESTINATION ${TILEWRIGHT_INSTALL_RUNTIMEDIR}
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/package/TilewrightConfig.cmake.in
  ${CMAKE_BINARY_DIR}/TilewrightConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS CMAKE_INSTALL_BINDIR TILEWRIGHT_INSTALL_RUNTIMEDIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/TilewrightConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/TilewrightConfig.cmake ${CMAKE_BINARY_DIR}/TilewrightConfigVersion.cmake
  ${CMAKE_SOURCE_DIR}/cmake/package/TilewrightTxnLibrary.cmake DESTINATION ${package_dir})

foreach(tool ${TILEWRIGHT_TOOLS})
  add_executable(Tilewright::${tool} ALIAS ${tool})
endforeach()
add_library(tilewright-npu-instructions INTERFACE)
target_include_directories(tilewright-npu-instructions INTERFACE ${CMAKE_SOURCE_DIR}/runtime)
add_library(Tilewright::npu_instructions ALIAS tilewright-npu-instructions)
include(${CMAKE_SOURCE_DIR}/cmake/package/TilewrightTxnLibrary.cmake)
