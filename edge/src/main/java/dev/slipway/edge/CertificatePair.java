package dev.slipway.edge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate and its key that belong together.
 *
 * @param hosts the DNS names that it is for, in lower case; {@code *.} stands for one label
 * @param chain in PEM
 * @param key in PEM
 */
record CertificatePair(List<String> hosts, Instant until, Buffer chain, Buffer key) {
  private static final int DNS_NAME = 2;
  private static final byte[] PROBE = {1, 2, 3};

  /** Reads and checks both files. */
  static CertificatePair read(Vertx vertx, Path chainFile, Path keyFile)
      throws UnusablePairException {
    Buffer chain = content(chainFile);
    Buffer key = content(keyFile);
    X509KeyManager manager = manager(vertx, chain, key, chainFile, keyFile);
    String alias = manager.getServerAliases("RSA", null) != null ? "RSA" : "EC";
    String[] aliases = manager.getServerAliases(alias, null);
    if (aliases == null || aliases.length == 0) {
      throw new UnusablePairException(
          "The key of "
              + chainFile
              + " is neither RSA nor EC. Issue a certificate with such a key.");
    }
    X509Certificate own = manager.getCertificateChain(aliases[0])[0];
    if (!belongTogether(own.getPublicKey(), manager.getPrivateKey(aliases[0]))) {
      throw new UnusablePairException(
          "The key "
              + keyFile
              + " is not that of "
              + chainFile
              + ". Put the pair there that"
              + " belongs together.");
    }
    List<String> hosts = hosts(own, chainFile);
    return new CertificatePair(hosts, own.getNotAfter().toInstant(), chain, key);
  }

  private static Buffer content(Path file) throws UnusablePairException {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UnusablePairException(
          "The file "
              + file
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "). Put it"
              + " there, readable for the edge.");
    }
  }

  private static X509KeyManager manager(
      Vertx vertx, Buffer chain, Buffer key, Path chainFile, Path keyFile)
      throws UnusablePairException {
    try {
      PemKeyCertOptions options = new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
      return (X509KeyManager) options.getKeyManagerFactory(vertx).getKeyManagers()[0];
    } catch (Exception e) { // Vert.x declares no narrower one.
      throw new UnusablePairException(
          "The pair "
              + chainFile
              + " and "
              + keyFile
              + " is not what it should be ("
              + e.getMessage()
              + "). Write both as PEM, the key without a passphrase.");
    }
  }

  private static boolean belongTogether(PublicKey known, PrivateKey key) {
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static List<String> hosts(X509Certificate own, Path file) throws UnusablePairException {
    List<String> hosts = new ArrayList<>();
    try {
      Collection<List<?>> names = own.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.getFirst().equals(DNS_NAME)) {
          hosts.add(name.getLast().toString().toLowerCase(Locale.ROOT));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new UnusablePairException(
          "The names in " + file + " cannot be read (" + e.getMessage() + "). Issue it again.");
    }
    if (hosts.isEmpty()) {
      throw new UnusablePairException(
          "The certificate "
              + file
              + " names no host. Issue one with the host as a subject"
              + " alternative name.");
    }
    return hosts;
  }
}
