package io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * All files of a folder and of those below it, on any file system that Hadoop knows. Local ones
 * without Hadoop, which takes ten times as long for each: symbolic links are followed, and a folder
 * is looked into once, by the first path in their order that leads there, so that links in a circle
 * end.
 */
public final class FileWalk {
  /** Who is told what is there. */
  public interface Visitor {
    /** A file, or a link that leads nowhere. */
    void file(String path);

    /** A folder that cannot be looked into; the walk goes on. */
    void unreadable(String folder, IOException why);
  }

  private final Configuration hadoop;
  private final Predicate<String> passedOver;
  private final Visitor visitor;
  private final Set<java.nio.file.Path> seen = new HashSet<>();

  /**
   * Of places one after the other.
   *
   * @param passedOver by their names; not the places themselves
   */
  public FileWalk(Configuration hadoop, Predicate<String> passedOver, Visitor visitor) {
    this.hadoop = hadoop;
    this.passedOver = passedOver;
    this.visitor = visitor;
  }

  /**
   * Walks through a place.
   *
   * @param place of a file or a folder, qualified
   */
  public void through(Path place) throws IOException {
    if (PlainFiles.isLocal(place)) {
      local(place.toString(), PlainFiles.local(place));
    } else {
      FileSystem files = place.getFileSystem(hadoop);
      entry(files, files.getFileStatus(place));
    }
  }

  private void local(String path, java.nio.file.Path place) {
    if (!Files.isDirectory(place)) {
      visitor.file(path);
      return;
    }
    List<java.nio.file.Path> entries = new ArrayList<>();
    try {
      if (!seen.add(place.toRealPath())) {
        return;
      }
      try (DirectoryStream<java.nio.file.Path> stream = Files.newDirectoryStream(place)) {
        stream.forEach(entries::add);
      }
    } catch (DirectoryIteratorException e) {
      visitor.unreadable(path, e.getCause());
      return;
    } catch (IOException e) {
      visitor.unreadable(path, e);
      return;
    }
    entries.sort(Comparator.naturalOrder());
    for (java.nio.file.Path entry : entries) {
      String name = entry.getFileName().toString();
      if (!passedOver.test(name)) {
        local(path.endsWith(Path.SEPARATOR) ? path + name : path + Path.SEPARATOR + name, entry);
      }
    }
  }

  private void entry(FileSystem files, FileStatus entry) {
    String path = entry.getPath().toString();
    if (!entry.isDirectory()) {
      visitor.file(path);
      return;
    }
    FileStatus[] entries;
    try {
      entries = files.listStatus(entry.getPath());
    } catch (IOException e) {
      visitor.unreadable(path, e);
      return;
    }
    for (FileStatus next : entries) {
      if (!passedOver.test(next.getPath().getName())) {
        entry(files, next);
      }
    }
  }
}
