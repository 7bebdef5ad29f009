package dev.slipway.builder.jib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.builder.dockerfile.CommandLine;
import dev.slipway.builder.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The configuration of an image while its Dockerfile is carried out: begins as that of the base and
 * is changed as BuildKit changes it. What it does not know stays as it was. Used by one thread.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">its form</a>
 */
final class ImageConfig {
  /** The moment that every image of ours was made at, so that the same input gives the same one. */
  static final String CREATED = "1980-01-02T00:00:00Z";

  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SHELL = List.of("/bin/sh", "-c");

  private final ObjectNode root;
  private boolean commandSet;

  private ImageConfig(ObjectNode root) {
    this.root = root;
  }

  /** That of an image that begins with nothing. */
  static ImageConfig scratch(String platform) {
    String[] parts = platform.split("/", -1);
    ObjectNode root = JSON.createObjectNode();
    root.put("architecture", parts[1]);
    root.put("os", parts[0]);
    ImageConfig config = new ImageConfig(root);
    config.config().putArray("Env").add(PATH);
    config.config().put("WorkingDir", "/");
    return config;
  }

  /** That of an image based on one with this configuration. */
  static ImageConfig basedOn(JsonNode base) {
    ObjectNode root = base.deepCopy();
    // What the classic builder noted about the container that it was made in.
    root.remove(List.of("container", "container_config", "docker_version", "id", "parent"));
    return new ImageConfig(root);
  }

  /** That of a stage that goes on where this one ends. */
  ImageConfig next() {
    return new ImageConfig(root.deepCopy());
  }

  List<String> diffIds() {
    return strings(root.path("rootfs").path("diff_ids"));
  }

  boolean hasTriggers() {
    return !config().path("OnBuild").isEmpty();
  }

  Map<String, String> env() {
    Map<String, String> env = new LinkedHashMap<>();
    for (String entry : strings(config().path("Env"))) {
      int equals = entry.indexOf('=');
      env.put(
          equals < 0 ? entry : entry.substring(0, equals),
          equals < 0 ? "" : entry.substring(equals + 1));
    }
    return env;
  }

  /** A variable keeps its place when it gets another value. */
  void setEnv(String name, String value) {
    ArrayNode env = config().withArray("Env");
    for (int i = 0; i < env.size(); i++) {
      String entry = env.get(i).asText();
      if (entry.equals(name) || entry.startsWith(name + "=")) {
        env.set(i, JSON.getNodeFactory().textNode(name + "=" + value));
        return;
      }
    }
    env.add(name + "=" + value);
  }

  void setLabel(String name, String value) {
    object("Labels").put(name, value);
  }

  String workingDir() {
    return config().path("WorkingDir").asText("");
  }

  void setWorkingDir(String path) {
    config().put("WorkingDir", path);
  }

  String user() {
    return config().path("User").asText("");
  }

  void setUser(String user) {
    config().put("User", user);
  }

  void expose(String port) {
    object("ExposedPorts").putObject(port);
  }

  void addVolume(String path) {
    object("Volumes").putObject(path);
  }

  void setStopSignal(String signal) {
    config().put("StopSignal", signal);
  }

  void setAuthor(String name) {
    root.put("author", name);
  }

  void setShell(List<String> words) {
    setWords("Shell", words);
  }

  void setCommand(CommandLine command) {
    setWords("Cmd", withShell(command));
    config().put("ArgsEscaped", true);
    commandSet = true;
  }

  /** A CMD of the base belongs to another program than this. */
  void setEntrypoint(CommandLine command) {
    List<String> words = withShell(command);
    if (words.isEmpty()) {
      config().remove("Entrypoint");
    } else {
      setWords("Entrypoint", words);
    }
    if (!commandSet) {
      config().remove("Cmd");
    }
  }

  void setHealthcheck(Instruction.Healthcheck check) {
    ObjectNode node = config().putObject("Healthcheck");
    ArrayNode test = node.putArray("Test");
    CommandLine command = check.command();
    if (command == null) {
      test.add("NONE");
      return;
    }
    test.add(command.shell() ? "CMD-SHELL" : "CMD");
    command.words().forEach(test::add);
    putUnlessZero(node, "Interval", check.interval());
    putUnlessZero(node, "Timeout", check.timeout());
    putUnlessZero(node, "StartPeriod", check.startPeriod());
    putUnlessZero(node, "StartInterval", check.startInterval());
    putUnlessZero(node, "Retries", check.retries());
  }

  /** Notes the instruction, once for each layer that it brought. */
  void addHistory(String instruction, int layers) {
    for (int i = 0; i < Math.max(layers, 1); i++) {
      ObjectNode entry = root.withArray("history").addObject();
      entry.put("created", CREATED);
      entry.put("created_by", instruction);
      entry.put("comment", "slipway");
      if (layers == 0) {
        entry.put("empty_layer", true);
      }
    }
  }

  /** The whole, for an image of these layers. */
  ObjectNode finished(List<String> diffIds) {
    ObjectNode done = root.deepCopy();
    done.put("created", CREATED);
    ObjectNode rootfs = done.putObject("rootfs");
    rootfs.put("type", "layers");
    ArrayNode ids = rootfs.putArray("diff_ids");
    diffIds.forEach(ids::add);
    return done;
  }

  private List<String> withShell(CommandLine command) {
    if (!command.shell() || command.words().isEmpty()) {
      return command.words();
    }
    List<String> shell = strings(config().path("Shell"));
    List<String> words = new ArrayList<>(shell.isEmpty() ? SHELL : shell);
    words.addAll(command.words());
    return words;
  }

  private void setWords(String name, List<String> words) {
    ArrayNode array = config().putArray(name);
    words.forEach(array::add);
  }

  private static void putUnlessZero(ObjectNode node, String name, long value) {
    if (value != 0) {
      node.put(name, value);
    }
  }

  private ObjectNode config() {
    return child(root, "config");
  }

  private ObjectNode object(String name) {
    return child(config(), name);
  }

  /** Configurations write {@code null} where there is nothing. */
  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode node ? node : parent.putObject(name);
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
