/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays as programs have them: strides, layouts, every type; tags with a length; and images and
 * curves that were made elsewhere. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "own_writer.h"
#include "suite.h"
#include "summary.pb-c.h"
#include "tblog/bytes.h"
#include "tblog/kinds/summary.h"

static tblog_summary *summary;

static void setup(void) {
    own_writer_setup();
    summary = tblog_summary_new();
}

static void teardown(void) {
    tblog_summary_free(summary);
    own_folder_teardown();
}

/* ---- what a summary holds ---- */

static file_bytes packed(void) {
    size_t size = tblog__summary__get_packed_size(&summary->message);
    file_bytes all = {malloc(size + 1), size};
    tblog__summary__pack(&summary->message, all.bytes);
    tblog_summary_clear(summary);
    return all;
}

static void assert_same(file_bytes a, file_bytes b) {
    ck_assert_uint_gt(a.size, 0);
    ck_assert_uint_eq(a.size, b.size);
    ck_assert_int_eq(memcmp(a.bytes, b.bytes, a.size), 0);
    free(a.bytes);
    free(b.bytes);
}

static void good(tblog_status status) {
    ck_assert_msg(status == TBLOG_OK, "%s", err.message);
}

static void refused(tblog_status status, const char *words) {
    ck_assert_int_eq(status, TBLOG_ERR_ARGUMENT);
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
}

/* ---- strides ---- */

enum { ROOM = 4096 };

/* An array of up to three dimensions and a strided one of the same elements. */
typedef struct pair {
    uint8_t dense_bytes[ROOM], spread_bytes[ROOM];
    size_t shape[3];
    ptrdiff_t strides[3];
    tblog_array dense, spread;
} pair;

/* Column-major, the first dimension backwards, and two bytes of padding after each element. */
static pair *make_pair(tblog_dtype dtype, size_t item, size_t a, size_t b, size_t c) {
    pair *p = calloc(1, sizeof *p);
    size_t step = item + 2;
    *p = (pair){.shape = {a, b, c},
                .strides = {-(ptrdiff_t)step, (ptrdiff_t)(a * step), (ptrdiff_t)(a * b * step)}};
    ck_assert_uint_le(a * b * c * step, ROOM);
    uint8_t *first = p->spread_bytes + (a - 1) * step;
    for (size_t i = 0; i < a * b * c; i++) {
        size_t at[3] = {i / c / b, i / c % b, i % c};
        uint8_t *to = first;
        for (int k = 0; k < 3; k++) to += (ptrdiff_t)at[k] * p->strides[k];
        float number = (float)(i % 7) / 8;
        uint32_t bits = (uint32_t)(3 * i % 200 % (c * b));
        if (dtype == TBLOG_FLOAT32) memcpy(&bits, &number, sizeof bits);
        uint8_t element[16];
        for (size_t k = 0; k < sizeof element; k++) element[k] = (uint8_t)(bits + k);
        memcpy(element, &bits, sizeof bits);
        memcpy(p->dense_bytes + i * item, element, item);
        memcpy(to, element, item);
    }
    p->dense = (tblog_array){dtype, p->dense_bytes, 3, p->shape, NULL};
    p->spread = (tblog_array){dtype, first, 3, p->shape, p->strides};
    return p;
}

typedef tblog_status (*add_array)(const tblog_array *array);

static tblog_status add_histogram(const tblog_array *a) {
    return tblog_summary_histogram(summary, "a", a, 30, &err);
}
static tblog_status add_finite_histogram(const tblog_array *a) {
    return tblog_summary_finite_histogram(summary, "a", a, 30, TBLOG_NONFINITE_DROP, NULL, &err);
}
static tblog_status add_image(const tblog_array *a) {
    return tblog_summary_image(summary, "a", a, 3, &err);
}
static tblog_status add_weight_image(const tblog_array *a) {
    return tblog_summary_weight_image(summary, "a", a, &err);
}
static tblog_status add_audio(const tblog_array *a) {
    return tblog_summary_audio(summary, "a", a, 8000, 3, &err);
}
static tblog_status add_tensor(const tblog_array *a) {
    return tblog_summary_tensor(summary, "a", a, NULL, &err);
}
static tblog_status add_curve(const tblog_array *a) {
    return tblog_summary_pr_curve_arrays(summary, "a", a, a, a, 10, &err);
}
static tblog_status add_mesh(const tblog_array *a) {
    return tblog_summary_mesh(summary, "a", a, NULL, NULL, NULL, &err);
}
static tblog_status add_grid(const tblog_array *a) {
    return tblog_summary_image_grid(summary, "a", a, "NHW", 2, 1, &err);
}

