# SPDX-License-Identifier: Apache-2.0
tblog_suite(stats stats test_support)
tblog_suite(ranking stats test_support)
tblog_suite(report report test_support PkgConfig::CAIRO)

# The command, and its pages as a browser reads them.
add_test(NAME report_page COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/report/run ${PROJECT_BINARY_DIR}
                                  ${CMAKE_CURRENT_SOURCE_DIR}/golden)
