// SPDX-License-Identifier: Apache-2.0
// Every kind by tblog.hpp, and its errors: every_kind FOLDER. run compares what is in the files.
#undef NDEBUG
#include <cassert>
#include <cstring>
#include <iostream>
#include <tblog/tblog.hpp>
#if __cplusplus >= 202002L
#include <span>
#endif

// The exception's message.
template <class Call> static std::string thrown(Call call, tblog_status status = TBLOG_ERR_ARGUMENT) {
    try {
        call();
    } catch (const tblog::error &e) {
        assert(e.status() == status);
        return e.what();
    }
    return "nothing was thrown";
}

static bool has(const std::string &text, const char *words) {
    if (text.find(words) != std::string::npos) return true;
    std::cerr << "'" << text << "' does not say '" << words << "'\n";
    return false;
}

static void log_all(const std::string &folder) {
    tblog::options options;
    options.start_time_s = 1000;
    options.host = "host";
    options.pid = 7;
    tblog::writer w(folder + "/all", options);
    const std::vector<double> numbers{1, 2, 3, 4, 5, 6};
    const std::array<std::uint8_t, 24> pixels = {{1, 2, 3, 4, 5, 6, 7, 8, 9}};
    const int whole[] = {0, 1, 1, 0, 1, 0};
    const bool labels[] = {false, true, true, false, true, false};
    const std::vector<float> predictions{0, .5f, 1, .25f, .75f, .125f};
    const tblog::array vertices(predictions.data(), {1, 2, 3}), colors(pixels.data(), {1, 2, 3});
    const std::uint16_t bfloats[] = {0x3f80, 0x4000};

    w.scalar("scalar", 1, .5).scalar(std::string("a string").substr(2), 1, 2);
    w.histogram("vector", 1, numbers).histogram("c array", 1, whole);
    // Every second column of a (2, 4) table of floats, without a copy.
    const float table[] = {1, 0, 2, 0, 3, 0, 4, 0};
    w.tensor("strided", 1, tblog::array(table, {2, 2}, {4 * sizeof(float), 2 * sizeof(float)}));
    w.tensor("bfloat16", 1, tblog::array(TBLOG_BFLOAT16, bfloats, {2}));
    w.image("image", 1, tblog::array(pixels.data(), {3, 2, 4}), "CHW");
    w.image_grid("grid", 1, tblog::array(pixels.data(), {6, 2, 2}), "NHW");
    w.clip("clip", 1, tblog::array(pixels.data(), {6, 2, 2}), 10, "NHW");
    w.weight_image("weight", 1, tblog::array(predictions.data(), {2, 3}));
    const char gif[] = "GIF89a\2\0\1\0\0\0\0";
    w.encoded_image("gif", 1, gif, sizeof gif - 1);
    w.text("text", 1, "*hello*").audio("audio", 1, tblog::array(table, {1, 8, 1}), 8000);
    w.encoded_audio("wav", 1, "RIFF\4\0\0\0WAVE", 12);
    tblog::write_projector_list(folder, {{"self", w.path().c_str(), nullptr}});
    w.pr_curve("curve", 1, labels, predictions).mesh("mesh", 1, vertices, nullptr, &colors);
    w.keras_model("{\"config\": {}}");
    w.graph(tblog::graph().add("x", "Placeholder").add("y", "Dense", {"x"}).attribute("units", "2"));
    tblog_hparam lr = {"lr", TBLOG_HPARAM_IS_NUMBER, .1, nullptr, 0};
    w.add_each(0, tblog::summary().hparams_start({lr}, 1).hparams_end(TBLOG_SESSION_SUCCESS, 2));
    w.add(2, tblog::summary()
                 .scalar("chained", 1)
                 .describe("A name", "A *description*")
                 .texts("table", {"a", "b"}, {1, 2})
                 .histogram_buckets("ready", {0, 1, 2}, {3, 4})
                 .pr_curve_counts("counts", tblog::array(table, {4, 2})));
#if __cplusplus >= 201703L
    const std::string_view words = "view of words";
    w.scalar(words.substr(0, 4), 1, 1);
#else
    w.scalar("view", 1, 1);
#endif
#if __cplusplus >= 202002L
    w.histogram("span", 1, std::span<const double>(numbers).subspan(1, 3));
#else
    w.histogram("span", 1, tblog::array(numbers.data() + 1, {3}));
#endif
    assert(has(w.path(), "/all/events.out.tfevents.0000001000.host.7.0.v2") && w.folder() == folder + "/all");
    tblog::writer moved = std::move(w);
    moved.scalar("moved", 1, 1).close();
    assert(has(thrown([&] { moved.scalar("late", 1, 1); }), "no writer"));
}

static void see_errors(const std::string &folder) {
    assert(has(thrown([] { tblog::writer w("/dev/null/x"); }, TBLOG_ERR_IO), "/dev/null"));
    tblog::writer w(folder + "/errors");
    w.scalar("loss", 1, 1);
    assert(has(thrown([&] { w.scalar("", 1, 1); }), "tag is empty"));
    assert(has(thrown([&] { w.text("loss", 1, "x"); }), "logged as scalars already"));
    assert(has(thrown([&] { w.image("i", 1, std::vector<float>(4)); }), "rank 1"));
    assert(has(thrown([&] { w.scalar(std::string("a\0b", 3), 1, 1); }), "NUL"));
    assert(has(thrown([&] { w.add_event("x", 1); }), "not an event"));
    tblog::summary s;
    assert(has(thrown([&] { s.scalar("good", 1).scalar("\xff", 1); }), "not UTF-8"));
    assert(s.count() == 1 && w.failed() > 0);
    assert(has(thrown([&] { w.close(); }), "tag is empty")); // the first reason
}

static void flush_by_number(const std::string &folder) {
    tblog::options options;
    options.flush_interval_s = -1;
    tblog::writer w = tblog::writer::open_new(folder + "/new", "_comment", options);
    assert(has(w.folder(), "/new/") && has(w.folder(), "_comment"));
    w.flush_every(4);
    tblog_reader *reader = tblog_reader_open(w.path().c_str(), nullptr, nullptr);
    tblog_record record;
    for (int step = 0; step < 10; step++) w.scalar("loss", step, 1);
    int records = 0;
    while (tblog_reader_next(reader, &record, nullptr) == TBLOG_OK) records++;
    assert(records == 1 + 8);
    tblog_reader_close(reader);
    w.close();
}

int main(int, char **argv) {
    log_all(argv[1]);
    see_errors(argv[1]);
    flush_by_number(argv[1]);
    return 0;
}