START_TEST(strided_arrays_are_stored_as_their_dense_copies) {
    static const add_array adds[] = {
        add_histogram, add_finite_histogram, add_image, add_weight_image,
        add_audio,     add_tensor,           add_curve, add_mesh,
        add_grid};
    pair *p = make_pair(TBLOG_FLOAT32, 4, 5, 4, 3);
    for (size_t i = 0; i < sizeof adds / sizeof adds[0]; i++) {
        good(adds[i](&p->dense));
        file_bytes want = packed();
        good(adds[i](&p->spread));
        assert_same(want, packed());
    }
    free(p);
}
END_TEST

START_TEST(elements_of_every_size_may_be_strided) {
    static const struct {
        tblog_dtype dtype;
        size_t size;
    } types[] = {{TBLOG_UINT8, 1},
                 {TBLOG_BFLOAT16, 2},
                 {TBLOG_INT32, 4},
                 {TBLOG_UINT64, 8},
                 {TBLOG_COMPLEX128, 16}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        pair *p = make_pair(types[i].dtype, types[i].size, 3, 4, 5);
        good(add_tensor(&p->dense));
        file_bytes want = packed();
        good(add_tensor(&p->spread));
        assert_same(want, packed());
        free(p);
    }
    /* The same number again and again; none at all; and faces of a mesh. */
    const float one = 1, same[] = {1, 1, 1};
    const size_t three = 3, none = 0;
    const ptrdiff_t zero = 0;
    good(add_tensor(&(tblog_array){TBLOG_FLOAT32, same, 1, &three, NULL}));
    file_bytes want = packed();
    good(add_tensor(&(tblog_array){TBLOG_FLOAT32, &one, 1, &three, &zero}));
    assert_same(want, packed());
    good(add_tensor(&(tblog_array){TBLOG_FLOAT32, NULL, 1, &none, &zero}));
    pair *vertices = make_pair(TBLOG_FLOAT32, 4, 1, 9, 3),
         *faces = make_pair(TBLOG_INT32, 4, 1, 3, 3);
    tblog_summary_clear(summary);
    good(tblog_summary_mesh(summary, "m", &vertices->dense, &faces->dense, NULL, NULL, &err));
    want = packed();
    good(tblog_summary_mesh(summary, "m", &vertices->spread, &faces->spread, NULL, NULL, &err));
    assert_same(want, packed());
    free(vertices);
    free(faces);
}
END_TEST

static event_file logged(size_t queue_bytes, const tblog_array *array) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    double seconds = 7;
    options.clock = clock_at;
    options.clock_context = &seconds;
    options.queue_bytes = queue_bytes;
    tblog_writer *writer = open_with(&options);
    good(tblog_histogram_array(writer, "h", 1, array));
    good(tblog_image_layout(writer, "i", 1, array, "CHW"));
    good(tblog_image_grid(writer, "g", 1, array, "NHW"));
    good(tblog_tensor(writer, "t", 1, array, NULL));
    good(tblog_histogram_n(writer, "hn---", 2, 1, array));
    good(tblog_image_n(writer, "in---", 2, 1, array, NULL));
    good(tblog_tensor_n(writer, "tn---", 2, 1, array, NULL));
    return close_and_read(writer);
}

START_TEST(one_line_functions_take_strides_with_and_without_a_queue) {
    pair *p = make_pair(TBLOG_FLOAT32, 4, 4, 5, 3);
    event_file want = logged(0, &p->dense);
    ck_assert_uint_eq(want.count, 8);
    for (int i = 0; i < 3; i++) {
        temp_folder_remove(folder);
        folder = temp_folder_new();
        event_file got = logged(i % 2 ? 1 << 20 : 0, i ? &p->spread : &p->dense);
        ck_assert_uint_eq(got.content.size, want.content.size);
        ck_assert_int_eq(memcmp(got.content.bytes, want.content.bytes, want.content.size), 0);
        event_file_free(&got);
    }
    event_file_free(&want);
    free(p);
}
END_TEST

/* ---- pixels ---- */

