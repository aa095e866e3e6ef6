package packaging;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The minibatches of a task; those of the second shard end in an exception before the fourth, in
 * the task's first and second attempt.
 */
record FailsTwice(Iterator<DataSet> minibatches, AtomicInteger given) implements Iterator<DataSet> {
  private static final int SHARD = 1;

  /** For one epoch. */
  static final int FAILURES = 2;

  static Iterator<DataSet> of(Iterator<DataSet> minibatches) {
    return new FailsTwice(minibatches, new AtomicInteger());
  }

  @Override
  public boolean hasNext() {
    return minibatches.hasNext();
  }

  @Override
  public DataSet next() {
    TaskContext task = TaskContext.get();
    if (given.incrementAndGet() == 4
        && task.partitionId() == SHARD
        && task.attemptNumber() < FAILURES) {
      throw new IllegalStateException("this attempt fails on purpose");
    }
    return minibatches.next();
  }
}
