/* SPDX-License-Identifier: Apache-2.0 */
#include "tblog/crc/crc_prefix.h"

#include <malloc.h>
#include <stdlib.h>

#include "suite.h"
#include "tblog/crc/crc32c.h"

enum { SIZE = 40000 };

/* Places go on by random steps; from each some ranges, most of them long, are asked for. Only the
 * bytes from the place on are there. */
START_TEST(every_range_has_the_crc_of_its_bytes) {
    uint8_t *stream = malloc(SIZE);
    tblog__crc_prefix prefix = {0};
    size_t longs = 0;
#ifdef M_PERTURB
    mallopt(M_PERTURB, 0x5a); /* nothing is zero by chance */
#endif
    srand(7);
    for (size_t i = 0; i < SIZE; i++) stream[i] = (uint8_t)rand();
    for (size_t place = 0; place < SIZE - 100;) {
        for (int i = 0; i < 3; i++) {
            size_t skip = (size_t)rand() % 13, left = SIZE - place - skip;
            size_t size = i ? (size_t)rand() % left : left;
            uint32_t crc;
            size_t there = skip + size;
            uint8_t *bytes = malloc(there); /* so that a read outside is seen */
            for (size_t k = 0; k < there; k++) bytes[k] = stream[place + k];
            ck_assert(tblog__crc_prefix_masked(&prefix, bytes, skip, size, &crc));
            ck_assert_uint_eq(crc, tblog__crc32c_masked(stream + place + skip, size));
            longs += size > 2048;
            free(bytes);
        }
        for (int steps = 1 + rand() % (rand() % 8 ? 20 : 3000); steps > 0 && place < SIZE; steps--)
            tblog__crc_prefix_step(&prefix, stream[place++]);
    }
    ck_assert_uint_gt(longs, 100);
    tblog__crc_prefix_free(&prefix);
    free(stream);
}
END_TEST

SUITE("crc_prefix", every_range_has_the_crc_of_its_bytes)
