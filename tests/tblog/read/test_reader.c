/* SPDX-License-Identifier: Apache-2.0 */
/* The reader over files of the real TensorFlow, whole and damaged: golden/records. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "suite.h"
#include "tblog/bytes.h"
#include "tblog/crc/crc32c.h"
#include "tblog/record.h"
#include "temp_folder.h"

static tblog_error err;

static tblog_reader *open_file(const char *path) {
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    ck_assert_msg(reader != NULL, "%s", err.message);
    return reader;
}

static tblog_reader *open_damaged(const char *damage) {
    char *path =
        path_of("%s/golden/records/corrupt/%s/events.out.tfevents.0.golden", TEST_DATA, damage);
    tblog_reader *reader = open_file(path);
    free(path);
    return reader;
}

/* Read on while all is well; *count records of it. */
static tblog_status read_all(tblog_reader *reader, size_t *count) {
    tblog_record record;
    tblog_status status;
    for (*count = 0; (status = tblog_reader_next(reader, &record, &err)) == TBLOG_OK;) ++*count;
    return status;
}

/* The damage is in record 3, the scalar of step 2, after the version and steps 0 and 1. */
START_TEST(every_damage_is_reported_by_kind_record_and_offset) {
    static const struct {
        const char *damage;
        size_t good;
        tblog_status status;
        const char *words;
    } cases[] = {
        {"good", 9, TBLOG_END, NULL},
        {"empty_file", 0, TBLOG_END, NULL},
        {"empty_record_between", 10, TBLOG_END, NULL},
        {"flipped_payload_bit", 3, TBLOG_ERR_DATA_CRC, "record 3 at byte 200: data CRC"},
        {"flipped_first_payload_bit", 3, TBLOG_ERR_DATA_CRC, "record 3 at byte 200: data CRC"},
        {"flipped_payload_crc_bit", 3, TBLOG_ERR_DATA_CRC, "record 3 at byte 200: data CRC"},
        {"flipped_length_bit", 3, TBLOG_ERR_LENGTH_CRC, "record 3 at byte 200: length CRC"},
        {"flipped_length_crc_bit", 3, TBLOG_ERR_LENGTH_CRC, "record 3 at byte 200: length CRC"},
        {"huge_length_bad_crc", 3, TBLOG_ERR_LENGTH_CRC, "record 3 at byte 200: length CRC"},
        {"huge_length_good_crc", 3, TBLOG_ERR_TOO_LARGE, "record 3 at byte 200: "},
        {"garbage_between", 3, TBLOG_ERR_LENGTH_CRC, "record 3 at byte 200: length CRC"},
        {"truncated_in_length", 3, TBLOG_ERR_TRUNCATED, "ends within its header"},
        {"truncated_in_length_crc", 3, TBLOG_ERR_TRUNCATED, "ends within its header"},
        {"truncated_after_header", 3, TBLOG_ERR_TRUNCATED, "ends within its payload"},
        {"truncated_in_payload", 3, TBLOG_ERR_TRUNCATED, "ends within its payload"},
        {"truncated_in_payload_crc", 3, TBLOG_ERR_TRUNCATED, "ends within its payload"},
        {"zeros_at_end", 3, TBLOG_ERR_LENGTH_CRC, "record 3 at byte 200: length CRC"},
        {"invalid_proto_good_crc", 10, TBLOG_END, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tblog_reader *reader = open_damaged(cases[i].damage);
        size_t count;
        tblog_status status = read_all(reader, &count);
        ck_assert_msg(status == cases[i].status && count == cases[i].good,
                      "%s: %s after %zu records", cases[i].damage, tblog_status_text(status),
                      count);
        if (cases[i].words)
            ck_assert_msg(strstr(err.message, cases[i].words) != NULL, "%s: '%s' does not say '%s'",
                          cases[i].damage, err.message, cases[i].words);
        tblog_reader_close(reader);
    }
}
END_TEST

START_TEST(after_a_damaged_payload_reading_continues) {
    tblog_reader *reader = open_damaged("flipped_payload_bit");
    size_t before, behind;
    ck_assert_int_eq(read_all(reader, &before), TBLOG_ERR_DATA_CRC);
    ck_assert_int_eq(read_all(reader, &behind), TBLOG_END);
    ck_assert_uint_eq(before, 3);
    ck_assert_uint_eq(behind, 5);
    tblog_reader_close(reader);
}
END_TEST

START_TEST(after_a_bad_length_nothing_is_read) {
    tblog_reader *reader = open_damaged("flipped_length_bit");
    size_t count;
    read_all(reader, &count);
    ck_assert_int_eq(read_all(reader, &count), TBLOG_ERR_LENGTH_CRC);
    ck_assert_uint_eq(count, 0);
    tblog_reader_close(reader);
}
END_TEST

START_TEST(right_crcs_around_no_message_are_a_format_error) {
    tblog_reader *reader = open_damaged("invalid_proto_good_crc");
    tblog_record record;
    tblog_event event;
    size_t bad = 0;
    while (tblog_reader_next(reader, &record, &err) == TBLOG_OK)
        if (tblog_event_decode(&record, &event, &err)) {
            ck_assert_uint_eq(record.number, 3);
            bad++;
        }
    ck_assert_uint_eq(bad, 1);
    tblog_reader_close(reader);
}
END_TEST

/* The value of each scalar, as TensorBoard loads it. */
START_TEST(events_have_their_step_tag_and_value) {
    tblog_reader *reader = open_damaged("good");
    tblog_record record;
    tblog_event event;
    tblog_value value;
    double number;
    tblog_reader_next(reader, &record, &err);
    ck_assert_int_eq(tblog_event_decode(&record, &event, &err), TBLOG_OK);
    ck_assert_int_eq(event.kind, TBLOG_EVENT_FILE_VERSION);
    ck_assert_mem_eq(event.text.data, "brain.Event:2", 13);
    for (int64_t step = 0; step < 8; step++) {
        ck_assert_int_eq(tblog_reader_next(reader, &record, &err), TBLOG_OK);
        ck_assert_int_eq(tblog_event_decode(&record, &event, &err), TBLOG_OK);
        ck_assert_int_eq(event.step, step);
        ck_assert_int_eq(tblog_event_next_value(&event, &value, &err), TBLOG_OK);
        ck_assert_mem_eq(tblog_value_kind(&value).data, "scalars", 7);
        ck_assert(tblog_value_scalar(&value, &number));
        ck_assert_int_eq(tblog_event_next_value(&event, &value, &err), TBLOG_END);
    }
    tblog_reader_close(reader);
}
END_TEST

/* Any other's records are read too: TFRecord files of 256 and of many bytes. */
START_TEST(records_of_any_size_are_read) {
    static const struct {
        const char *name;
        size_t records;
    } files[] = {{"empty", 1}, {"one_byte", 1}, {"around_256", 3},
                 {"large", 1}, {"mixed", 6},    {"text", 1}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char *path = path_of("%s/golden/records/%s.tfrecord", TEST_DATA, files[i].name);
        tblog_reader *reader = open_file(path);
        size_t count;
        ck_assert_int_eq(read_all(reader, &count), TBLOG_END);
        ck_assert_msg(count == files[i].records, "%s: %zu", files[i].name, count);
        tblog_reader_close(reader);
        free(path);
    }
}
END_TEST

/* A writer's file, seen by a reader after each byte: never an error but "not yet whole". */
START_TEST(a_growing_file_is_followed_byte_by_byte) {
    char *folder = temp_folder_new(), *path = path_of("%s/growing", folder);
    char *good = path_of("%s/golden/records/corrupt/good/events.out.tfevents.0.golden", TEST_DATA);
    file_bytes whole = file_read(good);
    FILE *out = fopen(path, "wb");
    tblog_reader *reader = open_file(path);
    size_t total = 0, count;
    for (size_t i = 0; i < whole.size; i++) {
        putc(whole.bytes[i], out);
        fflush(out);
        tblog_status status = read_all(reader, &count);
        ck_assert(status == TBLOG_END || status == TBLOG_ERR_TRUNCATED);
        total += count;
    }
    ck_assert_uint_eq(total, 9);
    fclose(out);
    tblog_reader_close(reader);
    free(whole.bytes);
    free(good);
    free(path);
    temp_folder_remove(folder);
}
END_TEST

START_TEST(the_limit_on_records_is_kept) {
    char *path = path_of("%s/golden/records/large.tfrecord", TEST_DATA);
    tblog_reader_options options = TBLOG_READER_OPTIONS_INIT;
    options.record_max = 1000;
    tblog_reader *reader = tblog_reader_open(path, &options, &err);
    size_t count;
    ck_assert_int_eq(read_all(reader, &count), TBLOG_ERR_TOO_LARGE);
    ck_assert_ptr_nonnull(strstr(err.message, "over the limit of 1000"));
    tblog_reader_close(reader);
    free(path);
}
END_TEST

/* Of its records the payloads have 0, 200 and 50 bytes; the first one's length is damaged. */
static char *write_three_records(const char *folder) {
    static const size_t lengths[] = {0, 200, 50};
    char *path = path_of("%s/three", folder);
    uint8_t bytes[3 * 16 + 250] = {0};
    size_t at = 0;
    for (size_t i = 0; i < 3; at += tblog__record_size(lengths[i]), i++)
        tblog__record_seal(bytes + at, lengths[i]);
    bytes[0] ^= 1;
    file_write(path, bytes, at);
    return path;
}

START_TEST(a_record_as_large_as_the_limit_is_read_and_a_larger_one_is_not) {
    char *folder = temp_folder_new(), *path = write_three_records(folder);
    tblog_reader_options options = TBLOG_READER_OPTIONS_INIT;
    for (size_t limit = 199; limit <= 200; limit++) {
        tblog_record record;
        uint64_t skipped;
        options.record_max = limit;
        tblog_reader *reader = tblog_reader_open(path, &options, &err);
        ck_assert_int_eq(tblog_reader_next(reader, &record, &err), TBLOG_ERR_LENGTH_CRC);
        /* What is over the limit is not a place to go on at either. */
        ck_assert_int_eq(tblog_reader_resync(reader, &skipped, &err), TBLOG_OK);
        ck_assert_uint_eq(skipped, limit == 200 ? 16 : 16 + 216);
        ck_assert_int_eq(tblog_reader_next(reader, &record, &err), TBLOG_OK);
        ck_assert_uint_eq(record.length, limit == 200 ? 200 : 50);
        tblog_reader_close(reader);
    }
    free(path);
    temp_folder_remove(folder);
}
END_TEST

/* The linker leads these two through here: how many bytes of CRC are computed? */
static size_t crc_bytes;

uint32_t __real_tblog__crc32c_masked(const void *bytes, size_t size);
uint32_t __wrap_tblog__crc32c_masked(const void *bytes, size_t size);
uint32_t __real_tblog__crc32c_register(uint32_t before, const void *bytes, size_t size);
uint32_t __wrap_tblog__crc32c_register(uint32_t before, const void *bytes, size_t size);

uint32_t __wrap_tblog__crc32c_masked(const void *bytes, size_t size) {
    crc_bytes += size;
    return __real_tblog__crc32c_masked(bytes, size);
}

uint32_t __wrap_tblog__crc32c_register(uint32_t before, const void *bytes, size_t size) {
    crc_bytes += size;
    return __real_tblog__crc32c_register(before, bytes, size);
}

/* Every 16 bytes a header whose length is right claims all that follows; an intact record is among
 * them. Each CRC by itself, that would be half of the file for each header: 8 GB. */
START_TEST(forged_headers_are_skipped_in_linear_time) {
    enum { HEADERS = 30000, INTACT = 25000, PAYLOAD = 10000, SIZE = HEADERS * 16 };
    char *folder = temp_folder_new(), *path = path_of("%s/forged", folder);
    uint8_t *bytes = calloc(1, SIZE);
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < HEADERS; i++) {
        tblog__put_le64(bytes + 16 * i, SIZE - 16 * i - 16);
        tblog__put_le32(bytes + 16 * i + 8, tblog__crc32c_masked(bytes + 16 * i, 8));
    }
    tblog__record_seal(bytes + 16 * (size_t)INTACT, PAYLOAD);
    bytes[0] ^= 1;
    file_write(path, bytes, SIZE);
    free(bytes);
    tblog_record record;
    uint64_t skipped;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    ck_assert_int_eq(tblog_reader_next(reader, &record, &err), TBLOG_ERR_LENGTH_CRC);
    crc_bytes = 0;
    ck_assert_int_eq(tblog_reader_resync(reader, &skipped, &err), TBLOG_OK);
    ck_assert_uint_eq(skipped, 16 * INTACT);
    ck_assert_uint_gt(crc_bytes, SIZE);
    ck_assert_uint_lt(crc_bytes, (size_t)3000 * HEADERS); /* two strides each, at most */
    ck_assert_int_eq(tblog_reader_next(reader, &record, &err), TBLOG_OK);
    ck_assert_uint_eq(record.length, PAYLOAD);
    tblog_reader_close(reader);
    free(path);
    temp_folder_remove(folder);
}
END_TEST

