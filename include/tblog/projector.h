/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Embeddings for the Projector dashboard. They are in separate files next to a run's event file:
 * projector_config.pbtxt, and for embedding 0 embedding_0_tensors.tsv, embedding_0_metadata.tsv and
 * embedding_0_sprite.png. Source: tensorboard/plugins/projector/projector_config.proto.
 */
#ifndef TBLOG_PROJECTOR_H
#define TBLOG_PROJECTOR_H

#include <stddef.h>

#include <tblog/array.h>
#include <tblog/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Vectors, and what is shown of each. */
typedef struct tblog_embedding {
    const char *name;           /* in the list of embeddings */
    const tblog_array *vectors; /* (n, d) TBLOG_FLOAT32 */

    /* What is shown of each vector: n rows of column_count texts without tabs and line ends, not
     * all of a row blank; or 0. */
    const char *const *columns; /* their headings; may be NULL for one column, which shows none */
    size_t column_count;        /* texts in a row */
    const char *const *labels;  /* (n, column_count) */

    /* A picture of each: (n, height, width) or (n, height, width, channels) TBLOG_UINT8; or NULL.
     */
    const tblog_array *pictures;
} tblog_embedding;

/*
 * Write the files into a run's folder, which must exist; files of an earlier call are replaced,
 * each as a whole or not at all. TBLOG_OK, TBLOG_ERR_ARGUMENT, TBLOG_ERR_NO_MEMORY or TBLOG_ERR_IO.
 */
TBLOG_API tblog_status tblog_projector_write(const char *folder, const tblog_embedding *embeddings,
                                             size_t count, tblog_error *err);

/* An embedding whose files are there already. */
typedef struct tblog_embedding_files {
    const char *name;          /* in the list of embeddings */
    const char *tensor_path;   /* a line for each vector: numbers with tabs between them */
    const char *metadata_path; /* a line for each vector, and a heading if there are several
                                  columns; or NULL */
} tblog_embedding_files;

/*
 * Write only the list of embeddings into a run's folder, for files that exist: paths are absolute,
 * or relative to the folder. An earlier list is replaced. Returns as tblog_projector_write, and
 * TBLOG_ERR_IO if a file cannot be read.
 */
TBLOG_API tblog_status tblog_projector_write_list(const char *folder,
                                                  const tblog_embedding_files *embeddings,
                                                  size_t count, tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
