# SPDX-License-Identifier: Apache-2.0
# Read by cpack before it packs. Without these a .deb would get no dependencies.
if(CPACK_GENERATOR STREQUAL "DEB")
  find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
  if(NOT DPKG_SHLIBDEPS)
    message(FATAL_ERROR "dpkg-shlibdeps is missing (Debian: dpkg-dev)")
  endif()
  find_program(FILE_PROGRAM file)
  if(NOT FILE_PROGRAM)
    message(FATAL_ERROR "file is missing (Debian: file)")
  endif()
endif()
