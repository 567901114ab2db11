/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Audio: a DT_STRING tensor [k, 2] for the plugin "audio": each clip as a WAV file, with an empty
 * label.
 *
 * The WAV is TensorFlow's (tensorflow/core/lib/wav/wav_io.cc): 16-bit PCM after a header of 44
 * bytes: "RIFF", size - 8, "WAVE", "fmt ", 16, format 1, channels, rate, bytes/s, bytes/frame, 16
 * bits, "data", bytes of samples.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <tblog/summary.h>

#include "plugin_data.pb-c.h"
#include "tblog/array_view.h"
#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/float_env.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/write/writer.h"

enum { WAV_HEADER = 44, SAMPLE_SIZE = 2, MAX_CHANNELS = 65535 / SAMPLE_SIZE };

static uint8_t *put_tag(uint8_t *at, const char *four) {
    memcpy(at, four, 4);
    return at + 4;
}

static uint8_t *put_u32(uint8_t *at, size_t value) {
    tblog__put_le32(at, (uint32_t)value);
    return at + 4;
}

static uint8_t *put_u16(uint8_t *at, size_t value) {
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    return at + 2;
}

static uint8_t *put_header(uint8_t *at, size_t channels, size_t rate, size_t data_size) {
    at = put_tag(at, "RIFF");
    at = put_u32(at, WAV_HEADER - 8 + data_size);
    at = put_tag(put_tag(at, "WAVE"), "fmt ");
    at = put_u32(at, 16);
    at = put_u16(at, 1);
    at = put_u16(at, channels);
    at = put_u32(at, rate);
    at = put_u32(at, rate * channels * SAMPLE_SIZE);
    at = put_u16(at, channels * SAMPLE_SIZE);
    at = put_u16(at, 8 * SAMPLE_SIZE);
    return put_u32(put_tag(at, "data"), data_size);
}

/* TensorFlow's FloatToInt16Sample: rounded half away from zero and clamped to the range; NaN is
 * silence. */
static int16_t sample_of_float(float x) {
    float scaled = roundf(x * 32768.0f);
    if (!(scaled > -32768.0f)) return isnan(scaled) ? 0 : INT16_MIN;
    return scaled < 32767.0f ? (int16_t)scaled : INT16_MAX;
}

/* Write samples [first, first + n) of the array. */
static TBLOG__APART void put_samples(uint8_t *at, const tblog_array *clips, size_t first,
                                     size_t n) {
    for (size_t i = first; i < first + n; i++) {
        int16_t sample = clips->dtype == TBLOG_INT16
                             ? ((const int16_t *)clips->data)[i]
                             : sample_of_float(((const float *)clips->data)[i]);
        at = put_u16(at, (uint16_t)sample);
    }
}

static tblog_status check_clips(const tblog_array *clips, uint32_t sample_rate, size_t max_outputs,
                                tblog_error *err) {
    if (clips->dtype != TBLOG_FLOAT32 && clips->dtype != TBLOG_INT16)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "audio is float32 or int16");
    if (clips->rank != 3)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "audio's shape is (k, frames, channels)");
    size_t frames = clips->shape[1], channels = clips->shape[2];
    if (!channels || channels > MAX_CHANNELS || !frames || !sample_rate || !max_outputs ||
        (uint64_t)sample_rate * channels * SAMPLE_SIZE > UINT32_MAX)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "no such audio: %zu frames of %zu channels at %u Hz, %zu outputs",
                           frames, channels, (unsigned)sample_rate, max_outputs);
    if (frames > (UINT32_MAX - WAV_HEADER) / (channels * SAMPLE_SIZE))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "a clip is too long for a WAV file");
    return TBLOG_OK;
}

/* Append k clips, each with its label. */
static tblog_status append(tblog_summary *summary, const char *tag, ProtobufCBinaryData *strings,
                           size_t k, bool wav, tblog_error *err) {
    Tblog__AudioPluginData plugin = TBLOG__AUDIO_PLUGIN_DATA__INIT;
    if (wav) plugin.encoding = TBLOG__AUDIO_PLUGIN_DATA__ENCODING__WAV;
    ProtobufCBinaryData content = tblog__summary_pack(summary, &plugin.base);
    Tblog__TensorProto *tensor =
        content.data ? tblog__tensor_strings(&summary->arena, 2, (size_t[]){k, 2}, 2 * k, strings)
                     : NULL;
    return tblog__summary_append(summary, tag, "audio", content, tensor, err);
}

tblog_status tblog_summary_audio(tblog_summary *summary, const char *tag, const tblog_array *clips,
                                 uint32_t sample_rate, size_t max_outputs, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t count;
    tblog_status status = tblog__array_dense(&summary->arena, &clips, &count, err);
    if (!status) status = check_clips(clips, sample_rate, max_outputs, err);
    if (status) return status;

    tblog__arena *arena = &summary->arena;
    size_t k = clips->shape[0] < max_outputs ? clips->shape[0] : max_outputs;
    size_t samples = clips->shape[1] * clips->shape[2], data_size = samples * SAMPLE_SIZE;
    ProtobufCBinaryData *strings = tblog__arena_take(arena, 2 * k * sizeof *strings);
    if (!strings) return tblog__fail_no_memory(err);
    for (size_t i = 0; i < k; i++) {
        uint8_t *wav = tblog__arena_take(arena, WAV_HEADER + data_size);
        if (!wav) return tblog__fail_no_memory(err);
        uint8_t *data = put_header(wav, clips->shape[2], sample_rate, data_size);
        tblog__float_env before = tblog__float_env_enter();
        put_samples(data, clips, i * samples, samples);
        tblog__float_env_leave(&before);
        strings[2 * i] = (ProtobufCBinaryData){WAV_HEADER + data_size, wav};
        strings[2 * i + 1] = (ProtobufCBinaryData){0, wav}; /* the label, empty */
    }
    return append(summary, tag, strings, k, true, err);
}

/* ---- sound that is encoded already ---- */

/* Whether all clips are WAV, which is the only format that the metadata can name. */
static bool all_wav(const tblog_bytes *clips, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *bytes = clips[i].data;
        if (clips[i].size < 12 || memcmp(bytes, "RIFF", 4) != 0 ||
            memcmp(bytes + 8, "WAVE", 4) != 0)
            return false;
    }
    return true;
}

tblog_status tblog_summary_encoded_audio(tblog_summary *summary, const char *tag,
                                         const tblog_bytes *clips, size_t count, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    tblog__arena *arena = &summary->arena;
    if (!count || !clips) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there are no clips");
    ProtobufCBinaryData *strings = tblog__arena_take(arena, 2 * count * sizeof *strings);
    if (!strings) return tblog__fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (!clips[i].data || !clips[i].size)
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "clip %zu is empty", i);
        uint8_t *copy = tblog__arena_copy(arena, clips[i].data, clips[i].size);
        if (!copy) return tblog__fail_no_memory(err);
        strings[2 * i] = (ProtobufCBinaryData){clips[i].size, copy};
        strings[2 * i + 1] = (ProtobufCBinaryData){0, copy}; /* the label, empty */
    }
    return append(summary, tag, strings, count, all_wav(clips, count), err);
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_audio(summary, call->tag, call->arrays[0], (uint32_t)call->number,
                               TBLOG_DEFAULT_MAX_OUTPUTS, err);
}

tblog_status tblog_audio(tblog_writer *writer, const char *tag, int64_t step,
                         const tblog_array *clips, uint32_t sample_rate) {
    return tblog__writer_log(
        writer,
        &(tblog__log_call){
            .add = add_call, .tag = tag, .step = step, .number = sample_rate, .arrays = {clips}});
}
