/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages of a GraphDef: number, name, kind, and whether there may be several. Source:
 * tensorflow/core/framework/{graph,node_def,attr_value,function,op_def,tensor,tensor_shape,
 * resource_handle,full_type,versions,graph_debug_info}.proto. Entries of a map are messages with a
 * key and a value.
 */
#include "cli/tblog/export/files/graph_schema.h"

static const graph_message node_def;
static const graph_message node_def_attr_entry;
static const graph_message attr_value;
static const graph_message tensor_shape_proto;
static const graph_message tensor_shape_proto_dim;
static const graph_message tensor_proto;
static const graph_message resource_handle_proto;
static const graph_message resource_handle_proto_dtype_and_shape;
static const graph_message variant_tensor_data_proto;
static const graph_message attr_value_list_value;
static const graph_message name_attr_list;
static const graph_message name_attr_list_attr_entry;
static const graph_message node_def_experimental_debug_info;
static const graph_message full_type_def;
static const graph_message version_def;
static const graph_message function_def_library;
static const graph_message function_def;
static const graph_message op_def;
static const graph_message op_def_arg_def;
static const graph_message op_def_attr_def;
static const graph_message op_deprecation;
static const graph_message function_def_attr_entry;
static const graph_message function_def_arg_attr_entry;
static const graph_message function_def_arg_attrs;
static const graph_message function_def_arg_attrs_attr_entry;
static const graph_message function_def_resource_arg_unique_id_entry;
static const graph_message function_def_ret_entry;
static const graph_message function_def_control_ret_entry;
static const graph_message gradient_def;
static const graph_message registered_gradient;
static const graph_message graph_debug_info;
static const graph_message graph_debug_info_frames_by_id_entry;
static const graph_message graph_debug_info_file_line_col;
static const graph_message graph_debug_info_traces_by_id_entry;
static const graph_message graph_debug_info_stack_trace;
static const graph_message graph_debug_info_traces_entry;
static const graph_message graph_debug_info_name_to_trace_id_entry;

static const graph_field graph_def_fields[] = {
    {1, "node", GRAPH_MESSAGE, true, &node_def},
    {4, "versions", GRAPH_MESSAGE, false, &version_def},
    {3, "version", GRAPH_INT32, false, NULL},
    {2, "library", GRAPH_MESSAGE, false, &function_def_library},
    {5, "debug_info", GRAPH_MESSAGE, false, &graph_debug_info},
    {0}};
static const graph_field node_def_fields[] = {
    {1, "name", GRAPH_TEXT, false, NULL},
    {2, "op", GRAPH_TEXT, false, NULL},
    {3, "input", GRAPH_TEXT, true, NULL},
    {4, "device", GRAPH_TEXT, false, NULL},
    {5, "attr", GRAPH_MESSAGE, true, &node_def_attr_entry},
    {6, "experimental_debug_info", GRAPH_MESSAGE, false, &node_def_experimental_debug_info},
    {7, "experimental_type", GRAPH_MESSAGE, false, &full_type_def},
    {0}};
static const graph_field node_def_attr_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL}, {2, "value", GRAPH_MESSAGE, false, &attr_value}, {0}};
static const graph_field attr_value_fields[] = {
    {2, "s", GRAPH_TEXT, false, NULL},
    {3, "i", GRAPH_INT64, false, NULL},
    {4, "f", GRAPH_FLOAT, false, NULL},
    {5, "b", GRAPH_BOOL, false, NULL},
    {6, "type", GRAPH_DATA_TYPE, false, NULL},
    {7, "shape", GRAPH_MESSAGE, false, &tensor_shape_proto},
    {8, "tensor", GRAPH_MESSAGE, false, &tensor_proto},
    {1, "list", GRAPH_MESSAGE, false, &attr_value_list_value},
    {10, "func", GRAPH_MESSAGE, false, &name_attr_list},
    {9, "placeholder", GRAPH_TEXT, false, NULL},
    {0}};
static const graph_field tensor_shape_proto_fields[] = {
    {2, "dim", GRAPH_MESSAGE, true, &tensor_shape_proto_dim},
    {3, "unknown_rank", GRAPH_BOOL, false, NULL},
    {0}};
