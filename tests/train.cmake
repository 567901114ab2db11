# SPDX-License-Identifier: Apache-2.0
add_library(train_support STATIC log_compare.c small_data.c)
target_link_libraries(train_support PUBLIC train test_support)

tblog_suite(compare train_support)
tblog_suite(dashboards train_support)
tblog_suite(diagnostics train_support)
tblog_suite(early_stopping train_support)
tblog_suite(fit train_support)
tblog_suite(keras_model train_support)
tblog_suite(logged_pictures train_support PNG::PNG)
tblog_suite(model_file train_support PNG::PNG)
tblog_suite(run_list train_support)
tblog_suite(run_queue train_support)
tblog_suite(sweep train_support)
target_compile_definitions(test_sweep PRIVATE INITLAB_TOOL="$<TARGET_FILE:initlab>")
tblog_suite(sweep_file train_support)
tblog_suite(tensorboard train_support)

add_library(command_line STATIC command_line.c)
target_link_libraries(command_line PUBLIC test_support)
target_compile_definitions(command_line PUBLIC TBLOG_TOOL="$<TARGET_FILE:tblog_tool>"
                                               INITLAB_TOOL="$<TARGET_FILE:initlab>")
tblog_suite(commands train_support command_line)
tblog_suite(model_commands train_support command_line)

tblog_suite(resume train_support)
target_compile_definitions(test_resume PRIVATE INITLAB_TOOL="$<TARGET_FILE:initlab>")

tblog_suite(comparison_table initlab_commands)
tblog_suite(display_text initlab_commands)

add_library(terminal_support STATIC tiny_terminal.c)
target_link_libraries(terminal_support PUBLIC initlab_commands test_support)
tblog_suite(screen terminal_support)
tblog_suite(progress initlab_commands)
tblog_suite(sparkline initlab_commands)
tblog_suite(live terminal_support train_support)
target_compile_definitions(test_live PRIVATE INITLAB_TOOL="$<TARGET_FILE:initlab>")

# doc/callbacks.md's example.
add_executable(own_callback_example ${PROJECT_SOURCE_DIR}/doc/examples/own_callback.c)
target_link_libraries(own_callback_example PRIVATE train tblog_build m)
set_target_properties(own_callback_example PROPERTIES OUTPUT_NAME own_callback
                                                      RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
tblog_suite(own_callback train_support)
target_compile_definitions(test_own_callback PRIVATE OWN_CALLBACK="$<TARGET_FILE:own_callback_example>")

# Needs mpirun, and a while.
if(TBLOG_MPI_FOUND AND MPIEXEC_EXECUTABLE)
  tblog_suite(ranks train_support)
  target_compile_definitions(test_ranks PRIVATE INITLAB_TOOL="$<TARGET_FILE:initlab>"
                                                MPIEXEC="${MPIEXEC_EXECUTABLE}")
else()
  add_test(NAME ranks COMMAND sh -c "echo built without MPI; exit 77")
endif()
set_tests_properties(ranks PROPERTIES SKIP_RETURN_CODE 77)
