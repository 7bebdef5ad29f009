package dev.slipway.builder.checkout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Fetches large files by the batch API of Git LFS from the repository's own server. Where that says
 * that the content is elsewhere, it is fetched there without the repository's token, only with what
 * the server itself said to send along.
 *
 * @see <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md">the batch API</a>
 */
final class LfsFetch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/vnd.git-lfs+json";

  /** In one question; servers take at least so many. */
  private static final int MOST_AT_ONCE = 100;

  /** The largest answer that is read, in bytes. */
  private static final int LARGEST_ANSWER = 4 << 20;

  private static final int OK = 200;

  private final CloneAddress address;
  private final Wires wires;
  private final FetchBudget budget;
  private final LfsCache cache;

  LfsFetch(CloneAddress address, Wires wires, FetchBudget budget, LfsCache cache) {
    this.address = address;
    this.wires = wires;
    this.budget = budget;
    this.cache = cache;
  }

  /**
   * Brings the content of those that are not here.
   *
   * @param wanted by the paths of the files that point to them
   * @return where the content is, by its SHA-256
   * @throws ContextRefusedException when one is not to be had
   */
  Map<String, Path> bring(Map<String, LfsPointer> wanted) throws IOException {
    Map<String, Path> here = new HashMap<>();
    Map<LfsPointer, String> missing = new LinkedHashMap<>();
    for (var file : wanted.entrySet()) {
      Optional<Path> known = cache.find(file.getValue());
      known.ifPresent(content -> here.put(file.getValue().oid(), content));
      if (known.isEmpty()) {
        missing.putIfAbsent(file.getValue(), file.getKey());
      }
    }
    if (!missing.isEmpty()) {
      if (address.isSsh()) {
        throw LfsFailures.overSsh(missing.values().iterator().next(), address.url());
      }
      List<LfsPointer> left = new ArrayList<>(missing.keySet());
      for (int i = 0; i < left.size(); i += MOST_AT_ONCE) {
        List<LfsPointer> some = left.subList(i, Math.min(left.size(), i + MOST_AT_ONCE));
        here.putAll(bring(some, missing));
      }
      cache.shrink();
    }
    return here;
  }

  private Map<String, Path> bring(List<LfsPointer> some, Map<LfsPointer, String> paths)
      throws IOException {
    Map<String, JsonNode> answers = ask(some, Objects.requireNonNull(paths.get(some.getFirst())));
    Map<String, Path> here = new HashMap<>();
    for (LfsPointer pointer : some) {
      String path = Objects.requireNonNull(paths.get(pointer));
      JsonNode answer = answers.get(pointer.oid());
      JsonNode download = answer == null ? null : answer.at("/actions/download");
      if (download == null || !download.path("href").isTextual()) {
        String why = answer == null ? "" : answer.at("/error/message").asText();
        throw LfsFailures.notThere(path, address.url(), why);
      }
      here.put(pointer.oid(), download(pointer, path, download));
    }
    return here;
  }

  /** What the server says of each, by its SHA-256. */
  private Map<String, JsonNode> ask(List<LfsPointer> wanted, String path) throws IOException {
    URI url = endpoint();
    try (GuardedHttp http = wires.http(new CloneAddress(url, address.secret()), budget);
        Cancellation.Registration _ = budget.onCancel(http::abort)) {
      GuardedHttpConnection connection = http.open(url);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Accept", TYPE);
      connection.setRequestProperty("Content-Type", TYPE);
      http.authorization().ifPresent(who -> connection.setRequestProperty("Authorization", who));
      connection.setDoOutput(true);
      byte[] question = JSON.writeValueAsBytes(question(wanted));
      connection.setFixedLengthStreamingMode(question.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(question);
      }
      int status = connection.getResponseCode();
      if (status != OK) {
        throw LfsFailures.refused(path, url, status);
      }
      try (InputStream in = connection.getInputStream()) {
        byte[] answer = in.readNBytes(LARGEST_ANSWER);
        return byOid(JSON.readTree(answer));
      }
    } catch (JsonProcessingException e) {
      throw LfsFailures.notUnderstood(path, url, e);
    } catch (ContextRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw LfsFailures.unreachable(path, url, budget, e);
    }
  }

  private static ObjectNode question(List<LfsPointer> wanted) {
    ObjectNode question = JSON.createObjectNode();
    question.put("operation", "download");
    question.putArray("transfers").add("basic");
    question.put("hash_algo", "sha256");
    ArrayNode objects = question.putArray("objects");
    for (LfsPointer pointer : wanted) {
      objects.addObject().put("oid", pointer.oid()).put("size", pointer.size());
    }
    return question;
  }

  private static Map<String, JsonNode> byOid(JsonNode answer) {
    Map<String, JsonNode> byOid = new HashMap<>();
    answer.path("objects").forEach(object -> byOid.put(object.path("oid").asText(), object));
    return byOid;
  }

  private Path download(LfsPointer pointer, String path, JsonNode download) throws IOException {
    URI url = allowed(path, download.path("href").asText());
    boolean same = new CloneAddress(url, null).server().equals(address.server());
    boolean signed =
        download.path("header").properties().stream()
            .anyMatch(header -> header.getKey().equalsIgnoreCase("Authorization"));
    CloneAddress there = new CloneAddress(url, same && !signed ? address.secret() : null);
    try (GuardedHttp http = wires.http(there, budget);
        Cancellation.Registration _ = budget.onCancel(http::abort)) {
      GuardedHttpConnection connection = http.open(url);
      connection.setRequestMethod("GET");
      http.authorization().ifPresent(who -> connection.setRequestProperty("Authorization", who));
      for (var header : download.path("header").properties()) {
        connection.setRequestProperty(header.getKey(), header.getValue().asText());
      }
      int status = connection.getResponseCode();
      if (status != OK) {
        throw LfsFailures.refused(path, url, status);
      }
      try (InputStream in = connection.getInputStream()) {
        return cache.keep(pointer, in).orElseThrow(() -> LfsFailures.other(path, url));
      }
    } catch (ContextRefusedException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw LfsFailures.unreachable(path, url, budget, e);
    }
  }

  /** By https, or as openly as the repository itself is cloned from its server. */
  private URI allowed(String path, String href) throws ContextRefusedException {
    try {
      URI url = new URI(href);
      CloneAddress there = new CloneAddress(url, null);
      there.checkForm();
      boolean open = "http".equalsIgnoreCase(url.getScheme());
      if (!there.isSsh() && (!open || "http".equalsIgnoreCase(address.url().getScheme()))) {
        return url;
      }
    } catch (java.net.URISyntaxException | BuildFailedException _) {
      // said below
    }
    throw LfsFailures.oddAddress(path, address.url());
  }

  private URI endpoint() {
    String url = address.url().toString();
    String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    String git = plain.endsWith(".git") ? plain : plain + ".git";
    return URI.create(git + "/info/lfs/objects/batch");
  }
}