static void assert_pixels(tblog_dtype dtype, const void *in, const uint8_t *want, size_t n) {
    good(tblog_summary_image(summary, "p", TBLOG_ARRAY(dtype, in, 1, n), 1, &err));
    file_bytes got = packed();
    good(tblog_summary_image(summary, "p", TBLOG_ARRAY(TBLOG_UINT8, want, 1, n), 1, &err));
    assert_same(packed(), got);
}

/* tf.image.convert_image_dtype(x, tf.uint8, saturate=True): x // ((max + 1) // 256), and of int8
 * x * 2, what is negative as 0. */
START_TEST(numbers_become_pixels_as_in_tensorflow) {
    assert_pixels(TBLOG_UINT16, (uint16_t[]){0, 255, 256, 32768, 65535},
                  (uint8_t[]){0, 0, 1, 128, 255}, 5);
    assert_pixels(TBLOG_UINT32, (uint32_t[]){0, 0xffffff, 0x1000000, UINT32_MAX},
                  (uint8_t[]){0, 0, 1, 255}, 4);
    assert_pixels(TBLOG_UINT64, (uint64_t[]){1, UINT64_C(3) << 56, UINT64_MAX},
                  (uint8_t[]){0, 3, 255}, 3);
    assert_pixels(TBLOG_INT8, (int8_t[]){-128, -1, 0, 1, 127}, (uint8_t[]){0, 0, 0, 2, 254}, 5);
    assert_pixels(TBLOG_INT16, (int16_t[]){INT16_MIN, -1, 127, 128, INT16_MAX},
                  (uint8_t[]){0, 0, 0, 1, 255}, 5);
    assert_pixels(TBLOG_INT32, (int32_t[]){INT32_MIN, 1 << 23, INT32_MAX}, (uint8_t[]){0, 1, 255},
                  3);
    assert_pixels(TBLOG_INT64, (int64_t[]){INT64_MIN, INT64_C(1) << 55, INT64_MAX},
                  (uint8_t[]){0, 1, 255}, 3);
    assert_pixels(TBLOG_BOOL, (uint8_t[]){0, 1, 2}, (uint8_t[]){0, 255, 255}, 3);
    /* 0, .5, 1, -1, NaN, infinity; 0.498 times 256 is 127.5 */
    assert_pixels(TBLOG_BFLOAT16, (uint16_t[]){0, 0x3f00, 0x3f80, 0xbf80, 0x7fc0, 0x7f80, 0x3eff},
                  (uint8_t[]){0, 128, 255, 0, 0, 255, 127}, 7);
    refused(
        tblog_summary_image(summary, "p", TBLOG_ARRAY(TBLOG_COMPLEX64, "12345678", 1, 1), 1, &err),
        "complex");
}
END_TEST

START_TEST(bfloats_are_the_floats_whose_upper_half_they_are) {
    const uint16_t bfloats[] = {0x3f80, 0x4049, 0xc2f7, 0x0001, 0x3e00, 0};
    float floats[6];
    for (size_t i = 0; i < 6; i++) {
        uint32_t bits = (uint32_t)bfloats[i] << 16;
        memcpy(&floats[i], &bits, sizeof bits);
    }
    good(add_histogram(TBLOG_ARRAY(TBLOG_FLOAT32, floats, 6)));
    file_bytes want = packed();
    good(add_histogram(TBLOG_ARRAY(TBLOG_BFLOAT16, bfloats, 6)));
    assert_same(want, packed());
    good(add_tensor(TBLOG_ARRAY(TBLOG_BFLOAT16, bfloats, 6)));
    const Tblog__TensorProto *tensor = summary->message.value[0]->tensor;
    ck_assert_int_eq(tensor->dtype, 14); /* DT_BFLOAT16 of tensorflow/core/framework/types.proto */
    ck_assert_uint_eq(tensor->tensor_content.len, 12);
    ck_assert_int_eq(memcmp(tensor->tensor_content.data, "\x80\x3f\x49\x40", 4), 0);
}
END_TEST

/* ---- layouts ---- */

