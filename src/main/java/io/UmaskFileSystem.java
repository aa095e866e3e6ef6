package io;

import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk, for Spark's writers: files and folders get the rights that the process' umask
 * leaves, where Hadoop's own starts a chmod, a process of its own, for each, and have no checksums
 * beside them.
 */
public final class UmaskFileSystem extends RawLocalFileSystem {
  @Override
  public void setPermission(Path path, FsPermission permission) {
    // As they were made.
  }
}
