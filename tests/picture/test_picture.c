/* SPDX-License-Identifier: Apache-2.0 */
/* Grids, confusion matrices, and grey images from PNG files. */
#include <png.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "own_folder.h"
#include "picture/confusion.h"
#include "picture/grey.h"
#include "picture/grid.h"
#include "suite.h"

enum { SIDE = 28, PIXELS = SIDE * SIDE };

/* Where the first cell's image is, the next ones' distance, and how much each pixel is enlarged. */
enum { AT = 13, PITCH = 67, SCALE = 2 };

static const uint8_t *pixel(const picture *p, size_t x, size_t y) {
    ck_assert(x < p->width && y < p->height);
    return p->rgb + 3 * (y * p->width + x);
}

static bool is_grey(const uint8_t *rgb) {
    return abs(rgb[0] - rgb[1]) <= 6 && abs(rgb[1] - rgb[2]) <= 6;
}

/* Every grey once and then some. */
static void ramp(uint8_t *grey, unsigned start) {
    for (unsigned i = 0; i < PIXELS; i++) grey[i] = (uint8_t)(start + i);
}

static picture draw(const picture_grid *grid) {
    picture p;
    error err;
    ck_assert_msg(picture_draw_grid(grid, &p, &err), "%s", err.message);
    return p;
}

static picture_grid grid_of(const picture_cell *cells, size_t count, size_t columns) {
    return (picture_grid){
        .columns = columns, .count = count, .cells = cells, .rows = SIDE, .cols = SIDE, .scale = 1};
}

static void assert_same(const picture *a, const picture *b) {
    ck_assert_uint_eq(a->width, b->width);
    ck_assert_uint_eq(a->height, b->height);
    ck_assert_mem_eq(a->rgb, b->rgb, a->width * a->height * 3);
}

/* ---- grids ---- */

START_TEST(each_image_is_there_pixel_by_pixel_ink_on_white) {
    uint8_t grey[3][PIXELS];
    picture_cell cells[3] = {{.caption = {"a"}}, {.caption = {"b"}}, {.caption = {"c"}}};
    for (unsigned i = 0; i < 3; i++) {
        ramp(grey[i], 100 * i);
        cells[i].grey = grey[i];
    }
    picture_grid grid = grid_of(cells, 3, 3);
    picture p = draw(&grid);
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < (size_t)PIXELS * SCALE * SCALE; k++) {
            size_t y = k / (SIDE * SCALE), x = k % (SIDE * SCALE);
            const uint8_t *rgb = pixel(&p, AT + i * PITCH + x, AT + y);
            uint8_t want = (uint8_t)(255 - grey[i][y / SCALE * SIDE + x / SCALE]);
            ck_assert(rgb[0] == want && rgb[1] == want && rgb[2] == want);
        }
    }
    picture_free(&p);
}
END_TEST

START_TEST(frames_are_green_where_right_and_red_where_wrong) {
    uint8_t grey[PIXELS] = {0};
    picture_cell cells[3] = {{.grey = grey, .tone = PICTURE_NEUTRAL},
                             {.grey = grey, .tone = PICTURE_RIGHT},
                             {.grey = grey, .tone = PICTURE_WRONG}};
    picture_grid grid = grid_of(cells, 3, 3);
    picture p = draw(&grid);
    const uint8_t *plain = pixel(&p, AT - 1, AT + 40), *right = pixel(&p, AT + PITCH - 1, AT + 40);
    const uint8_t *wrong = pixel(&p, AT + 2 * PITCH - 1, AT + 40);
    ck_assert(is_grey(plain));
    ck_assert(right[1] > right[0] + 80 && right[1] > right[2] + 40);
    ck_assert(wrong[0] > wrong[1] + 80 && wrong[0] > wrong[2] + 80);
    picture_free(&p);
}
END_TEST

/* Whether anything but white is in the caption of a cell of one row. */
static bool has_caption(const picture *p, size_t cell) {
    for (size_t y = AT + SIDE * SCALE + 3; y < p->height; y++)
        for (size_t x = AT + cell * PITCH; x < AT + cell * PITCH + SIDE * SCALE; x++)
            if (pixel(p, x, y)[0] < 128) return true;
    return false;
}

