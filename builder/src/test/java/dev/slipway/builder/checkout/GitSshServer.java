package dev.slipway.builder.checkout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** Serves bare repositories by ssh on a free loopback port, to whoever has the key. */
final class GitSshServer implements AutoCloseable {
  private final SshServer server;
  private final KeyPair client;
  private final List<String> users = new CopyOnWriteArrayList<>();

  private GitSshServer(SshServer server, KeyPair client) {
    this.server = server;
    this.client = client;
  }

  /** Starts one whose host key and whose client's key are of that type. */
  static GitSshServer start(String keyType, int bits) throws IOException, GeneralSecurityException {
    KeyPair client = KeyUtils.generateKeyPair(keyType, bits);
    GitSshServer started = new GitSshServer(SshServer.setUpDefaultServer(), client);
    started.server.setHost("127.0.0.1");
    started.server.setKeyPairProvider(
        KeyPairProvider.wrap(KeyUtils.generateKeyPair(keyType, bits)));
    started.server.setPublickeyAuthenticator((user, key, _) -> {
      started.users.add(user);
      return KeyUtils.compareKeys(key, client.getPublic());
    });
    started.server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    started.server.start();
    return started;
  }

  URI url(Path bare) {
    return URI.create("ssh://git@127.0.0.1:" + server.getPort() + bare);
  }

  PublicKey hostKey() throws IOException, GeneralSecurityException {
    return server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
  }

  /** As if the server had been set up anew, or somebody else answered in its place. */
  void changeHostKey(String keyType, int bits) throws GeneralSecurityException {
    server.setKeyPairProvider(KeyPairProvider.wrap(KeyUtils.generateKeyPair(keyType, bits)));
  }

  /** The client's private key as `ssh-keygen` writes it. */
  String clientKey() throws IOException, GeneralSecurityException {
    return text(client);
  }

  static String text(KeyPair key) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Who tried to sign in. */
  List<String> users() {
    return List.copyOf(users);
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
