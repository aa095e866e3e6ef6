package model;

/**
 * Memory ran out in a task. Spark takes the error itself, be it the cause of another, for a fault
 * of the JVM, and ends it: in local mode without a word to the person who waits.
 */
public final class MemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Of what ran out.
   *
   * @param work what was done meanwhile, as "rows were scored"
   */
  public MemoryException(String work, OutOfMemoryError error) {
    super(
        "Memory ran out while %s: %s; the heap of this JVM may grow to %d MB, and ND4J's arrays to what org.bytedeco.javacpp.maxphysicalbytes leaves beside it. Give it more (--driver-memory in local mode, --executor-memory on a cluster), let fewer tasks run in it (--master local[N], --executor-cores), or take a smaller --batch-size"
            .formatted(work, error.getMessage(), Runtime.getRuntime().maxMemory() >> 20));
    setStackTrace(error.getStackTrace());
  }
}
