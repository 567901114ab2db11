# SPDX-License-Identifier: Apache-2.0
tblog_suite(picture picture test_support PNG::PNG)
