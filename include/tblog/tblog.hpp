// SPDX-License-Identifier: Apache-2.0
//
// libtblog from C++11 and later: classes that close and free what they own, exceptions, and views of what programs
// have. All of it is in this header; the library's symbols are those of the C headers, which say what each kind is.
//
//     tblog::writer w("logs/my-run");
//     for (int step = 0; step < 100; step++) w.scalar("loss", step, 1.0 / (step + 1));
//     w.histogram("dense/kernel", 99, std::vector<double>{1, 2, 3})
//         .image("samples", 99, tblog::array(pixels.data(), {3, height, width}), "CHW")
//         .add(99, tblog::summary().scalar("accuracy", .9).describe("Accuracy", "Of the *test* set"));
//     w.close();
//
// Every call that fails throws tblog::error, with the library's status and message. A writer that is destroyed is
// closed, and what is lost then is not reported: call close(). Texts are const char *, std::string and, from C++17 on,
// std::string_view. Any number of threads may log to one writer, as in writer.h.
#ifndef TBLOG_TBLOG_HPP
#define TBLOG_TBLOG_HPP

#include <array>
#include <atomic>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>
#if __cplusplus >= 201703L
#include <string_view>
#endif

#include <tblog/tblog.h>

namespace tblog {

// What every call throws that fails.
class error : public std::runtime_error {
  public:
    explicit error(const tblog_error &e) : std::runtime_error(e.message), status_(e.status) {}
    tblog_status status() const noexcept { return status_; }

  private:
    tblog_status status_;
};

// A text that somebody else owns; it need not end in NUL.
class text_view {
  public:
    text_view(const char *data) : data_(data ? data : ""), size_(std::strlen(data_)) {}
    text_view(const std::string &s) : data_(s.data()), size_(s.size()) {}
#if __cplusplus >= 201703L
    text_view(std::string_view s) : data_(s.data()), size_(s.size()) {}
#endif
    const char *data() const { return data_; }
    std::size_t size() const { return size_; }

    // A copy that ends in NUL, for functions that need one; a NUL within the text is an error.
    std::string str() const {
        if (size_ && std::memchr(data_, 0, size_)) {
            tblog_error e = {TBLOG_ERR_ARGUMENT, "the text has a NUL"};
            throw error(e);
        }
        return std::string(data_, size_);
    }

  private:
    const char *data_;
    std::size_t size_;
};

namespace detail {

inline void check(tblog_status status, const tblog_error &e) {
    if (status != TBLOG_OK) throw error(e);
}

template <class T> constexpr tblog_dtype integer_dtype() {
    return std::is_signed<T>::value ? (sizeof(T) == 1   ? TBLOG_INT8
                                       : sizeof(T) == 2 ? TBLOG_INT16
                                       : sizeof(T) == 4 ? TBLOG_INT32
                                                        : TBLOG_INT64)
                                    : (sizeof(T) == 1   ? TBLOG_UINT8
                                       : sizeof(T) == 2 ? TBLOG_UINT16
                                       : sizeof(T) == 4 ? TBLOG_UINT32
                                                        : TBLOG_UINT64);
}

// The dtype of a type; other types, such as long double, have none.
template <class T> struct dtype_of {
    static_assert(std::is_integral<T>::value, "tblog has no such element type");
    static constexpr tblog_dtype value = integer_dtype<T>();
};
template <> struct dtype_of<bool> {
    static constexpr tblog_dtype value = TBLOG_BOOL;
};
template <> struct dtype_of<float> {
    static constexpr tblog_dtype value = TBLOG_FLOAT32;
};
template <> struct dtype_of<double> {
    static constexpr tblog_dtype value = TBLOG_FLOAT64;
};
template <> struct dtype_of<std::complex<float>> {
    static constexpr tblog_dtype value = TBLOG_COMPLEX64;
};
template <> struct dtype_of<std::complex<double>> {
    static constexpr tblog_dtype value = TBLOG_COMPLEX128;
};

} // namespace detail

// A view of numbers that somebody else owns: contiguous or strided (array.h).
class array {
  public:
    using sizes = std::vector<std::size_t>;
    using steps = std::vector<std::ptrdiff_t>;

