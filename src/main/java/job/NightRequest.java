package job;

import java.util.Objects;
import model.PromotionGate;

/**
 * All that one night of retraining is asked for, checked.
 *
 * @param date of the night, ISO 8601
 * @param training of the challenger; its run id is another one
 * @param start of the challenger
 * @param gate that it must pass
 * @param keep how many versions stay, at least 2
 * @param shift what to do with data that a person should look at first
 */
record NightRequest(
    String date, TrainRequest training, Start start, PromotionGate gate, int keep, Shift shift) {
  /** What a challenger's first epoch begins with. */
  enum Start {
    FROM_THE_SEED,
    FROM_THE_CHAMPION
  }

  /** What to do with data that a person should look at first. */
  enum Shift {
    REFUSE,
    ACCEPT
  }

  /**
   * The share of all rows that is held out to judge by. It is the same for every model and night:
   * or a champion might have been trained on a row that it is judged by later.
   */
  static final double HELD_OUT = 0.1;

  NightRequest {
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(gate, "gate");
    Objects.requireNonNull(shift, "shift");
    if (keep < 2) {
      throw new IllegalArgumentException("keep: expected 2 or more, found " + keep);
    }
  }
}
