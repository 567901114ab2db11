# SPDX-License-Identifier: Apache-2.0
tblog_suite(gemm nn)
tblog_suite(initializer nn test_support)
tblog_suite(kernels nn test_support)
tblog_suite(model nn)
tblog_suite(rng nn)
tblog_suite(softmax nn)
tblog_suite(sparse nn)
