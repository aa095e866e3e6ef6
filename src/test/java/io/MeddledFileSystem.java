package io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk, on which something happens between the listing of a folder and what is made of
 * it: as when another process is faster, or this one was suspended there.
 */
public final class MeddledFileSystem extends RawLocalFileSystem {
  private static final String ID = "test.meddling";
  private static final Map<String, Meddling> KNOWN = new ConcurrentHashMap<>();

  /** What happens after a folder was listed. */
  public interface Meddling {
    void afterListing(Path folder) throws IOException;
  }

  /** Whoever asks for the local disk gets this one. */
  public static Configuration configuration(Meddling meddling) {
    String id = UUID.randomUUID().toString();
    KNOWN.put(id, meddling);
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", MeddledFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.set(ID, id);
    return hadoop;
  }

  @Override
  public FileStatus[] listStatus(org.apache.hadoop.fs.Path folder) throws IOException {
    FileStatus[] found = super.listStatus(folder);
    KNOWN.get(getConf().get(ID)).afterListing(Path.of(folder.toUri().getPath()));
    return found;
  }
}
