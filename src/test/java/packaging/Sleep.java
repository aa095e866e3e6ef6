package packaging;

import java.time.Duration;

/** A job that says which process it is, and waits to be ended. */
public final class Sleep {
  private Sleep() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("asleep in process " + ProcessHandle.current().pid());
    Thread.sleep(Duration.ofMinutes(2).toMillis());
  }
}
