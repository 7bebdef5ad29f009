package dev.slipway.server;

import dev.slipway.config.settings.InvalidSettingsException;
import dev.slipway.config.settings.Settings;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.registrysync.RegistryClient;
import dev.slipway.server.doctor.EngineCheck;
import dev.slipway.server.doctor.Finding;
import dev.slipway.server.doctor.LocalMachine;
import dev.slipway.server.doctor.RedisCheck;
import dev.slipway.server.doctor.RegistryCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Looks at the machine with the server's settings, and says what is fine, what is not, and what to
 * do.
 */
@Command(
    name = "doctor",
    description = "Look at this machine and say what Slipway lacks here.",
    footer = {"", "Example: slipway doctor --json"},
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final int SOMETHING_IS_WRONG = 1;
  private static final int INVALID_SETTINGS = 2;
  private static final int GIGABYTES = 2;

  @Mixin private SettingFlags flags = new SettingFlags();

  @Option(names = "--json", description = "print the findings as JSON")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings;
    try {
      findings = examine(flags.load());
    } catch (InvalidSettingsException e) {
      e.problems().forEach(spec.commandLine().getErr()::println);
      return INVALID_SETTINGS;
    }
    boolean well = findings.stream().allMatch(Finding::well);
    if (json) {
      out.println(asJson(well, findings));
    } else {
      findings.forEach(finding -> tell(finding, out));
    }
    out.flush();
    return well ? 0 : SOMETHING_IS_WRONG;
  }

  private static List<Finding> examine(Settings settings) throws IOException {
    boolean running = DataDirectory.isHeld(settings.dataDir());
    List<Finding> findings = new ArrayList<>();
    findings.add(LocalMachine.java());
    findings.add(LocalMachine.dataDirectory(settings.dataDir(), running));
    findings.add(LocalMachine.space("disk", settings.dataDir(), GIGABYTES));
    findings.add(LocalMachine.port("port", settings.bind(), settings.port(), running));
    findings.add(LocalMachine.port("edge port", settings.bind(), settings.edgePort(), running));
    if (settings.redisUrl() != null) {
      findings.addAll(RedisCheck.outside(settings.redisUrl().toString()));
    } else {
      findings.add(RedisCheck.embedded(running));
    }
    try (Engine engine = Engine.fromEnvironment()) {
      findings.addAll(EngineCheck.look(engine));
      findings.addAll(registries(settings, engine, running));
    }
    return findings;
  }

  /** The one that images go to, and those that are signed in to. */
  private static List<Finding> registries(Settings settings, Engine engine, boolean running)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    OptionalInt port = DataDirectory.registryPortOf(settings.dataDir());
    String own = port.isEmpty() ? "127.0.0.1" : "127.0.0.1:" + port.getAsInt();
    if (settings.registry() == null) {
      findings.add(port.isEmpty() ? RegistryCheck.startable(engine) : managed(own, engine));
    }
    try {
      DoctorRegistries registries = new DoctorRegistries(settings, running);
      if (settings.registry() != null) {
        own = settings.registry();
        findings.add(registries.configured(RegistryPlace.parse(own)));
      }
      findings.addAll(registries.all(own));
    } catch (StartException e) {
      findings.add(Finding.wrong("registry", String.valueOf(e.getMessage()), "then look again"));
    }
    return findings;
  }

  private static Finding managed(String own, Engine engine) {
    try (RegistryClient client = new RegistryClient(own, null, Set.of(own))) {
      return RegistryCheck.managed(client, engine);
    }
  }

  private static void tell(Finding finding, PrintWriter out) {
    out.printf("%s %-15s %s%n", finding.well() ? "✓" : "✗", finding.subject(), finding.says());
    if (!finding.next().isEmpty()) {
      out.printf("%18s→ %s%n", "", finding.next());
    }
  }

  private static String asJson(boolean well, List<Finding> findings) {
    JsonArray items = new JsonArray();
    for (Finding finding : findings) {
      items.add(
          new JsonObject()
              .put("subject", finding.subject())
              .put("well", finding.well())
              .put("says", finding.says())
              .put("next", finding.next()));
    }
    return new JsonObject().put("well", well).put("findings", items).encode();
  }
}
