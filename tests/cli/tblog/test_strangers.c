/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What strangers put into log folders: names and tags that are not fit for a terminal, a
 * spreadsheet or a file system, and files that were made to take long.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "command_line.h"
#include "on_terminal.h"
#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"

#define ESCAPE "\x1b[31m"
#define C1     "\xc2\x9b"
#define TAG    "\x1b[31m\xc2\x9bred"

static void put(const char *path, int64_t step, raw_value value) {
    FILE *file = fopen(path, "ab");
    ck_assert_ptr_nonnull(file);
    raw_put(file, step, 1000, &value, 1);
    fclose(file);
}

static char *output_of(const char *line, int code) {
    outcome o = run(line);
    ck_assert_msg(o.code == code, "%s: %d: %s", line, o.code, o.err);
    free(o.err);
    return o.out;
}

/* ---- terminals ---- */

/* A damaged file, in whose name, run and tags are controls. */
static void put_hostile(void) {
    expect("mkdir 'r\x1b[1m'", 0, NULL);
    put("r\x1b[1m/tfevents." ESCAPE, 0, (raw_value){TAG, "scalars", raw_float(1), 0});
    put("r\x1b[1m/tfevents." ESCAPE, 1,
        (raw_value){TAG, "text", raw_texts((const char *const[]){TAG}, 1), 0});
    FILE *file = fopen("r\x1b[1m/tfevents." ESCAPE, "ab");
    fputs("damage damage damage", file);
    fclose(file);
}

START_TEST(no_command_shows_controls) {
    static const char *const commands[] = {"ls .",
                                           "ls --json .",
                                           "verify .",
                                           "verify -q .",
                                           "export -f jsonl .",
                                           "export -k images -o pictures .",
                                           "merge r* -o out",
                                           "prune r* -o out",
                                           "repair r*/tf* -o out",
                                           "repair r*/tf* -o out",
                                           "diff . r*",
                                           "repair r*/tf*",
                                           "ls nothing" ESCAPE,
                                           "log /dev/null/" ESCAPE "</dev/null"};
    put_hostile();
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char *line = path_of("$tblog %s", commands[i]);
        outcome o = run(line);
        ck_assert_msg(*o.out || *o.err || i == 3 || i == 5, "%s: no output", line);
        for (const char *at = o.out; *at; at++)
            ck_assert_msg(*at != '\x1b' && *at != '\x9b', "%s: %s", line, o.out);
        for (const char *at = o.err; *at; at++)
            ck_assert_msg(*at != '\x1b' && *at != '\x9b', "%s: %s", line, o.err);
        free(o.out);
        free(o.err);
        free(line);
    }
}
END_TEST

/* What a command writes to a terminal; to a file it writes texts as they are. */
START_TEST(texts_are_escaped_on_a_terminal_only) {
    put("tfevents.1", 0, (raw_value){TAG, "scalars", raw_float(1), 0});
    put("tfevents.1", 0,
        (raw_value){"note", "text", raw_texts((const char *const[]){TAG ",x"}, 1), 0});
    char *shown = on_terminal("\"$tblog\" export .", 0, 0, NULL, 0);
    ck_assert_ptr_null(strchr(shown, '\x1b'));
    ck_assert_ptr_nonnull(strstr(shown, ".,\\x1b[31m\\xc2\\x9bred,0,1000,1"));
    free(shown);
    shown = on_terminal("\"$tblog\" export -k text .", 0, 0, NULL, 0);
    ck_assert_ptr_nonnull(strstr(shown, ".,note,0,1000,\"\\x1b[31m\\xc2\\x9bred,x\""));
    free(shown);
    char *text = output_of("$tblog export .", 0);
    ck_assert_ptr_nonnull(strstr(text, ".," TAG ",0,1000,1\n"));
    free(text);
}
END_TEST

START_TEST(what_is_not_finite_has_no_height) {
    static const float numbers[] = {0, NAN, 1, INFINITY, 1};
    for (int i = 0; i < 5; i++) put("tfevents.1", i, (raw_value){"a", NULL, NULL, numbers[i]});
    char *shown = on_terminal("LC_ALL=C.UTF-8 \"$tblog\" ls .", 0, 0, NULL, 0);
    ck_assert_ptr_nonnull(strstr(shown, "last 1  ▁?█?█\r\n"));
    free(shown);
}
END_TEST

/* ---- spreadsheets ---- */

