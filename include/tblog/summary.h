/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Summaries: the values of one event, built here and handed to tblog_writer_add (writer.h).
 *
 *     tblog_summary *s = tblog_summary_new();
 *     tblog_summary_scalar(s, "loss", .25, NULL);
 *     tblog_summary_describe(s, "Training loss", "Mean over the *batch*.", NULL);
 *     tblog_summary_scalar(s, "accuracy", .9, NULL);
 *     tblog_writer_add(w, step, TBLOG_NOW, s, &err);
 *     tblog_summary_clear(s);
 *
 * Every function that adds a value returns TBLOG_OK, TBLOG_ERR_ARGUMENT or TBLOG_ERR_NO_MEMORY;
 * when it fails, the summary is as it was. A tag is UTF-8 and not empty; TensorBoard folds tags at
 * '/'. Within one run a tag must stay of one kind.
 *
 * For one value at a time writer.h has shorter ways.
 */
#ifndef TBLOG_SUMMARY_H
#define TBLOG_SUMMARY_H

#include <stddef.h>

#include <tblog/array.h>
#include <tblog/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tblog_summary tblog_summary;

/* A new summary without values, or NULL when there is no memory. */
TBLOG_API tblog_summary *tblog_summary_new(void);
TBLOG_API void tblog_summary_free(tblog_summary *summary);

/* Drop the values, so that the summary can be filled again. */
TBLOG_API void tblog_summary_clear(tblog_summary *summary);

/* How many values it holds. */
TBLOG_API size_t tblog_summary_count(const tblog_summary *summary);

/*
 * Set what the dashboards show beside the value added last.
 *
 * display_name  the title in place of the tag; NULL or "" for none.
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
 *         TBLOG_UINT8: 0 to 255. TBLOG_FLOAT16, 32, 64: 0 to 1, converted by value * 255.5 in the
 *         type itself, cut to 0..255 and truncated, as tf.image.convert_image_dtype(saturate=True);
 *         NaN gives 0.
 * max_outputs  of k images only the first max_outputs are stored; at least 1.
 */
TBLOG_API tblog_status tblog_summary_image(tblog_summary *summary, const char *tag,
                                           const tblog_array *images, size_t max_outputs,
                                           tblog_error *err);

/*
 * A layer's weight as the images that keras.callbacks.TensorBoard(write_images=True) makes of it.
 *
 * Axes of size 1 are dropped; then rank 1 is a column, rank 2 an image lying on its longer side,
 * rank 3 (a, b, c) c images of a x b, rank 4 (k, h, w, c) k colour images if c is 3 or 4. The first
 * three images are stored. For any other shape, or without elements, Keras logs nothing: neither
 * does this, and returns TBLOG_OK without adding a value.
 *
 * weight  TBLOG_FLOAT16, 32 or 64, converted as above: negative weights are black.
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

#ifdef __cplusplus
}
#endif

#endif
