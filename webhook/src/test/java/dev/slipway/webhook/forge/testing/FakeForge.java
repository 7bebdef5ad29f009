package dev.slipway.webhook.forge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.core.source.Forge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A forge on a port of the loopback interface. Strict: {@link #faults} lists every request that the
 * real one would not understand. Badly behaved when told to. Safe for concurrent use.
 */
public final class FakeForge implements AutoCloseable {
  /** The token that is accepted, unless {@link #acceptToken} says otherwise. */
  public static final String TOKEN = "fake-token-1c0ffee";

  final Map<String, FakeRepository> repositories = new LinkedHashMap<>();
  int largestPage = 100;
  boolean signs = true;
  String token = TOKEN;

  private final Forge kind;
  private final FakeApi api;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> faults = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final FakeTroubles troubles = new FakeTroubles();
  private int lastId = 100;

  private FakeForge(Forge kind, HttpServer server) {
    this.kind = kind;
    this.server = server;
    this.api =
        switch (kind) {
          case GITHUB -> new FakeGitHub(this);
          case GITLAB -> new FakeGitLab(this);
          case BITBUCKET -> new FakeBitbucket(this);
          case BITBUCKET_SERVER -> new FakeBitbucketServer(this);
          case GITEA, FORGEJO -> new FakeGitea(this);
          case GITEE -> new FakeGitee(this);
          case GIT -> throw new IllegalArgumentException("a plain git server has no API");
        };
  }

  /** Starts one on a free port. */
  public static FakeForge start(Forge kind) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    FakeForge forge = new FakeForge(kind, server);
    server.createContext("/", forge::serve);
    server.setExecutor(forge.threads);
    server.start();
    return forge;
  }

  public Forge kind() {
    return kind;
  }

  /** Where its pages would be: what an account is connected with. */
  public URI pages() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The immutable id of the user whose token it is. */
  public String userId() {
    return kind == Forge.BITBUCKET ? "{" + FakeApi.USER_ID + "}" : FakeApi.USER_ID;
  }

  /** Adds a repository whose default branch is {@code main}. */
  public synchronized void addRepository(String name, boolean admin, boolean dockerfile) {
    String below = kind == Forge.BITBUCKET_SERVER ? "/scm/" : "/";
    addRepository(name, admin, dockerfile, URI.create(pages() + below + name + ".git"));
  }

  /** The same, for one that can really be cloned. */
  public synchronized void addRepository(
      String name, boolean admin, boolean dockerfile, URI cloneUrl) {
    repositories.put(name, new FakeRepository(name, admin, dockerfile, cloneUrl));
  }

  /** All its webhooks. */
  public synchronized List<FakeHook> hooks(String repository) {
    return List.copyOf(the(repository).hooks);
  }

  /** Changes the only webhook, as a person or the forge itself does. */
  public synchronized void changeHook(String repository, String field, Object value) {
    FakeHook hook = the(repository).hooks.getFirst();
    hook.json().putPOJO(field, value);
    hook.json().set(field, FakeRequest.JSON.valueToTree(value));
  }

  public synchronized void dropHooks(String repository) {
    the(repository).hooks.clear();
  }

  /** The statuses of all its commits, in the order of their arrival. */
  public synchronized List<FakeStatus> statuses(String repository) {
    return List.copyOf(the(repository).statuses);
  }

  /** The statuses of one commit, in the order of their arrival. */
  public synchronized List<FakeStatus> statuses(String repository, String sha) {
    return the(repository).statuses.stream().filter(each -> each.sha().equals(sha)).toList();
  }

  public synchronized List<FakeComment> comments(String repository, int pullRequest) {
    return List.copyOf(the(repository).commentsOn(pullRequest));
  }

  /** Writes a comment as another user. */
  public synchronized void commentByOther(String repository, int pullRequest, String body) {
    the(repository).commentsOn(pullRequest).add(new FakeComment(nextId(), "9", body, 0));
  }

  /** {@code ENVIRONMENT STATE} of each status of each record, in the order of their arrival. */
  public synchronized List<String> deployments(String repository) {
    return List.copyOf(the(repository).deployments);
  }

  /** What GitHub lists as deliveries, newest first. */
  public synchronized void listDeliveries(String repository, List<FakeDelivery> deliveries) {
    the(repository).deliveries.addAll(deliveries);
  }

  /** The ids of the deliveries that were asked to be sent again. */
  public synchronized List<String> redelivered(String repository) {
    return List.copyOf(the(repository).redelivered);
  }

  /** Pages hold at most so many items. */
  public synchronized void largestPage(int items) {
    largestPage = items;
  }

  /** Accepts this token from now on, and no other. */
  public synchronized void acceptToken(String other) {
    token = other;
  }

  /** Whether webhooks can sign with a key (GitLab). */
  public synchronized void signs(boolean can) {
    signs = can;
  }

  /** Answers the next requests so, one each, whatever they ask for. */
  public void next(FakeReply... replies) {
    troubles.next(List.of(replies));
  }

  /** Answers every request so, until {@link #recover}. */
  public void always(FakeReply reply) {
    troubles.always(reply);
  }

  /** Answers every request whose path contains that part so, until {@link #recover}. */
  public void troubleAt(String part, FakeReply reply) {
    troubles.at(part, reply);
  }

  /** Answers nothing, until {@link #recover}. */
  public void hold() {
    troubles.hold();
  }

  /** Behaves well again. */
  public void recover() {
    troubles.recover();
  }

  /** What was asked for wrongly; a test expects none. */
  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** Every request, as {@code METHOD PATH}. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized void fault(String why) {
    faults.add((requests.isEmpty() ? "" : requests.getLast() + ": ") + why);
  }

  synchronized int nextId() {
    return ++lastId;
  }

  private FakeRepository the(String name) {
    FakeRepository repository = repositories.get(name);
    if (repository == null) {
      throw new IllegalArgumentException("the fake forge has no repository " + name);
    }
    return repository;
  }

  /**
   * Sends an event to the first webhook of the repository, with the proof that the forge gives.
   *
   * @param event the forge's word for it
   * @return the status that was answered
   */
  public int deliver(String repository, String event, String body)
      throws IOException, InterruptedException {
    FakeHook hook = hooks(repository).getFirst();
    return new FakeEvent(event, body).send(kind, hook, "delivery-" + nextId());
  }

  /** Notes an event that did not arrive; it is sent when GitHub is asked to send it again. */
  public synchronized void lose(String repository, String event, String body) {
    String guid = "lost-" + nextId();
    the(repository).lost.put(guid, new FakeEvent(event, body));
    noteAttempt(the(repository), guid, 502);
  }

  synchronized void noteAttempt(FakeRepository repository, String guid, int status) {
    String now = Instant.now().toString();
    repository.deliveries.addFirst(new FakeDelivery(nextId(), guid, status, now));
  }

  /** Sends what was lost, without being waited for. */
  void sendAgain(FakeRepository repository, String guid) {
    FakeEvent event = repository.lost.get(guid);
    if (event == null) {
      return;
    }
    FakeHook hook = repository.hooks.getFirst();
    threads.execute(() -> {
      try {
        noteAttempt(repository, guid, event.send(kind, hook, guid));
      } catch (IOException e) {
        fault("the webhook did not take " + guid + ": " + e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      FakeRequest request = FakeRequest.of(exchange);
      troubles.waitWhileHeld();
      FakeReply reply = reply(request);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      boolean silent = body.length == 0 || request.method().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), silent ? -1 : body.length);
      if (!silent) {
        exchange.getResponseBody().write(body);
      }
    } catch (RuntimeException e) {
      fault(e.toString());
      throw e;
    }
  }

  private synchronized FakeReply reply(FakeRequest request) {
    requests.add(request.method() + " " + request.path());
    return troubles.of(request).orElseGet(() -> api.answer(request));
  }

  @Override
  public void close() {
    recover();
    server.stop(0);
    threads.shutdownNow();
  }
}