/* The picture (2, 3, 4, 3) with its dimensions in that order. */
static void assert_layout(const char *layout, file_bytes want) {
    static const char letters[] = "NHWC";
    const size_t sizes[] = {2, 3, 4, 3};
    uint8_t pixels[2 * 3 * 4 * 3];
    size_t shape[4], total = 1;
    for (int i = 0; i < 4; i++) total *= shape[i] = sizes[strchr(letters, layout[i]) - letters];
    for (size_t i = 0; i < total; i++) {
        size_t at[4], rest = i;
        for (int k = 3; k >= 0; rest /= shape[k], k--)
            at[strchr(letters, layout[k]) - letters] = rest % shape[k];
        pixels[i] = (uint8_t)(((at[0] * 3 + at[1]) * 4 + at[2]) * 3 + at[3]);
    }
    good(tblog_summary_image_layout(
        summary, "a", &(tblog_array){TBLOG_UINT8, pixels, 4, shape, NULL}, layout, 3, &err));
    file_bytes got = packed();
    ck_assert_uint_eq(got.size, want.size);
    ck_assert_msg(memcmp(got.bytes, want.bytes, want.size) == 0, "%s", layout);
    free(got.bytes);
}

START_TEST(dimensions_may_be_in_any_order) {
    uint8_t pixels[2 * 3 * 4 * 3];
    for (size_t i = 0; i < sizeof pixels; i++) pixels[i] = (uint8_t)i;
    good(add_image(TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 3, 4, 3)));
    file_bytes want = packed();
    static const char *const layouts[] = {"NHWC", "NCHW", "CHWN", "WHCN", "CNWH", "HNCW"};
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) assert_layout(layouts[i], want);
    free(want.bytes);
    /* Without N, and without C. */
    good(add_image(TBLOG_ARRAY(TBLOG_UINT8, pixels, 3, 4)));
    want = packed();
    good(tblog_summary_image_layout(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 3, 4), "HW", 1,
                                    &err));
    assert_same(want, packed());
    good(add_image(TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 3, 4, 1)));
    want = packed();
    good(tblog_summary_image_layout(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 3, 4), "NHW",
                                    3, &err));
    assert_same(want, packed());
}
END_TEST

START_TEST(a_layout_that_is_none_is_refused) {
    static const char *const wrong[] = {"", "HWX", "HHW", "NCH", "hwc", "HW", "HWCN"};
    const uint8_t pixels[27] = {0};
    const tblog_array *cube = TBLOG_ARRAY(TBLOG_UINT8, pixels, 3, 3, 3);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        refused(tblog_summary_image_layout(summary, "a", cube, wrong[i], 3, &err), "layout");
    refused(tblog_summary_image_layout(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 3), NULL, 3,
                                       &err),
            "rank 1");
    refused(tblog_summary_image_layout(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 0, 3), "HW",
                                       3, &err),
            "no pixels");
    refused(tblog_summary_image_layout(summary, "a", NULL, "HW", 3, &err), "no shape");
    refused(tblog_summary_image_layout(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 3, 3), "HW",
                                       0, &err),
            "max_outputs");
}
END_TEST

/* torchvision.utils.make_grid(torch.tensor([1, 2, 3]).reshape(3, 1, 1, 1), nrow=2, padding=1)[0] */
START_TEST(a_grid_is_that_of_torchvision) {
    const uint8_t pixels[] = {1, 2, 3};
    const uint8_t want[5][5] = {{0}, {0, 1, 0, 2, 0}, {0}, {0, 3, 0, 0, 0}, {0}};
    good(tblog_summary_image_grid(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 3, 1, 1, 1),
                                  "NCHW", 2, 1, &err));
    file_bytes got = packed();
    good(add_image(TBLOG_ARRAY(TBLOG_UINT8, want, 5, 5, 1)));
    assert_same(packed(), got);
    /* A single image has no padding; columns that are not needed are not there. */
    good(tblog_summary_image_grid(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 1, 3), "HW", 8, 2,
                                  &err));
    got = packed();
    good(add_image(TBLOG_ARRAY(TBLOG_UINT8, pixels, 1, 3)));
    assert_same(packed(), got);
    const uint8_t row[3][7] = {{0}, {0, 1, 0, 2, 0, 3, 0}, {0}};
    good(tblog_summary_image_grid(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 3, 1, 1), "NHW", 8,
                                  1, &err));
    got = packed();
    good(add_image(TBLOG_ARRAY(TBLOG_UINT8, row, 3, 7)));
    assert_same(packed(), got);
    const tblog_array *array = TBLOG_ARRAY(TBLOG_UINT8, pixels, 3, 1, 1);
    refused(tblog_summary_image_grid(summary, "a", array, "NHW", 0, 1, &err), "column");
    refused(tblog_summary_image_grid(summary, "a", array, "NHW", 1, SIZE_MAX, &err), "too large");
    refused(tblog_summary_image_grid(summary, "a", NULL, "NHW", 1, 1, &err), "no shape");
}
END_TEST

