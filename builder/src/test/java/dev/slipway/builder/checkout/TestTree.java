package dev.slipway.builder.checkout;

import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;

/** A tree that is put together in memory, also in ways that git itself would not. */
final class TestTree {
  private final InMemoryRepository repository =
      new InMemoryRepository(new DfsRepositoryDescription("test"));
  private final Map<String, Entry> files = new LinkedHashMap<>();

  private final List<Raw> raw = new ArrayList<>();

  TestTree file(String path, String content) throws IOException {
    return entry(path, FileMode.REGULAR_FILE, content);
  }

  TestTree executable(String path, String content) throws IOException {
    return entry(path, FileMode.EXECUTABLE_FILE, content);
  }

  TestTree link(String path, String target) throws IOException {
    return entry(path, FileMode.SYMLINK, target);
  }

  TestTree submodule(String path) {
    ObjectId commit = ObjectId.fromString("0123456789012345678901234567890123456789");
    files.put(path, new Entry(FileMode.GITLINK, commit));
    return this;
  }

  /** Something at the root whose name is not looked at. */
  TestTree raw(byte[] name, int mode) throws IOException {
    raw.add(new Raw(name, mode, blob(new byte[0])));
    return this;
  }

  TestTree raw(String name, int mode) throws IOException {
    return raw(name.getBytes(StandardCharsets.UTF_8), mode);
  }

  TestTree gitmodules(String name, String path, String url) throws IOException {
    Config config = new Config();
    config.setString("submodule", name, "path", path);
    config.setString("submodule", name, "url", url);
    return file(".gitmodules", config.toText());
  }

  /** A file of that many zeros, which are the same object each time. */
  TestTree zeros(String path, int size) throws IOException {
    files.put(path, new Entry(FileMode.REGULAR_FILE, blob(new byte[size])));
    return this;
  }

  /** A folder of that many folders, each of which is the same one of that many, and so on. */
  TestTree bomb(int width, int depth, boolean filled) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      TreeFormatter innermost = new TreeFormatter();
      if (filled) {
        innermost.append("file", FileMode.REGULAR_FILE, blob(new byte[0]));
      }
      ObjectId tree = inserter.insert(innermost);
      for (int level = 0; level < depth; level++) {
        TreeFormatter around = new TreeFormatter();
        for (int i = 0; i < width; i++) {
          around.append("d" + i, FileMode.TREE, tree);
        }
        tree = inserter.insert(around);
      }
      inserter.flush();
      files.put("bomb", new Entry(FileMode.TREE, tree));
    }
    return this;
  }

  private ObjectId blob(byte[] content) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
      inserter.flush();
      return id;
    }
  }

  Checkout checkout() throws IOException {
    return checkout(GitLimits.DEFAULT);
  }

  Checkout checkout(GitLimits limits) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(withRaw(inserter));
      PersonIdent ada = new PersonIdent("Ada", "ada@example.com", Instant.EPOCH, ZoneOffset.UTC);
      commit.setAuthor(ada);
      commit.setCommitter(ada);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      try (RevWalk walk = new RevWalk(repository)) {
        OpenTree tree =
            new OpenTree(
                repository, walk.parseCommit(id).getTree(), new NothingElsewhere(), () -> {});
        return new TreeCheckout(tree, new CommitSha(id.name()), limits, _ -> Optional.empty());
      }
    }
  }

  /** The archive's entries by name, in their order. */
  static Map<String, TarArchiveEntry> context(Checkout checkout, String folder, String dockerfile)
      throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    try (var tar =
        new TarArchiveInputStream(
            new ByteArrayInputStream(bytes(checkout, folder, dockerfile)), "UTF-8")) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), entry);
      }
    }
    return entries;
  }

  static byte[] bytes(Checkout checkout, String folder, String dockerfile) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    checkout.writeContext(folder, dockerfile, out);
    return out.toByteArray();
  }

  private TestTree entry(String path, FileMode mode, String content) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      files.put(path, new Entry(mode, inserter.insert(Constants.OBJ_BLOB, bytes)));
      inserter.flush();
    }
    return this;
  }

  private ObjectId withRaw(ObjectInserter inserter) throws IOException {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.writeBytes(formatted(inserter, files).toByteArray());
    for (Raw entry : raw) {
      tree.writeBytes((Integer.toOctalString(entry.mode()) + " ").getBytes(StandardCharsets.UTF_8));
      tree.writeBytes(entry.name());
      tree.write(0);
      entry.id().copyRawTo(tree);
    }
    return inserter.insert(Constants.OBJ_TREE, tree.toByteArray());
  }

  private static ObjectId tree(ObjectInserter inserter, Map<String, Entry> files)
      throws IOException {
    return inserter.insert(formatted(inserter, files));
  }

  private static TreeFormatter formatted(ObjectInserter inserter, Map<String, Entry> files)
      throws IOException {
    Map<String, Entry> here = new java.util.TreeMap<>();
    Map<String, Map<String, Entry>> below = new LinkedHashMap<>();
    files.forEach((path, entry) -> {
      int slash = path.indexOf('/');
      if (slash < 0) {
        here.put(path, entry);
      } else {
        below
            .computeIfAbsent(path.substring(0, slash), _ -> new LinkedHashMap<>())
            .put(path.substring(slash + 1), entry);
      }
    });
    for (var folder : below.entrySet()) {
      // git sorts a folder as if its name ended with a slash
      here.put(folder.getKey() + "/", new Entry(FileMode.TREE, tree(inserter, folder.getValue())));
    }
    TreeFormatter formatter = new TreeFormatter();
    here.forEach((name, entry) ->
        formatter.append(
            name.endsWith("/") ? name.substring(0, name.length() - 1) : name,
            entry.mode(),
            entry.id()));
    return formatter;
  }

  private record Entry(FileMode mode, ObjectId id) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Raw(byte[] name, int mode, ObjectId id) {}
}
