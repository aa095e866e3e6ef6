package job;

import io.idx.IdxColumns;
import io.idx.IdxDataSource;
import io.idx.IdxException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The images of a part of an IDX file; where it turns out to be damaged, what is wrong as the last.
 */
final class IdxPictures implements Iterator<PictureSource> {
  private final String file;
  private final Iterator<Row> rows;
  private PictureSource next;
  private boolean over;

  private IdxPictures(String file, Iterator<Row> rows) {
    this.file = file;
    this.rows = rows;
  }

  /**
   * Those of a file. What only shows on reading, such as a gzip that was cut off, comes after the
   * images before it.
   *
   * @throws IdxException if its header or its length show that it is damaged
   */
  static JavaRDD<PictureSource> of(SparkSession session, String file) {
    return session
        .read()
        .format(IdxDataSource.FORMAT)
        .load(file)
        .select(IdxColumns.INDEX, IdxColumns.IMAGE)
        .javaRDD()
        .mapPartitions(rows -> new IdxPictures(file, rows));
  }

  @Override
  public boolean hasNext() {
    if (next == null && !over) {
      advance();
    }
    return next != null;
  }

  private void advance() {
    try {
      over = !rows.hasNext();
      if (!over) {
        Row row = rows.next();
        next = PictureSource.image(file + "#" + row.getLong(0), row.getAs(1));
      }
    } catch (IdxException e) {
      over = true;
      next = PictureSource.unreadable(file, e.getMessage());
    }
  }

  @Override
  public PictureSource next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    PictureSource given = next;
    next = null;
    return given;
  }
}