    // Of 'shape', dense and row-major; or with strides, in bytes.
    template <class T>
    array(const T *data, sizes shape, steps strides = steps())
        : array(detail::dtype_of<T>::value, data, std::move(shape), std::move(strides)) {}

    // All of a std::vector, std::array, std::span or the like: what has data() and size().
    template <class Container, class T = typename std::remove_cv<typename std::remove_pointer<
                                   decltype(std::declval<const Container &>().data())>::type>::type>
    array(const Container &values) : array(static_cast<const T *>(values.data()), sizes{values.size()}) {}

    // All of a C array.
    template <class T, std::size_t N>
    array(const T (&values)[N]) : array(static_cast<const T *>(values), sizes{N}) {}

    // Of a type that C++ does not have: TBLOG_FLOAT16, TBLOG_BFLOAT16.
    array(tblog_dtype dtype, const void *data, sizes shape, steps strides = steps())
        : dtype_(dtype), data_(data), shape_(std::move(shape)), strides_(std::move(strides)) {
        if (!strides_.empty() && strides_.size() != shape_.size())
            throw std::invalid_argument("an array needs as many strides as sizes");
    }

    // As C sees it, as long as this object lives.
    tblog_array view() const {
        tblog_array a = {dtype_, data_, shape_.size(), shape_.data(), strides_.empty() ? nullptr : strides_.data()};
        return a;
    }

  private:
    tblog_dtype dtype_;
    const void *data_;
    sizes shape_;
    steps strides_;
};

// Several values for one event (summary.h, hparams.h, custom_scalars.h). Each call returns the summary, so that calls
// can be chained; one that fails leaves it as it was.
class summary {
  public:
    summary() : summary_(tblog_summary_new()) {
        if (!summary_) throw std::bad_alloc();
    }

