# SPDX-License-Identifier: Apache-2.0
tblog_suite(class_names data)
tblog_suite(dataset data test_support)
tblog_suite(dataset_files data test_support)
tblog_suite(idx data test_support)
tblog_suite(new_file data test_support)
tblog_suite(npy data test_support)
tblog_suite(safetensors data test_support)
tblog_suite(standardize data test_support)
