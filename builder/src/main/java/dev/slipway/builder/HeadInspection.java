package dev.slipway.builder;

import dev.slipway.builder.java.JavaProject;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Inspection;
import dev.slipway.core.build.Sources;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.PipelineReader;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Origin;
import dev.slipway.core.source.RemoteHeads;
import dev.slipway.core.source.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at heads the way a build does, by the same mirror. Safe for concurrent use. */
public final class HeadInspection implements Inspection {
  private static final String DOCKERFILE = "Dockerfile";
  private static final int MOST_DOCKERFILES = 20;
  private static final int LARGEST_DOCKERFILE = 1 << 20;

  private final RemoteHeads heads;
  private final Sources sources;
  private final KeptFiles kept;

  public HeadInspection(RemoteHeads heads, Sources sources, KeptFiles kept) {
    this.heads = heads;
    this.sources = sources;
    this.kept = kept;
  }

  @Override
  public Found look(Repository repository, GitRef branch) throws IOException {
    Map<GitRef, CommitSha> refs = heads.of(repository);
    List<String> branches =
        refs.keySet().stream().flatMap(ref -> ref.branch().stream()).sorted().toList();
    CommitSha head = refs.get(branch);
    if (head == null) {
      return new Found(branches, null);
    }
    try (Checkout checkout =
        sources.open(repository, Origin.own(branch), head, new Cancellation())) {
      return new Found(branches, tree(repository, checkout));
    } catch (BuildFailedException e) {
      throw new IOException(e.failure().message() + "; " + e.failure().hint(), e);
    }
  }

  @Override
  public Optional<String> pipelineFile(Repository repository, CommitSha commit) {
    return kept.read(repository, commit, PipelineReader.FILE, PipelineReader.LARGEST)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Tree tree(Repository repository, Checkout checkout) throws IOException {
    List<DockerfileFound> dockerfiles = new ArrayList<>();
    for (String path : checkout.filesNamed(HeadInspection::isDockerfile, MOST_DOCKERFILES)) {
      byte[] bytes = checkout.file(path, LARGEST_DOCKERFILE).orElse(null);
      dockerfiles.add(read(path, bytes));
    }
    dockerfiles.sort(
        Comparator.comparing((DockerfileFound it) -> !it.path().equals(DOCKERFILE))
            .thenComparing(it -> it.path().contains("/"))
            .thenComparing(DockerfileFound::path));
    String pipeline =
        checkout
            .file(PipelineReader.FILE, PipelineReader.LARGEST)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse(null);
    return new Tree(
        checkout.commit(), checkout.message(), dockerfiles, pipeline, java(repository, checkout));
  }

  /** {@code Dockerfile}, {@code Dockerfile.web}, {@code web.Dockerfile}; no ignore files. */
  private static boolean isDockerfile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.equals(DOCKERFILE)
        || (name.startsWith(DOCKERFILE + ".") && !lower.endsWith(".dockerignore"))
        || lower.endsWith(".dockerfile");
  }

  private static DockerfileFound read(String path, byte @Nullable [] bytes) {
    return bytes == null
        ? new DockerfileFound(path, List.of(), false, "it is too large")
        : StageFacts.of(bytes).in(path);
  }

  private static String java(Repository repository, Checkout checkout) throws IOException {
    ImageBuild usual = new ImageBuild(repository.name().name(), "", DOCKERFILE, null, Map.of());
    Optional<JavaProject> project = JavaProject.without(usual, checkout);
    return project.isPresent() ? project.get().file(usual, checkout).orElse("") : "";
  }

  /** Files of commits that are here already. */
  @FunctionalInterface
  public interface KeptFiles {
    Optional<byte[]> read(Repository repository, CommitSha commit, String path, int limit);
  }
}
