package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.ContainerEvents;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.dashboard.Records;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Outflow;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.live.ContainerFeeds;
import java.io.IOException;
import java.util.List;

/** What containers say and use, live. Safe for concurrent use. */
public final class ContainersApi {
  private static final int USUAL_TAIL = 100;
  private static final int LONGEST_TAIL = 10_000;

  private final Services services;
  private final ContainerEvents events;
  private final ContainerFeeds feeds;

  public ContainersApi(Records records, ContainerFeeds feeds) {
    this.services = records.services();
    this.events = records.containerEvents();
    this.feeds = feeds;
  }

  /** The output of all containers that run: the last lines of each, and then every new one. */
  public void logs(Call call, Outflow out) throws IOException, InterruptedException {
    Service service = ServicesApi.find(services, call);
    int tail = Math.toIntExact(Math.min(call.number("tail", 0, USUAL_TAIL), LONGEST_TAIL));
    boolean follow = !call.query("follow").orElse("true").equals("false");
    tell(() -> {
      if (follow) {
        feeds.logs(service.id(), ServicesApi.place(services, service), tail, out);
      } else {
        feeds.lastLines(service.id(), ServicesApi.place(services, service), tail, out);
      }
    });
  }

  /** What each container that runs uses, about once a second. */
  public void stats(Call call, Outflow out) throws IOException, InterruptedException {
    Service service = ServicesApi.find(services, call);
    tell(() -> feeds.stats(service.id(), ServicesApi.place(services, service), out));
  }

  /** What happened to its containers, newest first. */
  public Answer events(Call call) {
    Service service = ServicesApi.find(services, call);
    List<Happening> newest =
        Happening.of(events.newest(service.id())).stream().limit(call.page().limit()).toList();
    return Answer.json(200, ListView.of(newest, ContainerEventView::of));
  }

  private static void tell(Telling telling) throws IOException, InterruptedException {
    try {
      telling.run();
    } catch (TargetException e) {
      throw ProblemException.problem(
          503, "target-away", "Not available now", e.getMessage() + "; " + e.hint());
    }
  }

  private interface Telling {
    void run() throws TargetException, IOException, InterruptedException;
  }
}
