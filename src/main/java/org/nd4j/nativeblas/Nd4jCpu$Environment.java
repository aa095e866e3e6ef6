package org.nd4j.nativeblas;

import org.nd4j.linalg.factory.Nd4j;

/**
 * The class that DL4J 1.0.0-M2.1 asks by name and by reflection whether oneDNN may be used ({@code
 * BaseMKLDNNHelper.mklDnnEnabled}). ND4J dropped it, and with it DL4J drops every oneDNN layer
 * helper; this puts it back. See docs/decisions/0002-onednn-helpers.md.
 */
public final class Nd4jCpu$Environment {
  private static final Nd4jCpu$Environment INSTANCE = new Nd4jCpu$Environment();

  private Nd4jCpu$Environment() {}

  public static Nd4jCpu$Environment getInstance() {
    return INSTANCE;
  }

  /** True if the native library was built with oneDNN and its platform helpers are allowed. */
  public boolean isUseMKLDNN() {
    return Nd4j.getEnvironment().helpersAllowed();
  }
}