/* Only its header is there, but no sum of sizes may overflow. */
START_TEST(no_limit_lets_a_length_overflow) {
    static const uint64_t lengths[] = {UINT64_MAX, UINT64_MAX - 15, UINT64_MAX - 16, INT64_MAX};
    char *folder = temp_folder_new(), *path = path_of("%s/huge", folder);
    tblog_reader_options options = TBLOG_READER_OPTIONS_INIT;
    options.record_max = SIZE_MAX;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        uint8_t header[64] = {0};
        tblog_record record;
        tblog__put_le64(header, lengths[i]);
        tblog__put_le32(header + 8, tblog__crc32c_masked(header, 8));
        file_write(path, header, sizeof header);
        tblog_reader *reader = tblog_reader_open(path, &options, &err);
        ck_assert_int_eq(tblog_reader_next(reader, &record, &err), i < 2 || lengths[i] > SIZE_MAX
                                                                       ? TBLOG_ERR_TOO_LARGE
                                                                       : TBLOG_ERR_TRUNCATED);
        tblog_reader_close(reader);
    }
    free(path);
    temp_folder_remove(folder);
}
END_TEST

/* Whatever a writer accepts, a reader without options reads: their limits are one. */
START_TEST(by_default_a_record_of_a_gibibyte_is_not_over_the_limit) {
    char *folder = temp_folder_new(), *path = path_of("%s/large", folder);
    for (uint64_t length = TBLOG_RECORD_MAX; length <= TBLOG_RECORD_MAX + 1; length++) {
        uint8_t header[12];
        tblog_record record;
        tblog__put_le64(header, length);
        tblog__put_le32(header + 8, tblog__crc32c_masked(header, 8));
        file_write(path, header, sizeof header);
        tblog_reader *reader = open_file(path);
        ck_assert_int_eq(tblog_reader_next(reader, &record, &err),
                         length == TBLOG_RECORD_MAX ? TBLOG_ERR_TRUNCATED : TBLOG_ERR_TOO_LARGE);
        tblog_reader_close(reader);
    }
    free(path);
    temp_folder_remove(folder);
}
END_TEST

