package job;

import io.fetch.Fetch;
import io.fetch.Mirror;
import io.fetch.Mnist;
import io.fetch.Timeouts;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fetch-mnist}: brings MNIST onto this machine's disk; needs no Spark. */
@Command(
    name = "fetch-mnist",
    description = {
      "Downloads MNIST's four files into a local directory, unpacked and checked by SHA-256.",
      "Files that are there and right are kept; a download that was cut off is resumed.",
      "Behind a proxy: scripts/submit.sh --driver-java-options",
      "  \"-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT\" fetch-mnist --to DIR"
    })
final class FetchMnistJob extends Job {
  @Spec private CommandSpec spec;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "A directory on this machine; made if it is not there.")
  private Path directory;

  @Option(
      names = "--mirror",
      paramLabel = "URL",
      description = {
        "Where to fetch from instead of the public mirrors, for example a company's own: a web",
        "directory of train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,",
        "t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz. Repeat it for several,",
        "which are asked in the order given."
      })
  private List<URI> mirrors = List.of();

  @Override
  List<String> faults() {
    Faults faults = new Faults();
    for (URI mirror : mirrors) {
      try {
        new Mirror(mirror);
      } catch (IllegalArgumentException e) {
        faults.add("--mirror: " + e.getMessage());
      }
    }
    return faults.all();
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Mirror> chosen =
        mirrors.isEmpty() ? Mnist.MIRRORS : mirrors.stream().map(Mirror::new).toList();
    try (FetchConsole console = new FetchConsole(out)) {
      new Fetch(Mnist.FILES, chosen, Timeouts.USUAL, console).into(directory);
    }
    out.printf("MNIST is in %s%n", directory);
    return 0;
  }
}
