package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryFindings.Remark;
import dev.slipway.core.registry.RegistryFindings.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a registry that answers could not be spoken to over TLS. */
enum TlsTrouble {
  UNKNOWN_AUTHORITY(
      "%s has a certificate of an authority that nobody here trusts",
      "give the certificate of its authority (CA)"),
  EXPIRED("the certificate of %s has expired", "renew it there"),
  OTHER_NAME(
      "the certificate of %s is made out to another name",
      "use the name that it is made out to, or have it made out to this one"),
  NO_TLS(
      "%s does not speak TLS", "let it, or allow plain HTTP to it where the network is your own"),
  OTHER("%s cannot be spoken to over TLS", "look into its log");

  private final String says;
  private final String next;

  TlsTrouble(String says, String next) {
    this.says = says;
    this.next = next;
  }

  /** Null when it is none. */
  static @Nullable TlsTrouble of(IOException thrown) {
    boolean tls = false;
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      switch (at) {
        case CertificateExpiredException _ -> {
          return EXPIRED;
        }
        case CertPathBuilderException _ -> {
          return UNKNOWN_AUTHORITY;
        }
        case CertPathValidatorException _ -> {
          if (!(at.getCause() instanceof CertificateException)) {
            return UNKNOWN_AUTHORITY;
          }
        }
        case CertificateException _ -> {
          if (message.startsWith("No subject alternative") || message.startsWith("No name match")) {
            return OTHER_NAME;
          }
        }
        case SSLException _ -> {
          if (message.contains("plaintext") || message.contains("Unsupported or unrecognized")) {
            return NO_TLS;
          }
          tls = true;
        }
        default -> tls |= at instanceof EOFException && message.contains("SSL");
      }
    }
    return tls ? OTHER : null;
  }

  Transport transport() {
    return this == NO_TLS || this == OTHER ? Transport.UNKNOWN : Transport.UNTRUSTED;
  }

  Remark remark(RegistryAddress registry) {
    return new Remark(false, says.formatted(registry), next);
  }
}