static const graph_field tensor_shape_proto_dim_fields[] = {
    {1, "size", GRAPH_INT64, false, NULL}, {2, "name", GRAPH_TEXT, false, NULL}, {0}};
static const graph_field tensor_proto_fields[] = {
    {1, "dtype", GRAPH_DATA_TYPE, false, NULL},
    {2, "tensor_shape", GRAPH_MESSAGE, false, &tensor_shape_proto},
    {3, "version_number", GRAPH_INT32, false, NULL},
    {4, "tensor_content", GRAPH_TEXT, false, NULL},
    {13, "half_val", GRAPH_INT32, true, NULL},
    {5, "float_val", GRAPH_FLOAT, true, NULL},
    {6, "double_val", GRAPH_DOUBLE, true, NULL},
    {7, "int_val", GRAPH_INT32, true, NULL},
    {8, "string_val", GRAPH_TEXT, true, NULL},
    {9, "scomplex_val", GRAPH_FLOAT, true, NULL},
    {10, "int64_val", GRAPH_INT64, true, NULL},
    {11, "bool_val", GRAPH_BOOL, true, NULL},
    {12, "dcomplex_val", GRAPH_DOUBLE, true, NULL},
    {14, "resource_handle_val", GRAPH_MESSAGE, true, &resource_handle_proto},
    {15, "variant_val", GRAPH_MESSAGE, true, &variant_tensor_data_proto},
    {16, "uint32_val", GRAPH_UINT32, true, NULL},
    {17, "uint64_val", GRAPH_UINT64, true, NULL},
    {18, "float8_val", GRAPH_TEXT, false, NULL},
    {0}};
static const graph_field resource_handle_proto_fields[] = {
    {1, "device", GRAPH_TEXT, false, NULL},
    {2, "container", GRAPH_TEXT, false, NULL},
    {3, "name", GRAPH_TEXT, false, NULL},
    {4, "hash_code", GRAPH_UINT64, false, NULL},
    {5, "maybe_type_name", GRAPH_TEXT, false, NULL},
    {6, "dtypes_and_shapes", GRAPH_MESSAGE, true, &resource_handle_proto_dtype_and_shape},
    {0}};
static const graph_field resource_handle_proto_dtype_and_shape_fields[] = {
    {1, "dtype", GRAPH_DATA_TYPE, false, NULL},
    {2, "shape", GRAPH_MESSAGE, false, &tensor_shape_proto},
    {0}};
static const graph_field variant_tensor_data_proto_fields[] = {
    {1, "type_name", GRAPH_TEXT, false, NULL},
    {2, "metadata", GRAPH_TEXT, false, NULL},
    {3, "tensors", GRAPH_MESSAGE, true, &tensor_proto},
    {0}};
static const graph_field attr_value_list_value_fields[] = {
    {2, "s", GRAPH_TEXT, true, NULL},
    {3, "i", GRAPH_INT64, true, NULL},
    {4, "f", GRAPH_FLOAT, true, NULL},
    {5, "b", GRAPH_BOOL, true, NULL},
    {6, "type", GRAPH_DATA_TYPE, true, NULL},
    {7, "shape", GRAPH_MESSAGE, true, &tensor_shape_proto},
    {8, "tensor", GRAPH_MESSAGE, true, &tensor_proto},
    {9, "func", GRAPH_MESSAGE, true, &name_attr_list},
    {0}};
static const graph_field name_attr_list_fields[] = {
    {1, "name", GRAPH_TEXT, false, NULL},
    {2, "attr", GRAPH_MESSAGE, true, &name_attr_list_attr_entry},
    {0}};
static const graph_field name_attr_list_attr_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL}, {2, "value", GRAPH_MESSAGE, false, &attr_value}, {0}};
static const graph_field node_def_experimental_debug_info_fields[] = {
    {1, "original_node_names", GRAPH_TEXT, true, NULL},
    {2, "original_func_names", GRAPH_TEXT, true, NULL},
    {0}};
