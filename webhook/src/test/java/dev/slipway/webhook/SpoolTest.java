package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.slipway.core.delivery.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long LARGE = 1 << 20;
  @TempDir Path root;

  @Test
  void whatIsKeptComesBackAsItWasInTheOrderInWhichItCame() throws IOException {
    List<Delivery> kept = new ArrayList<>();
    Spool spool = open();
    for (int i = 0; i < 20; i++) {
      kept.add(SampleChanges.draft("id-" + i));
      spool.add(kept.getLast());
    }
    assertThat(takeAll(open())).isEqualTo(kept);
    assertThat(open().first()).isEmpty();
  }

  @Test
  void theOrderHoldsAcrossRuns() throws IOException {
    Spool first = open();
    for (int i = 0; i < 12; i++) {
      first.add(SampleChanges.draft("id-" + i));
    }
    Spool second = open();
    second.remove(second.first().orElseThrow());
    second.add(SampleChanges.draft("last"));
    assertThat(takeAll(open())).hasSize(12).last().isEqualTo(SampleChanges.draft("last"));
  }

  @Test
  void aForgesDeliveryIsKeptOnce() throws IOException {
    Spool spool = open();
    Delivery first = SampleChanges.draft("one");
    assertThat(spool.add(first)).isEqualTo(new Spool.Kept(first.id(), false));
    assertThat(spool.add(first)).isEqualTo(new Spool.Kept(first.id(), true));
    assertThat(open().add(first)).isEqualTo(new Spool.Kept(first.id(), true));
    assertThat(takeAll(open())).hasSize(1);
  }

  @Test
  void itKnowsWhoseDeliveriesItHolds() throws IOException {
    Spool spool = open();
    assertThat(spool.holds(SampleChanges.SHOP)).isFalse();
    spool.add(SampleChanges.draft("one"));
    assertThat(open().holds(SampleChanges.SHOP)).isTrue();
    spool.remove(spool.first().orElseThrow());
    assertThat(spool.holds(SampleChanges.SHOP)).isFalse();
  }

  @Test
  void whatCannotBeReadIsSetAsideAndBlocksNothing() throws IOException {
    Spool spool = open();
    for (String id : List.of("torn", "scribbled", "whole")) {
      spool.add(SampleChanges.draft(id));
    }
    Files.write(file("torn"), new byte[0]);
    Files.writeString(file("scribbled"), "more", StandardOpenOption.APPEND);
    Files.writeString(folder().resolve("note.txt"), "somebody's note");

    Spool again = open();
    Spool.Entry scribbled = again.first().orElseThrow();
    assertThatIOException().isThrownBy(() -> again.read(scribbled)).withMessageContaining("bytes");
    again.setAside(scribbled);
    assertThat(takeAll(again)).containsExactly(SampleChanges.draft("whole"));
    try (Stream<Path> aside = Files.list(folder().resolve("unreadable"))) {
      assertThat(aside).hasSize(3);
    }
  }

  @Test
  void anUnfinishedFileOfARunThatDiedIsNoDelivery() throws IOException {
    open().add(SampleChanges.draft("one"));
    Files.copy(file("one"), folder().resolve("000000000000000009-dlv.unfinished"));
    assertThat(takeAll(open())).hasSize(1);
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void beyondItsShareOfTheDiskNothingIsKept() throws IOException {
    Spool spool = Spool.open(folder(), 1000);
    spool.add(SampleChanges.draft("one"));
    assertThatIOException()
        .isThrownBy(() -> spool.add(SampleChanges.draft("two")))
        .withMessageContaining("1000");
    spool.remove(spool.first().orElseThrow());
    spool.add(SampleChanges.draft("two"));
    assertThat(takeAll(spool)).containsExactly(SampleChanges.draft("two"));
  }

  private Path folder() {
    return root.resolve("spool");
  }

  private Spool open() throws IOException {
    return Spool.open(folder(), LARGE);
  }

  private Path file(String id) throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.toString().endsWith("dlv_" + id + ".delivery"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Delivery> takeAll(Spool spool) throws IOException {
    List<Delivery> all = new ArrayList<>();
    for (Optional<Spool.Entry> next = spool.first(); next.isPresent(); next = spool.first()) {
      all.add(spool.read(next.get()));
      spool.remove(next.get());
    }
    return all;
  }
}