/* ---- clips; tests/tensorboard/test_logger.py asks Pillow and TensorBoard ---- */

START_TEST(a_clip_begins_as_the_image_of_its_first_frame) {
    const uint8_t pixels[2 * 2 * 3] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    good(tblog_summary_clip(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 2, 3, 1), NULL, 25, 3,
                            &err));
    const Tblog__TensorProto *tensor = summary->message.value[0]->tensor;
    ck_assert_uint_eq(tensor->n_string_val, 3);
    ck_assert_int_eq(memcmp(tensor->string_val[0].data, "3", 1), 0);
    ck_assert_int_eq(memcmp(tensor->string_val[1].data, "2", 1), 0);
    const uint8_t *clip = tensor->string_val[2].data;
    ck_assert_int_eq(memcmp(clip + 33,
                            "\0\0\0\x08"
                            "acTL\0\0\0\2\0\0\0\3",
                            16),
                     0);
    ck_assert_int_eq(memcmp(clip + 53,
                            "\0\0\0\x1a"
                            "fcTL\0\0\0\0\0\0\0\3\0\0\0\2",
                            20),
                     0);
    ck_assert_int_eq(memcmp(clip + 81, "\0\1\0\x19\0\0", 6), 0); /* 1/25 s */
    good(add_image(TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 3)));
    const ProtobufCBinaryData *png = &summary->message.value[1]->tensor->string_val[2];
    ck_assert_int_eq(memcmp(clip, png->data, 33), 0);
    ck_assert_int_eq(memcmp(clip + 91, png->data + 33, png->len - 33 - 12), 0);
    tblog_summary_clear(summary);
}
END_TEST

START_TEST(a_clip_that_is_none_is_refused) {
    const uint8_t pixels[80] = {0};
    const tblog_array *frames = TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 2, 2, 1);
    static const double rates[] = {0, -1, .001, 100000.5, (double)NAN, (double)INFINITY};
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++)
        refused(tblog_summary_clip(summary, "a", frames, NULL, rates[i], 0, &err),
                "frames a second");
    refused(tblog_summary_clip(summary, "a", frames, "NCWH1", 1, 0, &err), "layout");
    refused(tblog_summary_clip(summary, "a", TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 2, 2, 5), NULL, 1,
                               0, &err),
            "channels");
    refused(tblog_summary_clip(summary, "a", TBLOG_ARRAY(TBLOG_COMPLEX64, pixels, 2, 2, 2, 1), NULL,
                               1, 0, &err),
            "complex");
    refused(tblog_summary_clip(summary, "a", NULL, NULL, 1, 0, &err), "no shape");
    refused(tblog_summary_clip(summary, "", frames, NULL, 1, 0, &err), "tag is empty");
}
END_TEST

/* ---- images that are encoded already ---- */

static void assert_size(const char *image, size_t size, const char *width, const char *height) {
    good(tblog_summary_encoded_image(summary, "a", image, size, &err));
    const Tblog__TensorProto *tensor = summary->message.value[0]->tensor;
    ck_assert_uint_eq(tensor->n_string_val, 3);
    ck_assert_uint_eq(tensor->string_val[0].len, strlen(width));
    ck_assert_int_eq(memcmp(tensor->string_val[0].data, width, strlen(width)), 0);
    ck_assert_int_eq(memcmp(tensor->string_val[1].data, height, strlen(height)), 0);
    ck_assert_uint_eq(tensor->string_val[2].len, size);
    tblog_summary_clear(summary);
}

