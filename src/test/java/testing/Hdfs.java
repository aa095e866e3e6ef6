package testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** An HDFS of one name node and one data node on loopback, in this JVM; gone when closed. */
public final class Hdfs implements AutoCloseable {
  private final MiniDFSCluster cluster;

  private Hdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Returns when the data node has reported.
   *
   * @param folder where its nodes keep their files
   */
  public static Hdfs start(Path folder) throws IOException {
    Configuration configuration = new Configuration();
    return new Hdfs(
        new MiniDFSCluster.Builder(configuration, folder.toFile()).numDataNodes(1).build());
  }

  /** Such as {@code hdfs://localhost:41234}. */
  public URI uri() {
    return cluster.getURI(0);
  }

  public FileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
