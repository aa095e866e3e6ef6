package job;

import io.fetch.Fetch;
import io.fetch.FetchException;
import io.fetch.Mirror;
import io.fetch.Mnist;
import io.fetch.Timeouts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings MNIST onto this machine's disk. */
@Command(
    name = "fetch-mnist",
    mixinStandardHelpOptions = true,
    description = {
      "Downloads MNIST's four files into a local directory, unpacked and checked by SHA-256.",
      "Files that are there and right are kept; a download that was cut off is resumed.",
      "Behind a proxy, give Java its address: -Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all four files are there and right",
      "1:they are not, the last line says why",
      "2:wrong usage"
    })
public final class FetchMnistJob implements Callable<Integer> {
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
        "Where to fetch from instead of the public mirrors, for example a company's own: a web"
            + " directory that serves train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
            + " t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz. Repeat it for several,"
            + " which are asked in the order given."
      })
  private List<URI> mirrors = List.of();

  /**
   * Runs the command.
   *
   * @return 0 if all is there, 1 if not
   */
  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<Mirror> chosen = mirrors.isEmpty() ? Mnist.MIRRORS : checkedMirrors();
    try (FetchConsole console = new FetchConsole(out)) {
      new Fetch(Mnist.FILES, chosen, Timeouts.USUAL, console).into(directory);
    } catch (FetchException e) {
      return fail(e.getMessage());
    } catch (IOException e) {
      return fail("Cannot use %s: %s".formatted(directory, e));
    }
    out.printf("MNIST is in %s%n", directory);
    out.flush();
    return 0;
  }

  private int fail(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(message);
    err.flush();
    return 1;
  }

  private List<Mirror> checkedMirrors() {
    List<Mirror> checked = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (URI mirror : mirrors) {
      try {
        checked.add(new Mirror(mirror));
      } catch (IllegalArgumentException e) {
        faults.add("--mirror: " + e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join(System.lineSeparator(), faults));
    }
    return checked;
  }
}
