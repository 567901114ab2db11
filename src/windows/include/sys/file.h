/* SPDX-License-Identifier: Apache-2.0 */
/* flock: in posix_for_windows.h. */