    summary &scalar(text_view tag, double value) {
        return add([&](tblog_error *e) { return tblog_summary_scalar(get(), tag.str().c_str(), value, e); });
    }
    summary &histogram(text_view tag, const array &values, std::size_t buckets = TBLOG_DEFAULT_BUCKETS,
                       tblog_nonfinite choice = TBLOG_NONFINITE_KEEP) {
        const tblog_array a = values.view();
        return add([&](tblog_error *e) {
            return tblog_summary_finite_histogram(get(), tag.str().c_str(), &a, buckets, choice, nullptr, e);
        });
    }
    // edges: one more than counts.
    summary &histogram_buckets(text_view tag, const std::vector<double> &edges, const std::vector<double> &counts) {
        if (edges.size() != counts.size() + 1)
            throw std::invalid_argument("buckets have one more edge than counts");
        return add([&](tblog_error *e) {
            return tblog_summary_histogram_buckets(get(), tag.str().c_str(), edges.data(), counts.data(),
                                                   counts.size(), e);
        });
    }
    summary &image(text_view tag, const array &images, const char *layout = nullptr,
                   std::size_t max_outputs = TBLOG_DEFAULT_MAX_OUTPUTS) {
        const tblog_array a = images.view();
        return add([&](tblog_error *e) {
            return tblog_summary_image_layout(get(), tag.str().c_str(), &a, layout, max_outputs, e);
        });
    }
    summary &image_grid(text_view tag, const array &images, const char *layout = nullptr,
                        std::size_t columns = TBLOG_DEFAULT_COLUMNS, std::size_t padding = TBLOG_DEFAULT_PADDING) {
        const tblog_array a = images.view();
        return add([&](tblog_error *e) {
            return tblog_summary_image_grid(get(), tag.str().c_str(), &a, layout, columns, padding, e);
        });
    }
    summary &clip(text_view tag, const array &frames, double frames_per_second, const char *layout = nullptr,
                  std::uint32_t loops = 0) {
        const tblog_array a = frames.view();
        return add([&](tblog_error *e) {
            return tblog_summary_clip(get(), tag.str().c_str(), &a, layout, frames_per_second, loops, e);
        });
    }
    summary &encoded_image(text_view tag, const void *image, std::size_t size) {
        return add([&](tblog_error *e) {
            return tblog_summary_encoded_image(get(), tag.str().c_str(), image, size, e);
        });
    }
    summary &weight_image(text_view tag, const array &weight) {
        const tblog_array a = weight.view();
        return add([&](tblog_error *e) { return tblog_summary_weight_image(get(), tag.str().c_str(), &a, e); });
    }
    // How hard the images added from now on are compressed.
    summary &png_level(int level) {
        return add([&](tblog_error *e) { return tblog_summary_set_png_level(get(), level, e); });
    }
    summary &keras_model(text_view json) {
        return add([&](tblog_error *e) { return tblog_summary_keras_model(get(), json.data(), json.size(), e); });
    }
    summary &text(text_view tag, text_view markdown) {
        return add([&](tblog_error *e) {
            return tblog_summary_text(get(), tag.str().c_str(), markdown.str().c_str(), e);
        });
    }
    // product(shape) texts: a column or a table.
    summary &texts(text_view tag, const std::vector<std::string> &texts, const std::vector<std::size_t> &shape) {
        std::vector<const char *> all;
        std::size_t count = 1;
        for (std::size_t n : shape) count *= n;
        if (count != texts.size()) throw std::invalid_argument("there are more or fewer texts than the shape has");
        for (const std::string &one : texts) all.push_back(one.c_str());
        return add([&](tblog_error *e) {
            return tblog_summary_texts(get(), tag.str().c_str(), all.data(), shape.size(), shape.data(), e);
        });
    }
    summary &audio(text_view tag, const array &clips, std::uint32_t sample_rate,
                   std::size_t max_outputs = TBLOG_DEFAULT_MAX_OUTPUTS) {
        const tblog_array a = clips.view();
        return add([&](tblog_error *e) {
            return tblog_summary_audio(get(), tag.str().c_str(), &a, sample_rate, max_outputs, e);
        });
    }
    // A clip that is encoded already.
    summary &encoded_audio(text_view tag, const void *clip, std::size_t size) {
        const tblog_bytes bytes = {clip, size};
        return add([&](tblog_error *e) {
            return tblog_summary_encoded_audio(get(), tag.str().c_str(), &bytes, 1, e);
        });
    }
    summary &pr_curve(text_view name, const array &labels, const array &predictions,
                      std::size_t thresholds = TBLOG_DEFAULT_THRESHOLDS) {
        return curve(name, labels, predictions, nullptr, thresholds);
    }
    summary &pr_curve(text_view name, const array &labels, const array &predictions, const array &weights,
                      std::size_t thresholds = TBLOG_DEFAULT_THRESHOLDS) {
        return curve(name, labels, predictions, &weights, thresholds);
    }
    // counts: (4 or 6, thresholds).
    summary &pr_curve_counts(text_view name, const array &counts) {
        const tblog_array a = counts.view();
        return add([&](tblog_error *e) { return tblog_summary_pr_curve_counts(get(), name.str().c_str(), &a, e); });
    }
    // faces and colors may be null; scene_json too.
    summary &mesh(text_view name, const array &vertices, const array *faces = nullptr, const array *colors = nullptr,
                  const char *scene_json = nullptr) {
        const tblog_array v = vertices.view(), f = faces ? faces->view() : v, c = colors ? colors->view() : v;
        return add([&](tblog_error *e) {
            return tblog_summary_mesh(get(), name.str().c_str(), &v, faces ? &f : nullptr, colors ? &c : nullptr,
                                      scene_json, e);
        });
    }
    summary &tensor(text_view tag, const array &values, const tblog_plugin *plugin = nullptr) {
        const tblog_array a = values.view();
        return add([&](tblog_error *e) { return tblog_summary_tensor(get(), tag.str().c_str(), &a, plugin, e); });
    }
    summary &hparams_experiment(const tblog_experiment &experiment) {
        return add([&](tblog_error *e) { return tblog_summary_hparams_experiment(get(), &experiment, e); });
    }
    summary &hparams_start(const std::vector<tblog_hparam> &values, double start_time_s,
                           const char *group = nullptr) {
        return add([&](tblog_error *e) {
            return tblog_summary_hparams_start(get(), values.data(), values.size(), group, start_time_s, e);
        });
    }
    summary &hparams_end(tblog_session_status status, double end_time_s) {
        return add([&](tblog_error *e) { return tblog_summary_hparams_end(get(), status, end_time_s, e); });
    }
    summary &custom_scalars(const std::vector<tblog_category> &categories) {
        return add([&](tblog_error *e) {
            return tblog_summary_custom_scalars(get(), categories.data(), categories.size(), e);
        });
    }
    // What the dashboards show next to the values that the last call added.
    summary &describe(text_view display_name, text_view description = "") {
        return add([&](tblog_error *e) {
            return tblog_summary_describe(get(), display_name.str().c_str(), description.str().c_str(), e);
        });
    }

