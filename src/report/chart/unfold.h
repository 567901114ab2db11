/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images of a layer's weights made visible. As Keras logs it, the kernel of 256 units with 784
 * inputs is an image of 256 rows: a weight of 0 or less is black and one of 1 white, so that most
 * of it is nearly black, and nobody sees that a row is a picture of 28 x 28.
 */
#ifndef REPORT_UNFOLD_H
#define REPORT_UNFOLD_H

#include "report/weights.h"

enum { UNFOLD_COLUMNS = 8, UNFOLD_ROWS = 4 };

/*
 * Fill in 'brighten' of all images, so that all but the brightest hundredth of the pixels keep
 * apart; and where the number of inputs is a square, put some units unfolded in the place of each
 * image. Images that cannot be decoded are left as they are. False when there is no memory.
 */
bool unfold_images(report_weights *weights, pool *memory);

#endif
