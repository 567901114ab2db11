include(CMakeFindDependencyMacro)
find_dependency(tblog)
include(${CMAKE_CURRENT_LIST_DIR}/hostTargets.cmake)
