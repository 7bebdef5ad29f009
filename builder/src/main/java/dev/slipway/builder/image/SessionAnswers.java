package dev.slipway.builder.image;

import dev.slipway.builder.image.proto.ProtoReader;
import dev.slipway.builder.image.proto.ProtoWriter;
import dev.slipway.builder.image.session.GrpcException;
import dev.slipway.builder.image.session.GrpcException.Status;
import dev.slipway.builder.image.session.GrpcMethod;
import dev.slipway.core.Secret;
import dev.slipway.core.build.ImageBuilder.Order;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one build gets from us over its session: the secrets that its entry of the pipeline file
 * lists, and what it takes to fetch private images. A fork's build gets neither. BuildKit holds a
 * secret in memory for as long as the step that mounts it runs, and it is in no layer, no argument
 * and no cache key.
 *
 * <p>Only {@code Credentials} of the service {@code Auth} is there. Its other methods let a client
 * fetch registry tokens itself; a client that does not say it has them is asked for the
 * credentials, and BuildKit fetches the tokens.
 */
final class SessionAnswers {
  private static final String GET_SECRET = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
  private static final String CREDENTIALS = "/moby.filesync.v1.Auth/Credentials";

  private final Map<String, Secret> secrets;
  private final RegistryLogins logins;

  private SessionAnswers(Map<String, Secret> secrets, RegistryLogins logins) {
    this.secrets = secrets;
    this.logins = logins;
  }

  /** By the names of the methods. */
  static Map<String, GrpcMethod> of(Order order, RegistryLogins logins) {
    SessionAnswers answers =
        order.fromFork()
            ? new SessionAnswers(Map.of(), RegistryLogins.NONE)
            : new SessionAnswers(granted(order), logins);
    return Map.of(GET_SECRET, answers::secret, CREDENTIALS, answers::credentials);
  }

  private static Map<String, Secret> granted(Order order) {
    Map<String, Secret> granted = new HashMap<>(order.secrets());
    granted.keySet().retainAll(order.spec().secrets());
    return granted;
  }

  /** An unknown secret is an error for the steps that require it, and nothing for the others. */
  private byte[] secret(ByteBuffer request) throws GrpcException {
    String id = firstText(request);
    Secret secret = secrets.get(id);
    if (secret == null) {
      throw new GrpcException(Status.NOT_FOUND, "secret " + id + ": not found");
    }
    return new ProtoWriter().bytes(1, secret.reveal().getBytes(StandardCharsets.UTF_8)).done();
  }

  /** An unknown registry is used without credentials. */
  private byte[] credentials(ByteBuffer request) {
    String host = firstText(request);
    Optional<RegistryCredentials> known = logins.at(host);
    return known
        .map(login -> new ProtoWriter().text(1, login.username()).text(2, login.password()).done())
        .orElseGet(() -> new byte[0]);
  }

  /** The one field that the requests of both methods begin with. */
  private static String firstText(ByteBuffer request) {
    ProtoReader in = new ProtoReader(request);
    String text = "";
    while (in.next()) {
      if (in.field() == 1) {
        text = in.text();
      } else {
        in.skip();
      }
    }
    return text;
  }
}