static const graph_field full_type_def_fields[] = {{1, "type_id", GRAPH_INT32, false, NULL},
                                                   {2, "args", GRAPH_MESSAGE, true, &full_type_def},
                                                   {3, "s", GRAPH_TEXT, false, NULL},
                                                   {4, "i", GRAPH_INT64, false, NULL},
                                                   {0}};
static const graph_field version_def_fields[] = {{1, "producer", GRAPH_INT32, false, NULL},
                                                 {2, "min_consumer", GRAPH_INT32, false, NULL},
                                                 {3, "bad_consumers", GRAPH_INT32, true, NULL},
                                                 {0}};
static const graph_field function_def_library_fields[] = {
    {1, "function", GRAPH_MESSAGE, true, &function_def},
    {2, "gradient", GRAPH_MESSAGE, true, &gradient_def},
    {3, "registered_gradients", GRAPH_MESSAGE, true, &registered_gradient},
    {0}};
static const graph_field function_def_fields[] = {
    {1, "signature", GRAPH_MESSAGE, false, &op_def},
    {5, "attr", GRAPH_MESSAGE, true, &function_def_attr_entry},
    {7, "arg_attr", GRAPH_MESSAGE, true, &function_def_arg_attr_entry},
    {8, "resource_arg_unique_id", GRAPH_MESSAGE, true, &function_def_resource_arg_unique_id_entry},
    {3, "node_def", GRAPH_MESSAGE, true, &node_def},
    {4, "ret", GRAPH_MESSAGE, true, &function_def_ret_entry},
    {6, "control_ret", GRAPH_MESSAGE, true, &function_def_control_ret_entry},
    {0}};
static const graph_field op_def_fields[] = {
    {1, "name", GRAPH_TEXT, false, NULL},
    {2, "input_arg", GRAPH_MESSAGE, true, &op_def_arg_def},
    {3, "output_arg", GRAPH_MESSAGE, true, &op_def_arg_def},
    {20, "control_output", GRAPH_TEXT, true, NULL},
    {4, "attr", GRAPH_MESSAGE, true, &op_def_attr_def},
    {8, "deprecation", GRAPH_MESSAGE, false, &op_deprecation},
    {5, "summary", GRAPH_TEXT, false, NULL},
    {6, "description", GRAPH_TEXT, false, NULL},
    {18, "is_commutative", GRAPH_BOOL, false, NULL},
    {16, "is_aggregate", GRAPH_BOOL, false, NULL},
    {17, "is_stateful", GRAPH_BOOL, false, NULL},
    {19, "allows_uninitialized_input", GRAPH_BOOL, false, NULL},
    {21, "is_distributed_communication", GRAPH_BOOL, false, NULL},
    {0}};
static const graph_field op_def_arg_def_fields[] = {
    {1, "name", GRAPH_TEXT, false, NULL},
    {2, "description", GRAPH_TEXT, false, NULL},
    {3, "type", GRAPH_DATA_TYPE, false, NULL},
    {4, "type_attr", GRAPH_TEXT, false, NULL},
    {5, "number_attr", GRAPH_TEXT, false, NULL},
    {6, "type_list_attr", GRAPH_TEXT, false, NULL},
    {7, "handle_data", GRAPH_MESSAGE, true, &resource_handle_proto_dtype_and_shape},
    {16, "is_ref", GRAPH_BOOL, false, NULL},
    {17, "experimental_full_type", GRAPH_MESSAGE, false, &full_type_def},
    {0}};
static const graph_field op_def_attr_def_fields[] = {
    {1, "name", GRAPH_TEXT, false, NULL},
    {2, "type", GRAPH_TEXT, false, NULL},
    {3, "default_value", GRAPH_MESSAGE, false, &attr_value},
    {4, "description", GRAPH_TEXT, false, NULL},
    {5, "has_minimum", GRAPH_BOOL, false, NULL},
    {6, "minimum", GRAPH_INT64, false, NULL},
    {7, "allowed_values", GRAPH_MESSAGE, false, &attr_value},
    {0}};
static const graph_field op_deprecation_fields[] = {
    {1, "version", GRAPH_INT32, false, NULL}, {2, "explanation", GRAPH_TEXT, false, NULL}, {0}};
