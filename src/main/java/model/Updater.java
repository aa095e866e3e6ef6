package model;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** The rule by which a minibatch's mean gradient changes the parameters. */
public enum Updater {
  /** Kingma and Ba 2015, with β₁ 0.9, β₂ 0.999, ε 1e-8: two numbers of state per parameter. */
  ADAM("adam", 0) {
    @Override
    IUpdater toDl4j(double learningRate, double momentum) {
      return new Adam(learningRate, BETA1, BETA2, EPSILON);
    }
  },

  /** Plain stochastic gradient descent: no state. */
  SGD("sgd", 0) {
    @Override
    IUpdater toDl4j(double learningRate, double momentum) {
      return new Sgd(learningRate);
    }
  },

  /** Gradient descent with Nesterov's momentum: one number of state per parameter. */
  NESTEROVS("nesterovs", 0.9) {
    @Override
    IUpdater toDl4j(double learningRate, double momentum) {
      return new Nesterovs(learningRate, momentum);
    }
  };

  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;

  private final String title;
  private final double usualMomentum;

  Updater(String title, double usualMomentum) {
    this.title = title;
    this.usualMomentum = usualMomentum;
  }

  /** The name on the command line and in files: {@code adam}, {@code sgd}, {@code nesterovs}. */
  public String title() {
    return title;
  }

  /** The momentum that goes with this updater when none is given; 0 where it has none. */
  public double usualMomentum() {
    return usualMomentum;
  }

  /** The updater of that {@link #title}, if there is one. */
  public static Optional<Updater> named(String title) {
    return Arrays.stream(values()).filter(updater -> updater.title.equals(title)).findFirst();
  }

  /** DL4J's updater; {@code momentum} only matters to {@link #NESTEROVS}. */
  abstract IUpdater toDl4j(double learningRate, double momentum);
}
