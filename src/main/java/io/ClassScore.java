package io;

/**
 * How one class of a test set was recognised.
 *
 * @param label the class, from 0
 * @param support how many examples are of it
 * @param precision 0 to 1; 0 if nothing was taken for this class
 * @param recall 0 to 1; 0 if the test set has no example of it
 * @param f1 0 to 1; 0 if the class neither occurs nor is predicted
 */
public record ClassScore(int label, long support, double precision, double recall, double f1) {
  public ClassScore {
    Checks.atLeast("label", label, 0);
    Checks.atLeast("support", support, 0);
    Checks.share("precision", precision);
    Checks.share("recall", recall);
    Checks.share("f1", f1);
  }
}
