package job;

/** Whether somebody is watching: a terminal on standard error, where bars are drawn. */
final class Terminal {
  private Terminal() {}

  /**
   * As scripts/submit.sh found it; Java itself cannot tell of standard error alone. One that cannot
   * move its cursor is as good as none.
   */
  static boolean isThere() {
    return System.getenv("LENET_TERMINAL") != null && !"dumb".equals(System.getenv("TERM"));
  }
}
