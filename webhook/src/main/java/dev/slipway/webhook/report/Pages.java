package dev.slipway.webhook.report;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.HostPath;
import java.net.URI;

/**
 * Where people find more.
 *
 * @param publicUrl of the dashboard
 * @param edgeUrl what users of deployed services call: scheme and port count, the host is each
 *     service's own
 */
public record Pages(URI publicUrl, URI edgeUrl) {
  URI build(BuildId id) {
    return page("/builds/" + id);
  }

  URI service(ServiceId id) {
    return page("/services/" + id);
  }

  /** Where a service answers. */
  URI site(HostPath entrance) {
    int port = edgeUrl.getPort();
    boolean usual = port == -1 || port == (edgeUrl.getScheme().equals("https") ? 443 : 80);
    String path = entrance.path().equals(HostPath.ALL) ? "" : entrance.path();
    return URI.create(
        edgeUrl.getScheme() + "://" + entrance.host() + (usual ? "" : ":" + port) + path);
  }

  private URI page(String path) {
    String base = publicUrl.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
