# SPDX-License-Identifier: Apache-2.0
tblog_suite(stats stats test_support)
