/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of a thread that trains. */
#ifndef NN_THREAD_H
#define NN_THREAD_H

/*
 * To be called once in each thread that trains, before its first product. Runs are what is spread
 * over the cores, so the library of matrix products must stay in the calling thread. And
 * subnormal numbers count as zeros from now on, as they do in TensorFlow's threads: moments that
 * fade out would cost many times as much.
 */
void nn_thread_init(void);

#endif
