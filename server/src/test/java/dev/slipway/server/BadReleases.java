package dev.slipway.server;

import static dev.slipway.server.BadRelease.that;

import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.HealthCheck.Statuses;
import dev.slipway.core.pipeline.Resources;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All the ways in which a release can be bad that we thought of. */
final class BadReleases {
  private static final String SERVE = "httpd -f -p 8080 -h /etc";
  private static final String CLOSED =
      "port 8080 did not open within .*: the connection was closed";
  private static final Probe.Http UP = new Probe.Http("/cgi-bin/up");
  private static final Probe IMAGE = new Probe.OfImage();
  private static final long MEGABYTE = 1024 * 1024;

  private BadReleases() {}

  /** Those whose image can be had. */
  static List<BadRelease> all() {
    return Stream.of(
            ended(), cannotRun(), deaf(), rude(), greedy(), imageSaysSo(), prepared(), late())
        .flatMap(List::stream)
        .toList();
  }

  private static List<BadRelease> ended() {
    return List.of(
        that("ends at once as if done", "exit 0", "ended by itself, with exit code 0"),
        that("ends with an error", "echo no config; exit 1", "ended with exit code 1$"),
        that("ends before it is healthy", "sleep 1; exit 3", "ended with exit code 3$"),
        that("its script names an unknown program", "no-such-program", "was not found .*127"),
        that("kills itself", "kill -9 $$", "was killed \\(SIGKILL, exit code 137\\)"),
        that("crashes", "kill -SEGV $$", "crashed \\(segmentation fault, exit code 139\\)"),
        that("ends itself politely", "kill $$", "ended with exit code 143$"));
  }

  private static List<BadRelease> cannotRun() {
    return List.of(
        BadRelease.of("its command is missing", List.of("no-such-program"), "was not found .*127"),
        BadRelease.of(
                "its entrypoint has no run bit", List.of(), "cannot be run \\(exit code 126\\)")
            .built("RUN echo 'exit 0' > /start", "ENTRYPOINT [\"/start\"]"),
        BadRelease.of("its interpreter is missing", List.of(), "was not found .*127")
            .built(
                "RUN printf '#!/bin/no-such-shell\\n' > /start && chmod +x /start",
                "ENTRYPOINT [\"/start\"]"),
        BadRelease.of(
                "it is built for another processor",
                List.of(),
                "ended|cannot be run|could not start")
            .built(
                "RUN printf '\\177ELF\\002\\001\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000"
                    + "\\002\\000\\267\\000\\001\\000\\000\\000' > /start && chmod +x /start",
                "ENTRYPOINT [\"/start\"]"));
  }

  private static List<BadRelease> deaf() {
    return List.of(
        that("never listens", "exec sleep 600", CLOSED),
        that("listens too late", "sleep 20; exec " + SERVE, CLOSED),
        that("listens on another port", "exec httpd -f -p 9090 -h /etc", CLOSED),
        that("listens on its own loopback", "exec httpd -f -p 127.0.0.1:8080 -h /etc", CLOSED),
        that("does not end either", "trap '' TERM; while true; do sleep 1; done", CLOSED));
  }

  private static List<BadRelease> rude() {
    return List.of(
        that("answers 500", cgi("echo 'Status: 500 Oops'; echo"), "it answered 500").checked(UP),
        that("answers 404", "exec " + SERVE, "GET /cgi-bin/up .*: it answered 404").checked(UP),
        that("answers with redirects for ever", redirecting(), "200 to 299 .*: it answered 302")
            .checked(new Probe.Http("/cgi-bin/up", new Statuses(200, 299))),
        that("answers slowly", cgi("sleep 5; echo; echo up"), "no answer within 1.0 s").checked(UP),
        that("accepts and says nothing", "exec nc -ll -p 8080 -e sleep 600", "no answer within")
            .checked(UP),
        that("closes connections", "exec nc -ll -p 8080 -e true", "was closed at once").checked(UP),
        that("speaks no HTTP", "exec nc -ll -p 8080 -e echo hello", "does not speak HTTP")
            .checked(UP));
  }

  private static String redirecting() {
    return cgi("echo 'Status: 302 Found'; echo 'Location: /cgi-bin/up'; echo");
  }

  /** A web server that runs the script for each request. */
  private static String cgi(String script) {
    return "mkdir -p /www/cgi-bin; echo '#!/bin/sh' > /www/cgi-bin/up; echo \""
        + script
        + "\" >> /www/cgi-bin/up; chmod +x /www/cgi-bin/up; exec httpd -f -p 8080 -h /www";
  }

  private static List<BadRelease> greedy() {
    String forks = "for i in $(seq 200); do sleep 600 & done; exec " + SERVE;
    return List.of(
        that("eats memory", "exec tail /dev/zero", "too much memory \\(its limit is 16 MB\\)")
            .limited(new Resources(null, 16 * MEGABYTE, null)),
        that("starts more processes than it may", forks, "ended with exit code 2$")
            .limited(new Resources(null, null, 20)),
        that("asks for less memory than an engine gives", "exec " + SERVE, "[Mm]emory")
            .limited(new Resources(null, 1024L, null)));
  }

  private static List<BadRelease> imageSaysSo() {
    String unhealthy = "the image's HEALTHCHECK did not succeed|is no longer|ended with exit code";
    String often = "HEALTHCHECK --interval=200ms --timeout=500ms --retries=2 CMD ";
    String twice = "echo >> /tmp/n; [ $(wc -l < /tmp/n) -lt 6 ]";
    return List.of(
        that("its HEALTHCHECK fails", "exec " + SERVE, unhealthy)
            .checked(IMAGE)
            .built(often + "false"),
        that("its HEALTHCHECK hangs", "exec " + SERVE, unhealthy)
            .checked(IMAGE)
            .built(often + "sleep 600"),
        that("its HEALTHCHECK fails later on", "exec " + SERVE, unhealthy)
            .checked(IMAGE)
            .built(often + twice),
        that("it has no HEALTHCHECK", "exec " + SERVE, "the image has no HEALTHCHECK")
            .checked(IMAGE),
        that("its check in the container fails", "exec " + SERVE, "`false` did not succeed .* 1$")
            .checked(new Probe.Command(List.of("false"))),
        that("its check in the container hangs", "exec " + SERVE, "`sleep 600` did not .* 137$")
            .checked(new Probe.Command(List.of("sleep", "600"))));
  }

  private static List<BadRelease> prepared() {
    Duration enough = Duration.ofSeconds(30);
    return List.of(
        that("its release command fails", "exec " + SERVE, "release command `false` ended .* 1$")
            .after(List.of("false"), enough),
        that("its release command is missing", "exec " + SERVE, "`no-such-program` ended .* 127$")
            .after(List.of("no-such-program"), enough),
        that("its release command hangs", "exec " + SERVE, "release command did not end within 2")
            .after(List.of("sleep", "600"), Duration.ofSeconds(2)),
        that("it needs a secret that nobody set", "exec " + SERVE, "the secret NOBODY_SET_IT")
            .needing("NOBODY_SET_IT"));
  }

  private static List<BadRelease> late() {
    return List.of(
        that("ends after three seconds of traffic", SERVE + " & sleep 3; exit 9", "exit code 9$"));
  }
}