    summary &clear() {
        tblog_summary_clear(get());
        return *this;
    }
    std::size_t count() const { return tblog_summary_count(get()); }
    tblog_summary *get() const { return summary_.get(); } // for the C functions

  private:
    struct freeing {
        void operator()(tblog_summary *s) const { tblog_summary_free(s); }
    };
    template <class Add> summary &add(Add call) {
        tblog_error e;
        detail::check(call(&e), e);
        return *this;
    }
    summary &curve(text_view name, const array &labels, const array &predictions, const array *weights,
                   std::size_t thresholds) {
        const tblog_array l = labels.view(), p = predictions.view(), w = weights ? weights->view() : l;
        return add([&](tblog_error *e) {
            return tblog_summary_pr_curve_arrays(get(), name.str().c_str(), &l, &p, weights ? &w : nullptr, thresholds,
                                                 e);
        });
    }
    std::unique_ptr<tblog_summary, freeing> summary_;
};

// Nodes for the Graphs dashboard (graph.h).
class graph {
  public:
    graph() : graph_(tblog_graph_new()) {
        if (!graph_) throw std::bad_alloc();
    }
    graph &add(text_view name, text_view op, const std::vector<std::string> &inputs = std::vector<std::string>()) {
        tblog_error e;
        std::vector<const char *> all;
        for (const std::string &input : inputs) all.push_back(input.c_str());
        detail::check(tblog_graph_add(get(), name.str().c_str(), op.str().c_str(), all.data(), all.size(), &e), e);
        return *this;
    }
    graph &attribute(text_view key, text_view value) {
        tblog_error e;
        detail::check(tblog_graph_attribute(get(), key.str().c_str(), value.str().c_str(), &e), e);
        return *this;
    }
    tblog_graph *get() const { return graph_.get(); }

  private:
    struct freeing {
        void operator()(tblog_graph *g) const { tblog_graph_free(g); }
    };
    std::unique_ptr<tblog_graph, freeing> graph_;
};

// The options of a writer, all defaults: the fields of tblog_writer_options.
struct options : tblog_writer_options {
    options() : tblog_writer_options(defaults()) {}

  private:
    static tblog_writer_options defaults() {
        tblog_writer_options o = TBLOG_WRITER_OPTIONS_INIT;
        return o;
    }
};

// An event file that is open for writing (writer.h). It can be moved, not copied.
class writer {
  public:
    explicit writer(text_view folder, const tblog_writer_options &how = options()) {
        tblog_error e;
        own(tblog_writer_open(folder.str().c_str(), &how, &e), e);
    }
    // In a new folder, PARENT/DATE_HOST and the comment.
    static writer open_new(text_view parent = "runs", text_view comment = "", const tblog_writer_options &how = options()) {
        tblog_error e;
        writer w;
        w.own(tblog_writer_open_new(parent.str().c_str(), comment.str().c_str(), &how, &e), e);
        return w;
    }

