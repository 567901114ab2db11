# SPDX-License-Identifier: Apache-2.0
tblog_suite(keras_model train test_support)
tblog_suite(tensorboard train test_support)
