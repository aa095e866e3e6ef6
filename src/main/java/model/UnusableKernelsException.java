package model;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** {@link Kernels} were asked for that cannot run here. */
public final class UnusableKernelsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableKernelsException(Kernels kernels, String obstacle) {
    super(
        "The %s kernels cannot run on %s: %s. Or choose --kernels %s"
            .formatted(kernels.title(), host(), obstacle, Kernels.DL4J.title()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
