package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that go well, on a real engine. */
@Timeout(120)
final class ContainerStepsIT {
  private final StepsScene scene = new StepsScene();

  @AfterEach
  void clear() throws Exception {
    scene.close();
  }

  @Test
  void what_one_step_leaves_is_seen_by_the_next_and_by_what_is_built_from_it() throws Exception {
    Checkout tree =
        scene.run(
            SampleStep.named("compile", "mkdir -p out/bin", "sh src/tool.sh > out/bin/result"),
            SampleStep.named("test", "cat out/bin/result", "chmod 755 out/bin/result")
                .after("compile"));

    assertThat(scene.progress.lines("test"))
        .containsExactly("$ cat out/bin/result", "tool", "$ chmod 755 out/bin/result");
    assertThat(scene.progress.end("test")).isEqualTo(new TestProgress.End(Status.SUCCEEDED, 0));
    assertThat(scene.progress.kind("test")).isEqualTo(Kind.STEP);
    assertThat(tree.file("out/bin/result", 100))
        .hasValue("tool\n".getBytes(StandardCharsets.UTF_8));
    assertThat(tree.file("out/bin/result", 3)).isEmpty();
    assertThat(tree.file("out/bin/none", 100)).isEmpty();
    assertThat(tree.hasFolder("out/bin")).isTrue();
    assertThat(tree.hasFolder("out/bin/result")).isFalse();
    Map<String, TarArchiveEntry> context = context(tree, "out", "Dockerfile");
    assertThat(context.keySet()).containsExactly("bin/", "bin/result");
    TarArchiveEntry result = entry(context, "bin/result");
    assertThat(result.getMode() & 0777).isEqualTo(0755);
    assertThat(result.getLongUserId()).isZero();
    assertThat(result.getUserName()).isEmpty();
    tree.close();
    assertThat(scene.onEngine()).isEmpty();
  }

  @Test
  void only_the_work_tree_is_left_until_the_result_is_closed() throws Exception {
    try (Checkout _ = scene.run(SampleStep.named("one", "true"))) {
      scene.awaitNoStep();
      assertThat(scene.onEngine())
          .containsExactlyInAnyOrder(
              "container null",
              "network slipway-" + scene.build,
              "volume slipway-" + scene.build + "-work");
    }
    assertThat(scene.onEngine()).isEmpty();
  }

  @Test
  void the_same_files_give_the_same_context_whoever_wrote_them_and_when() throws Exception {
    byte[] first = contextAfter("echo 1 > a; mkdir d; echo 2 > d/b; ln d/b hard; ln -s d/b soft");
    scene.next();
    byte[] second =
        contextAfter(
            "umask 077; mkdir d; echo 2 > d/b; chown -R 7:8 d; ln d/b hard; ln -s d/b soft",
            "echo 1 > a; touch -t 200001010000 a");

    assertThat(second).isEqualTo(first);
    Map<String, TarArchiveEntry> entries = entries(first);
    assertThat(entry(entries, "hard").isLink()).isFalse();
    assertThat(entry(entries, "hard").getSize()).isEqualTo(2);
    assertThat(entry(entries, "soft").getLinkName()).isEqualTo("d/b");
  }

  @Test
  void the_ignore_file_that_the_steps_left_is_heeded() throws Exception {
    try (Checkout tree =
        scene.run(
            SampleStep.named(
                "one",
                "mkdir -p node_modules/x keep; touch node_modules/x/y keep/a big.log",
                "ln -s /etc/passwd node_modules/out",
                "printf 'node_modules\\n*.log\\nDockerfile\\nsrc\\n!src/tool.sh\\n' > .dockerignore"))) {
      assertThat(context(tree, "", "Dockerfile").keySet())
          .containsExactlyInAnyOrder(
              ".dockerignore", "Dockerfile", "keep/", "keep/a", "src/", "src/tool.sh");
    }
  }

  @Test
  void the_history_is_that_of_the_commit() throws Exception {
    try (Checkout tree = scene.run(SampleStep.named("one", "true"))) {
      assertThat(tree.commit()).isEqualTo(scene.commit.commit());
      assertThat(tree.mergeBase(GitRef.ofBranch("main"))).hasValue(new CommitSha("cd".repeat(20)));
    }
  }

