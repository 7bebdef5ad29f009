package dev.slipway.webhook.dialect;

import dev.slipway.core.Secret;
import dev.slipway.core.source.RepositoryName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gitee. Its proof does not cover the body, so what the body says is believed only as far as git
 * confirms it: the ref is fetched, and the commit must be on it.
 *
 * @see <a href="https://help.gitee.com/webhook/gitee-webhook-push-data-format">Gitee on what it
 *     sends</a>
 */
final class GiteeDialect implements Dialect {
  /** How old a signature may be, as Gitee says. */
  static final Duration TOLERANCE = Duration.ofHours(1);

  private static final int MILLISECONDS = 1000;

  @Override
  public Optional<RepositoryName> claimedRepository(ReceivedRequest request) {
    return PayloadScan.repositoryName(
        request,
        "repository.full_name",
        "repository.path_with_namespace",
        "project.full_name",
        "project.path_with_namespace");
  }

  /**
   * The password itself, or a signature over the time.
   *
   * @see <a href="https://help.gitee.com/webhook/how-to-verify-webhook-keys">Gitee on keys</a>
   */
  @Override
  public Optional<String> proof(ReceivedRequest request, List<Secret> secrets, Instant now) {
    String token = request.header("x-gitee-token").orElse("");
    String timestamp = request.header("x-gitee-timestamp").orElse("");
    boolean fresh = Timestamps.near(timestamp, MILLISECONDS, now, TOLERANCE);
    return ProvedBy.oneOf(
            secrets,
            secret -> isSignature(token, timestamp, secret) && fresh,
            "X-Gitee-Token: HMAC-SHA256 of the time")
        .or(() ->
            ProvedBy.oneOf(
                secrets,
                secret -> HmacProof.same(secret.reveal(), token),
                "X-Gitee-Token: the secret itself"));
  }

  /** Gitee's documentation URL-encodes the signature in the end; what it sends is not. */
  private static boolean isSignature(String token, String timestamp, Secret secret) {
    String signature = signature(timestamp, secret);
    return HmacProof.same(signature, token)
        || HmacProof.same(URLEncoder.encode(signature, StandardCharsets.UTF_8), token);
  }

  private static String signature(String timestamp, Secret secret) {
    byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
    byte[] signed = (timestamp + "\n" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(HmacProof.hmac(key, signed));
  }

  @Override
  public ForgeEvent read(ReceivedRequest request) throws UnreadableException {
    String header = request.header("x-gitee-event").orElse("unnamed");
    if (isPing(request)) {
      return ForgeEvent.nothing(header, "a ping: the webhook works");
    }
    return Payload.read(request, PushPayload.UNREAD, payload -> GiteeReader.read(header, payload));
  }

  /** A ping repeats the newest push, or makes one up. */
  private static boolean isPing(ReceivedRequest request) {
    return request.header("x-gitee-ping").orElse("").equals("true");
  }

  /**
   * Gitee names no delivery: two are the same when they tell of the same step of the same ref, or
   * of the same state of the same pull request. Time and signature, which change, do not count.
   */
  @Override
  public String deliveryId(ReceivedRequest request) {
    Map<String, String> told =
        PayloadScan.of(
            request,
            "hook_id",
            "hook_name",
            "ref",
            "before",
            "after",
            "action",
            "action_desc",
            "pull_request.number",
            "pull_request.updated_at",
            "pull_request.head.sha");
    boolean push = told.containsKey("ref");
    boolean pull = told.containsKey("pull_request.number");
    return (push || pull) && !isPing(request)
        ? DeliveryIds.hash(told.toString().getBytes(StandardCharsets.UTF_8))
        : DeliveryIds.of(request);
  }
}
