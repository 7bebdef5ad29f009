package dev.slipway.dashboard;

import dev.slipway.core.pipeline.HostPath;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/**
 * Plain values of this installation.
 *
 * @param publicUrl what forges and browsers call
 * @param edgeUrl what users of deployed services call: scheme and port count, the host is each
 *     service's own
 * @param readiness what must answer for this process to be of use, in the order to tell it
 * @param pipelineSchema the JSON Schema of pipeline files
 * @param callsPerMinute how many API calls a token or session may make in a minute
 */
public record Site(
    URI publicUrl,
    URI edgeUrl,
    List<ReadinessCheck> readiness,
    String pipelineSchema,
    int callsPerMinute,
    Clock clock) {
  public Site {
    readiness = List.copyOf(readiness);
  }

  /** Where a service answers. */
  public String serviceUrl(HostPath entrance) {
    int port = edgeUrl.getPort();
    boolean usual = port == -1 || port == (edgeUrl.getScheme().equals("https") ? 443 : 80);
    String path = entrance.path().equals(HostPath.ALL) ? "" : entrance.path();
    return edgeUrl.getScheme() + "://" + entrance.host() + (usual ? "" : ":" + port) + path;
  }

  /** Whether browsers come by https. */
  public boolean secure() {
    return "https".equals(publicUrl.getScheme());
  }

  /** A path of this site as the outside calls it. */
  public String url(String path) {
    String base = publicUrl.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }
}
