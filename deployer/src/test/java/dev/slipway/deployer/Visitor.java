package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.ServiceId;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a service for a page again and again, where its route points at that moment. Like an edge it
 * asks once more, by the route as it is then, when nobody takes the connection.
 */
final class Visitor implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Routes routes;
  private final ServiceId service;
  private final String page;
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean leaving;
  private final Thread thread = Thread.ofVirtual().unstarted(this::visit);

  Visitor(Routes routes, ServiceId service, String page) {
    this.routes = routes;
    this.service = service;
    this.page = page;
    thread.start();
  }

  long answered() {
    return answered.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  private void visit() {
    while (!leaving) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      String problem = ask();
      while (!problem.isEmpty() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(PAUSE.toNanos());
        problem = ask();
      }
      if (problem.isEmpty()) {
        answered.incrementAndGet();
      } else {
        failures.add(problem);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Empty when all is well. */
  private String ask() {
    Route route = routes.find(service).orElseThrow();
    List<Instance> instances = route.instances();
    Instance instance = instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
    try {
      URI uri = URI.create("http://" + instance + page);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
      connection.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == OK ? "" : instance + " answered " + status;
    } catch (IOException e) {
      return instance + " did not answer: " + e;
    }
  }

  @Override
  public void close() throws InterruptedException {
    leaving = true;
    thread.join();
  }
}
