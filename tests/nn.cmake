# SPDX-License-Identifier: Apache-2.0
add_library(nn_support STATIC spec_texts.c)
target_link_libraries(nn_support PUBLIC nn test_support)

tblog_suite(gemm nn)
tblog_suite(initializer nn_support)
tblog_suite(kernels nn test_support)
tblog_suite(model nn)
tblog_suite(networks nn test_support)
tblog_suite(optimizer nn_support)
tblog_suite(rng nn)
tblog_suite(schedule nn_support)
tblog_suite(softmax nn)
tblog_suite(sparse nn)
