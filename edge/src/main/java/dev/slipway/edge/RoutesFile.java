package dev.slipway.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last known routes on disk, so that an edge serves before, and without, the store. One thread
 * at a time.
 */
final class RoutesFile {
  private static final Logger LOG = LoggerFactory.getLogger(RoutesFile.class);
  private static final int FORMAT = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  RoutesFile(Path directory) {
    this.file = directory.resolve("routes.json");
  }

  /**
   * What was saved last; nothing when there is no file, or one that cannot be read, which is set
   * aside.
   */
  List<Route> load() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return read(JSON.readTree(Files.readAllBytes(file)));
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      setAside(e);
      return List.of();
    }
  }

  /** Replaces the file in one step that survives a power cut. */
  void save(List<Route> routes) throws IOException {
    Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = directory.resolve("routes.json.tmp");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(write(routes)));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The rename itself lasts only once the directory is on disk.
    try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  private void setAside(Exception why) {
    Path aside = file.resolveSibling("routes.json.unreadable-" + System.currentTimeMillis());
    try {
      Files.move(file, aside);
      LOG.error(
          "The saved routes in {} cannot be read ({}). They are kept as {}; the edge answers 404"
              + " until the store has sent its routes.",
          file,
          why.getMessage(),
          aside.getFileName());
    } catch (IOException e) {
      LOG.error(
          "The saved routes in {} can neither be read ({}) nor moved ({}). Check the owner and mode"
              + " of the directory; the edge answers 404 until the store has sent its routes.",
          file,
          why.getMessage(),
          e.getMessage());
    }
  }

  private static ObjectNode write(List<Route> routes) {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    ArrayNode list = root.putArray("routes");
    for (Route route : routes) {
      ObjectNode node =
          list.addObject()
              .put("service", route.service().value())
              .put("held", route.held())
              .put("version", route.version());
      ArrayNode entrances = node.putArray("entrances");
      route.entrances().forEach(entrance -> entrances.add(entrance.toString()));
      Long body = route.limits().requestBody();
      Duration response = route.limits().responseTimeout();
      node.put("request_body", body)
          .put("response_timeout", response == null ? null : response.toString());
      ArrayNode shares = node.putArray("shares");
      route.shares().forEach(share -> write(share, shares.addObject()));
    }
    return root;
  }

  private static void write(Share share, ObjectNode node) {
    node.put("release", share.release()).put("weight", share.weight());
    ArrayNode instances = node.putArray("instances");
    for (Instance instance : share.instances()) {
      instances
          .addObject()
          .put("id", instance.id())
          .put("host", instance.host())
          .put("port", instance.port());
    }
  }

  private static List<Route> read(JsonNode root) {
    if (root.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException("it is not of format " + FORMAT);
    }
    List<Route> routes = new ArrayList<>();
    for (JsonNode node : root.required("routes")) {
      List<HostPath> entrances = new ArrayList<>();
      node.required("entrances").forEach(text -> entrances.add(HostPath.parse(text.asText())));
      List<Share> shares = new ArrayList<>();
      node.required("shares").forEach(share -> shares.add(readShare(share)));
      routes.add(
          new Route(
              new ServiceId(node.required("service").asText()),
              entrances,
              shares,
              readLimits(node),
              node.required("held").asBoolean(),
              node.required("version").asLong()));
    }
    return routes;
  }

  private static EdgeLimits readLimits(JsonNode node) {
    JsonNode body = node.required("request_body");
    JsonNode response = node.required("response_timeout");
    return new EdgeLimits(
        body.isNull() ? null : body.asLong(),
        response.isNull() ? null : Duration.parse(response.asText()));
  }

  private static Share readShare(JsonNode node) {
    List<Instance> instances = new ArrayList<>();
    for (JsonNode i : node.required("instances")) {
      instances.add(
          new Instance(
              i.required("id").asText(), i.required("host").asText(), port(i.required("port"))));
    }
    return new Share(node.required("release").asInt(), node.required("weight").asInt(), instances);
  }

  private static int port(JsonNode node) {
    int port = node.asInt();
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("an instance has the port " + node);
    }
    return port;
  }
}