START_TEST(captions_stay_below_their_image) {
    uint8_t grey[PIXELS] = {0};
    picture_cell cells[3] = {
        {.grey = grey, .caption = {"a"}}, {.grey = grey, .caption = {""}}, {.grey = grey}};
    memset(cells[2].caption[0], 'W', PICTURE_CAPTION_BYTES - 1); /* far too long: it is cut */
    picture_grid grid = grid_of(cells, 3, 3);
    picture p = draw(&grid);
    ck_assert(has_caption(&p, 0) && !has_caption(&p, 1) && has_caption(&p, 2));
    picture_free(&p);
}
END_TEST

START_TEST(five_columns_are_as_wide_as_a_card_of_tensorboard_and_scale_doubles_all) {
    uint8_t grey[PIXELS];
    ramp(grey, 0);
    picture_cell cells[6];
    for (size_t i = 0; i < 6; i++) cells[i] = (picture_cell){.grey = grey, .caption = {"7"}};
    picture_grid grid = grid_of(cells, 6, 5);
    picture one = draw(&grid), two;
    grid.scale = 2;
    two = draw(&grid);
    ck_assert_uint_eq(one.width, 350);
    ck_assert(two.width == 700 && two.height == 2 * one.height);
    for (size_t k = 0; k < (size_t)PIXELS * SCALE * SCALE; k++) {
        size_t y = AT + k / (SIDE * SCALE), x = AT + k % (SIDE * SCALE);
        ck_assert_mem_eq(pixel(&one, x, y), pixel(&two, 2 * x, 2 * y), 3);
        ck_assert_mem_eq(pixel(&one, x, y), pixel(&two, 2 * x + 1, 2 * y + 1), 3);
    }
    picture_free(&one);
    picture_free(&two);
}
END_TEST

START_TEST(text_that_is_not_utf8_ends_there) {
    static const char *const broken[] = {
        "7\xff", "7\xc3", "7\xed\xa0\x80", "7\xc0\x80", "7\xf4\x90\x80\x80", "7\xe0\x80\x80"};
    uint8_t grey[PIXELS] = {0};
    picture_cell cell = {.grey = grey, .caption = {"7"}};
    picture_grid grid = grid_of(&cell, 1, 1);
    picture want = draw(&grid);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        strcpy(cell.caption[0], broken[i]);
        picture p = draw(&grid);
        assert_same(&p, &want);
        picture_free(&p);
    }
    strcpy(cell.caption[0], "7é");
    picture p = draw(&grid);
    ck_assert_mem_ne(p.rgb, want.rgb, p.width * p.height * 3);
    picture_free(&p);
    picture_free(&want);
}
END_TEST

START_TEST(a_grid_of_nothing_is_its_title_and_an_immense_one_is_refused) {
    picture_grid grid = {.title = "no mistakes", .columns = 5, .scale = 1};
    picture p = draw(&grid);
    ck_assert(p.width == 350 && p.height > 20 && p.height < 100);
    picture_free(&p);
    error err;
    grid.columns = PICTURE_GRID_MOST + 1;
    ck_assert(!picture_draw_grid(&grid, &p, &err));
    grid.columns = PICTURE_GRID_MOST; /* wider than cairo draws */
    ck_assert(!picture_draw_grid(&grid, &p, &err));
    ck_assert(strstr(err.message, "cannot draw") != NULL);
    grid.columns = 0;
    ck_assert(!picture_draw_grid(&grid, &p, &err));
}
END_TEST

START_TEST(images_of_any_size_fit_their_cell) {
    static const size_t sizes[][2] = {{1, 1}, {8, 8}, {14, 20}, {100, 90}, {30, 300}};
    static uint8_t grey[100 * 90];
    memset(grey, 255, sizeof grey);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        picture_cell cell = {.grey = grey};
        picture_grid grid = grid_of(&cell, 1, 1);
        grid.rows = sizes[i][0], grid.cols = sizes[i][1];
        picture p = draw(&grid);
        ck_assert_int_lt(pixel(&p, AT + SIDE * SCALE / 2, AT + SIDE * SCALE / 2)[0], 128);
        ck_assert_int_gt(pixel(&p, AT + SIDE * SCALE + 8, AT + 40)[0], 250);
        picture_free(&p);
    }
}
END_TEST

