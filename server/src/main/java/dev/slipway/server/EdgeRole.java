package dev.slipway.server;

import dev.slipway.config.settings.EdgeChoices;
import dev.slipway.config.settings.Settings;
import dev.slipway.core.deploy.Routes;
import dev.slipway.edge.Edge;
import dev.slipway.edge.EdgeSettings;
import dev.slipway.edge.Limits;
import dev.slipway.edge.TlsSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;

/** This process as an edge. */
final class EdgeRole implements AutoCloseable {
  private final Edge edge;
  private final int port;

  private EdgeRole(Edge edge, int port) {
    this.edge = edge;
    this.port = port;
  }

  static EdgeRole start(Vertx vertx, Routes routes, DataDirectory directory, Settings settings)
      throws StartException, InterruptedException {
    EdgeChoices choices = settings.edge();
    Integer tlsPort = choices.tlsPort();
    TlsSettings tls =
        tlsPort == null
            ? null
            : new TlsSettings(tlsPort, choices.certificates(), choices.redirect());
    EdgeSettings place =
        new EdgeSettings(
            directory.worker().value(),
            settings.bind(),
            settings.edgePort(),
            tls,
            directory.path("edge"),
            choices.accessLog(),
            Limits.DEFAULT.withHold(choices.hold()));
    Edge edge = new Edge(vertx, routes, place);
    try {
      return new EdgeRole(edge, edge.start());
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Where services answer; the host is each service's own. */
  URI url() {
    return URI.create("http://localhost:" + port);
  }

  @Override
  public void close() throws InterruptedException {
    edge.close();
  }
}
