package dev.slipway.core.registry;

import dev.slipway.core.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates of authorities in PEM form. */
public final class Authorities {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

  private Authorities() {}

  /**
   * All certificates in a text; none where it is blank.
   *
   * @throws InvalidValueException when it has something else, or a certificate that is no
   *     authority's, without repeating the text
   */
  public static List<X509Certificate> read(String pem) {
    if (pem.isBlank()) {
      return List.of();
    }
    if (pem.contains("PRIVATE KEY-----")) {
      throw new InvalidValueException(
          "has a private key, which stays with its owner: give the certificate alone");
    }
    List<X509Certificate> read = new ArrayList<>();
    Matcher found = CERTIFICATE.matcher(pem);
    while (found.find()) {
      read.add(certificate(found.group()));
    }
    if (read.isEmpty()) {
      throw new InvalidValueException(
          "has no certificate: give it in PEM form, between BEGIN CERTIFICATE and END"
              + " CERTIFICATE");
    }
    return List.copyOf(read);
  }

  private static X509Certificate certificate(String text) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException _) {
      throw new InvalidValueException(
          "has a certificate that cannot be read: copy the file as it is, line breaks included");
    }
  }
}
