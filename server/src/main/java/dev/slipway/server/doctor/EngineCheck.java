package dev.slipway.server.doctor;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.EngineFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The container engine: whether it answers, is recent enough, and builds without losing logs. */
public final class EngineCheck {
  private static final String SUBJECT = "engine";
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final int OLDEST_MAJOR = 20;
  private static final int OLDEST_MINOR = 10;
  private static final int GIGABYTES = 5;

  private EngineCheck() {}

  /** Asks the engine and, where it runs on this machine, looks at its process and disk. */
  public static List<Finding> look(Engine engine) {
    try {
      EngineFacts facts = engine.about();
      List<Finding> findings = new ArrayList<>();
      findings.add(version(facts.address(), facts.version()));
      boolean buildKit = buildsByBuildKit();
      findings.add(
          Finding.well("builder", buildKit ? "BuildKit" : "the classic builder, without BuildKit"));
      Path root = Path.of(facts.root());
      if (facts.local() && Files.isDirectory(root)) {
        if (buildKit) {
          BuildKitLogs.look().ifPresent(findings::add);
        }
        findings.add(LocalMachine.space("engine's disk", root, GIGABYTES));
      }
      return findings;
    } catch (TargetException e) {
      return List.of(Finding.wrong(SUBJECT, e.getMessage(), e.hint()));
    } catch (BuildFailedException e) {
      return List.of(Finding.wrong(SUBJECT, String.valueOf(e.getMessage()), "see that it runs"));
    }
  }

  static Finding version(String address, String version) {
    String says = "Docker Engine " + version + " answers at " + address;
    return recentEnough(version)
        ? Finding.well(SUBJECT, says)
        : Finding.wrong(SUBJECT, says, "upgrade it: Slipway needs 20.10 or newer");
  }

  /** A version that is not numbered like Docker's is taken for a build of somebody who knows. */
  private static boolean recentEnough(String version) {
    Matcher numbers = VERSION.matcher(version);
    if (!numbers.matches()) {
      return true;
    }
    int major = Integer.parseInt(numbers.group(1));
    return major > OLDEST_MAJOR
        || (major == OLDEST_MAJOR && Integer.parseInt(numbers.group(2)) >= OLDEST_MINOR);
  }

  private static boolean buildsByBuildKit() throws BuildFailedException {
    try (var engine = dev.slipway.builder.image.Engine.fromEnvironment()) {
      return engine.buildsByBuildKit();
    }
  }
}