    // Each logs one value now and returns the writer. With a queue a failure may be an earlier call's.
    writer &scalar(text_view tag, std::int64_t step, double value) {
        return logged(tblog_scalar_n(get(), tag.data(), tag.size(), step, value), step,
                      [&](summary &s) { s.scalar(tag, value); });
    }
    writer &histogram(text_view tag, std::int64_t step, const array &values) {
        const tblog_array a = values.view();
        return logged(tblog_histogram_n(get(), tag.data(), tag.size(), step, &a), step,
                      [&](summary &s) { s.histogram(tag, values); });
    }
    writer &image(text_view tag, std::int64_t step, const array &images, const char *layout = nullptr) {
        const tblog_array a = images.view();
        return logged(tblog_image_n(get(), tag.data(), tag.size(), step, &a, layout), step,
                      [&](summary &s) { s.image(tag, images, layout); });
    }
    writer &image_grid(text_view tag, std::int64_t step, const array &images, const char *layout = nullptr) {
        const tblog_array a = images.view();
        return logged(tblog_image_grid(get(), tag.str().c_str(), step, &a, layout), step,
                      [&](summary &s) { s.image_grid(tag, images, layout); });
    }
    writer &clip(text_view tag, std::int64_t step, const array &frames, double frames_per_second,
                 const char *layout = nullptr) {
        const tblog_array a = frames.view();
        return logged(tblog_clip(get(), tag.str().c_str(), step, &a, layout, frames_per_second), step,
                      [&](summary &s) { s.clip(tag, frames, frames_per_second, layout); });
    }
    writer &encoded_image(text_view tag, std::int64_t step, const void *image, std::size_t size) {
        return logged(tblog_encoded_image_n(get(), tag.data(), tag.size(), step, image, size), step,
                      [&](summary &s) { s.encoded_image(tag, image, size); });
    }
    writer &weight_image(text_view tag, std::int64_t step, const array &weight) {
        const tblog_array a = weight.view();
        return logged(tblog_weight_image(get(), tag.str().c_str(), step, &a), step,
                      [&](summary &s) { s.weight_image(tag, weight); });
    }
    writer &text(text_view tag, std::int64_t step, text_view markdown) {
        return logged(tblog_text_n(get(), tag.data(), tag.size(), step, markdown.data(), markdown.size()), step,
                      [&](summary &s) { s.text(tag, markdown); });
    }
    writer &audio(text_view tag, std::int64_t step, const array &clips, std::uint32_t sample_rate) {
        const tblog_array a = clips.view();
        return logged(tblog_audio_n(get(), tag.data(), tag.size(), step, &a, sample_rate), step,
                      [&](summary &s) { s.audio(tag, clips, sample_rate); });
    }
    writer &encoded_audio(text_view tag, std::int64_t step, const void *clip, std::size_t size) {
        return add(step, summary().encoded_audio(tag, clip, size));
    }
    writer &tensor(text_view tag, std::int64_t step, const array &values, const tblog_plugin *plugin = nullptr) {
        const tblog_array a = values.view();
        return logged(tblog_tensor_n(get(), tag.data(), tag.size(), step, &a, plugin), step,
                      [&](summary &s) { s.tensor(tag, values, plugin); });
    }
    writer &pr_curve(text_view name, std::int64_t step, const array &labels, const array &predictions) {
        return add(step, summary().pr_curve(name, labels, predictions));
    }
    writer &mesh(text_view name, std::int64_t step, const array &vertices, const array *faces = nullptr,
                 const array *colors = nullptr) {
        return add_each(step, summary().mesh(name, vertices, faces, colors));
    }
    writer &keras_model(text_view json, std::int64_t step = 0) { return add(step, summary().keras_model(json)); }
    writer &graph(const tblog::graph &g, double wall_time_s = TBLOG_NOW) {
        tblog_error e;
        detail::check(tblog_writer_add_graph(get(), wall_time_s, g.get(), &e), e);
        return count(1);
    }
    // Several values in one event, or each in its own.
    writer &add(std::int64_t step, const summary &s, double wall_time_s = TBLOG_NOW) {
        tblog_error e;
        detail::check(tblog_writer_add(get(), step, wall_time_s, s.get(), &e), e);
        return count(s.count());
    }
    writer &add_each(std::int64_t step, const summary &s, double wall_time_s = TBLOG_NOW) {
        tblog_error e;
        detail::check(tblog_writer_add_each(get(), step, wall_time_s, s.get(), &e), e);
        return count(s.count());
    }
    // A serialized tensorflow.Event, as it is.
    writer &add_event(const void *event, std::size_t size) {
        tblog_error e;
        detail::check(tblog_add_event(get(), event, size, &e), e);
        return count(1);
    }

