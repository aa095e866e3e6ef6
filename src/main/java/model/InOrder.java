package model;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs a job of one value a partition and hands the values to a consumer in the order of the
 * partitions, as soon as they and all before them have come. What arrives early waits; so the
 * driver holds few of many values, and a sum of floats over them does not depend on which task
 * ended first.
 */
final class InOrder<T, V> extends AbstractFunction2<Object, T, BoxedUnit> {
  private final Map<Integer, V> early = new HashMap<>();
  private final Function<T, V> arrival;
  private final Consumer<V> consumer;
  private int next;

  private InOrder(Function<T, V> arrival, Consumer<V> consumer) {
    this.arrival = arrival;
    this.consumer = consumer;
  }

  /**
   * Returns when every value of {@code rdd}, which has one a partition, has been consumed.
   *
   * @param arrival makes of each value, as it comes, what is consumed; what it throws ends the job
   */
  static <T, V> void forEach(
      JavaRDD<T> rdd, Class<T> type, Function<T, V> arrival, Consumer<V> consumer) {
    ClassTag<T> tag = ClassTag$.MODULE$.apply(type);
    RDD<T> values = rdd.rdd();
    values.context().runJob(values, new Only<T>(), new InOrder<>(arrival, consumer), tag);
  }

  /** Called by Spark's scheduler, one result after another. */
  @Override
  public synchronized BoxedUnit apply(Object partition, T value) {
    early.put((Integer) partition, arrival.apply(value));
    while (early.containsKey(next)) {
      consumer.accept(early.remove(next++));
    }
    return BoxedUnit.UNIT;
  }

  private static final class Only<T> extends AbstractFunction1<Iterator<T>, T>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public T apply(Iterator<T> values) {
      return values.next();
    }
  }
}
