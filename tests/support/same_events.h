/* SPDX-License-Identifier: Apache-2.0 */
/* Whether an event file of ours is the one that TensorFlow wrote. */
#ifndef TESTS_SAME_EVENTS_H
#define TESTS_SAME_EVENTS_H

/*
 * Fails the test unless 'ours' has the records of 'golden', byte for byte and in order. Records
 * with a traced graph (graph_def) in 'golden' are skipped.
 *
 * The golden PNGs were deflated by zlib 1.2.13. Where another zlib gives another stream, this says
 * so on standard error and compares what the streams hold, filter bytes and samples, and all else.
 */
void assert_same_events(const char *ours, const char *golden);

#endif
