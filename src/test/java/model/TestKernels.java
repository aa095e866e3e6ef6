package model;

/** Kernels that tests run on. */
final class TestKernels {
  private TestKernels() {}

  /** The fast ones where this machine runs them, as {@code --kernels auto} chooses. */
  static Kernels here(Architecture architecture) {
    return Kernels.FAST.obstacle(architecture).isEmpty() ? Kernels.FAST : Kernels.DL4J;
  }
}
