package testing;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Debian's Chromium, without a screen and without a network, for the pages that the project makes.
 * As a static {@code RegisterExtension} of a test class it starts with the first page that is
 * opened, ends with the class, and skips the class, saying why, where there is no Chromium.
 */
public final class Browser implements ExecutionCondition, AfterAllCallback {
  /** The system property that names another Chromium. */
  private static final String PLACE = "browser";

  private static final Path CHROMIUM = Path.of(System.getProperty(PLACE, "/usr/bin/chromium"));

  /** Of the jar of a few hundred MB that only the profile {@code browser} of the build adds. */
  private static final String DRIVER = "com/microsoft/playwright/impl/driver/jar/DriverJar.class";

  private static final List<String> OPTIONS =
      List.of(
          "--no-sandbox", // which root may not have
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** Where a start on a busy machine is given up, in milliseconds. */
  private static final double PATIENCE = 180_000;

  private Playwright playwright;
  private com.microsoft.playwright.Browser chromium;

  /** What a page is looked at on. */
  public enum Screen {
    DESKTOP(1280, 900, 1),
    PHONE(390, 844, 2),
    /** A4 in print, within its margins. */
    PAPER(718, 1047, 1);

    final int width;
    final int height;
    final int scale;

    Screen(int width, int height, int scale) {
      this.width = width;
      this.height = height;
      this.scale = scale;
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!Files.isExecutable(CHROMIUM)) {
      return ConditionEvaluationResult.disabled(
          "needs Debian's chromium, and %s is not there: apt-get install chromium, or -Pbrowser -D%s=PATH"
              .formatted(CHROMIUM, PLACE));
    }
    if (Browser.class.getClassLoader().getResource(DRIVER) == null) {
      return ConditionEvaluationResult.disabled(
          "needs Playwright's driver-bundle, which is not on the class path: mvn -Pbrowser");
    }
    return ConditionEvaluationResult.enabled("%s is there".formatted(CHROMIUM));
  }

  /**
   * The page in that file, when all of it has loaded; its scripts' animations are asked to be
   * still.
   */
  public OpenPage open(Path file, Screen screen, ColorScheme scheme) {
    start();
    BrowserContext context =
        chromium.newContext(
            new NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setDeviceScaleFactor(screen.scale)
                .setIsMobile(screen == Screen.PHONE) // lays out by the viewport's meta element
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setOffline(true));
    return new OpenPage(context, screen == Screen.PAPER ? Media.PRINT : Media.SCREEN, file);
  }

  private void start() {
    if (playwright != null) {
      return;
    }
    System.setProperty("playwright.driver.tmpdir", Project.DIRECTORY.resolve("target").toString());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setHeadless(true)
                    .setArgs(OPTIONS)
                    .setTimeout(PATIENCE));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) {
      playwright.close();
      playwright = null;
    }
  }
}
