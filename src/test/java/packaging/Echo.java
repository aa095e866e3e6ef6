package packaging;

import org.apache.spark.SparkConf;

/**
 * A job that prints how it was called, one {@code key=value} a line, and exits with 3. Submitted in
 * place of {@code job.Main} it shows what the script makes of its arguments.
 */
public final class Echo {
  static final int EXIT_CODE = 3;

  private Echo() {}

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      System.out.println("argument=" + argument);
    }
    SparkConf conf = new SparkConf();
    for (var setting : conf.getAll()) {
      System.out.println(setting._1() + "=" + setting._2());
    }
    System.out.println("directory=" + System.getProperty("user.dir"));
    System.out.println("OMP_NUM_THREADS=" + System.getenv("OMP_NUM_THREADS"));
    System.out.println("heap=" + (Runtime.getRuntime().maxMemory() >> 20));
    System.out.println("user.option=" + System.getProperty("user.option"));
    System.out.println(
        "extension=" + System.getProperty("org.bytedeco.javacpp.platform.extension"));
    System.exit(EXIT_CODE);
  }
}