START_TEST(safe_csv_holds_no_formulas) {
    static const char *const tags[] = {"=1+1", "+1",   "-1",  "@x", "\tx",
                                       "\rx",  "\n=1", "＝1", "1=1"};
    for (size_t i = 0; i < 9; i++) put("tfevents.1", 0, (raw_value){tags[i], NULL, NULL, -1});
    put("tfevents.1", 0,
        (raw_value){"t", "text", raw_texts((const char *const[]){"=cmd|' /C calc'!A0"}, 1), 0});
    char *csv = output_of("$tblog export --safe-csv .", 0);
    ck_assert_str_eq(csv, "run,tag,step,wall_time,value\n"
                          ".,'=1+1,0,1000,-1\n.,'+1,0,1000,-1\n.,'-1,0,1000,-1\n"
                          ".,'@x,0,1000,-1\n.,'\tx,0,1000,-1\n.,\"'\rx\",0,1000,-1\n"
                          ".,\"'\n=1\",0,1000,-1\n.,'＝1,0,1000,-1\n"
                          ".,1=1,0,1000,-1\n");
    free(csv);
    csv = output_of("$tblog export -k text --safe-csv .", 0);
    ck_assert_ptr_nonnull(strstr(csv, ".,t,0,1000,'=cmd|' /C calc'!A0\n"));
    free(csv);
    csv = output_of("$tblog export .", 0);
    ck_assert_ptr_nonnull(strstr(csv, ".,=1+1,0,1000,-1\n"));
    free(csv);
}
END_TEST

/* ---- file systems ---- */

#define PICTURE(bytes) raw_texts((const char *const[]){"1", "1", bytes}, 3)

/* Two runs and tags whose names join to one; both pictures are there, also the second time. */
START_TEST(files_never_replace_each_other) {
    expect("mkdir -p l/a/b", 0, NULL);
    put("l/a/tfevents.1", 0, (raw_value){"b/c", "images", PICTURE("one"), 0});
    put("l/a/b/tfevents.1", 0, (raw_value){"c", "images", PICTURE("two"), 0});
    for (int i = 0; i < 2; i++) {
        expect("$tblog export -k images -o out l", 0, NULL);
        expect("[ \"$(cd out; find . -type f | sort | tr '\\n' ' ')\" = "
               "'./a/b/c/0.0.bin ./a/b/c~2/0.0.bin ' ]",
               0, NULL);
        expect("[ $(cat out/a/b/c/0.0.bin) = one ] && [ $(cat out/a/b/c~2/0.0.bin) = two ]", 0,
               NULL);
    }
}
END_TEST

START_TEST(equal_pictures_are_files_of_their_own) {
    expect("mkdir -p l/a/b l/x", 0, NULL);
    put("l/a/tfevents.1", 0, (raw_value){"b/c", "images", PICTURE("same"), 0});
    put("l/a/b/tfevents.1", 0, (raw_value){"c", "images", PICTURE("same"), 0});
    for (int i = 0; i < 3; i++) /* a step logged again: with --all each is a file */
        put("l/x/tfevents.1", 7, (raw_value){"t", "images", PICTURE("same"), 0});
    expect("$tblog export -k images -o out l; [ $(find out -type f | wc -l) = 3 ]", 0, NULL);
    expect("$tblog export --all -k images -o all l; [ $(find all -type f | wc -l) = 5 ]", 0, NULL);
    expect("[ -f all/x/t/7.0~3.bin ]", 0, NULL);
}
END_TEST

START_TEST(what_is_in_the_folder_stays) {
    put("tfevents.1", 0, (raw_value){"t", "images", PICTURE("new"), 0});
    put("tfevents.1", 0, (raw_value){"file/a", "images", PICTURE("beside"), 0});
    expect("mkdir -p out/t; printf old >out/t/0.0.bin; ln -s nowhere out/t/0.0~2.bin; "
           "printf old >out/file",
           0, NULL);
    expect("$tblog export -k images -o out .", 0, NULL);
    expect("[ $(cat out/t/0.0.bin) = old ] && [ $(cat out/t/0.0~3.bin) = new ]", 0, NULL);
    expect("[ ! -e nowhere ] && [ ! -e out/t/nowhere ]", 0, NULL);
    expect("[ $(cat out/file) = old ] && [ $(cat out/file~2/a/0.0.bin) = beside ]", 0, NULL);
}
END_TEST

