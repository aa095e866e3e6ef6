/**
 * IDX, the file format of MNIST (<a href="http://yann.lecun.com/exdb/mnist/">LeCun, Cortes,
 * Burges</a>), as a Spark data source: {@link io.idx.IdxDataSource}.
 *
 * <p>A file is a big-endian header (two zero bytes, the element type, the number of dimensions,
 * then one unsigned 32-bit size a dimension) and the elements in row-major order, nothing else.
 * This package reads and writes the two kinds that image sets use, both of unsigned bytes: images
 * (three dimensions: count, rows, columns) and labels (one dimension: count); raw or gzipped.
 *
 * <p>Offsets count from the first byte of the <em>uncompressed</em> file unless said otherwise.
 */
package io.idx;