/* Of as many numbers as a line has pixels, and of far more. */
START_TEST(a_single_row_fills_its_cell) {
    static const size_t sizes[][2] = {{1, 30}, {1, 3000}, {30, 1}, {3000, 1}};
    static uint8_t grey[3000];
    memset(grey, 255, sizeof grey);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        picture_cell cell = {.grey = grey};
        picture_grid grid = grid_of(&cell, 1, 1);
        grid.rows = sizes[i][0], grid.cols = sizes[i][1];
        picture p = draw(&grid);
        size_t middle = AT + SIDE * SCALE / 2;
        ck_assert_int_lt(pixel(&p, middle, middle)[0], 60);
        ck_assert_int_lt(pixel(&p, middle, AT + 14)[0], 60);
        ck_assert_int_lt(pixel(&p, AT + 14, middle)[0], 60);
        picture_free(&p);
    }
}
END_TEST

static void *draw_often(void *context) {
    picture *last = context;
    uint8_t grey[PIXELS];
    ramp(grey, 7);
    picture_cell cells[4];
    for (size_t i = 0; i < 4; i++)
        cells[i] = (picture_cell){.grey = grey, .caption = {"Ankle boot 97%", "true: Sandal"}};
    picture_grid grid = grid_of(cells, 4, 2);
    grid.title = "the same";
    for (int i = 0; i < 5; i++) {
        picture_free(last);
        *last = draw(&grid);
    }
    return NULL;
}

START_TEST(the_same_pixels_in_any_thread_at_any_time) {
    pthread_t threads[4];
    picture drawn[4] = {{0}};
    for (size_t i = 0; i < 4; i++) pthread_create(&threads[i], NULL, draw_often, &drawn[i]);
    for (size_t i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    for (size_t i = 1; i < 4; i++) assert_same(&drawn[i], &drawn[0]);
    for (size_t i = 0; i < 4; i++) picture_free(&drawn[i]);
}
END_TEST

START_TEST(png_holds_the_same_pixels) {
    uint8_t grey[PIXELS];
    ramp(grey, 0);
    picture_cell cell = {.grey = grey, .caption = {"7"}, .tone = PICTURE_RIGHT};
    picture_grid grid = grid_of(&cell, 1, 1);
    picture p = draw(&grid);
    error err;
    ck_assert(picture_write(&p, "p.png", &err));

    png_image png = {.version = PNG_IMAGE_VERSION};
    ck_assert(png_image_begin_read_from_file(&png, "p.png"));
    png.format = PNG_FORMAT_RGB;
    picture back = {png.width, png.height, malloc(PNG_IMAGE_SIZE(png))};
    ck_assert(png_image_finish_read(&png, NULL, back.rgb, 0, NULL));
    assert_same(&back, &p);
    picture_free(&back);

    ck_assert(!picture_write(&p, "/dev/full", &err));
    ck_assert_str_eq(err.message, "/dev/full: No space left on device");
    picture_free(&p);
}
END_TEST

/* ---- confusion matrices ---- */

static size_t count_pixels(const picture *p, bool (*is)(const uint8_t *rgb)) {
    size_t count = 0;
    for (size_t i = 0; i < p->width * p->height; i++) count += is(p->rgb + 3 * i);
    return count;
}

static bool green(const uint8_t *rgb) {
    return rgb[1] > rgb[0] + 20 && rgb[1] > rgb[2] + 10;
}

static bool red(const uint8_t *rgb) {
    return rgb[0] > rgb[1] + 10 && rgb[0] > rgb[2] + 10;
}

static picture confusion(size_t classes, const uint64_t *counts) {
    static const char *const names[] = {"T-shirt/top", "Trouser", "2", "3", "4"};
    const char *all[PICTURE_CLASSES_MOST];
    for (size_t i = 0; i < classes; i++) all[i] = names[i % 5];
    picture_confusion matrix = {
        .title = "epoch 1", .classes = classes, .names = all, .scale = 1, .counts = counts};
    picture p;
    error err;
    ck_assert_msg(picture_draw_confusion(&matrix, &p, &err), "%s", err.message);
    return p;
}

START_TEST(right_is_green_and_one_mistake_in_a_thousand_is_seen) {
    uint64_t counts[9] = {1000, 0, 0, 0, 1000, 0, 0, 0, 1000};
    picture p = confusion(3, counts);
    ck_assert_uint_gt(count_pixels(&p, green), 3 * 20 * 20);
    ck_assert_uint_eq(count_pixels(&p, red), 0);
    picture_free(&p);
    counts[5] = 1;
    p = confusion(3, counts);
    ck_assert_uint_gt(count_pixels(&p, red), 20 * 20);
    ck_assert_uint_lt(count_pixels(&p, red), 24 * 24);
    picture_free(&p);
}
END_TEST

START_TEST(ten_digits_are_as_wide_as_a_card) {
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    uint64_t counts[100] = {1};
    picture_confusion matrix = {
        .title = "epoch 1", .classes = 10, .names = digits, .scale = 1, .counts = counts};
    picture p;
    error err;
    ck_assert(picture_draw_confusion(&matrix, &p, &err));
    ck_assert_uint_eq(p.width, 350);
    picture_free(&p);
}
END_TEST

START_TEST(matrices_of_no_samples_and_of_many_classes) {
    uint64_t *counts = calloc((size_t)PICTURE_CLASSES_MOST * PICTURE_CLASSES_MOST, sizeof *counts);
    picture p = confusion(1, counts);
    picture_free(&p);
    p = confusion(47, counts);
    ck_assert_uint_eq(count_pixels(&p, green), 0);
    picture_free(&p);
    counts[0] = UINT64_MAX / 2;
    p = confusion(PICTURE_CLASSES_MOST, counts);
    ck_assert(p.width < 5000 && p.height < 5000);
    picture_free(&p);
    error err;
    ck_assert(!picture_draw_confusion(&(picture_confusion){.classes = 257, .scale = 1}, &p, &err));
    free(counts);
}
END_TEST

/* ---- grey images ---- */

static bool read_png(const char *path, grey_image *image, error *err) {
    FILE *file = fopen(path, "rbe");
    ck_assert_ptr_nonnull(file);
    bool good = grey_read_png(path, file, image, err);
    fclose(file);
    return good;
}

static void write_png(const char *path, unsigned format, unsigned width, unsigned height,
                      const void *pixels) {
    png_image png = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = format};
    ck_assert(png_image_write_to_file(&png, path, 0, pixels, 0, NULL));
}