/* A tag's file and another tag's folder want the same name. */
START_TEST(a_file_and_a_folder_have_different_names) {
    put("tfevents.1", 0, (raw_value){"a", "images", PICTURE("one"), 0});
    put("tfevents.1", 0, (raw_value){"a/0.0.bin", "images", PICTURE("two"), 0});
    put("tfevents.1", 0, (raw_value){"b/0.0.bin", "images", PICTURE("three"), 0});
    put("tfevents.1", 0, (raw_value){"b", "images", PICTURE("four"), 0});
    for (int i = 0; i < 2; i++) {
        expect("$tblog export -k images -o out .", 0, NULL);
        expect("[ $(cat out/a/0.0.bin) = one ] && [ $(cat out/a/0.0.bin~2/0.0.bin) = two ] && "
               "[ $(cat out/b/0.0.bin/0.0.bin) = three ] && [ $(cat out/b/0.0~2.bin) = four ] && "
               "[ $(find out -type f | wc -l) = 4 ]",
               0, NULL);
    }
}
END_TEST

/* What Windows, macOS or a shell would take for something else. */
START_TEST(names_are_good_on_every_system) {
    static const char *const names[][2] = {{"../../up", "%2E%2E/%2E%2E/up"},
                                           {"/etc", "_/etc"},
                                           {"//x", "_/_/x"},
                                           {"a/./b", "a/%2E/b"},
                                           {"dot.", "dot%2E"},
                                           {"a.b", "a.b"},
                                           {"Con", "%43on"},
                                           {"nul.txt/aux", "%6Eul.txt/%61ux"},
                                           {"com7", "%63om7"},
                                           {"console", "console"},
                                           {"two words", "two%20words"},
                                           {"a\\b:*?", "a%5Cb%3A%2A%3F"},
                                           {"Loss", "Loss"},
                                           {"loss", "loss~2"},
                                           {"LOSS/x", "LOSS~3/x"},
                                           {"Loss/x", "Loss/x"},
                                           {"", "_"},
                                           {"~", "%7E"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        put("tfevents.1", 0, (raw_value){names[i][0], "images", PICTURE(names[i][0]), 0});
    expect("$tblog export -k images -o out .", 0, NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *line = path_of("cat 'out/%s/0.0.bin'", names[i][1]), *content = output_of(line, 0);
        ck_assert_msg(strcmp(content, names[i][0]) == 0, "%s: %s", line, content);
        free(content);
        free(line);
    }
    expect("[ $(find out -type f | wc -l) = 18 ]", 0, NULL);
}
END_TEST

/* 31 Japanese characters are 279 when escaped; a name has 255. */
START_TEST(long_names_are_shortened_and_unique) {
    char tag[100] = "", long_tag[3000] = "", cut[100] = "ab";
    for (int i = 0; i < 31; i++) strcat(tag, "\xe6\x90\x8d");
    for (int i = 0; i < 299; i++) strcat(long_tag, "abcdefghi/");
    put("tfevents.1", 0, (raw_value){tag, "images", PICTURE("one"), 0});
    tag[92] = '\x8e'; /* the last character */
    put("tfevents.1", 0, (raw_value){tag, "images", PICTURE("two"), 0});
    put("tfevents.1", 0, (raw_value){long_tag, "images", PICTURE("three"), 0});
    put("tfevents.1", 0, (raw_value){"short", "images", PICTURE("four"), 0});
    for (int i = 0; i < 60; i++)
        strcat(cut, "="); /* cut after the first, second and third of %3D */
    for (int i = 0; i < 3; i++)
        put("tfevents.1", 0, (raw_value){cut + i, "images", PICTURE("."), 0});
    for (int i = 0; i < 2; i++) {
        expect("$tblog export -k images -o out .", 0, NULL);
        expect("[ \"$(find out -type f -exec cat {} + | tr -d '\\n' | wc -c)\" = 18 ] && "
               "[ $(find out -type f | wc -l) = 7 ]",
               0, NULL);
    }
    expect("[ $(cat out/short/0.0.bin) = four ]", 0, NULL);
    expect("! find out | tr / '\\n' | grep '.\\{141\\}'", 0, NULL);
    expect("[ $(find out -type f | wc -L) -lt 400 ]", 0, NULL);
    expect("! find out | grep -q '%[0-9A-F]\\?~'", 0, NULL); /* no %XX is cut */
}
END_TEST

START_TEST(files_are_called_what_they_are) {
    static const struct {
        const char *start, *ending;
    } formats[] = {{"\x89PNG\r\n\x1a\n....", "png"},
                   {"\xff\xd8\xff\xe0....", "jpg"},
                   {"GIF89a......", "gif"},
                   {"BM..........", "bmp"},
                   {"RIFF....WEBPVP8 ", "webp"},
                   {"RIFF....WAVEfmt ", "wav"},
                   {"RIFF....AVI ....", "bin"},
                   {"....ftypavif....", "avif"},
                   {"II*.....", "tif"},
                   {"<svg xmlns='x'/>", "svg"},
                   {"\xef\xbb\xbf\n<?xml version='1.0'?><!-- a --><svg/>", "svg"},
                   {"<html><p>", "bin"},
                   {"fLaC....", "flac"},
                   {"OggS....", "ogg"},
                   {"ID3.....", "mp3"},
                   {"\xff\xfb\x90\x64....", "mp3"},
                   {"\xff\xf3\x90\x64....", "mp3"},
                   {"\xff\xeb\x90\x64....", "bin"},
                   {"\xff\xf1\x90\x64....", "bin"},
                   {"FORM....AIFF....", "aiff"},
                   {"....ftypM4A ....", "m4a"},
                   {"BM", "bmp"},
                   {"B", "bin"},
                   {"", "bin"},
                   {"something", "bin"}};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        put("tfevents.1", (int64_t)i, (raw_value){"t", "images", PICTURE(formats[i].start), 0});
    }
    expect("$tblog export -k images -o out .", 0, NULL);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        char *path = path_of("out/t/%zu.0.%s", i, formats[i].ending);
        ck_assert_msg(access(path, F_OK) == 0, "no %s", path);
        free(path);
    }
}
END_TEST

