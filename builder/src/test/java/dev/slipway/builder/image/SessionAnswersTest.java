package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.builder.image.proto.ProtoReader;
import dev.slipway.builder.image.proto.ProtoWriter;
import dev.slipway.builder.image.session.GrpcException;
import dev.slipway.builder.image.session.GrpcException.Status;
import dev.slipway.builder.image.session.GrpcMethod;
import dev.slipway.core.NameFilter;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.ImageBuilder.LayerCache;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.pipeline.ImageBuild;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SessionAnswersTest {
  private static final RegistryLogins LOGINS =
      RegistryLogins.NONE
          .and("registry.test:5000", new RegistryCredentials("ann", "größer"))
          .and("docker.io", new RegistryCredentials("bob", "hub"));

  @Test
  void a_secret_that_the_build_lists_is_given() throws GrpcException {
    assertThat(text(secret(order(false), "TOKEN"), 1)).isEqualTo("värde\n2");
  }

  @Test
  void a_secret_that_it_does_not_list_is_not_found() {
    GrpcException refusal = refused(order(false), "OTHER");

    assertThat(refusal.status()).isEqualTo(Status.NOT_FOUND);
    assertThat(refusal).hasMessage("secret OTHER: not found");
  }

  @Test
  void forks_get_neither_secrets_nor_credentials() throws GrpcException {
    assertThat(refused(order(true), "TOKEN").status()).isEqualTo(Status.NOT_FOUND);
    assertThat(credentials(order(true), "registry.test:5000")).isEmpty();
  }

  @Test
  void credentials_are_those_of_the_host_with_its_port() throws GrpcException {
    byte[] answer = credentials(order(false), "registry.test:5000");

    assertThat(text(answer, 1)).isEqualTo("ann");
    assertThat(text(answer, 2)).isEqualTo("größer");
    assertThat(credentials(order(false), "registry.test")).isEmpty();
  }

  @Test
  void Docker_Hub_is_known_by_its_name() throws GrpcException {
    assertThat(text(credentials(order(false), "registry-1.docker.io"), 1)).isEqualTo("bob");
  }

  @Test
  void fields_of_newer_engines_are_skipped_and_nonsense_is_refused() throws GrpcException {
    byte[] request =
        new ProtoWriter()
            .message(2, new ProtoWriter().text(1, "k").text(2, "v"))
            .text(1, "TOKEN")
            .number(9, 1)
            .done();

    assertThat(text(method(order(false), "GetSecret").answer(ByteBuffer.wrap(request)), 1))
        .isEqualTo("värde\n2");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            method(order(false), "GetSecret").answer(ByteBuffer.wrap(new byte[] {10, 100, 1})));
  }

  @Test
  void nothing_that_is_printed_shows_a_password() {
    assertThat(new RegistryCredentials("ann", "größer").toString()).doesNotContain("größer");
  }

  private static byte[] secret(Order order, String id) throws GrpcException {
    return method(order, "GetSecret").answer(request(id));
  }

  private static GrpcException refused(Order order, String id) {
    return Objects.requireNonNull(
        catchThrowableOfType(GrpcException.class, () -> secret(order, id)));
  }

  private static byte[] credentials(Order order, String host) throws GrpcException {
    return method(order, "Credentials").answer(request(host));
  }

  private static ByteBuffer request(String text) {
    return ByteBuffer.wrap(new ProtoWriter().text(1, text).done());
  }

  private static GrpcMethod method(Order order, String name) {
    return SessionAnswers.of(order, LOGINS).entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/" + name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static String text(byte[] message, int field) {
    ProtoReader in = new ProtoReader(ByteBuffer.wrap(message));
    while (in.next()) {
      if (in.field() == field) {
        return in.text();
      }
      in.skip();
    }
    return "";
  }

  private static Order order(boolean fromFork) {
    ImageBuild spec =
        new ImageBuild(
            "web",
            "",
            "Dockerfile",
            null,
            Map.of(),
            List.of("TOKEN"),
            List.of(),
            ImageBuild.Cache.LOCAL,
            ImageBuild.Engine.AUTO,
            NameFilter.ALL);
    return new Order(
        new BuildId("bld_1"),
        spec,
        "acme/shop",
        List.of("one"),
        fromFork,
        Map.of("TOKEN", new Secret("TOKEN", "värde\n2"), "OTHER", new Secret("OTHER", "x")),
        LayerCache.NONE);
  }
}
