package packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import testing.Project;

/** Packs jobs of the tests for {@code --jars}: the application jar holds none of them. */
final class TestJar {
  private TestJar() {}

  /** Writes {@code jobs.jar} with the given classes, which have no nested ones, into a folder. */
  static Path of(Path folder, Class<?>... jobs) throws IOException {
    Path jar = folder.resolve("jobs.jar");
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> job : List.of(jobs)) {
        String name = job.getName().replace('.', '/') + ".class";
        output.putNextEntry(new JarEntry(name));
        Files.copy(Project.TEST_CLASSES.resolve(name), output);
      }
    }
    return jar;
  }
}
