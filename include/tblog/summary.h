/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Summaries: the values of one event, built here and passed to tblog_writer_add (writer.h).
 *
 *     tblog_summary *s = tblog_summary_new();
 *     if (!s) exit(1);
 *     tblog_summary_scalar(s, "loss", .25, NULL);
 *     tblog_summary_describe(s, "Training loss", "Mean over the *batch*.", NULL);
 *     tblog_summary_scalar(s, "accuracy", .9, NULL);
 *     if (tblog_writer_add(w, step, TBLOG_NOW, s, &err)) fprintf(stderr, "%s\n", err.message);
 *     tblog_summary_free(s);
 *
 * Every function that adds a value returns TBLOG_OK, TBLOG_ERR_ARGUMENT or TBLOG_ERR_NO_MEMORY; if
 * it fails, the summary is unchanged. NULL for a summary, an array or a text is refused, unless it
 * says that it may be NULL. A tag is UTF-8 and not empty; TensorBoard folds tags at '/'.
 * Within one run a tag must stay of one kind (writer.h).
 *
 * For one value at a time, writer.h has functions that do all of this in one line.
 */
#ifndef TBLOG_SUMMARY_H
#define TBLOG_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include <tblog/array.h>
#include <tblog/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The values of one event. */
typedef struct tblog_summary tblog_summary;

/* A new summary without values, or NULL when there is no memory. */
TBLOG_API tblog_summary *tblog_summary_new(void);

/* Free it; NULL is fine. */
TBLOG_API void tblog_summary_free(tblog_summary *summary);

/* Drop the values, so that the summary can be filled again; its settings stay. */
TBLOG_API void tblog_summary_clear(tblog_summary *summary);

/* How many values it holds. */
TBLOG_API size_t tblog_summary_count(const tblog_summary *summary);

/*
 * Set what the dashboards show next to the values that the last call added.
 *
 * display_name  the title instead of the tag; NULL or "" for none.
 * description   Markdown; NULL or "" for none.
 */
TBLOG_API tblog_status tblog_summary_describe(tblog_summary *summary, const char *display_name,
                                              const char *description, tblog_error *err);

/* A number, stored as float32 as tf.summary.scalar does; NaN and infinities are kept. */
TBLOG_API tblog_status tblog_summary_scalar(tblog_summary *summary, const char *tag, double value,
                                            tblog_error *err);

/* What tf.summary.histogram and the Keras callback use. */
enum { TBLOG_DEFAULT_BUCKETS = 30, TBLOG_MAX_BUCKETS = 1000000 };

/*
 * The distribution of the elements of an array of any shape and type: 'buckets' equal-width buckets
 * between the smallest and the largest element, as tf.summary.histogram makes them.
 *
 * The edge cases (no element, all equal, NaN, infinities, subnormals) and their bytes are those of
 * TensorFlow 2.21, see doc/event-format.md, "Histogram". In short: all equal fills the last bucket;
 * any NaN makes all edges NaN and all counts 0.
 *
 * buckets  0 to TBLOG_MAX_BUCKETS. Cost: O(elements + buckets), no copy of the elements.
 */
TBLOG_API tblog_status tblog_summary_histogram(tblog_summary *summary, const char *tag,
                                               const tblog_array *values, size_t buckets,
                                               tblog_error *err);

/* What tf.summary.image and the Keras callback use. */
enum { TBLOG_DEFAULT_MAX_OUTPUTS = 3 };

/*
 * Images, stored as PNG with 8 bits a channel.
 *
 * images  (height, width), (height, width, channels) or (k, height, width, channels); channels: 1
 *         gray, 2 gray and alpha, 3 RGB, 4 RGBA; height and width at least 1.
 *         TBLOG_UINT8: 0 to 255. Other types as tf.image.convert_image_dtype(saturate=True) makes
 *         uint8 of them: floating point is 0 to 1, and is converted by value * 255.5 in the type
 *         itself, cut to 0..255 and truncated, NaN as 0; of integers the type's largest number is
 *         255, or 254 of TBLOG_INT8, and negative ones are 0; TBLOG_BOOL is 0 or 255. Not complex.
 * max_outputs  of k images only the first max_outputs are stored; at least 1.
 */
TBLOG_API tblog_status tblog_summary_image(tblog_summary *summary, const char *tag,
                                           const tblog_array *images, size_t max_outputs,
                                           tblog_error *err);

/*
 * The same of images whose dimensions are in another order.
 *
 * layout  a letter for each dimension: H height, W width, C channels, N images, in any order and
 *         with or without N and C: "CHW" and "NCHW" of PyTorch, "HWC" of OpenCV and NumPy, "WHC" of
 *         a column-major array. NULL: "HW", "HWC" or "NHWC", by the rank. Rows with padding need
 *         only strides (array.h).
 */
TBLOG_API tblog_status tblog_summary_image_layout(tblog_summary *summary, const char *tag,
                                                  const tblog_array *images, const char *layout,
                                                  size_t max_outputs, tblog_error *err);

