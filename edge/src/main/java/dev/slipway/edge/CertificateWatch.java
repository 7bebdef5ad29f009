package dev.slipway.edge;

import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether certificates were renewed, on a virtual thread of its own. */
final class CertificateWatch implements AutoCloseable {
  /** Nobody tells of changed files on every file system, and looking costs next to nothing. */
  static final Duration EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

  private final Certificates certificates;
  private final Server server;
  private final CountDownLatch closing = new CountDownLatch(1);

  CertificateWatch(Certificates certificates, Server server) {
    this.certificates = certificates;
    this.server = server;
  }

  /** What serves by the certificates. */
  interface Server {
    /** Returns when new connections are served by these. */
    void serve(PemKeyCertOptions options) throws Exception;
  }

  /** Serves by what is there, and then by each change. */
  void start() throws Exception {
    if (certificates.read() && !certificates.isEmpty()) {
      server.serve(certificates.options());
    } else {
      LOG.warn("There is no certificate yet; HTTPS is served as soon as there is one.");
    }
    Thread.ofVirtual().name("edge-certificates").start(this::watch);
  }

  private void watch() {
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    if (!certificates.read() || certificates.isEmpty()) {
      return;
    }
    try {
      server.serve(certificates.options());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // Whatever it is, those in use go on.
      LOG.error("Changed certificates could not be put to use ({}).", e.toString());
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
