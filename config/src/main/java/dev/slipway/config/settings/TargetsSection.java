package dev.slipway.config.settings;

import dev.slipway.config.shape.Form;
import dev.slipway.config.shape.Key;
import dev.slipway.config.shape.Shape.Entries;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Word;
import dev.slipway.config.yaml.Fields;
import dev.slipway.config.yaml.Problems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The targets in the settings file; they have no variables and no flags. */
final class TargetsSection {
  private static final String TARGETS = "targets";
  private static final String TYPE = "type";
  private static final String HOST = "host";
  private static final String CERTIFICATES = "certificates";
  private static final String ADDRESS = "address";
  private static final String NETWORK = "network";
  private static final int MOST = 50;
  private static final int LONGEST = 255;

  private static final Form NAME =
      Form.strict(
          "a name",
          63,
          "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
          "use small letters, digits and dashes");

  private static final Form ENGINE =
      Form.strict(
          "an engine's address",
          LONGEST,
          "unix:///.+|tcp://(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5}",
          "write it as unix:///PATH or tcp://HOST:PORT");

  private static final Form MACHINE =
      Form.strict(
          "an address",
          LONGEST,
          "[A-Za-z0-9.-]+|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*",
          "write a host name or an address, without a scheme and without a port");

  private static final Form PATH =
      Form.strict("a path", LONGEST, "[^\\x00]+", "give a path of this machine");

  private static final Form NETWORK_NAME =
      Form.strict(
          "the name of a network",
          LONGEST,
          "[A-Za-z0-9][A-Za-z0-9_.-]*",
          "`docker network ls` shows them");

  private static final Section TARGET =
      Section.of(
          "target",
          Key.of(
              TYPE,
              "what runs the containers there",
              new Word("type", Arrays.stream(TargetSettings.Kind.values()).map(k -> k.id()).toList())),
          Key.of(HOST, "the engine's address; without it DOCKER_HOST", Text.of(ENGINE))
              .like("host: tcp://10.0.0.5:2376"),
          Key.of(CERTIFICATES, "a folder with ca.pem, cert.pem and key.pem", Text.of(PATH))
              .like("certificates: /etc/slipway/staging"),
          Key.of(ADDRESS, "where the edge reaches the containers", Text.of(MACHINE))
              .like("address: 10.0.0.5"),
          Key.of(NETWORK, "a network that all containers join", Text.of(NETWORK_NAME)));

  static final Key KEY =
      Key.of(TARGETS, "where containers may run, by name", new Entries(NAME, TARGET, MOST));

  private TargetsSection() {}

  /** In the order of the file; what does not fit was told already. */
  static Map<String, TargetSettings> read(Fields file, Problems problems) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    Optional<Fields> written = file.mapping(TARGETS);
    if (written.isPresent()) {
      for (String name : written.get().mapping().entries().keySet()) {
        Optional<Fields> target = written.get().mapping(name);
        target.ifPresent(fields -> targets.put(name, target(fields, problems)));
      }
    }
    return targets;
  }

  private static TargetSettings target(Fields fields, Problems problems) {
    String host = fields.text(HOST).orElse(null);
    Path certificates = fields.text(CERTIFICATES).map(TargetsSection::path).orElse(null);
    if (certificates != null && (host == null || !host.startsWith("tcp:"))) {
      problems.add(
          fields.path(CERTIFICATES),
          fields.at(CERTIFICATES),
          "certificates are of use only with a `host` that begins with tcp://",
          "add `host: tcp://HOST:PORT`, or remove them");
    }
    return new TargetSettings(
        kind(fields.text(TYPE).orElse("")),
        host,
        certificates,
        fields.text(ADDRESS).orElse(null),
        fields.text(NETWORK).orElse(null));
  }

  private static Path path(String written) {
    return Path.of(written).toAbsolutePath().normalize();
  }

  /** One engine, where nobody says anything. */
  private static TargetSettings.Kind kind(String word) {
    return Arrays.stream(TargetSettings.Kind.values())
        .filter(kind -> kind.id().equals(word))
        .findFirst()
        .orElse(TargetSettings.Kind.DOCKER);
  }
}