START_TEST(greys_of_a_png_are_taken_as_they_are) {
    uint8_t grey[PIXELS];
    ramp(grey, 0);
    grey_image image;
    error err;
    write_png("g.png", PNG_FORMAT_GRAY, SIDE, SIDE, grey);
    ck_assert_msg(read_png("g.png", &image, &err), "%s", err.message);
    ck_assert_mem_eq(image.grey, grey, PIXELS);
    uint8_t fitted[PIXELS];
    ck_assert(grey_fit(&image, SIDE, SIDE, fitted));
    ck_assert_mem_eq(fitted, grey, PIXELS);
    grey_invert(&image);
    for (size_t i = 0; i < PIXELS; i++) ck_assert_int_eq(image.grey[i], 255 - grey[i]);
    grey_free(&image);
}
END_TEST

START_TEST(colours_become_brightness_and_what_is_transparent_as_the_rim) {
    uint8_t rgba[] = {255, 255, 255, 255, 0, 0,   0, 255, 200, 200, 200, 255,
                      255, 255, 255, 0,   0, 255, 0, 255, 0,   0,   255, 255};
    grey_image image;
    error err;
    write_png("c.png", PNG_FORMAT_RGBA, 6, 1, rgba);
    ck_assert_msg(read_png("c.png", &image, &err), "%s", err.message);
    ck_assert_int_eq(image.grey[0], 255);
    ck_assert_int_eq(image.grey[1], 0);
    ck_assert_int_eq(image.grey[2], 200);
    ck_assert_int_eq(image.grey[3], 255);     /* the others are rather light */
    ck_assert(image.grey[4] > image.grey[5]); /* green is brighter than blue */
    grey_free(&image);
    memset(rgba, 0, 3);
    write_png("c.png", PNG_FORMAT_RGBA, 6, 1, rgba);
    ck_assert_msg(read_png("c.png", &image, &err), "%s", err.message);
    ck_assert_int_eq(image.grey[3], 0);
    grey_free(&image);
}
END_TEST

