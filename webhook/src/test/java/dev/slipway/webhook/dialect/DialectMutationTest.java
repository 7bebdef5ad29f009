package dev.slipway.webhook.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.Secret;
import dev.slipway.core.delivery.Change;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.PullRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever becomes of a payload on its way: it is read or called unreadable, soon, and never is a
 * ref or a commit read from it that it does not name. The time allowed is long only because busy
 * machines pause; a try takes about a millisecond.
 */
class DialectMutationTest {
  private static final List<Pair> PAIRS = Pair.all();
  private static final int TRIES_OF_EACH = 10;

  /** Writes deeper nesting than anything may be read with. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamWriteConstraints(
                  StreamWriteConstraints.builder().maxNestingDepth(10_000).build())
              .build());

  /** The same breakages in every run: what fails once fails again. */
  @ParameterizedTest
  @MethodSource("pairs")
  void brokenPayloadsDoNoHarm(Pair pair) {
    for (int i = 0; i < TRIES_OF_EACH; i++) {
      long seed = pair.name().hashCode() * 31L + i;
      ReceivedRequest request = mutate(pair, new Random(seed));
      try {
        assertHarmless(request);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(pair + " broken with seed " + seed, e);
      }
    }
  }

  static List<Pair> pairs() {
    return PAIRS;
  }

  private static void assertHarmless(ReceivedRequest request) {
    Dialect dialect = Dialects.of(request.forge());
    long start = System.nanoTime();
    dialect.claimedRepository(request);
    assertThat(dialect.deliveryId(request)).matches("[!-~]{1,100}");
    assertThat(dialect.proof(request, List.of(new Secret("test", "s")), Instant.EPOCH)).isEmpty();
    try {
      ForgeEvent event = dialect.read(request);
      assertThat(event.changes().isEmpty() && event.note().isEmpty()).isFalse();
      event.changes().forEach(change -> assertNamed(change, request.body().bytes()));
    } catch (UnreadableException e) {
      assertThat(e.reason()).isNotBlank().hasSizeLessThan(600);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static ReceivedRequest mutate(Pair pair, Random random) {
    try {
      PayloadMutation mutation = new PayloadMutation(random);
      JsonNode payload = JSON.readTree(pair.request().body().bytes());
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutation.change(payload);
      }
      byte[] body = JSON.writeValueAsBytes(payload);
      return pair.with(random.nextInt(5) == 0 ? mutation.damage(body) : body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertNamed(Change change, byte[] body) {
    Set<String> told = told(body);
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(change.toString())).isTrue();
    switch (change) {
      case Change.Push push -> assertRef(push.ref().name(), push.head().sha(), told);
      case Change.Tag tag -> assertRef(tag.ref().name(), tag.head().sha(), told);
      case Change.RefDeleted deleted -> assertRef(deleted.ref().name(), deleted.before(), told);
      case Change.PullRequest pull -> {
        assertRequest(pull.request(), told);
        assertThat(told).contains(pull.head().sha().hex());
      }
      case Change.PullRequestClosed pull -> {
        assertRequest(pull.request(), told);
        assertThat(told).contains(pull.head().sha().hex());
      }
    }
  }

  private static void assertRef(String ref, @Nullable CommitSha sha, Set<String> told) {
    assertThat(told).containsAnyOf(ref, ref.replaceFirst("^refs/(heads|tags)/", ""));
    if (sha != null) {
      assertThat(told).contains(sha.hex());
    }
  }

  private static void assertRequest(PullRequest request, Set<String> told) {
    assertThat(told).contains(Integer.toString(request.number()));
    if (request.head().url() != null) {
      assertThat(request.head().url().getHost()).isEqualTo("bitbucket.org");
    }
  }

  /** Every string and number in a payload. */
  private static Set<String> told(byte[] body) {
    Set<String> told = new HashSet<>();
    try {
      collect(JSON.readTree(body), told);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a change was read from what is no JSON", e);
    } catch (IOException e) {
      throw new AssertionError(Arrays.toString(body), e);
    }
    return told;
  }

  private static void collect(JsonNode node, Set<String> told) {
    if (node.isValueNode()) {
      told.add(node.asText());
    }
    node.forEach(child -> collect(child, told));
  }
}
