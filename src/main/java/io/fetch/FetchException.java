package io.fetch;

import java.io.IOException;

/**
 * Files could not be fetched, or others stand in their place; the message says which, why, and what
 * to do, in one line. What was received so far is kept for the next try.
 */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1L;

  FetchException(String message) {
    super(message);
  }
}