START_TEST(the_size_of_an_encoded_image_is_read_from_its_header) {
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\7\x08\0\0\0\0....";
    static const char gif[] = "GIF89a\x2c\1\7\0\0\0\0";
    static const char jpeg[] = "\xff\xd8\xff\xc0\0\x0b\x08\0\7\1\x2c\1\1\x11\0";
    assert_size(png, sizeof png - 1, "256", "7");
    assert_size(gif, sizeof gif - 1, "300", "7");
    assert_size(jpeg, sizeof jpeg - 1, "300", "7");
    for (size_t size = 0; size < 24; size++)
        refused(tblog_summary_encoded_image(summary, "a", png, size, &err), "cannot be read");
    refused(tblog_summary_encoded_image(summary, "a", "RIFF....WEBPVP8 ", 16, &err),
            "not a PNG, JPEG, GIF or BMP");
    refused(tblog_summary_encoded_image(summary, "a", NULL, 5, &err), "cannot be read");
    tblog_writer *writer = open_with(NULL);
    good(tblog_encoded_image(writer, "a", 1, gif, sizeof gif - 1));
    good(tblog_encoded_image_n(writer, "bc", 1, 1, gif, sizeof gif - 1));
    event_file file = close_and_read(writer);
    ck_assert_str_eq(file.records[2].event->summary->value[0]->tag, "b");
    event_file_free(&file);
}
END_TEST

START_TEST(encoded_sound_is_stored_as_it_is) {
    const tblog_bytes clips[] = {{"RIFF....WAVE1", 13}, {"ID3 an MP3", 10}};
    for (size_t count = 1; count <= 2; count++) {
        good(tblog_summary_encoded_audio(summary, "a", clips, count, &err));
        const Tblog__Summary__Value *value = summary->message.value[0];
        ck_assert_uint_eq(value->tensor->n_string_val, 2 * count);
        const ProtobufCBinaryData *last = &value->tensor->string_val[2 * count - 2];
        ck_assert_uint_eq(last->len, clips[count - 1].size);
        ck_assert_int_eq(memcmp(last->data, clips[count - 1].data, last->len), 0);
        /* AudioPluginData { encoding: WAV (11) }, or UNKNOWN */
        const ProtobufCBinaryData *content = &value->metadata->plugin_data->content;
        ck_assert_uint_eq(content->len, count == 1 ? 2 : 0);
        if (count == 1) ck_assert_int_eq(memcmp(content->data, "\x10\x0b", 2), 0);
        tblog_summary_clear(summary);
    }
    refused(tblog_summary_encoded_audio(summary, "a", clips, 0, &err), "no clips");
    refused(tblog_summary_encoded_audio(summary, "a", &(tblog_bytes){NULL, 0}, 1, &err), "clip 0");
}
END_TEST

/* ---- tags with a length ---- */

START_TEST(a_tag_with_a_length_needs_no_nul) {
    char tag[600];
    memset(tag, 'x', sizeof tag);
    tblog_writer *writer = open_with(NULL);
    static const size_t lengths[] = {1, 255, 256, 599};
    for (size_t i = 0; i < 4; i++) good(tblog_scalar_n(writer, tag, lengths[i], (int)i, .5));
    good(tblog_text_n(writer, "textual", 4, 7, "markdown", 4));
    good(tblog_audio_n(writer, "audio!", 5, 7,
                       TBLOG_ARRAY(TBLOG_INT16, ((int16_t[]){1, 2}), 1, 2, 1), 8000));
    good(tblog_text_n(writer, "text", 4, 8, NULL, 0));
    event_file file = close_and_read(writer);
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(strlen(file.records[1 + i].event->summary->value[0]->tag), lengths[i]);
    const Tblog__Summary__Value *text = file.records[5].event->summary->value[0];
    ck_assert_str_eq(text->tag, "text");
    ck_assert_uint_eq(text->tensor->string_val[0].len, 4);
    ck_assert_str_eq(file.records[6].event->summary->value[0]->tag, "audio");
    event_file_free(&file);
}
END_TEST

