package job;

import io.idx.IdxColumns;
import io.idx.IdxDataSource;
import io.idx.IdxException;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import model.Architecture;
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

  IdxPictures(String file, Iterator<Row> rows) {
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
        .select(IdxColumns.INDEX, IdxColumns.IMAGE, IdxColumns.ROWS, IdxColumns.COLUMNS)
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
        next = image(rows.next());
      }
    } catch (IdxException e) {
      endWith(e.getMessage());
    } catch (Exception e) { // the storage's own come through Spark's iterator, which declares none
      if (!(e instanceof IOException)) {
        throw e;
      }
      endWith("Cannot be read to its end: %s. Check the disk, and its rights".formatted(e));
    }
  }

  private void endWith(String error) {
    over = true;
    next = PictureSource.unreadable(file, error);
  }

  private PictureSource image(Row row) {
    String path = file + "#" + row.getLong(0);
    int height = row.getInt(2);
    int width = row.getInt(3);
    return height == Architecture.SIDE && width == Architecture.SIDE
        ? PictureSource.image(path, row.getAs(1))
        : PictureSource.unreadable(
            path,
            "The networks take images of %1$d×%1$d pixels: expected %1$d×%1$d, found %2$d×%3$d in this file. Scale them first"
                .formatted(Architecture.SIDE, height, width));
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
