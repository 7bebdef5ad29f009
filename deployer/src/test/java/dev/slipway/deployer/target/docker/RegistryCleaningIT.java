package dev.slipway.deployer.target.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.slipway.core.registry.InMemoryPushLeases;
import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.RegistryCleaning.Freed;
import dev.slipway.core.registry.RegistryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The managed registry on a real engine, while it is being cleaned and disturbed. */
@Timeout(60)
class RegistryCleaningIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SHOP = "acme/shop";

  private final TestImages images = new TestImages();
  private final RawRegistry registry = new RawRegistry(images.registryAddress());
  private final Random random = new Random(7);

  @BeforeEach
  void start() throws Exception {
    images.registry().start();
  }

  @AfterEach
  void removeEverything() throws Exception {
    images.close();
  }

  @Test
  void spaceIsGivenBackAndEverythingThatStaysIsWhole() throws Exception {
    String gone = registry.image(SHOP, "old", noise(3_000_000));
    registry.image(SHOP, "v1", noise(200_000));
    String part = registry.image(SHOP, "", noise(1_000));
    String other = registry.image(SHOP, "", noise(1_000));
    String index = registry.manifest(SHOP, "multi", RawRegistry.INDEX, index(part, other));
    String attestation =
        registry.manifest(SHOP, "", RawRegistry.MANIFEST, referringTo(part, noise(500)));
    registry.manifest(SHOP, tagFor(part), RawRegistry.INDEX, index(attestation));
    registry.image(SHOP, tagFor(index) + ".sig", noise(300));
    registry.delete(SHOP, gone);

    Freed freed = images.registry().clean();

    assertThat(freed.blobs()).isEqualTo(3);
    assertThat(freed.bytes()).isBetween(3_000_000L, 3_100_000L);
    for (String tag : List.of("v1", "multi", tagFor(part), tagFor(index) + ".sig")) {
      assertThat(registry.missing(SHOP, tag)).as(tag).isEmpty();
      assertThat(inspect(tag)).as(tag).isZero();
    }
    assertThat(registry.beginning(SHOP)).isEqualTo(202);
  }

  @Test
  void pullsGoOnMeanwhileAndPushesAreRefusedAndACleaningThatFailsEndsTheWindowToo()
      throws Exception {
    registry.image(SHOP, "v1", noise(200_000));
    hold();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Freed> cleaning = others.submit(() -> images.registry().clean());
      await("the registry is read-only", () -> registry.beginning(SHOP) == 405);

      assertThat(registry.missing(SHOP, "v1")).isEmpty();
      assertThatThrownBy(() -> images.registry().clean())
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("already");
      images.registry().start();
      assertThat(registry.beginning(SHOP)).isEqualTo(405);

      letGo();
      assertThatThrownBy(cleaning::get).hasMessageContaining("its own cleaning ended with 1");
    }
    assertThat(registry.beginning(SHOP)).isEqualTo(202);
  }

  @Test
  void theWindowEndsByItselfWhenWhoeverAskedForItIsKilled() throws Exception {
    hold();
    Process process = CleaningProcess.start(images.installation, images.registryAddress());
    await("the registry is read-only", () -> registry.beginning(SHOP) == 405);

    process.destroyForcibly().waitFor();
    assertThat(registry.beginning(SHOP)).isEqualTo(405);
    letGo();

    await("the registry is writable", () -> registry.beginning(SHOP) == 202);
  }

  @Test
  void theNextStartMakesWritableWhatWasLeftReadOnly() throws Exception {
    hold();
    Process process = CleaningProcess.start(images.installation, images.registryAddress());
    await("the registry is read-only", () -> registry.beginning(SHOP) == 405);
    process.destroyForcibly().waitFor();
    inside(
        "kill -9 $(cat /tmp/slipway-window/pid) $(pidof registry | tr ' ' '\\n' | sort -n | tail -1)");

    images.registry().start();

    await("the registry is writable", () -> registry.beginning(SHOP) == 202);
  }

  @Test
  void aContainerThatIsRestartedInTheWindowIsWritable() throws Exception {
    hold();
    Process process = CleaningProcess.start(images.installation, images.registryAddress());
    await("the registry is read-only", () -> registry.beginning(SHOP) == 405);
    process.destroyForcibly().waitFor();

    images.docker().restartContainerCmd(container()).withTimeout(5).exec();
    images.registry().start();

    assertThat(registry.beginning(SHOP)).isEqualTo(202);
  }

  @Test
  void pushesAgainstOneCleaningAfterTheOtherLoseNothing() throws Exception {
    PushGate gate = new PushGate(new InMemoryPushLeases());
    AtomicBoolean over = new AtomicBoolean();
    Queue<String> pushed = new ConcurrentLinkedQueue<>();
    List<Future<?>> pushers = new ArrayList<>();
    int cleanings = 0;
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        int number = i;
        pushers.add(others.submit(() -> pushUntil(over, gate, "p" + number, pushed)));
      }
      try {
        while (cleanings < 8) {
          try (PushGate.Held _ = gate.close(PATIENCE)) {
            images.registry().clean();
            cleanings++;
          }
          int before = pushed.size();
          await("a push between two cleanings", () -> pushed.size() > before);
        }
      } finally {
        over.set(true);
      }
      for (Future<?> pusher : pushers) {
        pusher.get();
      }
    }
    assertThat(pushed).hasSizeGreaterThan(cleanings);
    for (String tag : pushed) {
      assertThat(registry.missing(SHOP, tag)).as(tag).isEmpty();
    }
    System.out.println(pushed.size() + " pushes against " + cleanings + " cleanings");
  }

  /** Somebody who does not know of the gate is refused, and nothing broken gets a tag. */
  @Test
  void strangersWhoPushAgainstTheWindowAreRefusedAtWorst() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Queue<String> pushed = new ConcurrentLinkedQueue<>();
    int refused = 0;
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> stranger = others.submit(() -> pushBlindly(over, pushed));
      try {
        for (int i = 0; i < 8; i++) {
          images.registry().clean();
        }
      } finally {
        over.set(true);
      }
      refused = stranger.get();
    }
    for (String tag : pushed) {
      assertThat(registry.missing(SHOP, tag)).as(tag).isEmpty();
    }
    System.out.println(pushed.size() + " blind pushes held, " + refused + " were refused");
  }

  @Test
  void pullsFailForNoLongerThanAMomentAtEachChange() throws Exception {
    registry.image(SHOP, "v1", noise(200_000));
    AtomicBoolean over = new AtomicBoolean();
    List<Long> gaps = new ArrayList<>();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> puller = others.submit(() -> pullUntil(over, gaps));
      try {
        for (int i = 0; i < 10; i++) {
          images.registry().clean();
        }
      } finally {
        over.set(true);
      }
      int pulls = puller.get();
      gaps.sort(null);
      System.out.println(pulls + " pulls over 10 windows; gaps in ms: " + gaps);
    }
    assertThat(gaps).allSatisfy(gap -> assertThat(gap).isLessThan(2_000));
  }

  private int pullUntil(AtomicBoolean over, List<Long> gaps) throws Exception {
    int pulls = 0;
    long firstFailure = 0;
    while (!over.get()) {
      long now = System.nanoTime();
      try {
        boolean fine = registry.get(SHOP, "v1").statusCode() == 200;
        assertThat(fine).isTrue();
        pulls++;
        if (firstFailure != 0) {
          gaps.add(Duration.ofNanos(System.nanoTime() - firstFailure).toMillis());
          firstFailure = 0;
        }
      } catch (IOException _) {
        firstFailure = firstFailure == 0 ? now : firstFailure;
      }
    }
    return pulls;
  }

  private Void pushUntil(AtomicBoolean over, PushGate gate, String name, Queue<String> pushed)
      throws Exception {
    Random own = new Random(name.hashCode());
    for (int i = 0; !over.get(); i++) {
      byte[] layer = new byte[5_000];
      own.nextBytes(layer);
      String tag = name + "-" + i;
      try (PushGate.Held _ = gate.enter(FOREVER)) {
        registry.image(SHOP, tag, layer);
      }
      pushed.add(tag);
    }
    return null;
  }

  private int pushBlindly(AtomicBoolean over, Queue<String> pushed) throws Exception {
    int refused = 0;
    for (int i = 0; !over.get(); i++) {
      try {
        registry.image(SHOP, "blind-" + i, noise(5_000));
        pushed.add("blind-" + i);
      } catch (IOException _) {
        refused++;
      }
    }
    return refused;
  }

  private static final PushGate.Waiter FOREVER =
      new PushGate.Waiter() {
        @Override
        public void goOn() {
          // Always.
        }

        @Override
        public void waits() {
          // Told to nobody.
        }
      };

  /**
   * Makes the cleaning wait: a link that it has to read has nothing in it until somebody writes,
   * and then is not what it can read.
   */
  private void hold() throws Exception {
    String digest = registry.image("hold/on", "v1", noise(100));
    String link = "revisions/sha256/" + digest.substring(7) + "/link";
    inside("cd " + MANIFESTS + " && rm " + link + " && mkfifo " + link);
    inside("echo -n " + digest + " >/tmp/held; echo -n " + link + " >/tmp/held-link");
  }

  private static final String MANIFESTS =
      "/var/lib/registry/docker/registry/v2/repositories/hold/on/_manifests";

  private void letGo() throws Exception {
    // Whoever waits has opened it by its old name; whoever looks again finds a file.
    inside(
        "cd "
            + MANIFESTS
            + " && link=$(cat /tmp/held-link) && mv $link $link.was && cp /tmp/held $link"
            + "; cat /tmp/held >$link.was; rm $link.was");
  }

  private String inside(String script) throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String id =
        images
            .docker()
            .execCreateCmd(container())
            .withCmd("/bin/sh", "-c", script)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    images
        .docker()
        .execStartCmd(id)
        .exec(
            new ResultCallback.Adapter<Frame>() {
              @Override
              public void onNext(Frame frame) {
                said.writeBytes(frame.getPayload());
              }
            })
        .awaitCompletion();
    assertThat(images.docker().inspectExecCmd(id).exec().getExitCodeLong())
        .as(said.toString(UTF_8))
        .isZero();
    return said.toString(UTF_8);
  }

  private String container() {
    return images.containers(images.installation).getFirst().getId();
  }

  private int inspect(String tag) throws Exception {
    return new ProcessBuilder(
            "skopeo",
            "inspect",
            "--raw",
            "--tls-verify=false",
            "docker://" + images.registryAddress() + "/" + SHOP + ":" + tag)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
        .waitFor();
  }

  private String index(String... parts) throws Exception {
    List<String> entries = new ArrayList<>();
    for (String part : parts) {
      entries.add(RawRegistry.part(RawRegistry.MANIFEST, part, registry.size(SHOP, part)));
    }
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(RawRegistry.INDEX, String.join(",", entries));
  }

  private String referringTo(String subject, byte[] content) throws Exception {
    byte[] empty = "{}".getBytes(UTF_8);
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s],\"subject\":%s}"
        .formatted(
            RawRegistry.MANIFEST,
            RawRegistry.part(
                "application/vnd.oci.empty.v1+json", registry.blob(SHOP, empty), empty.length),
            RawRegistry.part(
                "application/octet-stream", registry.blob(SHOP, content), content.length),
            RawRegistry.part(RawRegistry.MANIFEST, subject, registry.size(SHOP, subject)));
  }

  private static String tagFor(String digest) {
    return digest.replace(':', '-');
  }

  private byte[] noise(int size) {
    byte[] bytes = new byte[size];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  private static void await(String what, Callable<Boolean> question) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (question.call()) {
          return;
        }
      } catch (IOException _) {
        // Between two processes.
      }
      LockSupport.parkNanos(5_000_000);
    }
    throw new AssertionError("not within " + PATIENCE + ": " + what);
  }
}