static const graph_field function_def_attr_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL}, {2, "value", GRAPH_MESSAGE, false, &attr_value}, {0}};
static const graph_field function_def_arg_attr_entry_fields[] = {
    {1, "key", GRAPH_UINT32, false, NULL},
    {2, "value", GRAPH_MESSAGE, false, &function_def_arg_attrs},
    {0}};
static const graph_field function_def_arg_attrs_fields[] = {
    {1, "attr", GRAPH_MESSAGE, true, &function_def_arg_attrs_attr_entry}, {0}};
static const graph_field function_def_arg_attrs_attr_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL}, {2, "value", GRAPH_MESSAGE, false, &attr_value}, {0}};
static const graph_field function_def_resource_arg_unique_id_entry_fields[] = {
    {1, "key", GRAPH_UINT32, false, NULL}, {2, "value", GRAPH_UINT32, false, NULL}, {0}};
static const graph_field function_def_ret_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL}, {2, "value", GRAPH_TEXT, false, NULL}, {0}};
static const graph_field function_def_control_ret_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL}, {2, "value", GRAPH_TEXT, false, NULL}, {0}};
static const graph_field gradient_def_fields[] = {{1, "function_name", GRAPH_TEXT, false, NULL},
                                                  {2, "gradient_func", GRAPH_TEXT, false, NULL},
                                                  {0}};
static const graph_field registered_gradient_fields[] = {
    {1, "gradient_func", GRAPH_TEXT, false, NULL},
    {2, "registered_op_type", GRAPH_TEXT, false, NULL},
    {0}};
static const graph_field graph_debug_info_fields[] = {
    {1, "files", GRAPH_TEXT, true, NULL},
    {4, "frames_by_id", GRAPH_MESSAGE, true, &graph_debug_info_frames_by_id_entry},
    {6, "traces_by_id", GRAPH_MESSAGE, true, &graph_debug_info_traces_by_id_entry},
    {2, "traces", GRAPH_MESSAGE, true, &graph_debug_info_traces_entry},
    {5, "name_to_trace_id", GRAPH_MESSAGE, true, &graph_debug_info_name_to_trace_id_entry},
    {0}};
static const graph_field graph_debug_info_frames_by_id_entry_fields[] = {
    {1, "key", GRAPH_FIXED64, false, NULL},
    {2, "value", GRAPH_MESSAGE, false, &graph_debug_info_file_line_col},
    {0}};
static const graph_field graph_debug_info_file_line_col_fields[] = {
    {1, "file_index", GRAPH_INT32, false, NULL}, {2, "line", GRAPH_INT32, false, NULL},
    {3, "col", GRAPH_INT32, false, NULL},        {4, "func", GRAPH_TEXT, false, NULL},
    {5, "code", GRAPH_TEXT, false, NULL},        {0}};
static const graph_field graph_debug_info_traces_by_id_entry_fields[] = {
    {1, "key", GRAPH_FIXED64, false, NULL},
    {2, "value", GRAPH_MESSAGE, false, &graph_debug_info_stack_trace},
    {0}};
static const graph_field graph_debug_info_stack_trace_fields[] = {
    {1, "file_line_cols", GRAPH_MESSAGE, true, &graph_debug_info_file_line_col},
    {2, "frame_id", GRAPH_FIXED64, true, NULL},
    {0}};
static const graph_field graph_debug_info_traces_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL},
    {2, "value", GRAPH_MESSAGE, false, &graph_debug_info_stack_trace},
    {0}};
static const graph_field graph_debug_info_name_to_trace_id_entry_fields[] = {
    {1, "key", GRAPH_TEXT, false, NULL}, {2, "value", GRAPH_FIXED64, false, NULL}, {0}};
const graph_message graph_def = {graph_def_fields, false};
static const graph_message node_def = {node_def_fields, false};
static const graph_message node_def_attr_entry = {node_def_attr_entry_fields, false};
static const graph_message attr_value = {attr_value_fields, true};
static const graph_message tensor_shape_proto = {tensor_shape_proto_fields, false};
static const graph_message tensor_shape_proto_dim = {tensor_shape_proto_dim_fields, false};
static const graph_message tensor_proto = {tensor_proto_fields, false};
static const graph_message resource_handle_proto = {resource_handle_proto_fields, false};
static const graph_message resource_handle_proto_dtype_and_shape = {
    resource_handle_proto_dtype_and_shape_fields, false};
