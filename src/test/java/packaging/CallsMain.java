package packaging;

import job.Main;

/** Calls {@code job.Main} as a cluster's driver process does, and says that it came back. */
public final class CallsMain {
  private CallsMain() {}

  public static void main(String[] arguments) {
    Main.main(arguments);
    System.out.println("came back");
  }
}
