package io;

/** How a night of retraining ended, and the exit code that says so. */
public enum Outcome {
  /** The challenger is the champion now. */
  PROMOTED(0),
  /** The challenger was trained, and the champion stays. */
  KEPT_BACK(10),
  /** Nothing was trained: a version of the same data and options is there. */
  NOTHING_NEW(0),
  /** Nothing was trained: the data are such that a person should look at them first. */
  DATA_REFUSED(20);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /** Whether a night that ended so is over, and its data are not looked at again. */
  public boolean isFinal() {
    return this == PROMOTED || this == KEPT_BACK;
  }
}