/* What torchvision.utils.make_grid uses. */
enum { TBLOG_DEFAULT_COLUMNS = 8, TBLOG_DEFAULT_PADDING = 2 };

/*
 * All images side by side as one, as torchvision.utils.make_grid places them: row by row from the
 * top left, with 'padding' black (or, with alpha, transparent) pixels around each. A single image
 * has no padding. images and layout as above; columns at least 1.
 */
TBLOG_API tblog_status tblog_summary_image_grid(tblog_summary *summary, const char *tag,
                                                const tblog_array *images, const char *layout,
                                                size_t columns, size_t padding, tblog_error *err);

/*
 * A clip: frames that the Images dashboard plays, as one animated PNG, without loss.
 *
 * frames             as images are above, in the order of time: (time, height, width, channels), or
 *                    in a layout whose N is the time, such as "NCHW".
 * frames_per_second  0.016 to 1000, in whole milliseconds a frame, or any whole number.
 * loops              how often it is played; 0: again and again.
 */
TBLOG_API tblog_status tblog_summary_clip(tblog_summary *summary, const char *tag,
                                          const tblog_array *frames, const char *layout,
                                          double frames_per_second, uint32_t loops,
                                          tblog_error *err);

/*
 * How hard the images added from now on are compressed, also after tblog_summary_clear: zlib's
 * levels 1 (weight images four times as fast as by default, and larger) to 9; or 0, the default,
 * for TensorFlow's own bytes. The pixels are the same.
 */
TBLOG_API tblog_status tblog_summary_set_png_level(tblog_summary *summary, int level,
                                                   tblog_error *err);

/*
 * A layer's weight as the images that keras.callbacks.TensorBoard(write_images=True) makes of it.
 *
 * Axes of size 1 are dropped; then rank 1 is a column, rank 2 an image lying on its longer side,
 * rank 3 (a, b, c) c images of a x b, rank 4 (k, h, w, c) k colour images if c is 3 or 4. The first
 * three images are stored. For any other shape, or without elements, Keras logs nothing: neither
 * does this, and returns TBLOG_OK without adding a value.
 *
 * weight  floating point, converted as above: negative weights are black.
 */
TBLOG_API tblog_status tblog_summary_weight_image(tblog_summary *summary, const char *tag,
                                                  const tblog_array *weight, tblog_error *err);

/*
 * A Keras model for the Graphs dashboard. Its tag is "keras", and Keras logs it at step 0.
 *
 * json    what model.to_json() gives, 'length' bytes, stored as they are.
 */
TBLOG_API tblog_status tblog_summary_keras_model(tblog_summary *summary, const char *json,
                                                 size_t length, tblog_error *err);

/* What to do with NaN and infinities, for which TensorBoard cannot draw a histogram. */
typedef enum tblog_nonfinite {
    TBLOG_NONFINITE_KEEP = 0,  /* as TensorFlow does: edges become NaN or infinite */
    TBLOG_NONFINITE_DROP = 1,  /* only the other values are counted */
    TBLOG_NONFINITE_REFUSE = 2 /* TBLOG_ERR_ARGUMENT, with their number in the message */
} tblog_nonfinite;

/*
 * The same with a choice; *nonfinite, unless NULL, is how many there were. Dropping copies the
 * others if there are any, at 8 bytes each. Unless they are kept, finite values that are further
 * apart than the largest number, which would make edges infinite, are TBLOG_ERR_ARGUMENT too.
 */
TBLOG_API tblog_status tblog_summary_finite_histogram(tblog_summary *summary, const char *tag,
                                                      const tblog_array *values, size_t buckets,
                                                      tblog_nonfinite choice, size_t *nonfinite,
                                                      tblog_error *err);

/*
 * Buckets that were counted elsewhere.
 *
 * edges   buckets + 1 finite numbers, ascending; bucket i lies between edges i and i + 1.
 * counts  buckets numbers from 0; need not be whole.
 */
TBLOG_API tblog_status tblog_summary_histogram_buckets(tblog_summary *summary, const char *tag,
                                                       const double *edges, const double *counts,
                                                       size_t buckets, tblog_error *err);

/* Bytes that the caller owns. */
typedef struct tblog_bytes {
    const void *data; /* may be NULL when size is 0 */
    size_t size;      /* how many */
} tblog_bytes;

/*
 * Images that are already encoded, as PNG, JPEG, GIF or BMP; stored unchanged.
 *
 * width, height  of all of them, in pixels, at least 1: the dashboard reserves the place by these.
 *                They must be those in the images' headers; a JPEG may be shown on its side.
 */
TBLOG_API tblog_status tblog_summary_encoded_images(tblog_summary *summary, const char *tag,
                                                    size_t width, size_t height,
                                                    const tblog_bytes *images, size_t count,
                                                    tblog_error *err);

/* One such image, 'size' bytes, whose width and height are read from its header. */
TBLOG_API tblog_status tblog_summary_encoded_image(tblog_summary *summary, const char *tag,
                                                   const void *image, size_t size,
                                                   tblog_error *err);

