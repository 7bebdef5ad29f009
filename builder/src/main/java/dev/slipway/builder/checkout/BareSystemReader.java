package dev.slipway.builder.checkout;

import java.util.Map;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit from reading what the machine's users and administrators configured for git: proxies,
 * URL rewrites, credential stores, hooks. Nothing but a mirror's own file counts.
 */
final class BareSystemReader extends SystemReader.Delegate {
  private BareSystemReader(SystemReader real) {
    super(real);
  }

  /** Makes it the one that all of JGit in this process uses; does nothing the second time. */
  static synchronized void install() {
    SystemReader current = SystemReader.getInstance();
    if (!(current instanceof BareSystemReader)) {
      SystemReader.setInstance(new BareSystemReader(current));
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") || variable.startsWith("XDG_")
        ? null
        : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new NoConfig(parent, fs);
  }

  @Override
  public FileBasedConfig getUserConfig() {
    return new NoConfig(null, FS.DETECTED);
  }

  @Override
  public FileBasedConfig getSystemConfig() {
    return new NoConfig(null, FS.DETECTED);
  }

  @Override
  public FileBasedConfig getJGitConfig() {
    return new NoConfig(null, FS.DETECTED);
  }

  /**
   * An empty file that is nowhere. All it says is how fine the file system's clock is: JGit would
   * otherwise measure that for seconds while the first checkout waits. Two seconds is the coarsest
   * clock there is, FAT's; it only makes JGit look again at files that changed just before.
   *
   * @see <a
   *     href="https://github.com/eclipse-jgit/jgit/blob/master/Documentation/config-options.md">
   *     filesystem options of JGit</a>
   */
  private static final class NoConfig extends FileBasedConfig {
    private static final String FILE_SYSTEM = "filesystem";
    private static final Map<String, String> CLOCK =
        Map.of("timestampResolution", "2 seconds", "minRacyThreshold", "0 seconds");

    @SuppressWarnings("NullAway") // JGit takes null for "no file" here, but does not say so
    NoConfig(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // there is nothing to read
    }

    @Override
    public void save() {
      // what JGit measures of the file system is kept in memory only
    }

    /** JGit asks per Java version and file system; the answer is the same for all. */
    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      return section.equals(FILE_SYSTEM)
          ? CLOCK.get(name)
          : super.getString(section, subsection, name);
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
