package io.events;

/** No event file can be written where one is asked for; the message is for people. */
public final class EventFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EventFileException(String message, Exception cause) {
    super(message, cause);
  }
}
