package dev.slipway.builder.checkout;

import dev.slipway.core.build.Failure;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.net.ForbiddenAddressException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConstants;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ssh connection of one fetch: to an address that the policy allows and a server whose key is
 * known, by the repository's own key and nothing else; no agent, no configuration and no identity
 * of the machine's users counts.
 */
final class GuardedSsh implements Wire {
  static final int PORT = 22;

  private static final Logger LOG = LoggerFactory.getLogger(GuardedSsh.class);

  /** Nothing ends the wait for a connection but this: it must be short. */
  private static final int LONGEST_CONNECT_MILLIS = 8_000;

  private final CloneAddress address;
  private final AddressPolicy policy;
  private final KnownHosts knownHosts;
  private final FetchBudget budget;
  private final Factory factory = new Factory();
  private volatile @Nullable Failure refusal;
  private volatile @Nullable RemoteSession session;

  GuardedSsh(
      CloneAddress address, AddressPolicy policy, KnownHosts knownHosts, FetchBudget budget) {
    this.address = address;
    this.policy = policy;
    this.knownHosts = knownHosts;
    this.budget = budget;
  }

  @Override
  public Transport transport(Repository mirror) throws IOException {
    try {
      SshTransport transport =
          (SshTransport) Transport.open(mirror, new URIish(address.url().toString()));
      transport.setSshSessionFactory(new Sessions());
      return transport;
    } catch (URISyntaxException e) {
      throw new IOException(address.url() + " is no address that git understands", e);
    }
  }

  @Override
  public Optional<Failure> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public void abort() {
    RemoteSession open = session;
    if (open != null) {
      open.disconnect();
    }
  }

  @Override
  public void close() {
    factory.close();
  }

  private String host() {
    return address.url().getHost();
  }

  private int port() {
    return address.url().getPort() < 0 ? PORT : address.url().getPort();
  }

  private boolean trusts(InetSocketAddress connected, PublicKey shown) {
    try {
      policy.check(host(), connected.getAddress());
      if (knownHosts.accept(host(), port(), shown)) {
        return true;
      }
      refusal =
          GitFailures.hostKeyChanged(
              address.url(), KeyUtils.getFingerPrint(shown), knownHosts.file());
    } catch (ForbiddenAddressException e) {
      refusal = GitFailures.forbidden(address.url(), e);
    } catch (IOException e) {
      LOG.warn("the keys of ssh servers cannot be read or written", e);
      refusal = GitFailures.knownHostsUnusable(address.url(), e);
    }
    return false;
  }

  private Iterable<KeyPair> keys() {
    if (address.secret() == null) {
      refusal = GitFailures.sshKeyMissing(address.url());
      return List.of();
    }
    byte[] text = (address.secret().reveal().strip() + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      Iterable<KeyPair> keys =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("key"), new ByteArrayInputStream(text), null);
      if (keys != null && keys.iterator().hasNext()) {
        return keys;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.debug("an ssh key cannot be read", e);
    }
    refusal = GitFailures.sshKeyUnreadable(address.url());
    return List.of();
  }

  /** Hands out sessions whose streams count against the fetch's limits. */
  private final class Sessions extends SshSessionFactory {
    @Override
    public RemoteSession getSession(
        URIish uri, @Nullable CredentialsProvider ignored, FS fs, int millis)
        throws TransportException {
      int patience = Math.min(LONGEST_CONNECT_MILLIS, millis <= 0 ? Integer.MAX_VALUE : millis);
      RemoteSession open = new BudgetedSession(factory.getSession(uri, null, fs, patience), budget);
      session = open;
      return open;
    }

    @Override
    public String getType() {
      return "slipway";
    }

    @Override
    public void releaseSession(RemoteSession open) {
      open.disconnect();
    }
  }

  private final class Factory extends SshdSessionFactory {
    /** Nobody's: whatever is not overridden below looks for files there, and finds none. */
    private static final Path NOWHERE = Path.of("/nonexistent/slipway");

    Factory() {
      setHomeDirectory(NOWHERE.toFile());
      setSshDirectory(NOWHERE.toFile());
    }

    @Override
    protected @Nullable File getSshConfig(File ignored) {
      return null;
    }

    /** The name is resolved here, once, so that the address which was checked is the one used. */
    @Override
    protected SshConfigStore createSshConfigStore(File home, @Nullable File file, String user) {
      return new OneHost();
    }

    @Override
    protected ServerKeyDatabase createServerKeyDatabase(File home, File ssh) {
      return new Keys();
    }

    @Override
    protected @Nullable ConnectorFactory getConnectorFactory() {
      return null;
    }

    @Override
    protected List<Path> getDefaultIdentities(File ssh) {
      return List.of();
    }

    @Override
    protected Iterable<KeyPair> getDefaultKeys(File ssh) {
      return keys();
    }

    @Override
    protected String getDefaultPreferredAuthentications() {
      return "publickey";
    }
  }

  private final class Keys implements ServerKeyDatabase {
    @Override
    public List<PublicKey> lookup(
        String ignored, InetSocketAddress connected, ServerKeyDatabase.Configuration config) {
      try {
        return knownHosts.of(host(), port());
      } catch (IOException e) {
        LOG.warn("the keys of ssh servers cannot be read", e);
        return List.of(); // what the server shows is checked once more, and refused there
      }
    }

    @Override
    public boolean accept(
        String ignored,
        InetSocketAddress connected,
        PublicKey shown,
        ServerKeyDatabase.Configuration config,
        @Nullable CredentialsProvider nobody) {
      return trusts(connected, shown);
    }
  }

  private final class OneHost implements SshConfigStore {
    @Override
    public HostConfig lookup(String host, int port, String user) {
      return new Resolved(Map.of(SshConstants.HOST_NAME, resolved(host)));
    }

    @Override
    public HostConfig lookupDefault(String host, int port, String user) {
      return lookup(host, port, user);
    }

    private String resolved(String host) {
      try {
        InetAddress first = policy.resolve(host).getFirst();
        return first.getHostAddress();
      } catch (ForbiddenAddressException e) {
        refusal = GitFailures.forbidden(address.url(), e);
      } catch (IOException _) {
        refusal = GitFailures.unknownHost(address.url());
      }
      return "slipway.invalid"; // a name that nothing ever has (RFC 6761)
    }
  }

  private record Resolved(Map<String, String> options) implements SshConfigStore.HostConfig {
    @Override
    public @Nullable String getValue(String key) {
      return options.get(key);
    }

    @Override
    public List<String> getValues(String key) {
      String value = options.get(key);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public Map<String, String> getOptions() {
      return options;
    }

    @Override
    public Map<String, List<String>> getMultiValuedOptions() {
      return Map.of();
    }
  }
}
