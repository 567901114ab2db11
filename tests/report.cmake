# SPDX-License-Identifier: Apache-2.0
tblog_suite(stats stats test_support)
tblog_suite(ranking stats test_support)
