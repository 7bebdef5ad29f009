package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities that the JDK trusts, and others besides. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /**
   * A context that trusts them.
   *
   * @param files of certificates in PEM form
   * @param others certificates that were read already
   */
  static SSLContext context(List<Path> files, List<X509Certificate> others)
      throws RegistryException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate known : manager(null).getAcceptedIssuers()) {
        add(store, known);
      }
      for (Path file : files) {
        for (Certificate own : read(file)) {
          add(store, own);
        }
      }
      for (X509Certificate own : others) {
        add(store, own);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new X509TrustManager[] {manager(store)}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java can keep certificates in memory", e);
    }
  }

  private static void add(KeyStore store, Certificate authority) throws GeneralSecurityException {
    store.setCertificateEntry("authority-" + store.size(), authority);
  }

  private static Collection<? extends Certificate> read(Path file) throws RegistryException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    }
    throw unreadable(file, null);
  }

  private static RegistryException unreadable(Path file, @Nullable Exception cause) {
    return new RegistryException(
        "the certificates of authorities in " + file + " cannot be read",
        "name a file that holds certificates between BEGIN CERTIFICATE and END CERTIFICATE",
        cause == null ? new IOException("there is none in it") : cause);
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
