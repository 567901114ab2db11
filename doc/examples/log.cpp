// SPDX-License-Identifier: Apache-2.0
// Log from C++17: c++ -std=c++17 log.cpp $(pkg-config --cflags --libs tblog) && ./a.out
#include <cmath>
#include <iostream>
#include <memory>
#include <tblog/tblog.h>
#include <vector>

int main(int argc, char **argv) {
    tblog_error err{};
    std::unique_ptr<tblog_writer, void (*)(tblog_writer *)> writer(
        tblog_writer_open(argc > 1 ? argv[1] : "logs/cpp", nullptr, &err),
        [](tblog_writer *w) { tblog_writer_close(w, nullptr); });
    if (!writer) return std::cerr << err.message << '\n', 1;

    std::vector<float> weights(1000);
    for (std::size_t i = 0; i < weights.size(); i++) weights[i] = std::sin(0.1f * static_cast<float>(i));
    for (int step = 0; step < 10; step++) tblog_scalar(writer.get(), "loss", step, std::exp(-step));
    tblog_histogram(writer.get(), "weights", 9, weights.data(), weights.size());
    return tblog_writer_close(writer.release(), &err) == TBLOG_OK ? 0 : 1;
}
