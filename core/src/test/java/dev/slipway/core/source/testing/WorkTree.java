package dev.slipway.core.source.testing;

import dev.slipway.core.source.CommitSha;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A developer's copy of a repository: files are written, committed and pushed. */
public final class WorkTree {
  private final Path folder;

  private WorkTree(Path folder) {
    this.folder = folder;
  }

  /** An empty one in a new folder, on branch main, whose origin is at that address. */
  public static WorkTree init(Path folder, URI origin) throws IOException {
    Files.createDirectories(folder);
    WorkTree tree = new WorkTree(folder);
    tree.git("init", "--quiet", "--initial-branch=main");
    tree.git("remote", "add", "origin", origin.toString());
    return tree;
  }

  public Path folder() {
    return folder;
  }

  public WorkTree write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(folder.resolve(path).resolveSibling(""));
    Files.writeString(file, content);
    return this;
  }

  public WorkTree writeExecutable(String path, String content) throws IOException {
    write(path, content);
    Files.setPosixFilePermissions(
        folder.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  public WorkTree link(String path, String target) throws IOException {
    Files.createDirectories(folder.resolve(path).resolveSibling(""));
    Files.createSymbolicLink(folder.resolve(path), Path.of(target));
    return this;
  }

  /** Commits everything that is there. */
  public CommitSha commit(String message) throws IOException {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", message);
    return new CommitSha(git("rev-parse", "HEAD"));
  }

  /** Pushes what is checked out to a ref of the origin, by force. */
  public void push(String ref) throws IOException {
    git("push", "--quiet", "--force", "origin", "HEAD:" + ref);
  }

  public CommitSha commitAndPush(String message, String ref) throws IOException {
    CommitSha sha = commit(message);
    push(ref);
    return sha;
  }

  public String git(String... arguments) throws IOException {
    return GitCommand.run(folder, arguments);
  }
}
