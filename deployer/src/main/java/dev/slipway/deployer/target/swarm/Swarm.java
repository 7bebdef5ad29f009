package dev.slipway.deployer.target.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.EngineJson;
import dev.slipway.deployer.target.docker.Labels;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a manager's API that is about the cluster. docker-java knows neither the limit of
 * processes nor what tasks say of themselves, so that it is spoken to in JSON.
 */
final class Swarm {
  private static final int MOST_TRIES = 10;

  private final Engine engine;

  /** The cluster that the engine manages. */
  Swarm(Engine engine) {
    this.engine = engine;
  }

  Engine engine() {
    return engine;
  }

  /** Those with all the labels. */
  List<SwarmService> services(Map<String, String> labels) throws TargetException {
    JsonNode found = ask("list services", EngineJson.get("/services" + filter(labels)));
    List<SwarmService> services = new ArrayList<>();
    found.forEach(json -> services.add(SwarmService.of(json)));
    return services;
  }

  Optional<SwarmService> service(String id) throws TargetException {
    return engine.request(
        "look at service " + id,
        EngineJson.get("/services/" + id),
        response -> {
          try {
            return Optional.of(SwarmService.of(EngineJson.read(response)));
          } catch (NotFoundException _) {
            return Optional.empty();
          }
        });
  }

  /** Its id. */
  String create(Map<String, Object> spec, Engine.@Nullable Credentials credentials)
      throws TargetException {
    Request request = EngineJson.post("/services/create", spec);
    if (credentials != null) {
      request =
          Request.builder().from(request).putHeader("X-Registry-Auth", auth(credentials)).build();
    }
    return ask("create service " + spec.get("Name"), request).path("ID").asText();
  }

  private static String auth(Engine.Credentials credentials) {
    byte[] json =
        EngineJson.bytes(
            Map.of("username", credentials.user(), "password", credentials.password().reveal()));
    return Base64.getUrlEncoder().encodeToString(json);
  }

  /** Changes what it is to be like; again when somebody else changed it at the same time. */
  void change(String id, Function<SwarmService, ObjectNode> change) throws TargetException {
    for (int tried = 1; ; tried++) {
      Optional<SwarmService> found = service(id);
      if (found.isEmpty()) {
        throw gone(id);
      }
      ObjectNode wanted = change.apply(found.get());
      if (wanted.equals(found.get().spec())) {
        return;
      }
      String path = "/services/" + id + "/update?version=" + found.get().version();
      try {
        ask("change service " + id, EngineJson.post(path, wanted));
        return;
      } catch (TargetException e) {
        if (!e.getMessage().contains("out of sequence") || tried == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  static TargetException gone(String id) {
    return new TargetException(
        "service " + id + " is gone and cannot run again",
        "deploy its release again, which starts another",
        false,
        new NotFoundException(id));
  }

  /** Gone already is fine. */
  void remove(String id) throws TargetException {
    engine.request(
        "remove service " + id,
        EngineJson.delete("/services/" + id),
        response -> {
          try {
            return EngineJson.read(response);
          } catch (NotFoundException _) {
            return response;
          }
        });
  }

  /** The tasks of an installation's services by those, also of services that are gone; newest first. */
  Map<String, List<Task>> tasks(String installation) throws TargetException {
    String path = "/tasks" + filter(Map.of(Labels.INSTANCE, installation));
    Map<String, List<Task>> tasks = new LinkedHashMap<>();
    for (JsonNode json : ask("list tasks", EngineJson.get(path))) {
      Task task = Task.of(json);
      tasks.computeIfAbsent(task.service(), _ -> new ArrayList<>()).add(task);
    }
    tasks.values().forEach(list -> list.sort(Comparator.comparing(Task::createdAt).reversed()));
    return tasks;
  }

  /** Newest first. */
  List<Task> tasks(String installation, String service) throws TargetException {
    return tasks(installation).getOrDefault(service, List.of());
  }

  /** Whether it has, or is gone. */
  boolean hasEnded(Task task) throws TargetException {
    return engine.request(
        "look at task " + task.id(),
        EngineJson.get("/tasks/" + task.id()),
        response -> {
          try {
            return Task.of(EngineJson.read(response)).state() == Task.State.ENDED;
          } catch (NotFoundException _) {
            return true;
          }
        });
  }

  /** The tasks of everybody. */
  List<Task> allTasks() throws TargetException {
    List<Task> tasks = new ArrayList<>();
    ask("list tasks", EngineJson.get("/tasks")).forEach(json -> tasks.add(Task.of(json)));
    return tasks;
  }

  JsonNode nodes() throws TargetException {
    return ask("list nodes", EngineJson.get("/nodes"));
  }

  void changeNode(String id, long version, JsonNode spec) throws TargetException {
    ask(
        "change node " + id,
        EngineJson.post("/nodes/" + id + "/update?version=" + version, spec));
  }

  /** The node of the engine that is spoken to. */
  String ownNode() throws TargetException {
    return ask("say what it is", EngineJson.get("/info")).path("Swarm").path("NodeID").asText();
  }

  private JsonNode ask(String what, Request request) throws TargetException {
    try {
      return engine.request(what, request, EngineJson::read);
    } catch (TargetException e) {
      boolean noManager =
          e.getCause() instanceof DockerException cause
              && Engine.said(cause).contains("swarm manager");
      throw noManager
          ? new TargetException(
              "the engine at " + engine.address() + " is no manager of a Swarm",
              "make it one with `docker swarm init`, or let the target's `host` name a manager",
              true,
              e)
          : e;
    }
  }

  private static String filter(Map<String, String> labels) {
    List<String> wanted =
        labels.entrySet().stream().map(l -> l.getKey() + "=" + l.getValue()).toList();
    String json =
        new String(EngineJson.bytes(Map.of("label", wanted)), StandardCharsets.UTF_8);
    return "?filters=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
  }
}
