package bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most float32 operations a second that one thread reaches with fused multiply-adds on vectors
 * of the width that this Java prefers, out of registers: the bound that no kernel passes. One line
 * of JSON: {@code bits} of a vector and {@code gflops}, of which a multiply-add is two.
 *
 * <p>Run from its source, with nothing else in the JVM: {@code java --add-modules
 * jdk.incubator.vector src/test/java/bench/FmaPeak.java}; the next narrower width with {@code
 * -XX:MaxVectorSize=32}. (Two widths in one JVM spoil each other's type profiles.)
 */
final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Twelve sums at once hide the latency (4 cycles, two a cycle) and fit 16 registers. */
  private static final int SUMS = 12;

  private static final int STEPS = 1_000_000;
  private static final int SLICES = 100;

  private FmaPeak() {}

  public static void main(String[] none) {
    double best = 0;
    float kept = 0;
    // The best slice, of a few milliseconds: what disturbs a machine only ever slows it.
    for (int slice = 0; slice < SLICES; slice++) {
      long start = System.nanoTime();
      kept += slice();
      double seconds = (System.nanoTime() - start) / 1e9;
      best = Math.max(best, 2.0 * SUMS * SPECIES.length() * STEPS / seconds);
    }
    if (!Float.isFinite(kept)) {
      throw new AssertionError("the sums stay near 2: found " + kept);
    }
    System.out.printf(
        "{\"program\":\"fma-peak\",\"bits\":%d,\"gflops\":%.1f}%n",
        SPECIES.vectorBitSize(), best / 1e9);
  }

  /** a ← a/2 + 1, for twelve vectors: stays near 2, and the compiler cannot leave it out. */
  private static float slice() {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector a = one, b = one, c = one, d = one, e = one, f = one;
    FloatVector g = one, h = one, i = one, j = one, k = one, l = one;
    for (int step = 0; step < STEPS; step++) {
      a = a.fma(half, one);
      b = b.fma(half, one);
      c = c.fma(half, one);
      d = d.fma(half, one);
      e = e.fma(half, one);
      f = f.fma(half, one);
      g = g.fma(half, one);
      h = h.fma(half, one);
      i = i.fma(half, one);
      j = j.fma(half, one);
      k = k.fma(half, one);
      l = l.fma(half, one);
    }
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k);
    return sum.add(l).reduceLanes(VectorOperators.ADD);
  }
}
