package io.fetch;

import java.net.URI;

/**
 * A directory on the web that serves files by their names.
 *
 * @param base {@code http} or {@code https}, with a host, without query or fragment; a missing
 *     slash at its end is added
 */
public record Mirror(URI base) {
  public Mirror {
    String scheme = String.valueOf(base.getScheme());
    boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    if (!web || base.getHost() == null || base.getQuery() != null || base.getFragment() != null) {
      throw new IllegalArgumentException(
          "expected http://HOST/DIRECTORY/ or https://HOST/DIRECTORY/, found " + base);
    }
    base = base.toString().endsWith("/") ? base : URI.create(base + "/");
  }

  URI locate(String name) {
    return base.resolve(name);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
