package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.dockerfile.Heredoc;
import dev.slipway.builder.dockerfile.Instruction;
import dev.slipway.builder.dockerfile.Scope;
import dev.slipway.builder.jib.Node.Meta;
import dev.slipway.builder.jib.Node.Owner;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * COPY and ADD as BuildKit does them: a folder gives what is in it, a file keeps its name where the
 * destination is a folder, links are followed on the way to either but copied as links within.
 */
final class FileCopies {
  private static final Pattern OCTAL = Pattern.compile("0*[0-7]{1,3}");

  private final FileTree context;
  private final Spool spool;
  private final Function<String, FileTree> stages;

  /**
   * Copies from these places.
   *
   * @param stages finds the files of an earlier stage by what {@code --from} says
   */
  FileCopies(FileTree context, Spool spool, Function<String, FileTree> stages) {
    this.context = context;
    this.spool = spool;
    this.stages = stages;
  }

  /** What one instruction says about each file. */
  private record Rules(
      Instruction.Copy copy, FileTree to, @Nullable Owner owner, @Nullable Integer mode) {
    Meta of(Node node) {
      Meta meta = owner == null ? node.meta : node.meta.withOwner(owner);
      return mode == null || node.kind == Node.Kind.SYMLINK ? meta : meta.withMode(mode);
    }

    Owner ofNewFolders() {
      return owner == null ? Owner.ROOT : owner;
    }
  }

  void carryOut(
      Instruction.Copy copy, Scope scope, ImagePlan plan, @Nullable Owner owner, String step)
      throws DockerfileException, UnsureException, BuildFailedException, IOException {
    Rules rules = new Rules(copy, plan.tree(), owner, mode(copy));
    String destination = scope.expand(copy.place(), copy.destination());
    String from = copy.flag("from");
    FileTree source = from == null ? context : stages.apply(from);
    List<String> matches = new ArrayList<>();
    for (String word : copy.sources()) {
      matches.addAll(matches(copy, source, scope.expand(copy.place(), word), from, step));
    }
    String path =
        destination.startsWith("/") ? destination : plan.config().workingDir() + "/" + destination;
    boolean folder =
        destination.isEmpty()
            || destination.endsWith("/")
            || FileTree.name(destination).equals(".")
            || FileTree.name(destination).equals("..");
    if (!folder && matches.size() + copy.texts().size() > 1) {
      throw UnsureException.at(
          copy, copy.keyword() + " of several files goes to a folder, which ends with /");
    }
    for (String match : matches) {
      copyOne(rules, source, match, FileTree.clean(path), folder);
    }
    for (Heredoc text : copy.texts()) {
      byte[] bytes = scope.text(copy.place(), text).getBytes(StandardCharsets.UTF_8);
      Content content = spool.append(new ByteArrayInputStream(bytes));
      Node file = Node.file(new Meta(0644, 0, 0, FileTree.TIME), content);
      putFile(rules, file, text.name(), FileTree.clean(path), folder);
    }
  }

  private static @Nullable Integer mode(Instruction.Copy copy) throws UnsureException {
    String chmod = copy.flag("chmod");
    if (chmod == null) {
      return null;
    }
    if (!OCTAL.matcher(chmod).matches()) {
      throw UnsureException.at(copy, "--chmod=" + chmod + " is read differently by engines");
    }
    return Integer.valueOf(chmod, 8);
  }

  private static List<String> matches(
      Instruction.Copy copy, FileTree source, String word, @Nullable String from, String step)
      throws UnsureException, BuildFailedException {
    String path = FileTree.clean(word);
    if (Wildcard.isIn(path)) {
      List<String> matches = Wildcard.matches(source, path);
      if (matches.isEmpty()) {
        throw UnsureException.at(copy, "nothing matches " + word);
      }
      return matches;
    }
    Node node = source.at(source.resolve(path));
    if (node != null && (node.isFolder() || !word.endsWith("/"))) {
      return List.of(path);
    }
    throw new BuildFailedException(
        new Failure.StepFailed(
            step,
            path + " is not in " + (from == null ? "the build context" : "stage " + from),
            from == null
                ? "commit it, check that the path starts at the context's folder, and that no line"
                    + " of .dockerignore leaves it out"
                : "check the path, and what that stage copies"));
  }

  private void copyOne(Rules rules, FileTree source, String match, String path, boolean folder)
      throws UnsureException, IOException {
    String followed = source.resolve(match);
    Node node = source.at(followed);
    if (node == null) {
      throw UnsureException.at(rules.copy(), match + " is a link that leads nowhere");
    }
    if (rules.copy().add()
        && node.kind == Node.Kind.FILE
        && node.content instanceof Content.Spooled archive
        && Archives.unpack(rules.copy(), archive, spool, rules.to(), path, rules.owner())) {
      return;
    }
    if (!node.isFolder()) {
      putFile(rules, node, FileTree.name(match), path, folder);
      return;
    }
    String place = rules.to().resolve(path);
    rules.to().makeFolders(place, rules.ofNewFolders());
    IdentityHashMap<Content, Content> linked = new IdentityHashMap<>();
    for (var child : node.children.entrySet()) {
      copyNode(rules, child.getValue(), FileTree.join(place, child.getKey()), linked);
    }
  }

  private static void putFile(Rules rules, Node node, String name, String path, boolean folder)
      throws UnsureException {
    String place = rules.to().resolve(path);
    rules.to().makeFolders(folder ? place : FileTree.parent(place), rules.ofNewFolders());
    Node there = rules.to().at(place);
    boolean into = folder || (there != null && there.isFolder());
    copyNode(rules, node, into ? FileTree.join(place, name) : place, new IdentityHashMap<>());
  }

  private static void copyNode(
      Rules rules, Node node, String path, IdentityHashMap<Content, Content> linked)
      throws UnsureException {
    if (node.kind == Node.Kind.SPECIAL) {
      throw UnsureException.at(rules.copy(), "/" + path + " is no plain file, folder or link");
    }
    Meta meta = rules.of(node);
    Content content = node.content;
    Node copied =
        content == null
            ? node.alone(meta)
            : Node.file(meta, linked.computeIfAbsent(content, FileCopies::again));
    rules.to().put(path, copied);
    for (var child : node.children.entrySet()) {
      copyNode(rules, child.getValue(), FileTree.join(path, child.getKey()), linked);
    }
  }

  /** The same bytes as a file of its own. */
  private static Content again(Content content) {
    return switch (content) {
      case Content.Spooled(long offset, long size) -> new Content.Spooled(offset, size);
      case Content.InLayer in -> new Content.InLayer(in.layer(), in.path(), in.size(), in.small());
    };
  }
}
