package dev.slipway.server;

import dev.slipway.config.settings.Settings;
import dev.slipway.edge.Edge;
import dev.slipway.edge.EdgeSettings;
import dev.slipway.edge.Limits;
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

  static EdgeRole start(Vertx vertx, Store store, DataDirectory directory, Settings settings)
      throws StartException, InterruptedException {
    EdgeSettings place =
        new EdgeSettings(
            directory.worker().value(),
            settings.bind(),
            settings.edgePort(),
            directory.path("edge"),
            Limits.DEFAULT);
    Edge edge = new Edge(vertx, store.routes(), place);
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