START_TEST(a_record_is_given_with_its_framing) {
    char *path = path_of("%s/golden/records/corrupt/good/events.out.tfevents.0.golden", TEST_DATA);
    file_bytes file = file_read(path);
    tblog_reader *reader = open_file(path);
    tblog_record record;
    size_t at = 0;
    while (tblog_reader_next(reader, &record, &err) == TBLOG_OK) {
        ck_assert_uint_eq(record.whole_size, record.length + 16);
        ck_assert_uint_le(at + record.whole_size, file.size);
        ck_assert_mem_eq(record.whole, file.bytes + at, record.whole_size);
        at += record.whole_size;
    }
    ck_assert_uint_eq(at, file.size);
    tblog_reader_close(reader);
    free(file.bytes);
    free(path);
}
END_TEST

/* Each from a program that was built with another tblog.h. */
START_TEST(options_of_other_versions_are_read_as_far_as_both_know_them) {
    struct newer {
        tblog_reader_options known;
        size_t field;
    } newer = {{sizeof newer, 1000}, 0};
    tblog_reader_options older = {offsetof(tblog_reader_options, record_max), 1};
    char *path = path_of("%s/golden/records/large.tfrecord", TEST_DATA);
    size_t count;
    tblog_reader *reader = tblog_reader_open(path, &newer.known, &err);
    ck_assert_int_eq(read_all(reader, &count), TBLOG_ERR_TOO_LARGE);
    tblog_reader_close(reader);
    reader = tblog_reader_open(path, &older, &err);
    ck_assert_int_eq(read_all(reader, &count), TBLOG_END);
    tblog_reader_close(reader);
    newer.field = 1;
    ck_assert_ptr_null(tblog_reader_open(path, &newer.known, &err));
    ck_assert_int_eq(err.status, TBLOG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(err.message, "does not have"));
    older.size = SIZE_MAX;
    ck_assert_ptr_null(tblog_reader_open(path, &older, &err));
    older.size = sizeof older.size - 1;
    ck_assert_ptr_null(tblog_reader_open(path, &older, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "_INIT"));
    free(path);
}
END_TEST