START_TEST(a_tag_with_a_nul_is_refused_and_counted) {
    tblog_writer *writer = open_with(NULL);
    ck_assert_int_eq(tblog_scalar_n(writer, "a\0b", 3, 1, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(tblog_writer_error(writer)->message, "has a NUL"));
    ck_assert_int_eq(tblog_text_n(writer, "a", 1, 1, "x\0y", 3), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_scalar_n(writer, NULL, 3, 1, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_scalar_n(writer, "", 0, 1, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_scalar_n(NULL, "a", 1, 1, 1), TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(tblog_writer_failed(writer), 4);
    event_file file = close_with(writer, TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(file.count, 1);
    event_file_free(&file);
}
END_TEST

/* ---- curves that were counted elsewhere ---- */

static void assert_rows(const float want[12]) {
    const Tblog__TensorProto *tensor = summary->message.value[0]->tensor;
    ck_assert_str_eq(summary->message.value[0]->tag, "c/pr_curves");
    ck_assert_uint_eq(tensor->tensor_content.len, 48);
    for (size_t i = 0; i < 12; i++) {
        uint32_t bits = tblog__get_le32(tensor->tensor_content.data + 4 * i);
        float got;
        memcpy(&got, &bits, sizeof got);
        ck_assert_msg(got == want[i], "number %zu: %g, not %g", i, (double)got, (double)want[i]);
    }
    tblog_summary_clear(summary);
}

/* tests/tensorboard/test_logger.py asks TensorBoard what it shows of one. */
START_TEST(a_curve_of_counts_gets_its_precision_and_recall) {
    const int64_t counts[] = {3, 1, 1, 0, 5, 6, 0, 2, 1, 1, 1, 1};
    const float want[] = {3, 1, 1, 0, 5, 6, 0, 2, .75f, 1, 1, 1.f / 3};
    good(tblog_summary_pr_curve_counts(summary, "c", TBLOG_ARRAY(TBLOG_INT64, counts, 4, 2), &err));
    assert_rows(want);
    const float all[] = {3, 1, 1, 0, 5, 6, 0, 2, .5f, .25f, .125f, 0};
    good(tblog_summary_pr_curve_counts(summary, "c", TBLOG_ARRAY(TBLOG_FLOAT32, all, 6, 2), &err));
    assert_rows(all);
    const int32_t none[8] = {0};
    good(tblog_summary_pr_curve_counts(summary, "c", TBLOG_ARRAY(TBLOG_INT32, none, 4, 2), &err));
    assert_rows((float[12]){0});
}
END_TEST

START_TEST(counts_that_are_none_are_refused) {
    double rows[12] = {3, 1, 1, 0, 5, 6, 0, 2, .5, .5, .5, .5};
    const tblog_array *curve = TBLOG_ARRAY(TBLOG_FLOAT64, rows, 6, 2);
    static const struct {
        size_t at;
        double number;
        const char *words;
    } wrong[] = {{0, -1, "row 0 of the counts, threshold 0"},
                 {7, INFINITY, "row 3 of the counts, threshold 1"},
                 {9, 1.5, "row 4 of the counts, threshold 1: precision"},
                 {11, NAN, "row 5 of the counts"}};
    for (size_t i = 0; i < 4; i++) {
        double right = rows[wrong[i].at];
        rows[wrong[i].at] = wrong[i].number;
        refused(tblog_summary_pr_curve_counts(summary, "c", curve, &err), wrong[i].words);
        rows[wrong[i].at] = right;
    }
    refused(
        tblog_summary_pr_curve_counts(summary, "c", TBLOG_ARRAY(TBLOG_FLOAT64, rows, 5, 2), &err),
        "(4, thresholds)");
    refused(
        tblog_summary_pr_curve_counts(summary, "c", TBLOG_ARRAY(TBLOG_FLOAT64, rows, 4, 1), &err),
        "thresholds");
    refused(
        tblog_summary_pr_curve_counts(summary, "c", TBLOG_ARRAY(TBLOG_COMPLEX64, rows, 4, 2), &err),
        "complex");
    refused(tblog_summary_pr_curve_counts(summary, "", curve, &err), "name");
    refused(tblog_summary_pr_curve_counts(summary, "c", NULL, &err), "no shape");
}
END_TEST

SUITE_WITH("arrays", setup, teardown, strided_arrays_are_stored_as_their_dense_copies,
           elements_of_every_size_may_be_strided,
           one_line_functions_take_strides_with_and_without_a_queue,
           numbers_become_pixels_as_in_tensorflow, bfloats_are_the_floats_whose_upper_half_they_are,
           dimensions_may_be_in_any_order, a_layout_that_is_none_is_refused,
           a_grid_is_that_of_torchvision, a_clip_begins_as_the_image_of_its_first_frame,
           a_clip_that_is_none_is_refused, the_size_of_an_encoded_image_is_read_from_its_header,
           encoded_sound_is_stored_as_it_is, a_tag_with_a_length_needs_no_nul,
           a_tag_with_a_nul_is_refused_and_counted, a_curve_of_counts_gets_its_precision_and_recall,
           counts_that_are_none_are_refused)
