package io;

/**
 * A run directory is not what it should be; says where, what was expected, what was found, what to
 * do.
 */
public class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunException(String message) {
    super(message);
  }

  RunException(String message, Exception cause) {
    super(message, cause);
  }
}
