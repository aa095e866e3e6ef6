package packaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import testing.Project;

/**
 * The three rooms: {@code io} knows bytes and tables, {@code model} networks and arithmetic, {@code
 * job} people and schedules. Packages are named exactly, for {@code io} is also the prefix of
 * Netty's and others'.
 */
@AnalyzeClasses(
    locations = RoomsTest.OurClasses.class,
    importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class RoomsTest {
  private static final String[] IO = {
    "io", "io.idx", "io.digits", "io.events", "io.fetch", "io.picture"
  };

  /** All that the build compiles, whatever its package. */
  static final class OurClasses implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> test) {
      return Set.of(Location.of(Project.DIRECTORY.resolve("target/classes")));
    }
  }

  /** Or a new package would be in no room. */
  @ArchTest
  static final ArchRule everyPackageIsInARoom =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.concat(
                      Stream.of(
                          "job",
                          "job.report",
                          "model",
                          "model.fast",
                          "model.preparation",
                          "org.nd4j.nativeblas"),
                      Arrays.stream(IO))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule ioKnowsNeitherNetworksNorJobs =
      noClasses()
          .that()
          .resideInAnyPackage(IO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("job..", "model..", "org.deeplearning4j..", "org.nd4j..");

  @ArchTest
  static final ArchRule modelKnowsNeitherFilesNorSessionsNorJobs =
      noClasses()
          .that()
          .resideInAPackage("model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "job..", "org.apache.hadoop..", "org.apache.spark.sql..", "java.nio.file..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(IO)
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.File");

  /** Who does not care for speed need not go in. */
  @ArchTest
  static final ArchRule theFastArithmeticHasOneDoor =
      noClasses()
          .that()
          .resideOutsideOfPackage("model.fast")
          .and()
          .haveNameNotMatching("model\\.(FastNetwork|Kernels)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("model.fast");

  @ArchTest
  static final ArchRule onlyJobsMakeSessions =
      noClasses()
          .that()
          .resideOutsideOfPackage("job..")
          .should()
          .callMethod(org.apache.spark.sql.SparkSession.class, "builder");
}
