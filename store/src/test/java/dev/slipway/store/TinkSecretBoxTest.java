package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkSecretBoxTest {
  private static final Secret SECRET = new Secret("token", "correct horse ßattery");
  @TempDir Path directory;
  private Path file;
  private TinkSecretBox box;

  @BeforeEach
  void open() {
    file = directory.resolve("keys/master.json");
    box = TinkSecretBox.open(file);
  }

  @Test
  void whatWasSealedCanBeOpenedAlsoAfterARestart() {
    String sealed = box.seal(SECRET, "clone");
    Secret opened = TinkSecretBox.open(file).open("token", sealed, "clone");
    assertThat(opened.reveal()).isEqualTo(SECRET.reveal());
    assertThat(opened.name()).isEqualTo("token");
  }

  @Test
  void sealingTwiceLooksDifferentAndNeverShowsTheValue() {
    String sealed = box.seal(SECRET, "clone");
    assertThat(sealed).isNotEqualTo(box.seal(SECRET, "clone")).doesNotContain("horse");
    assertThat(sealed).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void whatWasSealedForOnePurposeCannotBeOpenedForAnother() {
    String sealed = box.seal(SECRET, "clone");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> box.open("token", sealed, "webhook"))
        .withMessageContaining("token");
  }

  @Test
  void anotherKeyOrAChangedTextOpensNothing() {
    String sealed = box.seal(SECRET, "clone");
    TinkSecretBox other = TinkSecretBox.open(directory.resolve("other.json"));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> other.open("token", sealed, "clone"));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> box.open("token", "A" + sealed, "clone"));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> box.open("token", "not base64!", "clone"));
  }

  @Test
  void onlyTheOwnerMayReadTheKeyFileAndNothingElseIsLeft() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileWithoutAKeysetIsNamed() throws IOException {
    Files.writeString(file, "{}");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> TinkSecretBox.open(file))
        .withMessageContaining(file.toString());
  }
}
