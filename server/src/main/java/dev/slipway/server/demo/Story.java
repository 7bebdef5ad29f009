package dev.slipway.server.demo;

import dev.slipway.server.demo.Client.Result;
import dev.slipway.server.demo.Visitors.Count;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * What is shown: a push goes live, a second one under traffic, a broken one is stopped, and back to
 * the first.
 */
final class Story {
  static final String REPOSITORY = "demo/shop";
  static final String SERVICE = "shop";
  static final String HOST = "shop.localhost";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Site site;
  private final Client client;
  private final Visitors visitors;
  private final Narrator narrator;

  Story(Site site, Client client, Visitors visitors, Narrator narrator) {
    this.site = site;
    this.client = client;
    this.visitors = visitors;
    this.narrator = narrator;
  }

  void tell(URI cloneUrl) throws IOException, InterruptedException {
    connect(cloneUrl);
    pushFirst();
    pushSecondUnderTraffic();
    pushBroken();
    rollBack();
  }

  private void connect(URI cloneUrl) throws IOException {
    narrator.chapter("Connect a repository on a plain git server");
    Result added =
        client.quietly(
            "repos", "add", REPOSITORY, "--forge", "git", "--clone-url", cloneUrl.toString());
    narrator.say("$ slipway repos add " + REPOSITORY + " --forge git --clone-url " + cloneUrl);
    narrator.claim("the repository is known to Slipway", added.exit() == 0);
    Result hook = client.quietly("hook", REPOSITORY);
    narrator.say("$ slipway hook " + REPOSITORY + " > hooks/post-receive");
    narrator.claim("Slipway printed the hook", hook.exit() == 0 && hook.out().startsWith("#!"));
    site.installHook(hook.out());
  }

  private void pushFirst() throws IOException, InterruptedException {
    narrator.chapter("Push version 1");
    visitors.arrive();
    Duration live = pushAndWait(1);
    Result watched = client.run("watch");
    narrator.claim("the build and its rollout ended well", watched.exit() == 0);
    narrator.say("from the start of git push to the first answer: " + Narrator.millis(live));
    visitors.countAndReset(); // before the first release there was nothing to visit
  }

  private void pushSecondUnderTraffic() throws IOException, InterruptedException {
    narrator.chapter("Push version 2 while people visit the site");
    Duration live = pushAndWait(2);
    narrator.claim("the rollout ended well", client.quietly("watch").exit() == 0);
    narrator.say("from the start of git push to the first answer: " + Narrator.millis(live));
    claimNobodyNoticed();
  }

  private Duration pushAndWait(int version) throws IOException, InterruptedException {
    narrator.say("$ git push");
    long started = System.nanoTime();
    String said = site.push(version, true);
    said.lines().forEach(line -> narrator.say("  " + line));
    boolean seen = visitors.await("version " + version, PATIENCE);
    Duration live = Duration.ofNanos(System.nanoTime() - started);
    narrator.claim("version " + version + " answers at http://" + HOST, seen);
    return live;
  }

  private void pushBroken() throws IOException, InterruptedException {
    narrator.chapter("Push version 3, which is broken");
    narrator.say("$ git push");
    site.push(3, false).lines().forEach(line -> narrator.say("  " + line));
    Result watched = client.run("watch");
    narrator.claim("the deployment failed and says why", watched.exit() == 1);
    Count count = claimNobodyNoticed();
    narrator.claim("version 2 still answers", count.lastSeen().contains("version 2"));
  }

  private void rollBack() throws InterruptedException {
    narrator.chapter("Roll back to version 1");
    long started = System.nanoTime();
    Result rollback =
        client.run("rollback", SERVICE, "1", "--reason", "the old one was nicer", "-y");
    boolean seen = visitors.await("version 1", PATIENCE);
    Duration live = Duration.ofNanos(System.nanoTime() - started);
    narrator.claim("version 1 answers again", rollback.exit() == 0 && seen);
    narrator.say("the whole command took " + Narrator.millis(live));
    claimNobodyNoticed();
    client.run("releases", SERVICE);
  }

  private Count claimNobodyNoticed() {
    Count count = visitors.countAndReset();
    String slowest = Narrator.millis(count.slowest());
    narrator.claim(
        count.visits() + " visits, " + count.failures() + " failed, the slowest took " + slowest,
        count.visits() > 0 && count.failures() == 0);
    if (count.lastFailure() != null) {
      narrator.say("the last failure: " + count.lastFailure());
    }
    return count;
  }
}
