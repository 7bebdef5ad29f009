package dev.slipway.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Seals with AES-256-GCM under a keyset of Tink, which can be rotated with Tink's own tools. The
 * purpose is authenticated with the secret but not hidden.
 */
public final class TinkSecretBox implements SecretBox {
  private final Aead aead;

  private TinkSecretBox(Aead aead) {
    this.aead = aead;
  }

  /**
   * Uses the keyset in that file; makes one, readable by its owner only, where there is no file.
   *
   * @throws UncheckedIOException when the file cannot be read or made
   * @throws InvalidValueException when it holds no keyset
   */
  public static TinkSecretBox open(Path keysetFile) {
    try {
      AeadConfig.register();
      if (!Files.exists(keysetFile)) {
        create(keysetFile);
      }
      KeysetHandle keys =
          TinkJsonProtoKeysetFormat.parseKeyset(
              Files.readString(keysetFile),
              RegistryConfiguration.get(),
              InsecureSecretKeyAccess.get());
      return new TinkSecretBox(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw (InvalidValueException)
          new InvalidValueException(
                  keysetFile
                      + " holds no key for secrets at rest; bring the right file back, since what"
                      + " was sealed with it cannot be opened without")
              .initCause(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the key file " + keysetFile, e);
    }
  }

  /** Complete or not at all, and never over a key that another process made meanwhile. */
  private static void create(Path keysetFile) throws IOException, GeneralSecurityException {
    KeysetHandle fresh =
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
    Path home = keysetFile.toAbsolutePath().getParent();
    if (home != null) {
      Files.createDirectories(home);
    }
    Path draft =
        Files.createTempFile(
            home,
            "key",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(
          draft,
          TinkJsonProtoKeysetFormat.serializeKeyset(
              fresh, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
      Files.createLink(keysetFile, draft);
    } catch (FileAlreadyExistsException _) {
      // Another process was first: its key is the one.
    } finally {
      Files.delete(draft);
    }
  }

  @Override
  public String seal(Secret secret, String purpose) {
    try {
      byte[] sealed = aead.encrypt(bytes(secret.reveal()), bytes(purpose));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + secret, e);
    }
  }

  @Override
  public Secret open(String name, String sealed, String purpose) {
    try {
      byte[] value = aead.decrypt(Base64.getUrlDecoder().decode(sealed), bytes(purpose));
      return new Secret(name, new String(value, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      throw new InvalidValueException(
          "the secret \""
              + name
              + "\" cannot be opened: it was sealed with another key file or for another purpose;"
              + " set it again, or bring the key file back");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
