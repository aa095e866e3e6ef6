package io.fetch;

import java.io.IOException;

/** A mirror failed, as opposed to the local disk. */
final class MirrorException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What a further request to the same mirror may do about it. */
  enum Remedy {
    /** Nothing: not to be reached, or it does not have the file. */
    NONE,
    /** Go on where the answer was cut. */
    RESUME,
    /** Start from the first byte: what is there does not fit together. */
    START_AGAIN
  }

  private final Remedy remedy;

  MirrorException(Remedy remedy, String message) {
    super(message);
    this.remedy = remedy;
  }

  MirrorException(Remedy remedy, String message, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  Remedy remedy() {
    return remedy;
  }
}
