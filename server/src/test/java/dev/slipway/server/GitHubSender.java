package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends what GitHub sends about one repository, signed as GitHub signs. */
record GitHubSender(Api api, String path, String secret, String repository) {
  /** Adds the repository to Slipway, and takes over the webhook that Slipway gives out for it. */
  static GitHubSender add(Api api, String repository, String cloneUrl) throws Exception {
    JsonNode added =
        api.post(
            "/api/v1/repositories",
            "{\"forge\": \"github\", \"name\": \"%s\", \"clone_url\": \"%s\"}"
                .formatted(repository, cloneUrl));
    String url = added.get("webhook_url").asText();
    return new GitHubSender(
        api,
        url.substring(url.indexOf("/webhooks")),
        added.get("webhook_secret").asText(),
        repository);
  }

  HttpResponse<String> push(String ref, String sha, String delivery)
      throws IOException, InterruptedException {
    String body =
        """
        {"ref": "%s", "before": "%s", "after": "%s", "repository": {"full_name": "%s"},
         "head_commit": {"id": "%s", "message": "Sell more", "author": {"name": "Ann"}}}
        """
            .formatted(ref, "0".repeat(40), sha, repository, sha);
    return send(body.getBytes(UTF_8), delivery);
  }

  HttpResponse<String> send(byte[] body, String delivery) throws IOException, InterruptedException {
    return api.send(
        "POST",
        path,
        body,
        "Content-Type",
        "application/json",
        "X-GitHub-Event",
        "push",
        "X-GitHub-Delivery",
        delivery,
        "X-Hub-Signature-256",
        signature(body));
  }

  private String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
