package model;

import java.util.SplittableRandom;

/**
 * The only source of randomness: generators derived from the run's seed and the name of what they
 * are for, so that no draw depends on what was drawn before it elsewhere.
 */
final class Seeds {
  private Seeds() {}

  /** The generator with which a replica shuffles its shard in an epoch. */
  static SplittableRandom shuffle(long seed, int epoch, int shard) {
    return new SplittableRandom(mix(mix(mix(seed) + epoch) + shard));
  }

  /**
   * The finaliser of MurmurHash3 (Appleby 2011), after the Weyl step of SplitMix64: a bijection on
   * 64 bits.
   */
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
