// SPDX-License-Identifier: Apache-2.0
// Log from C++11 and later: c++ log.cpp $(pkg-config --cflags --libs tblog) && ./a.out [FOLDER]
#include <cmath>
#include <iostream>
#include <tblog/tblog.hpp>
#include <vector>

int main(int argc, char **argv) try {
    tblog::writer writer(argc > 1 ? argv[1] : "logs/cpp");
    std::vector<float> weights(1000);
    for (std::size_t i = 0; i < weights.size(); i++) weights[i] = std::sin(0.1f * static_cast<float>(i));
    for (int step = 0; step < 10; step++) writer.scalar("loss", step, std::exp(-step));
    writer.histogram("weights", 9, weights);
    writer.close();
    return 0;
} catch (const tblog::error &e) {
    std::cerr << e.what() << '\n';
    return 1;
}
