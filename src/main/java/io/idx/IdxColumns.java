package io.idx;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the {@code idx} data source; none is ever null. */
public final class IdxColumns {
  /** {@code BIGINT}: the item's place in its file, from 0. */
  public static final String INDEX = "index";

  /** {@code INT}, 0 to {@code classes - 1}; only there when the option {@code labels} is given. */
  public static final String LABEL = "label";

  /** {@code BINARY}: {@code rows × columns} unsigned bytes, row by row, as in the file. */
  public static final String IMAGE = "image";

  /** {@code INT}: the image's height in pixels. */
  public static final String ROWS = "rows";

  /** {@code INT}: the image's width in pixels. */
  public static final String COLUMNS = "columns";

  /** Images alone. */
  public static final StructType IMAGES =
      new StructType()
          .add(INDEX, DataTypes.LongType, false)
          .add(IMAGE, DataTypes.BinaryType, false)
          .add(ROWS, DataTypes.IntegerType, false)
          .add(COLUMNS, DataTypes.IntegerType, false);

  /** Images beside their labels. */
  public static final StructType LABELLED_IMAGES =
      new StructType()
          .add(INDEX, DataTypes.LongType, false)
          .add(LABEL, DataTypes.IntegerType, false)
          .add(IMAGE, DataTypes.BinaryType, false)
          .add(ROWS, DataTypes.IntegerType, false)
          .add(COLUMNS, DataTypes.IntegerType, false);

  private IdxColumns() {}
}