START_TEST(standard_input_stays_open) {
    char *path = path_of("%s/golden/records/large.tfrecord", TEST_DATA);
    int before = dup(STDIN_FILENO), file = open(path, O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(dup2(file, STDIN_FILENO), STDIN_FILENO);
    tblog_record record;
    tblog_reader *reader = tblog_reader_open("-", NULL, &err);
    ck_assert_int_eq(tblog_reader_next(reader, &record, &err), TBLOG_OK);
    tblog_reader_close(reader);
    ck_assert_int_ne(fcntl(STDIN_FILENO, F_GETFD), -1);
    dup2(before, STDIN_FILENO);
    close(before);
    close(file);
    free(path);
}
END_TEST

START_TEST(what_is_no_file_is_refused) {
    ck_assert_ptr_null(tblog_reader_open("/nowhere", NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere: cannot open"));
    ck_assert_ptr_null(tblog_reader_open("/tmp", NULL, &err));
    ck_assert_ptr_null(tblog_reader_open("/dev/zero", NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "not a regular file"));
}
END_TEST

/* Every way to cut or change a real event: nothing but OK and a format error, and no bad read. */
START_TEST(no_damaged_message_is_read_past_its_end) {
    char *path = path_of("%s/golden/summaries/hparams/events.tfevents", TEST_DATA);
    tblog_reader *reader = open_file(path);
    tblog_record record;
    while (tblog_reader_next(reader, &record, &err) == TBLOG_OK) {
        for (size_t cut = 0; cut <= record.length; cut++) {
            for (unsigned bit = 0; bit < 8 && cut < record.length; bit++) {
                uint8_t *copy = malloc(record.length); /* exact, so that ASan guards its end */
                memcpy(copy, record.data, record.length);
                copy[cut] ^= (uint8_t)(1u << bit);
                const tblog_record damaged = {.data = copy, .length = bit ? record.length : cut};
                tblog_event event;
                tblog_value value;
                tblog_text_view string;
                tblog_buckets buckets;
                double number;
                if (tblog_event_decode(&damaged, &event, &err) == TBLOG_OK)
                    while (tblog_event_next_value(&event, &value, &err) == TBLOG_OK) {
                        tblog_value_kind(&value);
                        tblog_value_scalar(&value, &number);
                        tblog_value_image(&value, 0, &string);
                        tblog_value_audio(&value, 0, &string);
                        if (tblog_value_buckets(&value, &buckets))
                            tblog_buckets_get(&buckets, buckets.count - 1, &number, &number,
                                              &number);
                        tblog_value_string(&value, 0, &string);
                    }
                free(copy);
            }
        }
    }
    tblog_reader_close(reader);
    free(path);
}
END_TEST

SUITE("reader", every_damage_is_reported_by_kind_record_and_offset,
      after_a_damaged_payload_reading_continues, after_a_bad_length_nothing_is_read,
      right_crcs_around_no_message_are_a_format_error, events_have_their_step_tag_and_value,
      records_of_any_size_are_read, a_growing_file_is_followed_byte_by_byte,
      the_limit_on_records_is_kept, a_record_as_large_as_the_limit_is_read_and_a_larger_one_is_not,
      forged_headers_are_skipped_in_linear_time, no_limit_lets_a_length_overflow,
      by_default_a_record_of_a_gibibyte_is_not_over_the_limit, a_record_is_given_with_its_framing,
      options_of_other_versions_are_read_as_far_as_both_know_them, standard_input_stays_open,
      what_is_no_file_is_refused, no_damaged_message_is_read_past_its_end)