/* One that cannot be written is said, and the others are. */
START_TEST(a_file_that_cannot_be_written_costs_no_other) {
    put("tfevents.1", 0, (raw_value){"a", "images", PICTURE("one"), 0});
    FILE *file = fopen("tfevents.1", "ab");
    char *large = calloc(1, 4096);
    memset(large, 'x', 4095);
    raw_put(file, 1, 1000, &(raw_value){"b", "images", PICTURE(large), 0}, 1);
    raw_put(file, 2, 1000, &(raw_value){"c", "images", PICTURE("three"), 0}, 1);
    fclose(file);
    free(large);
    expect("ulimit -f 1; $tblog export -k images -o out .", 1, "out/b/1.0.bin: File too large");
    expect("[ \"$(cd out; find . -type f | sort | tr '\\n' ' ')\" = './a/0.0.bin ./c/2.0.bin ' ]",
           0, NULL);
}
END_TEST

/* ---- cost ---- */

/* Half a million empty strings are 1 MB; by their numbers they took an hour. */
START_TEST(many_strings_are_exported_in_linear_time) {
    enum { COUNT = 500000 };
    ProtobufCBinaryData *strings = calloc(COUNT, sizeof *strings);
    Tblog__TensorProto *tensor = raw_texts(NULL, 0);
    ck_assert_ptr_nonnull(strings);
    tensor->n_string_val = COUNT;
    tensor->string_val = strings;
    put("tfevents.1", 0, (raw_value){"t", "text", tensor, 0});
    tensor->n_string_val = 1002; /* each is a file */
    put("tfevents.1", 1, (raw_value){"i", "images", tensor, 0});
    free(strings);
    expect("[ $($tblog export -k text . | wc -l) = 500001 ]", 0, NULL);
    expect("$tblog export -k images -o out .; [ $(find out -type f | wc -l) = 1000 ]", 0, NULL);
    expect("$tblog diff tfevents.1 .", 0, NULL);
}
END_TEST

SUITE_WITH("strangers", own_folder_enter, own_folder_teardown, no_command_shows_controls,
           texts_are_escaped_on_a_terminal_only, what_is_not_finite_has_no_height,
           safe_csv_holds_no_formulas, files_never_replace_each_other,
           equal_pictures_are_files_of_their_own, what_is_in_the_folder_stays,
           long_names_are_shortened_and_unique, a_file_and_a_folder_have_different_names,
           names_are_good_on_every_system, files_are_called_what_they_are,
           a_file_that_cannot_be_written_costs_no_other, many_strings_are_exported_in_linear_time)