static const graph_message variant_tensor_data_proto = {variant_tensor_data_proto_fields, false};
static const graph_message attr_value_list_value = {attr_value_list_value_fields, false};
static const graph_message name_attr_list = {name_attr_list_fields, false};
static const graph_message name_attr_list_attr_entry = {name_attr_list_attr_entry_fields, false};
static const graph_message node_def_experimental_debug_info = {
    node_def_experimental_debug_info_fields, false};
static const graph_message full_type_def = {full_type_def_fields, false};
static const graph_message version_def = {version_def_fields, false};
static const graph_message function_def_library = {function_def_library_fields, false};
static const graph_message function_def = {function_def_fields, false};
static const graph_message op_def = {op_def_fields, false};
static const graph_message op_def_arg_def = {op_def_arg_def_fields, false};
static const graph_message op_def_attr_def = {op_def_attr_def_fields, false};
static const graph_message op_deprecation = {op_deprecation_fields, false};
static const graph_message function_def_attr_entry = {function_def_attr_entry_fields, false};
static const graph_message function_def_arg_attr_entry = {function_def_arg_attr_entry_fields,
                                                          false};
static const graph_message function_def_arg_attrs = {function_def_arg_attrs_fields, false};
static const graph_message function_def_arg_attrs_attr_entry = {
    function_def_arg_attrs_attr_entry_fields, false};
static const graph_message function_def_resource_arg_unique_id_entry = {
    function_def_resource_arg_unique_id_entry_fields, false};
static const graph_message function_def_ret_entry = {function_def_ret_entry_fields, false};
static const graph_message function_def_control_ret_entry = {function_def_control_ret_entry_fields,
                                                             false};
static const graph_message gradient_def = {gradient_def_fields, false};
static const graph_message registered_gradient = {registered_gradient_fields, false};
static const graph_message graph_debug_info = {graph_debug_info_fields, false};
static const graph_message graph_debug_info_frames_by_id_entry = {
    graph_debug_info_frames_by_id_entry_fields, false};
static const graph_message graph_debug_info_file_line_col = {graph_debug_info_file_line_col_fields,
                                                             false};
static const graph_message graph_debug_info_traces_by_id_entry = {
    graph_debug_info_traces_by_id_entry_fields, false};
static const graph_message graph_debug_info_stack_trace = {graph_debug_info_stack_trace_fields,
                                                           false};
static const graph_message graph_debug_info_traces_entry = {graph_debug_info_traces_entry_fields,
                                                            false};
static const graph_message graph_debug_info_name_to_trace_id_entry = {
    graph_debug_info_name_to_trace_id_entry_fields, false};

const char *const graph_data_types[GRAPH_DATA_TYPES] = {"INVALID",
                                                        "FLOAT",
                                                        "DOUBLE",
                                                        "INT32",
                                                        "UINT8",
                                                        "INT16",
                                                        "INT8",
                                                        "STRING",
                                                        "COMPLEX64",
                                                        "INT64",
                                                        "BOOL",
                                                        "QINT8",
                                                        "QUINT8",
                                                        "QINT32",
                                                        "BFLOAT16",
                                                        "QINT16",
                                                        "QUINT16",
                                                        "UINT16",
                                                        "COMPLEX128",
                                                        "HALF",
                                                        "RESOURCE",
                                                        "VARIANT",
                                                        "UINT32",
                                                        "UINT64",
                                                        "FLOAT8_E5M2",
                                                        "FLOAT8_E4M3FN",
                                                        "FLOAT8_E4M3FNUZ",
                                                        "FLOAT8_E4M3B11FNUZ",
                                                        "FLOAT8_E5M2FNUZ",
                                                        "INT4",
                                                        "UINT4",
                                                        "INT2",
                                                        "UINT2",
                                                        "FLOAT4_E2M1FN"};