START_TEST(an_image_is_scaled_to_fit_and_keeps_its_proportions) {
    static uint8_t white[200 * 100];
    memset(white, 255, sizeof white);
    grey_image image = {.rows = 200, .cols = 100, .grey = white};
    uint8_t out[PIXELS];
    ck_assert(grey_fit(&image, SIDE, SIDE, out));
    for (size_t y = 0; y < SIDE; y++) {
        ck_assert_int_eq(out[y * SIDE + 6], 0);
        ck_assert_int_ge(out[y * SIDE + 8], 250);
        ck_assert_int_ge(out[y * SIDE + 19], 250);
        ck_assert_int_eq(out[y * SIDE + 21], 0);
    }
    image.rows = 2, image.cols = 2; /* and made larger */
    ck_assert(grey_fit(&image, SIDE, SIDE, out));
    ck_assert_int_ge(out[14 * SIDE + 14], 250);
}
END_TEST

/* An IHDR chunk of that size, with the right CRC, behind the signature; and where IDAT begins. */
static void write_header(const char *path, uint32_t width, uint32_t height) {
    uint8_t png[41] = {0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    for (int i = 0; i < 4; i++) {
        png[16 + i] = (uint8_t)(width >> (24 - 8 * i));
        png[20 + i] = (uint8_t)(height >> (24 - 8 * i));
    }
    png[24] = 8;
    uint32_t crc = ~0u; /* bit by bit, as PNG's appendix has it */
    for (int i = 12; i < 29; i++) {
        crc ^= png[i];
        for (int k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320u ^ crc >> 1 : crc >> 1;
    }
    for (int i = 0; i < 4; i++) png[29 + i] = (uint8_t)(~crc >> (24 - 8 * i));
    memcpy(png + 33, "\0\0\0\x10IDAT", 8);
    file_write(path, png, sizeof png);
}

START_TEST(a_bomb_is_refused_by_its_size) {
    static const uint32_t sizes[][2] = {{65535, 65535}, {4097, 4096}, {16385, 1}, {1, 20000}};
    grey_image image;
    error err;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        write_header("bomb.png", sizes[i][0], sizes[i][1]);
        ck_assert(!read_png("bomb.png", &image, &err));
        ck_assert_msg(strstr(err.message, "bomb.png: ") && strstr(err.message, "more than"), "%s",
                      err.message);
    }
    write_header("bomb.png", 4096, 4096); /* that many might be there, but are not */
    ck_assert(!read_png("bomb.png", &image, &err));
    ck_assert(!strstr(err.message, "more than"));
}
END_TEST

START_TEST(a_png_that_is_cut_or_damaged_is_reported) {
    uint8_t grey[PIXELS];
    ramp(grey, 0);
    grey_image image;
    error err;
    write_png("g.png", PNG_FORMAT_GRAY, SIDE, SIDE, grey);
    file_bytes file = file_read("g.png");
    for (size_t size = 0; size + 12 < file.size; size++) { /* all but its last, empty chunk */
        file_write("cut.png", file.bytes, size);
        ck_assert(!read_png("cut.png", &image, &err));
        ck_assert(strncmp(err.message, "cut.png: ", 9) == 0 && err.message[9]);
        ck_assert_ptr_null(strstr(err.message, "Read Error"));
    }
    file.bytes[60] ^= 1; /* a pixel: the chunk's CRC does not fit */
    file_write("bent.png", file.bytes, file.size);
    ck_assert(!read_png("bent.png", &image, &err));
    free(file.bytes);
    file_write("text.png", "no picture", 10);
    ck_assert(!read_png("text.png", &image, &err));
}
END_TEST

SUITE_WITH("picture", own_folder_enter, own_folder_teardown,
           each_image_is_there_pixel_by_pixel_ink_on_white,
           frames_are_green_where_right_and_red_where_wrong, captions_stay_below_their_image,
           five_columns_are_as_wide_as_a_card_of_tensorboard_and_scale_doubles_all,
           text_that_is_not_utf8_ends_there,
           a_grid_of_nothing_is_its_title_and_an_immense_one_is_refused,
           images_of_any_size_fit_their_cell, a_single_row_fills_its_cell,
           the_same_pixels_in_any_thread_at_any_time, png_holds_the_same_pixels,
           right_is_green_and_one_mistake_in_a_thousand_is_seen, ten_digits_are_as_wide_as_a_card,
           matrices_of_no_samples_and_of_many_classes, greys_of_a_png_are_taken_as_they_are,
           colours_become_brightness_and_what_is_transparent_as_the_rim,
           an_image_is_scaled_to_fit_and_keeps_its_proportions, a_bomb_is_refused_by_its_size,
           a_png_that_is_cut_or_damaged_is_reported)
