package dev.slipway.builder.jib;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.EngineImageBuilder;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.ImageBuilder.Order;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.pipeline.ImageBuild;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds the same Dockerfile with the engine's BuildKit and without any engine, and compares what a
 * container would see: files, modes, owners, links, and the configuration.
 */
@Timeout(120)
class SameAsEngineIT {
  private static final Engine ENGINE = Engine.fromEnvironment();
  private static @Nullable LocalRegistry registry;
  private static @Nullable Path folder;

  private final String salt = UUID.randomUUID().toString();

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    registry = new LocalRegistry();
    folder = temporary;
    WrittenTree base =
        new WrittenTree()
            .dockerfile(
                "FROM busybox:latest",
                "RUN mkdir -p /var/lib/app /srv/www /real && chmod 1777 /srv && chmod 700"
                    + " /var/lib/app && chown 7:8 /var/lib/app && ln -s /real /short && ln -s"
                    + " ../real /srv/www/up && echo one > /real/one && ln /real/one /real/two &&"
                    + " echo 'root:x:0:0::/:/bin/sh' > /etc/passwd && echo"
                    + " 'app:x:1000:1001::/:/bin/sh' >> /etc/passwd && echo 'web:x:2000:' >"
                    + " /etc/group",
                "ENV PATH=/usr/bin:/bin BASE=yes",
                "LABEL base=1 shared=base",
                "EXPOSE 1000",
                "VOLUME /data",
                "WORKDIR /srv",
                "CMD [\"base\"]");
    new EngineImageBuilder(ENGINE, registry().address(), registry(), RegistryLogins.NONE)
        .build(order("base/image", "1", null), base, new Progress(), new Cancellation());
  }

  @AfterAll
  static void stop() {
    String base = registry().address() + "/base/image:1";
    ENGINE.client().removeImageCmd(base).withForce(true).exec();
    registry().close();
  }

  @AfterEach
  void removeImages() {
    ENGINE
        .client()
        .listImagesCmd()
        .withFilter("reference", List.of(registry().address() + "/*/*"))
        .exec()
        .stream()
        .flatMap(image -> Stream.of(image.getRepoTags()))
        .filter(tag -> tag.contains(salt))
        .forEach(tag -> ENGINE.client().removeImageCmd(tag).withForce(true).exec());
  }

  /** A Dockerfile with a name that says what it is about. */
  record Case(String name, @Nullable String target, Map<String, String> args, List<String> lines) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, String... lines) {
    return new Case(name, null, Map.of(), List.of(lines));
  }

  static Stream<Case> cases() {
    return Stream.of(
        of("nothing at all from scratch", "FROM scratch", "COPY app/main /main"),
        of("the base as it is", "FROM $BASE", "ENV X=1"),
        of("a file to a new path", "FROM $BASE", "COPY app/main /opt/deep/er/main"),
        of("a file into a folder that is there", "FROM $BASE", "COPY app/main /srv/"),
        of("a file into a folder by its bare name", "FROM $BASE", "COPY app/main /srv"),
        of("a file over a file", "FROM $BASE", "COPY app/main /real/one"),
        of("a file into the working folder", "FROM $BASE", "COPY app/main ."),
        of("a file to a relative path", "FROM $BASE", "COPY app/main bin/run"),
        of("a folder's content to a new folder", "FROM $BASE", "COPY app /app"),
        of("a folder's content with a slash", "FROM $BASE", "COPY app/ /app/"),
        of("a folder's content into one that is there", "FROM $BASE", "COPY app /var/lib/app"),
        of("everything", "FROM $BASE", "COPY . /all/"),
        of("everything over the root", "FROM $BASE", "COPY . /"),
        of("what is too large for one layer", "FROM $BASE", "COPY --chown=3:4 . /large"),
        of("several files", "FROM $BASE", "COPY app/main app/lib/a.txt links/file /many/"),
        of("paths as json", "FROM $BASE", "COPY [\"with space/a b\", \"/x y/\"]"),
        of("a star", "FROM $BASE", "COPY app/lib/*.txt /texts/"),
        of("a star for folders", "FROM $BASE", "COPY app/* /flat/"),
        of("a question mark and a class", "FROM $BASE", "COPY app/lib/?.t[xy]t /texts/"),
        of("links within a folder", "FROM $BASE", "COPY links /links"),
        of("a link by its name", "FROM $BASE", "COPY links/file links/folder /got/"),
        of("through a link to a folder", "FROM $BASE", "COPY app /short/app"),
        of("into a link to a folder", "FROM $BASE", "COPY app/main /short/"),
        of("onto a link to a folder", "FROM $BASE", "COPY app/main /srv/www/up"),
        of("chown with numbers", "FROM $BASE", "COPY --chown=12:34 app /owned/"),
        of("chown without a group", "FROM $BASE", "COPY --chown=12 app /owned/deep/"),
        of("chown without a slash", "FROM $BASE", "COPY --chown=12:34 app /owned/deep"),
        of("chown of a file", "FROM $BASE", "COPY --chown=12:34 app/main /owned/deep/main"),
        of("chown by names", "FROM $BASE", "COPY --chown=app:web app /owned"),
        of("chown by a user's name", "FROM $BASE", "COPY --chown=app app /owned/"),
        of("chmod", "FROM $BASE", "COPY --chmod=0640 app /modes/"),
        of("chmod of a program", "FROM $BASE", "COPY --chmod=755 app/main /modes/main"),
        of("an archive", "FROM $BASE", "ADD archives/plain.tar /unpacked"),
        of("an archive by gzip", "FROM $BASE", "ADD archives/a.tgz /unpacked/"),
        of("an archive by bzip2", "FROM $BASE", "ADD archives/a.tar.bz2 /srv/"),
        of("an archive by xz", "FROM $BASE", "ADD archives/a.tar.xz /"),
        of("an archive that is copied", "FROM $BASE", "COPY archives/a.tgz /copied/"),
        of("a gzip file that is no archive", "FROM $BASE", "ADD archives/text.gz /added/"),
        of("files added", "FROM $BASE", "ADD app/main app/lib /added/"),
        of("a new working folder", "FROM $BASE", "WORKDIR /new/deep"),
        of("a working folder that is there", "FROM $BASE", "WORKDIR /var/lib/app"),
        of(
            "a relative working folder",
            "FROM $BASE",
            "WORKDIR a",
            "WORKDIR b/c",
            "COPY app/main ."),
        of("a working folder up", "FROM $BASE", "WORKDIR /a/b/../c", "COPY app/main x"),
        of("a working folder of a user", "FROM $BASE", "USER 12:34", "WORKDIR /home/me"),
        of("a working folder of a named user", "FROM $BASE", "USER app", "WORKDIR /home/app"),
        of("a working folder from scratch", "FROM scratch", "WORKDIR /w", "COPY app/main ."),
        of(
            "stages",
            "FROM $BASE AS one",
            "WORKDIR /one",
            "COPY --chown=5:6 app .",
            "FROM scratch",
            "COPY --from=one /one /two",
            "COPY --from=0 /one/main /main"),
        of(
            "files of the base from a stage",
            "FROM $BASE AS one",
            "FROM scratch",
            "COPY --from=one /real /real",
            "COPY --from=one /var/lib /lib/",
            "COPY --from=one /etc/passwd /short /got/"),
        of(
            "a stage on a stage",
            "FROM $BASE AS one",
            "ENV A=1",
            "CMD [\"one\"]",
            "COPY app/main /one",
            "FROM one",
            "ENV A=2 B=3",
            "ENTRYPOINT [\"two\"]",
            "COPY app/main /two"),
        new Case(
            "a stage before the last",
            "wanted",
            Map.of(),
            List.of("FROM scratch AS wanted", "COPY app/main /wanted", "FROM $BASE", "RUN exit 1")),
        new Case(
            "arguments",
            null,
            Map.of("WHO", "zoe", "DIR", "app"),
            List.of(
                "ARG DIR",
                "FROM $BASE",
                "ARG WHO=nobody",
                "ARG DIR",
                "ARG OTHER=${WHO}-x",
                "ENV WHO_IS=$WHO OTHER=${OTHER:-none} C=\"a b\"",
                "LABEL who=\"$WHO\" 'dir'=$DIR",
                "COPY $DIR/main /bin-$WHO/",
                "WORKDIR /w/${OTHER}")),
        of(
            "environment",
            "FROM $BASE",
            "ENV A=1 B=\"two words\" C='$A' D=e\\ f",
            "ENV A=2",
            "ENV OLD way of it",
            "ENV PATH=$PATH:/opt BASE=$A",
            "ENV E=$E F=${A:+set} G=${NO:-fallback}"),
        of("labels", "FROM $BASE", "LABEL shared=mine a.b=\"c d\"", "LABEL multi=\"x\" y=z"),
        of("ports", "FROM $BASE", "EXPOSE 80 53/udp 8000-8002/tcp", "ENV P=9", "EXPOSE $P/TCP"),
        of("volumes", "FROM $BASE", "VOLUME /a /b", "VOLUME [\"/c d\"]", "ENV V=/v", "VOLUME $V"),
        of("a user", "FROM $BASE", "ENV U=app", "USER $U:web"),
        of("a signal", "FROM $BASE", "STOPSIGNAL SIGQUIT"),
        of("a signal's number", "FROM $BASE", "STOPSIGNAL 9"),
        of("a maintainer", "FROM $BASE", "MAINTAINER Some Body <a@b>"),
        of("a command", "FROM $BASE", "CMD [\"a\", \"b c\"]"),
        of("a command for the shell", "FROM $BASE", "CMD a \"b\" $C"),
        of("an entrypoint resets the base's command", "FROM $BASE", "ENTRYPOINT [\"x\"]"),
        of("an entrypoint keeps our command", "FROM $BASE", "CMD [\"y\"]", "ENTRYPOINT x $A"),
        of(
            "another shell",
            "FROM $BASE",
            "SHELL [\"/bin/ash\", \"-ec\"]",
            "CMD a b",
            "ENTRYPOINT c"),
        of(
            "health",
            "FROM $BASE",
            "HEALTHCHECK --interval=5s --timeout=1m --start-period=2s --retries=7 CMD check it"),
        of("health as json", "FROM $BASE", "HEALTHCHECK CMD [\"check\"]"),
        of("no health", "FROM $BASE", "HEALTHCHECK NONE"),
        of(
            "lower case and continued",
            "from $BASE as x",
            "env A=1 \\",
            "  B=2 \\",
            "# no",
            "  C=3"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void an_image_is_what_the_engine_would_have_made(Case wanted) throws Exception {
    WrittenTree tree = tree();
    if (wanted.name().startsWith("what is too large")) {
      for (int i = 0; i < 20; i++) {
        tree.file("much/of/it" + i % 3 + "/file" + i, new byte[1 << 20], 0644);
      }
    }
    String base = registry().address() + "/base/image:1";
    tree.dockerfile(
        wanted.lines().stream()
            .map(line -> line.replaceFirst("(?i)^(from) \\$BASE", "$1 " + base))
            .toArray(String[]::new));
    BuiltImage theirs =
        new EngineImageBuilder(ENGINE, registry().address(), registry(), RegistryLogins.NONE)
            .build(order("engine/" + salt, "1", wanted), tree, new Progress(), new Cancellation());
    Progress progress = new Progress();

    Answer answer;
    try (JibImageBuilder jib =
        new JibImageBuilder(
            registry().address(),
            registry(),
            RegistryLogins.NONE,
            AddressPolicy.PUBLIC_ONLY,
            folder())) {
      answer =
          jib.tryToBuild(order("jib/" + salt, "1", wanted), tree, progress, new Cancellation());
    }

    assertThat(answer).isInstanceOf(Answer.Built.class);
    BuiltImage ours = ((Answer.Built) answer).image();
    FlatImage expected =
        FlatImage.read(registry().http(), "engine/" + salt, theirs.image().digest());
    FlatImage actual = FlatImage.read(registry().http(), "jib/" + salt, ours.image().digest());
    assertThat(new TreeMap<>(actual.files())).isEqualTo(new TreeMap<>(expected.files()));
    assertThat(comparable(actual.config())).isEqualTo(comparable(expected.config()));
    assertThat(ours.ports()).isEqualTo(theirs.ports());
    assertThat(ours.healthcheck()).isEqualTo(theirs.healthcheck());
    assertThat(progress.steps.values()).allMatch(end -> end.startsWith("succeeded"));
  }

  /** Without times, empty values, and what the engine notes about its own build. */
  private static JsonNode comparable(JsonNode config) {
    ObjectNode copy = config.deepCopy();
    copy.remove(List.of("created", "history", "rootfs", "moby.buildkit.buildinfo.v1"));
    ObjectNode inner = (ObjectNode) copy.get("config");
    List<String> empty = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : inner.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull() || (value.isTextual() ? value.asText().isEmpty() : value.isEmpty())) {
        empty.add(field.getKey());
      }
    }
    empty.remove("ArgsEscaped");
    inner.remove(empty);
    // Engines before 23.0 leave the dots and slashes of WORKDIR as they are written.
    if (inner.has("WorkingDir")) {
      inner.put("WorkingDir", Path.of(inner.get("WorkingDir").asText()).normalize().toString());
    }
    return copy;
  }

  private static WrittenTree tree() throws IOException {
    return new WrittenTree()
        .file("app/main", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), 0755)
        .file("app/lib/a.txt", "a")
        .file("app/lib/b.txt", "b")
        .file("app/lib/deep/größe.txt", "c")
        .file("app/large", new byte[700_000], 0644)
        .file("with space/a b", "blank")
        .file("long/" + "n".repeat(120) + "/" + "m".repeat(120), "far")
        .link("links/file", "../app/main")
        .link("links/folder", "../app/lib")
        .link("links/nowhere", "gone")
        .file("links/plain", "p")
        .file("archives/plain.tar", archive(), 0644)
        .file("archives/a.tgz", compressed(GZIPOutputStream::new, archive()), 0644)
        .file("archives/a.tar.bz2", compressed(BZip2CompressorOutputStream::new, archive()), 0644)
        .file("archives/a.tar.xz", compressed(XZCompressorOutputStream::new, archive()), 0644)
        .file(
            "archives/text.gz",
            compressed(GZIPOutputStream::new, "text".getBytes(StandardCharsets.UTF_8)),
            0644);
  }

  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] compressed(Compressor compressor, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressing = compressor.over(out)) {
      compressing.write(bytes);
    }
    return out.toByteArray();
  }

  /** With owners, modes, an empty folder, both kinds of links, and a parent that is not in it. */
  private static byte[] archive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      put(tar, "empty/", TarConstants.LF_DIR, 0750, "", "");
      put(tar, "implied/file", TarConstants.LF_NORMAL, 0604, "", "content");
      put(tar, "soft", TarConstants.LF_SYMLINK, 0777, "implied/file", "");
      put(tar, "hard", TarConstants.LF_LINK, 0604, "implied/file", "");
      put(tar, "./dotted", TarConstants.LF_NORMAL, 02755, "", "x");
    }
    return out.toByteArray();
  }

  private static void put(
      TarArchiveOutputStream tar, String name, byte type, int mode, String target, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setMode(mode);
    entry.setIds(21, 22);
    entry.setLinkName(target);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static Order order(String repository, String tag, @Nullable Case wanted) {
    ImageBuild spec =
        new ImageBuild(
            "web",
            "",
            "Dockerfile",
            wanted == null ? null : wanted.target(),
            wanted == null ? Map.of() : wanted.args());
    return new Order(new BuildId("bld_" + tag), spec, repository, List.of(tag), false);
  }

  private static LocalRegistry registry() {
    return Objects.requireNonNull(registry);
  }

  private static Path folder() {
    return Objects.requireNonNull(folder);
  }
}