  @Test
  void commands_are_shown_as_written_and_share_one_shell() throws Exception {
    scene.pass(
        SampleStep.named(
            "one",
            "cd src && word=\"it's 100%\"",
            "if true; then\n  echo \"$word \\n $(pwd)\" | cat\nfi\n",
            "cat <<'END'\n$word\nEND",
            "echo err >&2; printf 'größer'; printf '10%%\\r20%%\\n'"));

    assertThat(scene.progress.lines("one"))
        .containsExactly(
            "$ cd src && word=\"it's 100%\"",
            "$ if true; then",
            ">   echo \"$word \\n $(pwd)\" | cat",
            "> fi",
            "it's 100% \\n /workspace/src",
            "$ cat <<'END'",
            "> $word",
            "> END",
            "$word",
            "$ echo err >&2; printf 'größer'; printf '10%%\\r20%%\\n'",
            "err",
            "20%");
  }

  @Test
  void an_image_may_run_what_it_starts_by_itself() throws Exception {
    scene.pass(SampleStep.named("one"));

    assertThat(scene.progress.status("one")).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void variables_and_secrets_reach_the_step_and_nothing_else() throws Exception {
    scene.secrets = Map.of("TOKEN", new Secret("TOKEN", "s3cret value"));
    scene.pass(
        SampleStep.named(
                "one",
                "test \"$T\" = 's3cret value'",
                "echo $SLIPWAY_SHA $PLAIN",
                "! tr '\\0' ' ' < /proc/1/cmdline | grep s3cret")
            .env(
                Map.of(
                    "T", new EnvValue.FromSecret("TOKEN"), "PLAIN", new EnvValue.Plain("shown"))));

    assertThat(scene.progress.lines("one")).contains("ab".repeat(20) + " shown");
    assertThat(String.join("\n", scene.progress.lines("one"))).doesNotContain("s3cret value\n");
  }

  @Test
  void independent_steps_run_at_the_same_time() throws Exception {
    scene.pass(
        SampleStep.named("left", "touch left; until test -e right; do sleep 0.05; done"),
        SampleStep.named("right", "touch right; until test -e left; do sleep 0.05; done"),
        SampleStep.named("last", "test -e left && test -e right").after("left", "right"));

    assertThat(scene.progress.status("last")).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void steps_are_confined() throws Exception {
    scene.pass(
        SampleStep.named(
                "one",
                "grep NoNewPrivs /proc/self/status",
                "grep Seccomp: /proc/self/status",
                "ulimit -c",
                "test ! -e /var/run/docker.sock",
                "! mknod /tmp/null c 1 3",
                "cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null || true")
            .resources(64_000, 64L << 20));

    assertThat(scene.progress.lines("one")).contains("NoNewPrivs:\t1", "Seccomp:\t2", "0", "4096");
  }

  @Test
  void what_a_lost_worker_left_is_removed_by_whoever_goes_on() throws Exception {
    Checkout lost = scene.run(SampleStep.named("one", "true"));
    scene.steps.removeAllLeftovers(scene.build::equals);
    assertThat(scene.onEngine()).hasSizeGreaterThanOrEqualTo(3);

    scene.progress = new TestProgress();
    scene.pass(SampleStep.named("one", "test ! -e left; touch left"));
    assertThat(scene.onEngine()).isEmpty();
    lost.close();

    scene.next().run(SampleStep.named("one", "true"));
    scene.steps.removeLeftovers(scene.build);
    assertThat(scene.onEngine()).isEmpty();
  }

  private byte[] contextAfter(String... commands) throws Exception {
    try (Checkout tree = scene.run(SampleStep.named("one", commands))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      tree.writeContext("", "Dockerfile", out);
      return out.toByteArray();
    }
  }

  private static TarArchiveEntry entry(Map<String, TarArchiveEntry> entries, String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  private static Map<String, TarArchiveEntry> context(
      Checkout tree, String folder, String dockerfile) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tree.writeContext(folder, dockerfile, out);
    return entries(out.toByteArray());
  }

  private static Map<String, TarArchiveEntry> entries(byte[] archive) throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), entry);
      }
    }
    return entries;
  }
}
