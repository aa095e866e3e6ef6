package model.fast;

import static jdk.incubator.vector.FloatVector.fromArray;
import static model.fast.Lanes.SPECIES;
import static model.fast.Lanes.STEP;

import jdk.incubator.vector.FloatVector;

/** How a minibatch's mean gradient changes the parameters, as DL4J's updaters do it. */
public interface Update {
  /**
   * One step.
   *
   * @param parameters {@code [n]}, changed
   * @param gradient {@code [n]}
   * @param state in DL4J's order, changed
   * @param iteration steps before this one
   */
  void apply(float[] parameters, float[] gradient, float[] state, int iteration);

  /** {@code p -= rate · g}; no state. */
  record Sgd(float rate) implements Update {
    @Override
    public void apply(float[] parameters, float[] gradient, float[] state, int iteration) {
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = Math.fma(-rate, gradient[i], parameters[i]);
      }
    }
  }

  /**
   * Nesterov's momentum: {@code v' = momentum · v - rate · g}, {@code p += (1 + momentum) · v' -
   * momentum · v}; the state is v.
   */
  record Nesterovs(float rate, float momentum) implements Update {
    @Override
    public void apply(float[] parameters, float[] gradient, float[] state, int iteration) {
      for (int i = 0; i < parameters.length; i++) {
        float before = momentum * state[i];
        state[i] = Math.fma(-rate, gradient[i], before);
        parameters[i] += Math.fma(1 + momentum, state[i], -before);
      }
    }
  }

  /**
   * Kingma and Ba 2015, in the form with which their section 2 ends: {@code m' = β₁ m + (1 - β₁)
   * g}, {@code v' = β₂ v + (1 - β₂) g²}, {@code p -= rate · √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m' / (√v' +
   * ε)}; the state is m, then v.
   */
  record Adam(double rate, double beta1, double beta2, double epsilon) implements Update {
    @Override
    public void apply(float[] parameters, float[] gradient, float[] state, int iteration) {
      int n = parameters.length;
      float step = step(iteration + 1);
      float b1 = (float) beta1;
      float b2 = (float) beta2;
      float c1 = (float) (1 - beta1);
      float c2 = (float) (1 - beta2);
      float tiny = (float) epsilon;
      int whole = n - n % STEP;
      for (int i = 0; i < whole; i += STEP) {
        FloatVector g = fromArray(SPECIES, gradient, i);
        FloatVector m = fromArray(SPECIES, state, i).mul(b1).add(g.mul(c1));
        FloatVector v = fromArray(SPECIES, state, n + i).mul(b2).add(g.mul(g).mul(c2));
        m.intoArray(state, i);
        v.intoArray(state, n + i);
        fromArray(SPECIES, parameters, i)
            .sub(m.mul(step).div(v.sqrt().add(tiny)))
            .intoArray(parameters, i);
      }
      for (int i = whole; i < n; i++) {
        float g = gradient[i];
        state[i] = state[i] * b1 + g * c1;
        state[n + i] = state[n + i] * b2 + g * g * c2;
        parameters[i] -= state[i] * step / ((float) Math.sqrt(state[n + i]) + tiny);
      }
    }

    private float step(int t) {
      return (float)
          (rate * Math.sqrt(1 - StrictMath.pow(beta2, t)) / (1 - StrictMath.pow(beta1, t)));
    }
  }
}