    // Flush whenever that many values were logged; 0, the default: by time only.
    writer &flush_every(std::uint64_t values) {
        if (every_) every_->every = values;
        return *this;
    }
    writer &flush() {
        tblog_error e;
        detail::check(tblog_writer_flush(get(), &e), e);
        return *this;
    }
    // Close the file; throws if not all that was logged is in it. Nothing can be logged after that.
    void close() {
        tblog_error e;
        tblog_writer *w = writer_.release();
        if (w) detail::check(tblog_writer_close(w, &e), e);
    }

    std::string path() const { return known(tblog_writer_path(get())); }
    std::string folder() const { return known(tblog_writer_folder(get())); }
    double now() const { return tblog_writer_now(get()); }
    std::uint64_t dropped() const { return tblog_writer_dropped(get()); }
    std::uint64_t failed() const { return tblog_writer_failed(get()); }
    tblog_writer *get() const { return writer_.get(); } // for the C functions

  private:
    struct closing {
        void operator()(tblog_writer *w) const { tblog_writer_close(w, nullptr); }
    };
    struct counters {
        std::atomic<std::uint64_t> every, logged;
        counters() : every(0), logged(0) {}
    };

    writer() {}
    void own(tblog_writer *w, const tblog_error &e) {
        if (!w) throw error(e);
        writer_.reset(w);
        every_.reset(new counters);
    }
    static std::string known(const char *name) { return name ? name : ""; }

    writer &count(std::uint64_t values) {
        const std::uint64_t every = every_->every.load(std::memory_order_relaxed);
        if (!every) return *this;
        const std::uint64_t before = every_->logged.fetch_add(values);
        return before / every == (before + values) / every ? *this : flush();
    }

    // What a one-line function returned. It has no message of its own: what it refused, the general way refuses with
    // the reason.
    template <class General> writer &logged(tblog_status status, std::int64_t step, General general) {
        if (status == TBLOG_OK) return count(1);
        if (status == TBLOG_ERR_ARGUMENT) {
            summary s;
            tblog_error e;
            general(s);
            if (tblog_writer_add(get(), step, TBLOG_NOW, s.get(), &e) != TBLOG_OK) throw error(e);
        }
        throw error(*tblog_writer_error(get()));
    }

    std::unique_ptr<tblog_writer, closing> writer_;
    std::unique_ptr<counters> every_;
};

// List embeddings whose TSV files are there already, for the Projector (projector.h).
inline void write_projector_list(text_view folder, const std::vector<tblog_embedding_files> &embeddings) {
    tblog_error e;
    detail::check(tblog_projector_write_list(folder.str().c_str(), embeddings.data(), embeddings.size(), &e), e);
}

} // namespace tblog

#endif
