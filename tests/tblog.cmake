# SPDX-License-Identifier: Apache-2.0
# What the suites share: folders and files, event files cut into records, comparison with golden ones.
add_library(test_support STATIC event_file.c json_file.c same_events.c temp_folder.c)
target_include_directories(test_support PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(test_support PUBLIC tblog_objects tblog_build PkgConfig::CHECK
                      PkgConfig::CJSON ZLIB::ZLIB)

tblog_suite(arena tblog_objects)
tblog_suite(crc32c tblog_objects)
tblog_suite(half tblog_objects)
tblog_suite(utf8 tblog_objects)
tblog_suite(writer test_support)
tblog_suite(async test_support)
tblog_suite(compression test_support)
tblog_suite(memory test_support)
target_link_options(test_memory PRIVATE
  -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup,--wrap=strndup,--wrap=asprintf)
tblog_suite(crash test_support)
target_sources(test_crash PRIVATE killed_writer.c)
add_executable(kill_writers kill_writers.c killed_writer.c)
target_link_libraries(kill_writers PRIVATE tblog::tblog tblog_build)
set_target_properties(kill_writers PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
tblog_suite(faults test_support)
target_link_options(test_faults PRIVATE
  -Wl,--wrap=write,--wrap=open,--wrap=mkdir,--wrap=ftruncate,--wrap=close,--wrap=fdatasync,--wrap=fsync)
tblog_suite(full_disk test_support)
tblog_suite(prune tblog_commands test_support)
target_link_options(test_prune PRIVATE -Wl,--wrap=tblog_run_load)
tblog_suite(projector test_support)
tblog_suite(reader test_support)
tblog_suite(run test_support)
tblog_suite(summary test_support)
tblog_suite(kinds data test_support)
tblog_suite(golden test_support)
target_compile_definitions(test_golden PRIVATE TBLOG_TOOL="$<TARGET_FILE:tblog_tool>")

# The examples are built as any other code, and what they log is looked at by tensorboard/test_ui.py.
add_executable(every_kind ${PROJECT_SOURCE_DIR}/doc/examples/every_kind.c)
target_link_libraries(every_kind PRIVATE tblog::tblog tblog_build m)
set_target_properties(every_kind PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

add_executable(logistic_regression ${PROJECT_SOURCE_DIR}/doc/examples/logistic_regression.c)
target_link_libraries(logistic_regression PRIVATE tblog::tblog tblog_build m)

add_executable(soak EXCLUDE_FROM_ALL soak.c)
target_link_libraries(soak PRIVATE tblog::tblog tblog_build)
