package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Spark standalone cluster on loopback: a {@code Master} and {@code Worker}s, each in a JVM
 * of its own, from {@code target/spark/jars}, on ports that the system chooses, with work
 * directories in a temporary folder. Executors run in JVMs that the workers start.
 *
 * <p>Closing ends every process, executors too, and deletes the folder; so does the end of this
 * JVM.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern MASTER_URL =
      Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern WEB_UI_PORT = Pattern.compile("'MasterUI' on port (\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final List<String> properties;
  private final List<Process> processes = new ArrayList<>();
  private final Thread atExit = new Thread(this::end, "end standalone cluster");
  private String masterUrl;
  private URI web;

  private StandaloneCluster(Path folder, List<String> properties) {
    this.folder = folder;
    this.properties = properties;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * The one of a test JVM: two workers of two cores and 1 GB each, for tests that leave it as it
   * was. Started when the first of them asks, and ended with the JVM.
   */
  public static StandaloneCluster shared() {
    return Shared.CLUSTER;
  }

  private static final class Shared {
    static final StandaloneCluster CLUSTER = start();

    private static StandaloneCluster start() {
      try {
        return StandaloneCluster.start(2, 2, "1g");
      } catch (IOException | InterruptedException failure) {
        throw new IllegalStateException("The cluster that tests share did not start", failure);
      }
    }
  }

  /**
   * Starts a master and its workers, and returns when all of them are registered.
   *
   * @param workers how many worker JVMs
   * @param coresPerWorker the cores that each offers, whatever the machine has
   * @param memoryPerWorker the memory that each offers to executors, as Spark writes it: {@code 1g}
   * @throws IllegalStateException if that takes more than a minute, with the processes' logs
   */
  public static StandaloneCluster start(int workers, int coresPerWorker, String memoryPerWorker)
      throws IOException, InterruptedException {
    return start(List.of(), workers, coresPerWorker, memoryPerWorker);
  }

  /** As {@link #start}; master and workers read a file of Spark's properties, too. */
  public static StandaloneCluster startWith(
      Path properties, int workers, int coresPerWorker, String memoryPerWorker)
      throws IOException, InterruptedException {
    return start(
        List.of("--properties-file", properties.toString()),
        workers,
        coresPerWorker,
        memoryPerWorker);
  }

  private static StandaloneCluster start(
      List<String> properties, int workers, int coresPerWorker, String memoryPerWorker)
      throws IOException, InterruptedException {
    StandaloneCluster cluster =
        new StandaloneCluster(Files.createTempDirectory("cluster"), properties);
    try {
      Files.createDirectory(cluster.localFolder());
      cluster.startMaster();
      for (int worker = 1; worker <= workers; worker++) {
        cluster.startWorker("worker-" + worker, LOOPBACK, coresPerWorker, memoryPerWorker);
      }
      cluster.awaitWorkers(workers);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      cluster.close();
      throw failure;
    }
  }

  /** The address for {@code --master}: {@code spark://127.0.0.1:PORT}. */
  public String masterUrl() {
    return masterUrl;
  }

  /** The JVMs that the workers have started and that run now. */
  public List<ProcessHandle> executors() {
    return processes.stream().flatMap(Process::descendants).toList();
  }

  /** The workers' own JVMs, in the order of their start; those that were killed are among them. */
  public List<ProcessHandle> workers() {
    return processes.stream().skip(1).map(Process::toHandle).toList();
  }

  /** The executors of the worker that was started as the n-th, from 0. */
  public List<ProcessHandle> executorsOf(int worker) {
    return workers().get(worker).descendants().toList();
  }

  /** The numbers of the executors that a worker has started by now, in that order. */
  public List<String> executorIdsOf(int worker) throws IOException {
    Path started = folder.resolve("worker-" + (worker + 1));
    if (!Files.exists(started)) {
      return List.of(); // it is made with the first
    }
    try (Stream<Path> ids = Files.find(started, 2, StandaloneCluster::isOfOne)) {
      return ids.map(id -> id.getFileName().toString())
          .sorted(Comparator.comparingInt(Integer::parseInt))
          .toList();
    }
  }

  /** Below a worker's folder: {@code APPLICATION/EXECUTOR}. */
  private static boolean isOfOne(Path path, BasicFileAttributes attributes) {
    return attributes.isDirectory() && path.getFileName().toString().matches("\\d+");
  }

  /** Starts one more worker, of one core, and does not wait until it is registered. */
  public void addWorker(String memory) throws IOException, InterruptedException {
    startWorker("worker-" + processes.size(), LOOPBACK, 1, memory);
  }

  /**
   * Starts one more worker, of one core, which goes for another machine than the first, and waits
   * until it is registered. Of systems that know it by default, Linux gives loopback this second
   * address.
   */
  public void addWorkerOnAnotherHost(String memory) throws IOException, InterruptedException {
    startWorker("worker-" + processes.size(), "127.0.0.2", 1, memory);
    awaitWorkers(processes.size() - 1);
  }

  public ProcessHandle master() {
    return processes.get(0).toHandle();
  }

  /** Ends the one application that runs, as the button of the master's web page does. */
  public void endApplication() throws IOException, InterruptedException {
    String id = state().path("activeapps").path(0).path("id").asText();
    HttpRequest request =
        HttpRequest.newBuilder(web.resolve("/app/kill/"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("terminate=true&id=" + id))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  private JsonNode state() throws IOException {
    return JSON.readTree(web.resolve("/json/").toURL());
  }

  /** As if all machines but the master's lost power. */
  public void killWorkersWithExecutors() {
    List<ProcessHandle> executors = executors();
    workers().forEach(ProcessHandle::destroyForcibly);
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  /** Where executors keep shuffle files and what has no room in their memory. */
  public Path localFolder() {
    return folder.resolve("local");
  }

  /** What the daemons and executors have logged. */
  public String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(StandaloneCluster::isLog).sorted().toList()) {
        text.append("== ").append(folder.relativize(file)).append('\n');
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
  }

  private void end() {
    endProcesses();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete the folder of a cluster", e);
    }
  }

  private void startMaster() throws IOException, InterruptedException {
    start("master", LOOPBACK, "org.apache.spark.deploy.master.Master", "--port", "0");
    masterUrl = awaitInLog("master", MASTER_URL);
    web = URI.create("http://127.0.0.1:" + awaitInLog("master", WEB_UI_PORT));
  }

  private void startWorker(String name, String host, int cores, String memory)
      throws IOException, InterruptedException {
    start(
        name,
        host,
        "org.apache.spark.deploy.worker.Worker",
        "--cores",
        Integer.toString(cores),
        "--memory",
        memory,
        "--work-dir",
        folder.resolve(name).toString(),
        masterUrl);
  }

  private void start(String name, String host, String daemon, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Project.JAVA.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(ClassArchive.OPTIONS);
    command.addAll(ClassArchive.shared());
    command.addAll(
        List.of("-cp", ClassArchive.CLASS_PATH, daemon, "--host", host, "--webui-port", "0"));
    command.addAll(properties);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", Project.SPARK.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_DIRS", localFolder().toString());
    // The application must bring these to its executors by itself; containers seldom have a locale.
    builder.environment().remove("OMP_NUM_THREADS");
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
    processes.add(builder.start());
  }

  private void awaitWorkers(int workers) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (state().path("aliveworkers").asInt() < workers) {
      pause(end, workers + " workers to register");
    }
  }

  private String awaitInLog(String name, Pattern pattern) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Matcher matcher = pattern.matcher(Files.readString(log(name)));
      if (matcher.find()) {
        return matcher.group(1);
      }
      pause(end, pattern + " in the log of the " + name);
    }
  }

  private void pause(Instant end, String awaited) throws IOException, InterruptedException {
    if (Instant.now().isAfter(end) || !processes.stream().allMatch(Process::isAlive)) {
      throw new IllegalStateException(
          "The cluster did not start: waited for %s. Its logs:%n%s".formatted(awaited, logs()));
    }
    Thread.sleep(50);
  }

  private void endProcesses() {
    // The master last: a worker that loses it retries, and says so at length. An executor whose
    // worker is gone is nobody's child: so they are listed before.
    List<ProcessHandle> executors = executors();
    workers().forEach(ProcessHandle::destroy);
    workers().forEach(Processes::end);
    executors.forEach(Processes::kill);
    if (!processes.isEmpty()) {
      Processes.end(master());
    }
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private static boolean isLog(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(".log") || name.equals("stderr") || name.equals("stdout");
  }
}
