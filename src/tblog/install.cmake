# SPDX-License-Identifier: Apache-2.0
# Install the library, its headers, and what CMake and pkg-config read.
include(CMakePackageConfigHelpers)
set(cmake_folder ${CMAKE_INSTALL_LIBDIR}/cmake/tblog)

# The static library has an export of its own, which asks for what it needs. The same for build folders, which a host
# may export too.
install(TARGETS tblog EXPORT tblogTargets
        LIBRARY COMPONENT library NAMELINK_COMPONENT development
        ARCHIVE COMPONENT development)
install(EXPORT tblogTargets NAMESPACE tblog:: COMPONENT development DESTINATION ${cmake_folder})
export(EXPORT tblogTargets NAMESPACE tblog:: FILE ${CMAKE_CURRENT_BINARY_DIR}/tblogTargets.cmake)
if(TARGET tblog_static)
  set_target_properties(tblog_static PROPERTIES EXPORT_NAME static)
  install(TARGETS tblog_static EXPORT tblogStaticTargets ARCHIVE COMPONENT development)
  install(EXPORT tblogStaticTargets NAMESPACE tblog:: COMPONENT development DESTINATION ${cmake_folder})
  export(EXPORT tblogStaticTargets NAMESPACE tblog:: FILE ${CMAKE_CURRENT_BINARY_DIR}/tblogStaticTargets.cmake)
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/tblog TYPE INCLUDE COMPONENT development)

set(requires libprotobuf-c zlib)
if(TBLOG_PNG_FOUND)
  list(APPEND requires libpng)
endif()
if(TBLOG_ISAL_FOUND)
  list(APPEND requires libisal)
endif()
list(JOIN requires " " requires)
# Who links the shared library need not link what it needs; without one all must.
if(static STREQUAL "tblog")
  set(pc_requires ${requires})
  set(pc_libs " -lm -pthread")
else()
  set(pc_requires_private ${requires})
  set(pc_libs_private "-lm -pthread")
endif()
file(RELATIVE_PATH pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(tblog.pc.in tblog.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/tblog.pc COMPONENT development DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

configure_file(tblogConfig.cmake.in tblogConfig.cmake @ONLY)
write_basic_package_version_file(tblogConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/tblogConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/tblogConfigVersion.cmake
        COMPONENT development DESTINATION ${cmake_folder})
