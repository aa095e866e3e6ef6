package packaging;

import job.Main;

/** Calls {@code job.Main} as a cluster's driver process does, and says that it came back. */
public final class CallsMain {
  /** As its last argument: has a thread die while the JVM is taken down. */
  static final String AND_A_THREAD_THAT_DIES_LATE = "and-a-thread-that-dies-late";

  private CallsMain() {}

  public static void main(String[] arguments) {
    if (arguments[arguments.length - 1].equals(AND_A_THREAD_THAT_DIES_LATE)) {
      Runtime.getRuntime().addShutdownHook(new Thread(CallsMain::die, "late"));
    }
    Main.main(arguments);
    System.out.println("came back");
  }

  private static void die() {
    throw new IllegalStateException("too late");
  }
}
