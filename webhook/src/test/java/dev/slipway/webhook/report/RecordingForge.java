package dev.slipway.webhook.report;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeRepository;
import dev.slipway.core.account.Onboarding.Listing;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.forge.CommitStatus;
import dev.slipway.webhook.forge.ForgeApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A forge that keeps what it is told, and can be in trouble. Safe for concurrent use. */
final class RecordingForge implements ForgeApi {
  private final List<String> heard = new ArrayList<>();
  private final Map<String, CommitStatus> shown = new HashMap<>();
  private final BlockingQueue<String> arriving = new LinkedBlockingQueue<>();
  private volatile Trouble trouble = _ -> {};
  private int asked;

  /** What happens before a request is taken. */
  interface Trouble {
    void before(String request) throws ForgeException;
  }

  void trouble(Trouble next) {
    trouble = next;
  }

  void fail(ForgeException.Kind kind, @Nullable Duration retryAfter) {
    trouble =
        request -> {
          throw new ForgeException(kind, "the forge did not " + request, "wait", retryAfter, null);
        };
  }

  void recover() {
    trouble = _ -> {};
  }

  /** What was taken, in order. */
  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  /** The statuses alone, as state and description. */
  synchronized List<String> statuses() {
    return heard.stream()
        .filter(line -> line.startsWith("status "))
        .map(line -> line.substring(line.indexOf(' ', "status ".length()) + 1))
        .toList();
  }

  /** What it shows in a context of a commit now. */
  synchronized @Nullable CommitStatus shown(CommitSha commit, String context) {
    return shown.get(commit + " " + context);
  }

  /** How many requests came, taken or not. */
  synchronized int asked() {
    return asked;
  }

  /** Each request as it is taken. */
  BlockingQueue<String> arriving() {
    return arriving;
  }

  private void take(String request, Runnable effect) throws ForgeException {
    synchronized (this) {
      asked++;
    }
    trouble.before(request);
    synchronized (this) {
      heard.add(request);
      effect.run();
    }
    arriving.add(request);
  }

  @Override
  public void setStatus(RepositoryName name, CommitSha commit, CommitStatus status)
      throws ForgeException {
    take(
        "status %s %s %s: %s"
            .formatted(commit, status.context(), status.state(), status.description()),
        () -> shown.put(commit + " " + status.context(), status));
  }

  @Override
  public void comment(RepositoryName name, int pullRequest, String marker, String markdown)
      throws ForgeException {
    take("comment %s #%d %s".formatted(marker, pullRequest, markdown), () -> {});
  }

  @Override
  public String deployment(
      RepositoryName name, @Nullable String forgeId, ForgeDeployment deployment)
      throws ForgeException {
    String id = forgeId == null ? "new" : forgeId;
    take(
        "deployment %s %s %s %s"
            .formatted(id, deployment.environment(), deployment.state(), deployment.siteUrl()),
        () -> {});
    return "dep-1";
  }

  @Override
  public User user() {
    throw new AssertionError("nobody reports to ask who it is");
  }

  @Override
  public Listing repositories(String query, @Nullable String page) {
    throw new AssertionError("nobody reports to list repositories");
  }

  @Override
  public ForgeRepository repository(RepositoryName name) {
    throw new AssertionError("nobody reports to look at a repository");
  }

  @Override
  public String installHook(RepositoryName name, Hook hook) {
    throw new AssertionError("nobody reports to install a webhook");
  }

  @Override
  public CheckedHook repairHook(RepositoryName name, String hookId, Hook hook) {
    throw new AssertionError("nobody reports to repair a webhook");
  }

  @Override
  public void removeHook(RepositoryName name, String hookId) {
    throw new AssertionError("nobody reports to remove a webhook");
  }

  @Override
  public int redeliverFailed(RepositoryName name, String hookId, Instant since) {
    throw new AssertionError("nobody reports to have deliveries sent again");
  }
}
