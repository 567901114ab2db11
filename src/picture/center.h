/* SPDX-License-Identifier: Apache-2.0 */
/* Light ink on a dark ground, cropped and centred as the images of MNIST were made
 * (yann.lecun.com/exdb/mnist): scaled to fit a box of 20 x 20 pixels, its sides' ratio kept, and
 * put into 28 x 28 so that its centre of mass is in the middle. */
#ifndef PICTURE_CENTER_H
#define PICTURE_CENTER_H

#include "picture/grey.h"

/*
 * That image in another size, whose box has 20/28 of its sides. The ground, which is the rim's
 * grey, becomes black; ink is what is lighter by a sixteenth of white. An image without ink becomes
 * black. False when there is no memory, or a side is above 32767.
 */
bool grey_center(const grey_image *image, size_t rows, size_t cols, uint8_t *out);

/* Whether an image of a model's size is far from what grey_center makes: much smaller or larger
 * than the box, or off its centre of mass. An image without ink is not. */
bool grey_is_off_center(const uint8_t *grey, size_t rows, size_t cols);

#endif
