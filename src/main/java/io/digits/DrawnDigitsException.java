package io.digits;

import java.io.IOException;

/**
 * Files that are not the drawn digits' stand in their place; the message says which, what was
 * expected and found, and what to do, in one line.
 */
public final class DrawnDigitsException extends IOException {
  private static final long serialVersionUID = 1L;

  DrawnDigitsException(String message) {
    super(message);
  }
}
