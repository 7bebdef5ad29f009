package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bitbucket Data Center, formerly Server. Repositories are named as {@code KEY/slug}, personal ones
 * as {@code ~USER/slug}.
 *
 * @see <a
 *     href="https://confluence.atlassian.com/bitbucketserver/manage-webhooks-938025878.html">How
 *     webhooks of Bitbucket Data Center are managed</a>
 */
final class BitbucketServerDialect implements Dialect {
  private static final String PING = "diagnostics:ping";
  private static final String BASIC = "Basic ";

  @Override
  public Optional<RepositoryName> claimedRepository(ReceivedRequest request) {
    Map<String, String> found =
        PayloadScan.of(
            request,
            "repository.project.key",
            "repository.slug",
            "pullRequest.toRef.repository.project.key",
            "pullRequest.toRef.repository.slug");
    return name(found, "repository").or(() -> name(found, "pullRequest.toRef.repository"));
  }

  private static Optional<RepositoryName> name(Map<String, String> found, String at) {
    String key = found.getOrDefault(at + ".project.key", "");
    return PayloadScan.name(key + "/" + found.getOrDefault(at + ".slug", ""));
  }

  /** A signature, or the secret as the password of Basic authentication. */
  @Override
  public Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    String password = password(request);
    return HmacProof.prefixed("X-Hub-Signature", request, request.body().bytes(), secrets)
        .or(() ->
            ProvedBy.oneOf(
                secrets,
                secret -> HmacProof.same(secret.reveal(), password),
                "Authorization: the secret as Basic password"));
  }

  private static String password(ReceivedRequest request) {
    String header = request.header("authorization").orElse("");
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return "";
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String credentials = new String(decoded, StandardCharsets.UTF_8);
      return credentials.substring(credentials.indexOf(':') + 1);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  @Override
  public ForgeEvent read(ReceivedRequest request) throws UnreadableException {
    String event = request.header("x-event-key").orElse("repo:refs_changed");
    return Payload.read(
        request,
        BitbucketServerReader.UNREAD,
        payload -> BitbucketServerReader.read(event, payload));
  }

  @Override
  public String deliveryId(ReceivedRequest request) {
    return DeliveryIds.of(request, "x-request-id");
  }

  /**
   * The button "Test connection" sends a ping that names no repository and carries no signature.
   */
  @Override
  public boolean isUnprovedPing(ReceivedRequest request) {
    return request.header("x-event-key").orElse("").equals(PING)
        && request.header("x-hub-signature").isEmpty()
        && request.header("authorization").isEmpty();
  }
}
