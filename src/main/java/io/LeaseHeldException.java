package io;

/** Somebody else writes what was to be written, and lives. */
public final class LeaseHeldException extends RunException {
  private static final long serialVersionUID = 1L;

  LeaseHeldException(String message) {
    super(message);
  }
}
