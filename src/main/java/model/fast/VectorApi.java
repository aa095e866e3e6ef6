package model.fast;

import java.util.Optional;

/** Whether this JVM and processor run {@link FastLeNet}. */
public final class VectorApi {
  private static final String MODULE = "jdk.incubator.vector";
  private static final int FEWEST_BITS = 256;

  private VectorApi() {}

  /** What is missing, as a sentence says it; empty if nothing is. */
  public static Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of(
          "this JVM has no module %1$s: start it with --add-modules=%1$s".formatted(MODULE));
    }
    String machine = System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.info");
    if (!machine.matches(".*Server VM, (mixed|compiled) mode.*")
        || machine.contains("emulated-client")) {
      return Optional.of("the JVM is %s, not HotSpot with its second compiler".formatted(machine));
    }
    String processor = System.getProperty("os.arch");
    if (!processor.equals("amd64") && !processor.equals("x86_64")) {
      return Optional.of("the processor is %s, not x86-64".formatted(processor));
    }
    return Loaded.bits() < FEWEST_BITS
        ? Optional.of(
            "vectors have %d bits, not %d or more (AVX2)".formatted(Loaded.bits(), FEWEST_BITS))
        : Optional.empty();
  }

  /** What is there, for logs. */
  public static String description() {
    return "Vector API, %d bits".formatted(Loaded.bits());
  }

  /** Touched only where the module is there. */
  private static final class Loaded {
    private Loaded() {}

    static int bits() {
      return Lanes.SPECIES.vectorBitSize();
    }
  }
}
