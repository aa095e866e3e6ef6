package packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs jobs of the tests for {@code --jars}: the application jar holds none of them. */
public final class TestJar {
  private TestJar() {}

  /** Writes {@code jobs.jar} with the given classes, which have no nested ones, into a folder. */
  public static Path of(Path folder, Class<?>... jobs) throws IOException {
    Path jar = folder.resolve("jobs.jar");
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> job : List.of(jobs)) {
        String name = job.getName().replace('.', '/') + ".class";
        output.putNextEntry(new JarEntry(name));
        try (InputStream bytes = job.getResourceAsStream("/" + name)) {
          bytes.transferTo(output);
        }
      }
    }
    return jar;
  }
}