/* A text in Markdown, UTF-8. */
TBLOG_API tblog_status tblog_summary_text(tblog_summary *summary, const char *tag,
                                          const char *markdown, tblog_error *err);

/*
 * Several texts, product(shape) of them, row-major. The Text dashboard draws rank 1 as a column and
 * rank 2 as a table; of higher ranks it shows a part.
 */
TBLOG_API tblog_status tblog_summary_texts(tblog_summary *summary, const char *tag,
                                           const char *const *texts, size_t rank,
                                           const size_t *shape, tblog_error *err);

/*
 * Sound, stored as 16-bit WAV.
 *
 * clips        (k, frames, channels); TBLOG_FLOAT32: -1 to 1, multiplied by 32768, rounded and cut
 * to the range, NaN gives silence; TBLOG_INT16: stored as it is. sample_rate  frames a second.
 * max_outputs  of k clips only the first max_outputs are stored; at least 1.
 */
TBLOG_API tblog_status tblog_summary_audio(tblog_summary *summary, const char *tag,
                                           const tblog_array *clips, uint32_t sample_rate,
                                           size_t max_outputs, tblog_error *err);

/*
 * Sound that is encoded already, as WAV, MP3, Ogg or whatever else the browser plays; stored
 * unchanged. TensorBoard names only WAV to the browser, which finds out about others itself.
 */
TBLOG_API tblog_status tblog_summary_encoded_audio(tblog_summary *summary, const char *tag,
                                                   const tblog_bytes *clips, size_t count,
                                                   tblog_error *err);

/* What tensorboard.plugins.pr_curve uses. */
enum { TBLOG_DEFAULT_THRESHOLDS = 201, TBLOG_MAX_THRESHOLDS = 1000000 };

/*
 * A precision-recall curve of n predictions; its tag is "<name>/pr_curves".
 *
 * labels       n bools: 0 is false.
 * predictions  n probabilities in [0, 1].
 * weights      n finite weights from 0, or NULL for 1 each.
 * thresholds   evenly spaced in [0, 1]; at least 2.
 */
TBLOG_API tblog_status tblog_summary_pr_curve(tblog_summary *summary, const char *name,
                                              const uint8_t *labels, const float *predictions,
                                              const float *weights, size_t n, size_t thresholds,
                                              tblog_error *err);

/*
 * The same of arrays of any type but complex numbers, all with as many elements.
 *
 * labels       bools: 0 is false.
 * predictions  probabilities in [0, 1]; multiplied by the number of thresholds in their own type.
 * weights      finite numbers from 0; or NULL for 1 each.
 */
TBLOG_API tblog_status tblog_summary_pr_curve_arrays(tblog_summary *summary, const char *name,
                                                     const tblog_array *labels,
                                                     const tblog_array *predictions,
                                                     const tblog_array *weights, size_t thresholds,
                                                     tblog_error *err);

/*
 * A curve that was counted elsewhere, as SummaryWriter.add_pr_curve_raw takes it.
 *
 * counts  (4, thresholds) or (6, thresholds), of any type but complex numbers: true positives,
 *         false positives, true negatives and false negatives at each threshold from 0 to 1, finite
 *         numbers from 0; then precision and recall, in [0, 1]. Without these two rows they are
 *         calculated. At least 2 thresholds.
 */
TBLOG_API tblog_status tblog_summary_pr_curve_counts(tblog_summary *summary, const char *name,
                                                     const tblog_array *counts, tblog_error *err);

/*
 * A mesh or, without faces, a point cloud: up to three values, "<name>_VERTEX", "_FACE" and
 * "_COLOR".
 *
 * vertices    (B, N, 3) TBLOG_FLOAT32: x, y, z.
 * faces       (B, F, 3) TBLOG_INT32: indices of vertices, from 0 to N - 1; or NULL.
 * colors      (B, N, 3) TBLOG_UINT8: red, green, blue of each vertex; or NULL.
 * scene_json  a JSON object: camera, lights and materials for three.js as the dashboard has it;
 * NULL for its own.
 */
TBLOG_API tblog_status tblog_summary_mesh(tblog_summary *summary, const char *name,
                                          const tblog_array *vertices, const tblog_array *faces,
                                          const tblog_array *colors, const char *scene_json,
                                          tblog_error *err);

/* The dashboard that shows a tensor: the plugin's name, and its own data in the metadata of a
 * tag. */
typedef struct tblog_plugin {
    const char *name;    /* of the plugin */
    const void *content; /* may be NULL when there is none */
    size_t content_size; /* in bytes */
} tblog_plugin;

/* A tensor of any type and shape. plugin: NULL for a value without metadata. */
TBLOG_API tblog_status tblog_summary_tensor(tblog_summary *summary, const char *tag,
                                            const tblog_array *array, const tblog_plugin *plugin,
                                            tblog_error *err);

/* A tensor of byte strings, product(shape) of them, row-major. */
TBLOG_API tblog_status tblog_summary_string_tensor(tblog_summary *summary, const char *tag,
                                                   const tblog_bytes *strings, size_t rank,
                                                   const size_t *shape, const tblog_plugin *plugin,
                                                   tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
