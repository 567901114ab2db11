/* SPDX-License-Identifier: Apache-2.0 */
/* A writer's options, read and checked. */
#ifndef TBLOG_WRITE_OPTIONS_H
#define TBLOG_WRITE_OPTIONS_H

#include <tblog/writer.h>

/* Read what a program gave, of any version; NULL: the defaults. */
tblog_status tblog__writer_options_read(const tblog_writer_options *given,
                                        tblog_writer_options *options, tblog_error *err);

#endif
